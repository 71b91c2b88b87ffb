import { createDesk, type DeskParts, type FullDesk } from './app/desk.ts';
import { createLimits, type Limits } from './app/limits.ts';
import { createComposer } from './app/subscribed.ts';
import type { Ask, Suggestion } from './core/ask.ts';
import type { Command, Desk } from './core/command.ts';
import { chatKey } from './core/delivery.ts';
import { toReason, UserError } from './core/errors.ts';
import { inLanguage, type Language } from './core/language.ts';
import { type Message, plainMessage } from './core/message.ts';
import type { DeliveryParts } from './delivery/index.ts';
import type { Bot } from './ports.ts';

export interface App {
  bot: Bot;
  desk: FullDesk;
  /** The messages of a subscribed digest. */
  compose: DeliveryParts['compose'];
}

/** Discord shows at most this many suggestions. */
const maxSuggestions = 25;

/** The bot without any platform: verbs and command dispatch. */
export function createApp(parts: DeskParts): App {
  const desk = createDesk(parts);
  const limits = createLimits(parts.line.clock);
  return {
    desk,
    compose: createComposer(parts.line, desk),
    bot: {
      answer: (ask, progress) => answer({ parts, desk, limits }, ask, progress),
      suggest: async (ask, option) => suggest(desk, ask, option),
      noteChat: async (event) => {
        parts.line.log.debug({ kind: event.kind, chat: chatKey(event.chat) }, 'chat changed');
        await desk.members.note(event);
      },
    },
  };
}

interface AnswerTools {
  parts: DeskParts;
  desk: FullDesk;
  limits: Limits;
}

async function answer(
  { parts, desk, limits }: AnswerTools,
  ask: Ask,
  progress?: Parameters<Bot['answer']>[1],
): Promise<Message> {
  const language = await languageOfAsk(desk, ask);
  const command = parts.commands.find((candidate) => candidate.name === ask.command);
  if (!command) return toAsker(unknownCommand(ask.command, language));
  if (command.manage && !ask.asker.canManage) return toAsker(refusal(parts, command, ask, language));
  try {
    return await command.run(
      ask,
      chargedDesk(desk, () => limits.charge(ask.asker, language)),
      progress,
    );
  } catch (error) {
    if (error instanceof UserError) return toAsker(error.message);
    parts.line.log.error({ command: command.name, reason: toReason(error) }, 'command failed');
    return toAsker(failed(language));
  }
}

/** The desk with its costly verbs charged to one asker. What is archived, or built for somebody else, is free. */
function chargedDesk(desk: FullDesk, charge: () => void): Desk {
  return {
    ...desk,
    digest: (want, progress) => desk.reports.digest(want, { charge, ...(progress && { progress }) }),
    trend: async (edition, term) => {
      charge();
      return desk.trend(edition, term);
    },
  };
}

function toAsker(sentence: string): Message {
  return { ...plainMessage(sentence), ephemeral: true };
}

async function suggest(desk: FullDesk, ask: Ask, option: string): Promise<Suggestion[]> {
  const command = desk.commands().find((candidate) => candidate.name === ask.command);
  const found = command?.options.find((candidate) => candidate.name === option);
  const suggestions = (await found?.suggest?.(ask, desk)) ?? [];
  return suggestions.slice(0, maxSuggestions);
}

async function languageOfAsk(desk: FullDesk, ask: Ask): Promise<Language> {
  try {
    return (await desk.place(ask)).language;
  } catch {
    return 'en';
  }
}

function unknownCommand(name: string, language: Language): string {
  const en = `There is no command /${name}; /help lists what can be asked.`;
  return inLanguage({ en, zh: `没有 /${name} 这个命令；发送 /help 查看可用命令。` }, language);
}

function refusal(parts: DeskParts, command: Command, ask: Ask, language: Language): string {
  const name = command.name;
  if (!parts.outboxOf?.(ask.asker.platform)) {
    const en = `/${name} is for Discord and Telegram chats; send it there.`;
    return inLanguage({ en, zh: `/${name} 在 Discord 和 Telegram 聊天中使用，请在那里发送。` }, language);
  }
  const en = `/${name} is for people who may manage this chat; ask one of its administrators.`;
  return inLanguage({ en, zh: `/${name} 只有可以管理本聊天的人才能使用，请联系管理员。` }, language);
}

function failed(language: Language): string {
  const en = 'That did not work, and the fault is on our side; please try again in a few minutes.';
  return inLanguage({ en, zh: '没有成功，问题出在我们这边；请过几分钟再试。' }, language);
}
