import type { Api } from 'grammy';
import type { InlineKeyboardMarkup, PhotoSize, RichBlock } from 'grammy/types';
import type { Chat } from '../../core/delivery.ts';
import { SendError } from '../../core/errors.ts';
import type { Message } from '../../core/message.ts';
import type { Log } from '../../lib/log.ts';
import { createPause, type Pause } from '../../lib/pause.ts';
import { type ClientSignal, toClientSignal, waited } from './client.ts';
import { isUnknownMethod, toSendError } from './failures.ts';
import { toKeyboard } from './keyboard.ts';
import { type ClassicPart, renderHtmlParts, type Style, type TelegramPart } from './parts.ts';
import { createPhotoShelf, type PhotoShelf, toUpload } from './photos.ts';
import { toRichBlocks } from './rich.ts';

/** Where a message goes and what it answers. */
export interface Place {
  chat: Chat;
  replyTo?: number;
  /** The one user who should see it, where the group can do that. */
  receiver?: number;
}

export interface Sender {
  /** Waits while Telegram asks the whole bot to, where that is short; resolves to the milliseconds left. */
  rest(signal?: AbortSignal): Promise<number>;
  restMs(): number;
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

/** What every call needs. */
interface Wire {
  api: Api;
  shelf: PhotoShelf;
  /** Telegram's 429 is for the bot as a whole: calls made in spite of it make it longer. */
  pause: Pause;
}

/** One message on its way. */
interface Parcel {
  place: Place;
  signal?: AbortSignal | undefined;
}

export function createSender({ api, log, ...options }: SenderOptions): Sender {
  const wire: Wire = { api, shelf: createPhotoShelf(), pause: createPause() };
  let style = options.style;
  const dropRich = () => {
    if (style === 'rich') log.warn('this Bot API has no rich messages; sending HTML from now on');
    style = 'html';
  };

  const sendRich = async (parcel: Parcel, message: Message): Promise<string> => {
    if (style === 'html') return sendHtml(wire, parcel, message);
    try {
      return await sendRichMessage(wire, parcel, message);
    } catch (error) {
      const isMissing = isUnknownMethod(error);
      if (isMissing) dropRich();
      const failure = toSendError(error, 'sendRichMessage');
      if (!isMissing && failure.outcome !== 'malformed') throw failure;
      log.warn({ reason: failure.message }, 'rich message refused; sent as HTML');
      return sendHtml(wire, parcel, message);
    }
  };

  return {
    rest: wire.pause.pass,
    restMs: wire.pause.leftMs,
    style: () => style,
    dropRich,
    async send(place, part, signal) {
      if (signal?.aborted) throw new SendError('stopped before the call', { outcome: 'not-sent' });
      const parcel = { place, signal };
      return part.kind === 'rich' ? sendRich(parcel, part.message) : sendClassic(wire, parcel, part);
    },
  };
}

/** Makes a call once the bot may; a wait that Telegram asks for holds for every chat. */
async function inPeace<T>(
  { pause }: Wire,
  signal: AbortSignal | undefined,
  call: () => Promise<T>,
): Promise<T> {
  const retryAfterMs = await pause.pass(signal);
  if (retryAfterMs > 0) {
    throw new SendError('Telegram asks the bot to wait', { outcome: 'rate-limited', retryAfterMs });
  }
  try {
    return await call();
  } catch (error) {
    const { outcome, retryAfterMs: askedMs } = toSendError(error, 'call');
    if (outcome === 'rate-limited') pause.atLeast(askedMs ?? 0);
    throw error;
  }
}

async function sendRichMessage(wire: Wire, { place, signal }: Parcel, message: Message): Promise<string> {
  const { api, shelf } = wire;
  const pictures = message.blocks.flatMap((block) => (block.kind === 'image' ? [block.picture] : []));
  const other = { ...addressing(place), ...markup(toKeyboard(message.actions)) };
  const sent = await inPeace(wire, signal, () =>
    shelf.send(
      pictures,
      (mediaOf) => {
        const content = { blocks: toRichBlocks(message.blocks, mediaOf), skip_entity_detection: true };
        return api.sendRichMessage(toChatId(place.chat), content, other, toClientSignal(signal));
      },
      ({ rich_message: rich }) => rich.blocks.flatMap(photoIds),
    ),
  );
  return String(sent.message_id);
}

function photoIds(block: RichBlock): (string | undefined)[] {
  return block.type === 'photo' ? [largest(block.photo)] : [];
}

function largest(sizes: PhotoSize[]): string | undefined {
  return sizes.at(-1)?.file_id;
}

/** The message as HTML: the first refusal counts, after that nothing may be reported as safe to repeat. */
async function sendHtml(wire: Wire, parcel: Parcel, message: Message): Promise<string> {
  const [first, ...rest] = renderHtmlParts(message);
  if (!first) throw new SendError('the message has no text', { outcome: 'malformed' });
  const messageId = await sendClassic(wire, parcel, first);
  try {
    for (const part of rest) await patiently(() => sendClassic(wire, parcel, part), parcel.signal);
  } catch (error) {
    const { message: reason } = toSendError(error, 'send');
    throw new SendError(`only a part arrived: ${reason}`, { outcome: 'unknown' });
  }
  return messageId;
}

async function sendClassic(wire: Wire, parcel: Parcel, part: ClassicPart): Promise<string> {
  const { method, run } = classicCall(wire, parcel.place, part);
  try {
    const sent = await inPeace(wire, parcel.signal, () => run(toClientSignal(parcel.signal)));
    return String(sent.message_id);
  } catch (error) {
    throw toSendError(error, method);
  }
}

interface Call {
  method: string;
  run(signal: ClientSignal): Promise<{ message_id: number }>;
}

function classicCall({ api, shelf }: Wire, place: Place, part: ClassicPart): Call {
  const chatId = toChatId(place.chat);
  const where = addressing(place);
  if (part.kind === 'document') {
    return {
      method: 'sendDocument',
      run: (signal) => api.sendDocument(chatId, toUpload(part.file), where, signal),
    };
  }
  const html = { ...where, ...markup(part.keyboard), parse_mode: 'HTML' as const };
  if (part.kind === 'text') {
    const other = { ...html, link_preview_options: { is_disabled: true } };
    return { method: 'sendMessage', run: (signal) => api.sendMessage(chatId, part.html, other, signal) };
  }
  const captioned = { ...html, caption: part.html };
  const send = (signal: ClientSignal) =>
    shelf.send(
      [part.picture],
      (mediaOf) => api.sendPhoto(chatId, mediaOf(part.picture), captioned, signal),
      ({ photo }) => [largest(photo)],
    );
  return { method: 'sendPhoto', run: send };
}

const maxTries = 3;
const maxWaitMs = 60_000;

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
