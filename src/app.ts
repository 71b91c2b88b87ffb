import { createDesk, type DeskParts, type FullDesk } from './app/desk.ts';
import type { Ask, Suggestion } from './core/ask.ts';
import type { Command } from './core/command.ts';
import { toReason, UserError } from './core/errors.ts';
import { inLanguage, type Language } from './core/language.ts';
import { type Message, plainMessage } from './core/message.ts';
import type { Bot } from './ports.ts';

export interface App {
  bot: Bot;
  desk: FullDesk;
}

/** Discord shows at most this many suggestions. */
const maxSuggestions = 25;

/** The bot without any platform: verbs and command dispatch. */
export function createApp(parts: DeskParts): App {
  const desk = createDesk(parts);
  return {
    desk,
    bot: {
      answer: (ask, progress) => answer(parts, desk, ask, progress),
      suggest: async (ask, option) => suggest(desk, ask, option),
    },
  };
}

async function answer(
  parts: DeskParts,
  desk: FullDesk,
  ask: Ask,
  progress?: Parameters<Bot['answer']>[1],
): Promise<Message> {
  const language = await languageOfAsk(desk, ask);
  const command = parts.commands.find((candidate) => candidate.name === ask.command);
  if (!command) return plainMessage(unknownCommand(ask.command, language));
  if (command.manage && !ask.asker.canManage) return plainMessage(notAllowed(command, language));
  try {
    return await command.run(ask, desk, progress);
  } catch (error) {
    if (error instanceof UserError) return { ...plainMessage(error.message), ephemeral: true };
    parts.line.log.error({ command: command.name, reason: toReason(error) }, 'command failed');
    return { ...plainMessage(failed(language)), ephemeral: true };
  }
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

function notAllowed(command: Command, language: Language): string {
  const en = `/${command.name} is for people who may manage this chat; ask one of its administrators.`;
  return inLanguage({ en, zh: `/${command.name} 只有可以管理本聊天的人才能使用，请联系管理员。` }, language);
}

function failed(language: Language): string {
  const en = 'That did not work, and the fault is on our side; please try again in a few minutes.';
  return inLanguage({ en, zh: '没有成功，问题出在我们这边；请过几分钟再试。' }, language);
}
