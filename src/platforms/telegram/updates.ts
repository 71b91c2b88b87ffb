import type { CallbackQuery, ChatMemberUpdated, Message, Update, UserFromGetMe } from 'grammy/types';
import type { Chat, ChatEvent } from '../../core/delivery.ts';
import { readButton } from './keyboard.ts';
import { canWrite } from './members.ts';

/** A question out of a chat, before anything was looked up for it. */
export interface Question {
  command: string;
  text: string;
  chat: Chat;
  chatType: 'private' | 'group' | 'supergroup' | 'channel';
  userId: string;
  locale?: string;
  /** Writes in the group's own name: only its administrators can. */
  isAnonymousAdmin: boolean;
  /** The message that asks, or that carries the button. */
  messageId: number;
  /** The press of a button, to be acknowledged. */
  pressId?: string;
}

export type Incoming =
  | { kind: 'question'; question: Question }
  | { kind: 'event'; event: ChatEvent }
  /** A button under a channel's post: the question goes on in the presser's own chat. */
  | { kind: 'redirect'; pressId: string; url: string }
  /** A press that nothing is known about. */
  | { kind: 'stale'; pressId: string; locale?: string };

export interface Reader {
  me: Pick<UserFromGetMe, 'id' | 'username'>;
  isCommand(name: string): boolean;
}

export const updateKinds = ['message', 'channel_post', 'callback_query', 'my_chat_member'] as const;

const maxTextLength = 1000;

/** What an update says to the bot; undefined when it is none of its business. */
export function readUpdate(update: Update, reader: Reader): Incoming | undefined {
  if (update.callback_query) return readPress(update.callback_query, reader);
  if (update.my_chat_member) return readMembership(update.my_chat_member);
  const message = update.message ?? update.channel_post;
  if (!message) return undefined;
  if (message.migrate_to_chat_id !== undefined) return readMigration(message, message.migrate_to_chat_id);
  return readMessage(message, reader);
}

function readMigration(message: Message, toId: number): Incoming {
  return { kind: 'event', event: { kind: 'migrated', chat: chatOf(message), toId: String(toId) } };
}

function readMessage(message: Message, reader: Reader): Incoming | undefined {
  if (message.text === undefined || isNobodysOwn(message)) return undefined;
  const line = readLine(message.text, message, reader);
  if (!line) return undefined;
  return { kind: 'question', question: { ...line, ...senderOf(message), messageId: message.message_id } };
}

/** Passed on from elsewhere, or written by another bot: nobody asks anything with it. */
function isNobodysOwn(message: Message): boolean {
  const isBot = message.from?.is_bot === true && message.sender_chat === undefined;
  return isBot || message.forward_origin !== undefined || message.is_automatic_forward === true;
}

interface Line {
  command: string;
  text: string;
}

/**
 * `/digest agents`, `/digest@bot 市场`; in a private chat, or after the bot's name, also bare words. A command for
 * another bot, or one that in a group may be another bot's, is left alone.
 */
function readLine(text: string, message: Message, { me, isCommand }: Reader): Line | undefined {
  const isPrivate = message.chat.type === 'private';
  const [, name, addressee, rest = ''] = commandPattern.exec(text) ?? [];
  if (addressee && addressee.toLowerCase() !== me.username.toLowerCase()) return undefined;
  if (name) {
    const command = name.toLowerCase();
    if (command === 'start') return readStart(rest);
    const isMeant = isPrivate || addressee !== undefined || isCommand(command);
    return isMeant ? { command, text: rest.slice(0, maxTextLength) } : undefined;
  }
  const words = isPrivate ? text : afterName(text, me.username);
  return words?.trim() ? { command: 'digest', text: words.trim().slice(0, maxTextLength) } : undefined;
}

const commandPattern = /^[/／]([a-z0-9_]{1,32})(?:@(\w{3,32}))?(?:\s+([\s\S]*))?$/i;

function afterName(text: string, username: string): string | undefined {
  const start = `@${username.toLowerCase()}`;
  const next = text[start.length] ?? ' ';
  return text.toLowerCase().startsWith(start) && /[\s,，:：]/.test(next)
    ? text.slice(start.length + 1)
    : undefined;
}

/** `/start` alone is a greeting; with a payload it is the question of a button in a channel. */
function readStart(payload: string): Line {
  const line = Buffer.from(payload.trim(), 'base64url').toString('utf8');
  return readCommandLine(line) ?? { command: 'help', text: '' };
}

function readCommandLine(line: string): Line | undefined {
  const [, command, text = ''] = /^([a-z0-9_]{1,32})(?: (.*))?$/u.exec(line) ?? [];
  return command ? { command, text } : undefined;
}

function senderOf(message: Message): Omit<Question, 'command' | 'text' | 'messageId'> {
  const { from, sender_chat: sender } = message;
  const isAnonymousAdmin =
    sender !== undefined && sender.id === message.chat.id && message.chat.type !== 'channel';
  const locale = from?.language_code;
  return {
    chat: chatOf(message),
    chatType: message.chat.type,
    userId: String(sender?.id ?? from?.id ?? message.chat.id),
    isAnonymousAdmin,
    ...(locale && { locale }),
  };
}

function chatOf(message: Pick<Message, 'chat' | 'is_topic_message' | 'message_thread_id'>): Chat {
  const thread = message.is_topic_message ? message.message_thread_id : undefined;
  const chat: Chat = { platform: 'telegram', id: String(message.chat.id) };
  return thread === undefined ? chat : { ...chat, thread: String(thread) };
}

function readPress(press: CallbackQuery, { me }: Reader): Incoming {
  const { message, from } = press;
  const locale = from.language_code ? { locale: from.language_code } : {};
  const data = readButton(press.data ?? '');
  const line = data === undefined ? undefined : readCommandLine(data);
  if (!message || !line || data === undefined) return { kind: 'stale', pressId: press.id, ...locale };
  if (message.chat.type === 'channel') {
    return { kind: 'redirect', pressId: press.id, url: startAddress(me.username, data) };
  }
  const question: Question = {
    ...line,
    ...locale,
    chat: chatOf(message),
    chatType: message.chat.type,
    userId: String(from.id),
    isAnonymousAdmin: false,
    messageId: message.message_id,
    pressId: press.id,
  };
  return { kind: 'question', question };
}

/** A start parameter has at most 64 of these characters; a longer question opens the chat alone. */
function startAddress(username: string, line: string): string {
  const payload = Buffer.from(line, 'utf8').toString('base64url');
  return `https://t.me/${username}?start=${payload.length <= 64 ? payload : 'help'}`;
}

/** The bot was let in or thrown out, may write again or no more. */
function readMembership(change: ChatMemberUpdated): Incoming | undefined {
  const { type } = change.chat;
  const before = canWrite(change.old_chat_member, type);
  const after = canWrite(change.new_chat_member, type);
  if (before === after) return undefined;
  const chat: Chat = { platform: 'telegram', id: String(change.chat.id) };
  if (after) return { kind: 'event', event: { kind: 'back', chat } };
  return { kind: 'event', event: { kind: 'gone', chat, reason: reasonOf(change) } };
}

function reasonOf({ chat, new_chat_member: member }: ChatMemberUpdated): string {
  if (chat.type === 'private') return 'The user blocked the bot.';
  if (member.status === 'left' || member.status === 'kicked') return 'The bot was removed from the chat.';
  return 'The bot may no longer write in the chat.';
}
