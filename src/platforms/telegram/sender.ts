import { type Api, InputFile } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Chat } from '../../core/delivery.ts';
import { SendError } from '../../core/errors.ts';
import type { Message } from '../../core/message.ts';
import type { Log } from '../../lib/log.ts';
import { type ClientSignal, toClientSignal, waited } from './client.ts';
import { isUnknownMethod, toSendError } from './failures.ts';
import { toKeyboard } from './keyboard.ts';
import { type ClassicPart, renderHtmlParts, type Style, type TelegramPart } from './parts.ts';
import { toRichBlocks } from './rich.ts';

/** Where a message goes and what it answers. */
export interface Place {
  chat: Chat;
  replyTo?: number;
  /** The one user who should see it, where the group can do that. */
  receiver?: number;
}

export interface Sender {
  /** Sends one part and resolves to its message id; throws `SendError`. */
  send(place: Place, part: TelegramPart, signal?: AbortSignal): Promise<string>;
  /** What to render for; turns to `html` for good once the server knows no rich messages. */
  style(): Style;
  dropRich(): void;
}

export interface SenderOptions {
  api: Api;
  style: Style;
  log: Log;
}

export function createSender({ api, log, ...options }: SenderOptions): Sender {
  let style = options.style;
  const dropRich = () => {
    if (style === 'rich') log.warn('this Bot API has no rich messages; sending HTML from now on');
    style = 'html';
  };

  const sendRich = async (place: Place, message: Message, signal?: AbortSignal): Promise<string> => {
    if (style === 'html') return sendHtml(place, message, signal);
    try {
      return await sendRichMessage(api, place, message, signal);
    } catch (error) {
      if (isUnknownMethod(error)) dropRich();
      const failure = toSendError(error, 'sendRichMessage');
      if (style === 'rich' && failure.outcome !== 'malformed') throw failure;
      log.warn({ reason: failure.message }, 'rich message refused; sent as HTML');
      return sendHtml(place, message, signal);
    }
  };

  const sendHtml = async (place: Place, message: Message, signal?: AbortSignal): Promise<string> => {
    const [first, ...rest] = renderHtmlParts(message);
    if (!first) throw new SendError('the message has no text', { outcome: 'malformed' });
    const messageId = await sendClassic(api, place, first, signal);
    for (const part of rest) await sendRest(api, place, part, signal);
    return messageId;
  };

  return {
    style: () => style,
    dropRich,
    async send(place, part, signal) {
      if (signal?.aborted) throw new SendError('stopped before the call', { outcome: 'not-sent' });
      if (part.kind === 'rich') return sendRich(place, part.message, signal);
      return sendClassic(api, place, part, signal);
    },
  };
}

async function sendRichMessage(
  api: Api,
  place: Place,
  message: Message,
  signal?: AbortSignal,
): Promise<string> {
  const blocks = toRichBlocks(message.blocks);
  const content = { blocks, skip_entity_detection: true };
  const other = { ...addressing(place), ...markup(toKeyboard(message.actions)) };
  const sent = await api.sendRichMessage(toChatId(place.chat), content, other, toClientSignal(signal));
  return String(sent.message_id);
}

async function sendClassic(api: Api, place: Place, part: ClassicPart, signal?: AbortSignal): Promise<string> {
  const call = classicCall(api, place, part);
  try {
    return String((await call.run(toClientSignal(signal))).message_id);
  } catch (error) {
    throw toSendError(error, call.method);
  }
}

interface Call {
  method: string;
  run(signal: ClientSignal): Promise<{ message_id: number }>;
}

function classicCall(api: Api, place: Place, part: ClassicPart): Call {
  const chatId = toChatId(place.chat);
  const where = addressing(place);
  if (part.kind === 'document') {
    const file = new InputFile(part.file.bytes, fileName(part.file.name));
    return { method: 'sendDocument', run: (signal) => api.sendDocument(chatId, file, where, signal) };
  }
  const html = { ...where, ...markup(part.keyboard), parse_mode: 'HTML' as const };
  if (part.kind === 'photo') {
    const photo = new InputFile(part.picture.bytes, fileName(part.picture.name));
    const captioned = { ...html, caption: part.html };
    return { method: 'sendPhoto', run: (signal) => api.sendPhoto(chatId, photo, captioned, signal) };
  }
  const other = { ...html, link_preview_options: { is_disabled: true } };
  return { method: 'sendMessage', run: (signal) => api.sendMessage(chatId, part.html, other, signal) };
}

const maxTries = 3;
const maxWaitMs = 60_000;

/** After the first of several nothing may be reported as safe to repeat. */
async function sendRest(
  api: Api,
  place: Place,
  part: ClassicPart,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await patiently(() => sendClassic(api, place, part, signal), signal);
  } catch (error) {
    const { message } = toSendError(error, 'send');
    throw new SendError(`only a part arrived: ${message}`, { outcome: 'unknown' });
  }
}

/** Repeats what surely did not arrive: a few times, and no wait over a minute. */
export async function patiently<T>(send: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof SendError) || !error.retryable || error.migratedTo || tries >= maxTries)
        throw error;
      const waitMs = error.retryAfterMs ?? tries * 1000;
      if (waitMs > maxWaitMs || !(await waited(waitMs, signal))) throw error;
    }
  }
}

function addressing({ chat, replyTo, receiver }: Place) {
  return {
    ...threadOf(chat),
    ...(replyTo && { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
    ...(receiver && { ephemeral_message_parameters: { receiver_user_id: receiver } }),
  };
}

export function threadOf(chat: Chat): { message_thread_id?: number } {
  return chat.thread ? { message_thread_id: Number(chat.thread) } : {};
}

function markup(keyboard: InlineKeyboardMarkup | undefined) {
  return keyboard ? { reply_markup: keyboard } : {};
}

/** Numbers as numbers; anything else is a user name. */
export function toChatId(chat: Pick<Chat, 'id'>): number | string {
  return /^-?\d{1,15}$/.test(chat.id) ? Number(chat.id) : chat.id;
}

/** The client writes a name into a header as it stands, so one that is no plain token brings its own quotes. */
function fileName(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N}._-]+/gu, '_');
  return /^[\w.-]+$/.test(safe) ? safe : `"${safe}"`;
}
