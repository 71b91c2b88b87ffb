import type { Api } from 'grammy';
import type { Ask } from '../../core/ask.ts';
import type { ChatEvent } from '../../core/delivery.ts';
import { SendError, toReason } from '../../core/errors.ts';
import { type Bilingual, inLanguage, type Language } from '../../core/language.ts';
import { type Message, plainMessage } from '../../core/message.ts';
import type { Log } from '../../lib/log.ts';
import type { Bot } from '../../ports.ts';
import { within } from './client.ts';
import type { Lanes } from './lanes.ts';
import type { Managers } from './members.ts';
import { renderParts, type TelegramPart } from './parts.ts';
import type { Press } from './press.ts';
import { type ProgressPace, showProgress } from './progress.ts';
import { type Place, patiently, type Sender } from './sender.ts';
import type { Question } from './updates.ts';

export interface AnswerTools {
  api: Api;
  bot: Bot;
  sender: Sender;
  managers: Managers;
  /** One lane a chat for what goes out: the parts of an answer stay together. */
  sending: Lanes;
  progress: ProgressPace;
  /** One question may hold up its chat for so long. */
  answerWithinMs: number;
  isManageCommand(name: string): boolean;
  note(event: ChatEvent): Promise<void>;
  log: Log;
}

const texts = {
  failed: {
    en: 'That did not work, and the fault is on our side; please try again in a few minutes.',
    zh: '没有成功，问题出在我们这边；请过几分钟再试。',
  },
  tooLong: {
    en: 'That takes very long; it goes on by itself, so please ask again a little later.',
    zh: '这次需要的时间很长，仍在后台继续；请稍后再问一次。',
  },
  manageElsewhere: {
    en: 'A channel is managed from a private chat with me: write the command there with the channel’s @name.',
    zh: '频道请在与我的私聊中管理：在那里发送该命令，并加上频道的 @名称。',
  },
} satisfies Record<string, Bilingual>;

export function languageOf(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Answers one question; resolves when the last part is out, and never throws. */
export async function answerQuestion(tools: AnswerTools, question: Question, press: Press): Promise<void> {
  const language = languageOf(question.locale);
  const place = placeOf(question);
  const progress = showProgress(tools.api, place, { pace: tools.progress, language });
  const message = await thinkOf(tools, question, progress.report);
  await progress.stop();
  if (!(await saidInPress(press, message))) await sendAnswer(tools, question, message);
  await progress.remove();
  await press.done();
}

async function thinkOf(
  tools: AnswerTools,
  question: Question,
  report: Parameters<Bot['answer']>[1],
): Promise<Message> {
  const language = languageOf(question.locale);
  try {
    if (question.chatType === 'channel' && tools.isManageCommand(question.command)) {
      return plainMessage(inLanguage(texts.manageElsewhere, language));
    }
    const answer = await within(tools.answerWithinMs, tools.bot.answer(await toAsk(tools, question), report));
    return answer ?? { ...plainMessage(inLanguage(texts.tooLong, language)), ephemeral: true };
  } catch (error) {
    tools.log.error({ command: question.command, reason: toReason(error) }, 'answer failed');
    return { ...plainMessage(inLanguage(texts.failed, language)), ephemeral: true };
  }
}

async function toAsk({ managers }: AnswerTools, question: Question): Promise<Ask> {
  const { command, text, chat, userId, locale } = question;
  const canManage = await mayManage(managers, question);
  return {
    command,
    text,
    options: {},
    asker: { platform: 'telegram', chat, userId, canManage, ...(locale && { locale }) },
  };
}

async function mayManage(managers: Managers, question: Question): Promise<boolean> {
  if (question.chatType === 'private' || question.isAnonymousAdmin) return true;
  const userId = Number(question.userId);
  if (question.chatType === 'channel' || userId <= 0) return false;
  return managers.has(Number(question.chat.id), userId);
}

function placeOf({ chat, chatType, messageId }: Question): Place {
  return chatType === 'private' ? { chat } : { chat, replyTo: messageId };
}

/** A short answer for the presser alone needs no message. */
async function saidInPress(press: Press, message: Message): Promise<boolean> {
  const [only, ...more] = message.blocks;
  if (!message.ephemeral || message.actions.length > 0 || more.length > 0) return false;
  if (only?.kind !== 'paragraph' || message.attachments?.length) return false;
  return press.tell(only.spans.map((span) => span.text).join(''));
}

async function sendAnswer(tools: AnswerTools, question: Question, message: Message): Promise<void> {
  const place = placeOf(question);
  const receiver = message.ephemeral && question.chatType === 'supergroup' ? Number(question.userId) : 0;
  const parts = renderParts(message, tools.sender.style());
  const isPrivateReply = receiver > 0 && !question.isAnonymousAdmin;
  await tools.sending.run(question.chat.id, async () => {
    if (isPrivateReply && (await sendParts(tools, { ...place, receiver }, parts))) return;
    await sendParts(tools, place, parts);
  });
}

/** Sends parts in order; false when the first was refused as it is, so that another way can be tried. */
async function sendParts(tools: AnswerTools, place: Place, parts: TelegramPart[]): Promise<boolean> {
  let target = place;
  for (const [index, part] of parts.entries()) {
    try {
      target = await sendOne(tools, index === 0 ? target : { ...target, replyTo: undefined }, part);
    } catch (error) {
      tools.log.warn({ chat: target.chat.id, part: index, reason: toReason(error) }, 'answer not sent');
      const isRefused = error instanceof SendError && error.outcome === 'malformed';
      return !(isRefused && index === 0);
    }
  }
  return true;
}

/** Resolves to where the next part goes: a group may have moved. */
async function sendOne(tools: AnswerTools, place: Place, part: TelegramPart): Promise<Place> {
  try {
    await patiently(() => tools.sender.send(place, part));
    return place;
  } catch (error) {
    if (!(error instanceof SendError) || !error.migratedTo) throw error;
    const toId = error.migratedTo;
    await tools.note({ kind: 'migrated', chat: place.chat, toId });
    const moved: Place = { chat: { platform: 'telegram', id: toId } };
    await patiently(() => tools.sender.send(moved, part));
    return moved;
  }
}
