import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { Ask, Progress } from '../../../src/core/ask.ts';
import type { Command } from '../../../src/core/command.ts';
import type { ChatEvent } from '../../../src/core/delivery.ts';
import { type Message, plainMessage } from '../../../src/core/message.ts';
import type { Log } from '../../../src/lib/log.ts';
import { createTelegramPlatform, type TelegramOptions } from '../../../src/platforms/telegram/index.ts';
import type { Bot } from '../../../src/ports.ts';
import { botId, type FakeChat, type FakeTelegram, newWorld } from '../../fakes/telegram/index.ts';

export const token = newWorld().token;

export const ada = { id: 42, is_bot: false, first_name: 'Ada', language_code: 'en' };
export const wei = { id: 43, is_bot: false, first_name: 'Wei', language_code: 'zh-hans' };

const botMember = (status: string, rights: object = {}) => ({
  [String(botId)]: { user: { id: botId, is_bot: true, first_name: 'Broadsheet' }, status, ...rights },
});
const member = (user: typeof ada, status: string, rights: object = {}) => ({
  [String(user.id)]: { user, status, ...rights },
});

export const privateChat: FakeChat = { id: 42, type: 'private', first_name: 'Ada' };
export const otherChat: FakeChat = { id: 43, type: 'private', first_name: 'Wei' };
export const group: FakeChat = {
  id: -500,
  type: 'group',
  title: 'Lab',
  members: { ...botMember('member'), ...member(ada, 'administrator'), ...member(wei, 'member') },
};
export const forum: FakeChat = {
  id: -1001,
  type: 'supergroup',
  title: 'Forum',
  username: 'forum_ai',
  topics: { 7: 'open', 8: 'closed' },
  permissions: { can_send_messages: true, can_send_photos: true, can_send_documents: true },
  members: { ...botMember('member'), ...member(ada, 'creator'), ...member(wei, 'member') },
};
export const channel: FakeChat = {
  id: -1002,
  type: 'channel',
  title: 'Daily AI',
  username: 'daily_ai',
  members: {
    ...botMember('administrator', { can_post_messages: true }),
    ...member(ada, 'administrator', { can_post_messages: true }),
    ...member(wei, 'administrator', { can_post_messages: false }),
  },
};
export const chats = [privateChat, otherChat, group, forum, channel];

/** The same chat with the bot's own membership replaced. */
export function withBot(chat: FakeChat, status: string, rights: object = {}): FakeChat {
  return { ...chat, members: { ...chat.members, ...botMember(status, rights) } };
}

let lastMessageId = 0;

/** An update with a text; commands carry no more than their text, as the bot reads them. */
export function said(
  text: string,
  chat: FakeChat = privateChat,
  from: object = ada,
  more: object = {},
): object {
  const { members: _, topics: __, ...plain } = chat;
  const message = { message_id: ++lastMessageId, date: 1_766_800_000, chat: plain, from, text, ...more };
  return { message };
}

export function pressed(
  data: string,
  chat: FakeChat = privateChat,
  from: object = ada,
  more: object = {},
): object {
  const id = `press-${++lastMessageId}`;
  const { members: _, topics: __, ...plain } = chat;
  const message = { message_id: 5, date: 0, chat: plain, ...more };
  return { callback_query: { id, from, chat_instance: '1', data, message } };
}

export function membership(chat: FakeChat, from: string, to: string, rights: object = {}): object {
  const user = { id: botId, is_bot: true, first_name: 'Broadsheet' };
  const { members: _, topics: __, ...plain } = chat;
  return {
    my_chat_member: {
      chat: plain,
      from: ada,
      date: 1_766_800_000,
      old_chat_member: { user, status: from, ...rights },
      new_chat_member: { user, status: to, ...rights },
    },
  };
}

export type FakeBot = Bot & { asks: Ask[]; events: ChatEvent[] };

/** Answers as told; without being told, by repeating the question. */
export function fakeBot(
  answer: (ask: Ask, progress?: Progress) => Promise<Message> | Message = (ask) =>
    plainMessage(`${ask.command}:${ask.text}`),
): FakeBot {
  const asks: Ask[] = [];
  const events: ChatEvent[] = [];
  return {
    asks,
    events,
    async answer(ask, progress) {
      asks.push(ask);
      return answer(ask, progress);
    },
    suggest: async () => [],
    async noteChat(event) {
      events.push(event);
    },
  };
}

export function command(name: string, more: Partial<Command> = {}): Command {
  return {
    name,
    description: { en: `Does ${name}`, zh: `执行 ${name}` },
    examples: [],
    options: [],
    run: async () => plainMessage(name),
    ...more,
  };
}

export const commands = [
  command('digest', { costly: true }),
  command('help'),
  command('subscribe', { manage: true }),
];

export const quick = { perSecond: Number.POSITIVE_INFINITY, sameChatMs: 0, sameGroupMs: 0 };

export function fakeValues(): TelegramOptions['values'] & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getValue: async (key) => kept.get(key),
    setValue: async (key, value) => void kept.set(key, value),
  };
}

/** A log that scrubs nothing, so that a test sees a token that was written. */
export function memoryLog(): { log: Log; text(): string } {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { log: pino({ level: 'trace', base: null }, stream), text: () => text };
}

export function platformOn(fake: Pick<FakeTelegram, 'apiRoot'>, more: Partial<TelegramOptions> = {}) {
  return createTelegramPlatform({
    token,
    apiRoot: fake.apiRoot,
    commands,
    values: fakeValues(),
    log: memoryLog().log,
    clock: { now: () => '2025-12-28T00:00:00Z' },
    pace: quick,
    ...more,
  });
}
