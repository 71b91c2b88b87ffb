import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Asker } from '../../../src/core/ask.ts';
import type { Chat } from '../../../src/core/delivery.ts';
import { SendError, UserError } from '../../../src/core/errors.ts';
import { type Message, plainMessage } from '../../../src/core/message.ts';
import { createLog } from '../../../src/lib/log.ts';
import { createDiscordPlatform } from '../../../src/platforms/discord/index.ts';
import { toNonce } from '../../../src/platforms/discord/outbox.ts';
import type { Outbox } from '../../../src/ports.ts';
import type { Fault } from '../../fakes/discord/shapes.ts';
import { listOf } from '../../fakes/discord/validate.ts';
import { ids } from '../../fakes/discord/world.ts';
import { picture } from './generate.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let outbox: Outbox;

before(async () => {
  stage = await openStage();
  outbox = stage.platform.outbox;
});
after(() => stage.end());

const general: Chat = { platform: 'discord', id: ids.general };
const never = new AbortController().signal;
let keys = 0;

async function send(chat: Chat, message: Message = plainMessage('Hello.'), key = `key-${++keys}`) {
  const [part] = outbox.render(message);
  return outbox.send(chat, part, key, never);
}

async function failing(work: Promise<unknown>): Promise<SendError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof SendError, String(error));
  return error;
}

const sentTo = async (id: string) =>
  (await stage.discord.evidence()).messages.filter(({ channelId }) => channelId === id);

const fault = (more: Partial<Fault>): Promise<void> =>
  stage.discord.fault({ method: 'POST', path: '/channels/', times: 1, kind: 'status', ...more });

test('a part arrives in its channel with its picture, mentioning nobody, under a nonce that is enforced', async () => {
  const message: Message = { blocks: [{ kind: 'image', picture }], actions: [] };
  const { messageId } = await send(general, message, 'sub-1:2025-12-27:1');
  const [stored] = (await sentTo(ids.general)).filter(({ id }) => id === messageId);
  assert.equal(stored?.body.nonce, 'sub-1:2025-12-27:1');
  assert.equal(stored?.body.enforce_nonce, true);
  assert.deepEqual(stored?.body.allowed_mentions, { parse: [] });
  assert.equal(stored?.files[0]?.size, picture.bytes.length);
  assert.equal(stored?.files[0]?.contentType, 'image/png');
  assert.equal(listOf(stored?.body.attachments)[0]?.description, picture.alt);
});

test('a thread is written to as itself', async () => {
  await send({ platform: 'discord', id: ids.general, thread: ids.thread });
  assert.equal((await sentTo(ids.thread)).length, 1);
});

test('the same key gives the same message, however often it is sent', async () => {
  const first = await send(general, plainMessage('Once.'), 'same');
  const second = await send(general, plainMessage('Once.'), 'same');
  assert.equal(second.messageId, first.messageId);
});

test('a key longer than a nonce is hashed: keys that only differ at their end stay different', () => {
  const long = 'subscription-with-a-long-id:2025-12-27:';
  assert.equal(toNonce('short'), 'short');
  assert.notEqual(toNonce(`${long}1`), toNonce(`${long}2`));
  assert.equal(toNonce(`${long}1`), toNonce(`${long}1`));
  assert.ok(toNonce(`${long}1`).length <= 25);
});

test('a connection that breaks after the message arrived leaves one message and an answer', async () => {
  await fault({ kind: 'reset-after' });
  const { messageId } = await send(general, plainMessage('Broken line.'), 'broken');
  const stored = (await sentTo(ids.general)).filter(({ nonce }) => nonce === 'broken');
  assert.deepEqual(
    stored.map(({ id }) => id),
    [messageId],
  );
});

test('what stays unclear twice is unknown; so it stays when the second try is refused', async () => {
  await fault({ kind: 'status', status: 502, body: {}, times: 2 });
  assert.equal((await failing(send(general))).outcome, 'unknown');
  await fault({ kind: 'reset-before' });
  await fault({ kind: 'status', status: 403, body: { code: 50013, message: 'Missing Permissions' } });
  assert.equal((await failing(send(general))).outcome, 'unknown');
});

test('a message that was deleted meanwhile counts as sent', async () => {
  await fault({ kind: 'status', status: 404, body: { code: 10008, message: 'Unknown Message' } });
  assert.equal((await send(general)).messageId, 'deleted');
});

const refusals: [number, number, string][] = [
  [404, 10003, 'gone'],
  [404, 10004, 'gone'],
  [403, 50007, 'gone'],
  [403, 50278, 'gone'],
  [403, 50001, 'forbidden'],
  [403, 50013, 'forbidden'],
  [400, 50083, 'forbidden'],
  [400, 160005, 'forbidden'],
  [400, 50035, 'malformed'],
  [400, 50006, 'malformed'],
  [413, 40005, 'malformed'],
];

test('each refusal of Discord says what it means for the delivery', async () => {
  for (const [status, code, outcome] of refusals) {
    await fault({ status, body: { code, message: `refusal ${code}` } });
    const error = await failing(send(general));
    assert.equal(error.outcome, outcome, String(code));
    assert.equal(error.retryable, false);
    assert.match(error.message, new RegExp(`refusal ${code}`));
    assert.doesNotMatch(error.message, /http|Bot |channels/);
  }
});

test('an unknown channel is gone by the real rules, not only by a planned fault', async () => {
  const error = await failing(send({ platform: 'discord', id: '3999999999999999999' }));
  assert.equal(error.outcome, 'gone');
});

test('a channel that takes no more writes for now says when', async () => {
  await fault({
    status: 429,
    body: { code: 20028, message: 'write limit', retry_after: 40 },
    headers: { 'retry-after': '40' },
  });
  const error = await failing(send(general));
  assert.equal(error.outcome, 'rate-limited');
  assert.ok((error.retryAfterMs ?? 0) >= 40_000);
});

test('a short rate limit is waited for within the send', async () => {
  await fault({
    status: 429,
    body: { message: 'slow down', retry_after: 0.1, global: false },
    headers: { 'retry-after': '0.1' },
  });
  const { messageId } = await send({ platform: 'discord', id: ids.news });
  assert.ok((await sentTo(ids.news)).some(({ id }) => id === messageId));
});

test('a call that never left is proof that nothing arrived', async () => {
  const away = createDiscordPlatform({
    token: 't',
    apiUrl: 'http://127.0.0.1:9/api',
    commands: [],
    values: { getValue: async () => undefined, setValue: async () => {} },
    log: createLog({ level: 'silent', secrets: [] }),
    clock: { now: () => new Date().toISOString() },
  });
  const [part] = away.outbox.render(plainMessage('x'));
  assert.equal((await failing(away.outbox.send(general, part, 'k', never))).outcome, 'not-sent');
  assert.equal(
    (await failing(away.outbox.send(general, part, 'k', AbortSignal.abort()))).outcome,
    'not-sent',
  );
});

const manager: Asker = { platform: 'discord', chat: general, userId: ids.manager, canManage: true };
const member: Asker = { ...manager, userId: ids.member, canManage: false };

test('a channel is known by mention, id or name, and by being where the command was given', async () => {
  for (const name of [`<#${ids.news}>`, ids.news, '#news', 'NEWS']) {
    const target = await outbox.inspect(name, manager);
    assert.deepEqual(target?.chat, { platform: 'discord', id: ids.news }, name);
    assert.equal(target?.title, '#news');
  }
  assert.deepEqual(await outbox.inspect(undefined, manager), {
    chat: general,
    title: '#general',
    canManage: true,
    missingRights: [],
  });
});

test('rights of the asker are looked up in the channel that is meant', async () => {
  assert.equal((await outbox.inspect(undefined, member))?.canManage, false);
  assert.equal((await outbox.inspect('#news', { ...manager, canManage: false }))?.canManage, true);
  assert.equal((await outbox.inspect('#news', { ...member, canManage: true }))?.canManage, false);
});

test('each missing right of the bot is named', async () => {
  const readOnly = await outbox.inspect('#read-only', manager);
  assert.deepEqual(
    readOnly?.missingRights.map(({ en }) => en),
    ['Send Messages', 'Attach Files'],
  );
  const hidden = await outbox.inspect('#hidden', manager);
  assert.deepEqual(
    hidden?.missingRights.map(({ zh }) => zh),
    ['查看频道'],
  );
});

test('nobody learns of a channel that is hidden from them, of one that is not there, or of one without messages', async () => {
  for (const name of ['#hidden', ids.hidden, '#nowhere', '3999999999999999999', ids.category]) {
    assert.equal(await outbox.inspect(name, member), undefined, name);
  }
  assert.equal(await outbox.inspect('#news', { ...member, userId: ids.stranger }), undefined);
});

test('threads and forum posts are targets; a forum itself is not, and says so', async () => {
  const post = await outbox.inspect(ids.forumPost, manager);
  assert.deepEqual(post?.chat, { platform: 'discord', id: ids.forum, thread: ids.forumPost });
  assert.deepEqual(post?.missingRights, []);
  const locked = await outbox.inspect(`<#${ids.lockedThread}>`, manager);
  assert.match(locked?.missingRights[0]?.en ?? '', /Manage Threads/);
  await assert.rejects(outbox.inspect('#forum', { ...manager, locale: 'zh-CN' }), UserError);
});

test('the private chat belongs to its asker, and to no other', async () => {
  const own: Asker = { ...member, chat: { platform: 'discord', id: ids.direct } };
  const target = await outbox.inspect(undefined, own);
  assert.deepEqual(target, { chat: own.chat, title: 'Direct message', canManage: true, missingRights: [] });
  assert.equal(await outbox.inspect(ids.direct, manager), undefined);
});

test('a refused token is told once, and no further request is made', async () => {
  await fault({ status: 401, body: { code: 0, message: '401: Unauthorized' } });
  assert.equal((await failing(send(general))).outcome, 'not-sent');
  const before = (await stage.discord.evidence()).requests.length;
  assert.equal((await failing(send(general))).outcome, 'not-sent');
  assert.equal((await stage.discord.evidence()).requests.length, before);
  assert.equal(stage.log.filter((line) => line.includes('refuses the token')).length, 1);
});
