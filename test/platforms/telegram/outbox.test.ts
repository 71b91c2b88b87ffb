import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Asker } from '../../../src/core/ask.ts';
import type { Chat, ChatTarget } from '../../../src/core/delivery.ts';
import { SendError } from '../../../src/core/errors.ts';
import { plainMessage } from '../../../src/core/message.ts';
import type { TelegramOptions } from '../../../src/platforms/telegram/index.ts';
import type { Outbox } from '../../../src/ports.ts';
import { type FakeTelegram, startFakeTelegram } from '../../fakes/telegram/index.ts';
import { generate } from './generated.ts';
import {
  channel,
  chats,
  fakeBot,
  forum,
  group,
  memoryLog,
  platformOn,
  privateChat,
  quick,
  token,
  withBot,
} from './tools.ts';

let fake: FakeTelegram;

before(async () => {
  fake = await startFakeTelegram();
});
after(() => fake.close());
beforeEach(() => fake.reset({ chats }));

const toPrivate: Chat = { platform: 'telegram', id: '42' };
const toGroup: Chat = { platform: 'telegram', id: '-500' };
const inTopic: Chat = { platform: 'telegram', id: '-1001', thread: '7' };
const never = new AbortController().signal;

function outboxOf(more: Partial<TelegramOptions> = {}) {
  return platformOn(fake, more).outbox;
}

async function failure(chat: Chat, outbox = outboxOf({ style: 'html' })): Promise<SendError> {
  const [part] = outbox.render(plainMessage('hello'));
  const error = await outbox.send(chat, part, 'k', never).then(
    () => assert.fail('it was sent'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof SendError);
  return error;
}

test('every part of generated digests passes the checks of the server, in both styles', async () => {
  for (const style of ['rich', 'html'] as const) {
    const outbox = outboxOf({ style });
    for (let seed = 600; seed < 612; seed++) {
      const parts = outbox.render(generate(seed).message);
      for (const part of parts)
        assert.match((await outbox.send(inTopic, part, 'k', never)).messageId, /^\d+$/);
    }
  }
  const { calls, sent } = await fake.look();
  assert.ok(calls.every((call) => call.ok));
  assert.ok(sent.every((message) => message.thread === 7));
  const looks = new Set(sent.flatMap(({ entities }) => entities.map(({ type }) => type)));
  assert.deepEqual([...looks].sort(), ['bold', 'italic', 'text_link']);
  const texts = calls.filter(({ method }) => method === 'sendMessage');
  assert.ok(
    texts.every(({ payload }) => JSON.stringify(payload.link_preview_options) === '{"is_disabled":true}'),
  );
});

test('a refusal becomes its outcome', async () => {
  assert.equal((await failure({ platform: 'telegram', id: '999' })).outcome, 'gone');
  assert.equal((await failure({ ...inTopic, thread: '77' })).outcome, 'gone');
  assert.equal((await failure({ ...inTopic, thread: '8' })).outcome, 'forbidden');
  await fake.set({
    chats: [withBot(privateChat, 'kicked'), withBot(channel, 'administrator'), withBot(group, 'left')],
  });
  assert.equal((await failure(toPrivate)).outcome, 'gone');
  assert.equal((await failure(toGroup)).outcome, 'gone');
  assert.equal((await failure({ platform: 'telegram', id: '-1002' })).outcome, 'forbidden');
});

test('429 says when, and nothing is repeated', async () => {
  const error = {
    error_code: 429,
    description: 'Too Many Requests: retry after 33',
    parameters: { retry_after: 33 },
  };
  await fake.fail({ method: 'sendMessage', error });
  const { outcome, retryAfterMs } = await failure(toPrivate);
  assert.deepEqual([outcome, retryAfterMs], ['rate-limited', 33_000]);
  assert.equal((await fake.look()).calls.length, 1);
});

test('429 to one chat holds up every chat: a long wait is passed on without a call, a short one is waited for', async () => {
  const limit = (seconds: number) => ({
    error_code: 429,
    description: 'Too Many Requests',
    parameters: { retry_after: seconds },
  });
  const send = (chat: Chat, outbox: Outbox) =>
    outbox.send(chat, outbox.render(plainMessage('hello'))[0], 'k', never);
  const long = outboxOf({ style: 'html' });
  await fake.fail({ method: 'sendMessage', error: limit(33) });
  await failure(toPrivate, long);
  const { outcome, retryAfterMs = 0 } = await failure(toGroup, long);
  assert.equal(outcome, 'rate-limited');
  assert.ok(retryAfterMs > 30_000 && retryAfterMs <= 33_000);
  assert.equal((await fake.look()).calls.length, 1);

  const short = outboxOf({ style: 'rich' });
  await fake.fail({ method: 'sendRichMessage', error: limit(1) });
  const start = performance.now();
  await failure(toPrivate, short);
  await Promise.all([send(toGroup, short), send(inTopic, short)]);
  assert.ok(performance.now() - start >= 950);
  assert.equal((await fake.look()).calls.length, 4);
});

test('a group that moved is noted, and the error says where it went', async () => {
  const bot = fakeBot();
  const platform = platformOn(fake, { style: 'html' });
  await platform.start(bot);
  const error = { error_code: 400, description: 'upgraded', parameters: { migrate_to_chat_id: -1001 } };
  await fake.fail({ method: 'sendMessage', error });
  const { outcome, migratedTo } = await failure(toGroup, platform.outbox);
  assert.deepEqual([outcome, migratedTo], ['not-sent', '-1001']);
  assert.deepEqual(bot.events, [{ kind: 'migrated', chat: toGroup, toId: '-1001' }]);
  await platform.stop();
});

test('only what surely never left may be repeated', async () => {
  const offline = platformOn({ apiRoot: 'http://127.0.0.1:9' }, { style: 'html' }).outbox;
  assert.equal((await failure(toPrivate, offline)).outcome, 'not-sent');
  await fake.fail({ method: 'sendMessage', break: 'reset', after: true });
  assert.equal((await failure(toPrivate)).outcome, 'unknown');
  await fake.fail({ method: 'sendMessage', break: 'page' });
  assert.equal((await failure(toPrivate)).outcome, 'unknown');
  await fake.fail({
    method: 'sendMessage',
    error: { error_code: 500, description: 'Internal Server Error' },
  });
  assert.equal((await failure(toPrivate)).outcome, 'unknown');
});

test('a signal before the call is proof that nothing left, one during it is not', async () => {
  const outbox = outboxOf({ style: 'html' });
  const [part] = outbox.render(plainMessage('hello'));
  const outcomeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'sent',
      (error: SendError) => error.outcome,
    );
  assert.equal(await outcomeOf(outbox.send(toPrivate, part, 'k', AbortSignal.abort())), 'not-sent');
  await fake.fail({ method: 'sendMessage', break: 'hang' });
  assert.equal(await outcomeOf(outbox.send(toPrivate, part, 'k', AbortSignal.timeout(150))), 'unknown');
});

test('a signal while a message waits for its turn ends the wait', async () => {
  const platform = platformOn(fake, { style: 'html', pace: { ...quick, sameChatMs: 60_000 } });
  const [part] = platform.outbox.render(plainMessage('hello'));
  await platform.outbox.send(toPrivate, part, 'k', never);
  const second = platform.outbox.send(toPrivate, part, 'k', AbortSignal.timeout(30));
  await assert.rejects(second, (error: SendError) => error.outcome === 'not-sent');
  await platform.stop();
  assert.equal((await fake.look()).sent.length, 1);
});

test('stopping sends nothing that still waits', async () => {
  const platform = platformOn(fake, { style: 'html', pace: { ...quick, sameChatMs: 60_000 } });
  const [part] = platform.outbox.render(plainMessage('hello'));
  await platform.outbox.send(toPrivate, part, 'k', never);
  const second = platform.outbox.send(toPrivate, part, 'k', never);
  await Promise.all([
    assert.rejects(second, (error: SendError) => error.outcome === 'not-sent'),
    platform.stop(),
  ]);
  assert.equal((await fake.look()).sent.length, 1);
});

test('messages to one chat go one at a time, in order and apart; other chats do not wait', async () => {
  const outbox = outboxOf({
    style: 'html',
    pace: { perSecond: Number.POSITIVE_INFINITY, sameChatMs: 120, sameGroupMs: 240 },
  });
  const send = (chat: Chat, text: string) =>
    outbox.send(chat, outbox.render(plainMessage(text))[0], text, never);
  await Promise.all([
    send(toPrivate, 'a'),
    send(toPrivate, 'b'),
    send(toPrivate, 'c'),
    send(toGroup, 'x'),
    send(toGroup, 'y'),
  ]);
  const { calls } = await fake.look();
  const at = (text: string) => calls.find(({ payload }) => payload.text === text)?.at ?? 0;
  assert.ok(at('b') - at('a') >= 110 && at('c') - at('b') >= 110, 'private');
  assert.ok(at('y') - at('x') >= 230, 'group');
  assert.ok(at('x') < at('b'), 'side by side');
});

test('a server that knows no rich messages is noticed on the first send, and remembered', async () => {
  await fake.set({ unknownMethods: ['sendRichMessage'] });
  const memory = memoryLog();
  const outbox = outboxOf({ log: memory.log });
  const parts = outbox.render(generate(4).message);
  assert.equal(parts.length, 1);
  await outbox.send(toPrivate, parts[0], 'k', never);
  assert.ok(outbox.render(generate(4).message).length > 1, 'rendered as HTML from now on');
  const { sent } = await fake.look();
  assert.equal(sent[0]?.method, 'sendPhoto');
  assert.match(memory.text(), /no rich messages/);
});

test('when only a part of a message arrived, nobody is told that it may be repeated', async () => {
  await fake.set({ unknownMethods: ['sendRichMessage'] });
  await fake.set({
    faults: [{ method: 'sendMessage', error: { error_code: 400, description: 'Bad Request: x' } }],
  });
  const outbox = outboxOf();
  const sending = outbox.send(toPrivate, outbox.render(generate(4).message)[0], 'k', never);
  await assert.rejects(sending, (error: SendError) => error.outcome === 'unknown');
});

test('a picture is uploaded once, and again when its id is no longer known', async () => {
  for (const style of ['rich', 'html'] as const) {
    await fake.reset({ chats });
    const outbox = outboxOf({ style });
    const send = () => outbox.send(toPrivate, outbox.render(generate(4).message)[0], 'k', never);
    for (let times = 0; times < 3; times++) await send();
    await fake.set({ files: {} });
    await send();
    const { calls, sent } = await fake.look();
    assert.deepEqual(
      calls.map(({ files, ok }) => [files.length, ok]),
      [
        [1, true],
        [0, true],
        [0, true],
        [0, false],
        [1, true],
      ],
    );
    assert.deepEqual(
      sent.map(({ files }) => files[0]?.size),
      [64, 64, 64, 64],
    );
  }
});

test('a chat is inspected: the own one, a channel by its name, none that does not exist', async () => {
  assert.deepEqual(await inspect(undefined, { chat: inTopic, canManage: true }), {
    chat: inTopic,
    title: 'Forum',
    canManage: true,
    missingRights: [],
  });
  for (const name of ['@daily_ai', 'https://t.me/daily_ai', '-1002']) {
    assert.deepEqual(await inspect(name), {
      chat: { platform: 'telegram', id: '-1002' },
      title: 'Daily AI',
      canManage: true,
      missingRights: [],
    });
  }
  assert.equal(await inspect('@no_such_channel'), undefined);
  assert.equal(await inspect('not a name'), undefined);
});

test('a channel may be managed only by who may post there', async () => {
  assert.equal((await inspect('@daily_ai', { userId: '43' }))?.canManage, false);
  assert.equal((await inspect('@daily_ai', { userId: '44' }))?.canManage, false);
  assert.equal((await inspect('@forum_ai', { userId: '43' }))?.canManage, false);
  assert.equal(
    (await inspect('43', { userId: '42' }))?.canManage,
    false,
    'the private chat of somebody else',
  );
});

test('each right that the bot lacks is named', async () => {
  const missing = async (chat: typeof channel, name: string) => {
    await fake.reset({ chats: [chat] });
    return (await inspect(name))?.missingRights.map(({ en }) => en);
  };
  assert.deepEqual(await missing(withBot(channel, 'administrator'), '@daily_ai'), ['Post Messages']);
  assert.deepEqual(await missing(withBot(channel, 'left'), '@daily_ai'), ['Administrator', 'Post Messages']);
  assert.deepEqual(await missing(withBot(forum, 'left'), '@forum_ai'), [
    'membership (add the bot to the chat)',
  ]);
  const closed = {
    ...forum,
    permissions: { can_send_messages: false, can_send_photos: false, can_send_documents: true },
  };
  assert.deepEqual(await missing(closed, '@forum_ai'), ['Send Messages', 'Send Photos']);
  assert.deepEqual(await missing(withBot(closed, 'administrator'), '@forum_ai'), []);
  const muted = withBot(forum, 'restricted', {
    is_member: true,
    can_send_messages: true,
    can_send_photos: false,
  });
  assert.deepEqual(await missing(muted, '@forum_ai'), ['Send Photos']);
});

test('no error of a send carries the token', async () => {
  await fake.fail({ method: 'sendMessage', break: 'reset' });
  const error = await failure(toPrivate);
  const offline = await failure(
    toPrivate,
    platformOn({ apiRoot: 'http://127.0.0.1:9' }, { style: 'html' }).outbox,
  );
  const secret = token.split(':')[1] ?? '';
  for (const { message, stack, cause } of [error, offline]) {
    assert.ok(!`${message}${stack}${String(cause)}`.includes(secret));
  }
});

function inspect(name: string | undefined, asker: Partial<Asker> = {}): Promise<ChatTarget | undefined> {
  return outboxOf().inspect(name, { platform: 'telegram', userId: '42', canManage: false, ...asker });
}
