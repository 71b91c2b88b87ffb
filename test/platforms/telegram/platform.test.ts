import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError } from '../../../src/core/errors.ts';
import { type Message, plainMessage } from '../../../src/core/message.ts';
import { createClient } from '../../../src/platforms/telegram/client.ts';
import type { TelegramOptions } from '../../../src/platforms/telegram/index.ts';
import { poll } from '../../../src/platforms/telegram/polling.ts';
import { type FakeTelegram, newWorld, startFakeTelegram } from '../../fakes/telegram/index.ts';
import { generate } from './generated.ts';
import {
  ada,
  channel,
  chats,
  command,
  commands,
  type FakeBot,
  fakeBot,
  fakeValues,
  forum,
  group,
  membership,
  memoryLog,
  platformOn,
  pressed,
  privateChat,
  said,
  token,
  wei,
} from './tools.ts';

let fake: FakeTelegram;
let running: ReturnType<typeof platformOn>[] = [];

before(async () => {
  fake = await startFakeTelegram();
});
after(() => fake.close());
beforeEach(() => fake.reset({ chats }));
afterEach(async () => {
  await Promise.all(running.map((platform) => platform.stop()));
  running = [];
});

async function started(bot: FakeBot, more: Partial<TelegramOptions> = {}) {
  const platform = platformOn(fake, more);
  running.push(platform);
  await platform.start(bot);
  return platform;
}

const methodsOf = (world: { calls: { method: string }[] }) => world.calls.map((call) => call.method);

test('a command is answered, with its free text in any order handed on', async () => {
  const bot = fakeBot();
  await started(bot);
  await fake.push(said('/digest@BroadsheetBot 昨天 agents', privateChat, wei));
  const world = await fake.until(({ sent }) => sent.length === 1);
  assert.equal(world.sent[0]?.text.trim(), 'digest:昨天 agents');
  assert.deepEqual(bot.asks, [
    {
      command: 'digest',
      text: '昨天 agents',
      options: {},
      asker: {
        platform: 'telegram',
        chat: { platform: 'telegram', id: '42' },
        userId: '43',
        locale: 'zh-hans',
        canManage: true,
      },
    },
  ]);
});

test('a digest goes as one rich message with its picture and its buttons', async () => {
  const { message, claims } = generate(4);
  await started(fakeBot(() => message));
  await fake.push(said('/digest'));
  const { sent } = await fake.until((world) => world.sent.length === 1);
  const [only] = sent;
  const picture = message.blocks.find((block) => block.kind === 'image')?.picture;
  assert.equal(only?.method, 'sendRichMessage');
  assert.deepEqual(
    only.files.map((file) => file.sha256),
    [sha256(picture?.bytes ?? new Uint8Array())],
  );
  assert.deepEqual(
    only.buttons.map(({ data }) => data),
    message.actions.map((action) => `v1|${action.command}`),
  );
  assert.equal(
    only.entities.filter((entity) => entity.url).length,
    claims.flatMap(({ cites }) => cites).length,
  );
});

test('as HTML it goes as a photo with its caption, texts and the file, in this order', async () => {
  const { message } = generate(4);
  const file = { name: '报告 2025.md', contentType: 'text/markdown', bytes: Buffer.from('# all of it') };
  await started(
    fakeBot(() => ({ ...message, attachments: [file] })),
    { style: 'html' },
  );
  await fake.push(said('/digest'));
  const { sent } = await fake.until((world) => world.sent.some(({ method }) => method === 'sendDocument'));
  const kinds = sent.map(({ method }) => method);
  assert.deepEqual([kinds[0], kinds[1], kinds.at(-1)], ['sendPhoto', 'sendMessage', 'sendDocument']);
  assert.deepEqual(
    sent.at(-1)?.files.map(({ filename, sha256: hash }) => [filename, hash]),
    [['报告_2025.md', sha256(file.bytes)]],
  );
  assert.ok(
    sent.every(({ entities }) =>
      entities.every(({ type }) => ['bold', 'italic', 'text_link'].includes(type)),
    ),
  );
});

test('a server without rich messages is known at the start, and gets HTML', async () => {
  await fake.set({ unknownMethods: ['sendRichMessage'] });
  const platform = await started(fakeBot());
  assert.equal(platform.outbox.render(plainMessage('x'))[0] instanceof Object, true);
  await fake.push(said('/digest'));
  const world = await fake.until(({ sent }) => sent.length === 1);
  assert.equal(world.sent[0]?.method, 'sendMessage');
  assert.equal(methodsOf(world).filter((method) => method === 'sendRichMessage').length, 1, 'asked once');
});

test('a rich message that is refused as it is goes as HTML, and the next is tried as rich again', async () => {
  await started(fakeBot());
  await fake.fail({
    method: 'sendRichMessage',
    error: { error_code: 400, description: 'Bad Request: RICH_MESSAGE_X' },
  });
  await fake.push(said('/digest one'), said('/digest two'));
  const { sent } = await fake.until((world) => world.sent.length === 2);
  assert.deepEqual(
    sent.map(({ method }) => method),
    ['sendMessage', 'sendRichMessage'],
  );
});

test('one slow digest holds up no other chat, and questions of one chat are answered in order', async () => {
  const slow = Promise.withResolvers<void>();
  const bot = fakeBot(async ({ text }) => {
    if (text === 'slow') await slow.promise;
    return plainMessage(text);
  });
  await started(bot);
  await fake.push(said('/digest slow'), said('/digest second'), said('/digest other', chats[1], wei));
  const early = await fake.until(({ sent }) => sent.length === 1);
  assert.equal(early.sent[0]?.chatId, 43);
  slow.resolve();
  const world = await fake.until(({ sent }) => sent.length === 3);
  assert.deepEqual(
    world.sent.map(({ text }) => text.trim()),
    ['other', 'slow', 'second'],
  );
});

test('polls are held, one at a time, and each update is handed on once', async () => {
  const bot = fakeBot();
  await started(bot);
  await fake.push(said('/digest a'));
  await fake.until(({ sent }) => sent.length === 1);
  await delay(150);
  const world = await fake.look();
  assert.ok(world.polls.count <= 4, `${world.polls.count} polls`);
  assert.equal(world.polls.mostAtOnce, 1);
  assert.equal(bot.asks.length, 1);
  await Promise.all(running.map((platform) => platform.stop()));
  assert.equal((await fake.look()).pending, 0, 'confirmed');
});

test('polling goes on after a 429 and after a broken connection', async () => {
  const bot = fakeBot();
  await fake.fail(
    { method: 'getUpdates', break: 'reset' },
    {
      method: 'getUpdates',
      error: { error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 1 } },
    },
  );
  await started(bot);
  await fake.push(said('/digest a'));
  await fake.until(({ sent }) => sent.length === 1, 15_000);
});

test('what was taken is confirmed even when the stop comes right then', async () => {
  const { api, close } = createClient(token, fake.apiRoot);
  const stop = new AbortController();
  await fake.push(said('/digest'));
  const { log } = memoryLog();
  await poll({ api, log, stopping: stop.signal, onUpdate: () => stop.abort(), ready: async () => {} });
  close();
  assert.equal((await fake.look()).pending, 0);
});

test('a button works on a message from before the restart, and is acknowledged', async () => {
  const bot = fakeBot();
  await started(bot);
  await fake.push(pressed('v1|digest markets 2025-12-27 zh', group, wei));
  const world = await fake.until(({ sent, presses }) => sent.length === 1 && presses.length === 0);
  assert.deepEqual([bot.asks[0]?.command, bot.asks[0]?.text], ['digest', 'markets 2025-12-27 zh']);
  assert.equal(world.sent[0]?.replyTo, 5);
});

test('a short answer for the presser alone is shown on the button', async () => {
  await started(fakeBot(() => ({ ...plainMessage('Only administrators may do that.'), ephemeral: true })));
  await fake.push(pressed('v1|subscribe', group, wei));
  const world = await fake.until(({ presses }) => presses.length === 0);
  const call = world.calls.find(({ method }) => method === 'answerCallbackQuery');
  assert.equal(call?.payload.text, 'Only administrators may do that.');
  assert.equal(world.sent.length, 0);
});

test('a button is acknowledged while its answer takes long, and whatever it carries', async () => {
  const slow = Promise.withResolvers<Message>();
  await started(fakeBot(() => slow.promise));
  await fake.push(pressed('v1|digest'), pressed('v0|old'), pressed('v1|digest agents', channel));
  const early = await fake.until(({ presses }) => presses.length === 0);
  assert.equal(early.sent.length, 0);
  const urls = early.calls.flatMap(({ payload }) => (payload.url ? [payload.url] : []));
  assert.match(String(urls[0]), /^https:\/\/t\.me\/BroadsheetBot\?start=\w+$/);
  slow.resolve(plainMessage('late'));
  await fake.until(({ sent }) => sent.length === 1);
});

test('administrators of a group may manage it, members not; who is anonymous among them may', async () => {
  const bot = fakeBot();
  await started(bot);
  const anonymous = { id: 1087968824, is_bot: true, first_name: 'Group' };
  await fake.push(
    said('/subscribe', group, ada),
    said('/subscribe', group, wei),
    said('/subscribe', forum, anonymous, { sender_chat: { id: forum.id } }),
    said('/digest', group, wei),
  );
  const world = await fake.until(({ sent }) => sent.length === 4);
  const inOrder = bot.asks
    .filter(({ asker }) => asker.chat?.id === '-500')
    .map(({ asker }) => asker.canManage);
  assert.deepEqual(inOrder, [true, false, false]);
  assert.equal(bot.asks.find(({ asker }) => asker.chat?.id === '-1001')?.asker.canManage, true);
  assert.equal(
    methodsOf(world).filter((method) => method === 'getChatMember').length,
    2,
    'kept for a minute',
  );
});

test('an answer to a forum topic goes into it, as a reply', async () => {
  await started(fakeBot());
  await fake.push(
    said('/digest', forum, ada, { message_thread_id: 7, is_topic_message: true, message_id: 99 }),
  );
  const { sent } = await fake.until((world) => world.sent.length === 1);
  assert.deepEqual([sent[0]?.thread, sent[0]?.replyTo], [7, 99]);
});

test('an answer for the asker alone is seen by them alone in a supergroup, and by all where that is refused', async () => {
  await started(
    fakeBot(() => ({ ...plainMessage('just you'), ephemeral: true })),
    { style: 'html' },
  );
  await fake.push(said('/digest', forum, wei));
  const { sent } = await fake.until((world) => world.sent.length === 1);
  assert.equal(sent[0]?.receiver, wei.id);
  await fake.fail({
    method: 'sendMessage',
    error: { error_code: 400, description: 'Bad Request: EPHEMERAL_NOT_ALLOWED' },
  });
  await fake.push(said('/digest', forum, wei));
  const world = await fake.until((seen) => seen.sent.length === 2);
  assert.equal(world.sent[1]?.receiver, undefined);
});

test('a channel is managed from a private chat', async () => {
  const bot = fakeBot();
  await started(bot);
  const { message } = said('/subscribe', channel) as { message: { from?: object } };
  delete message.from;
  await fake.push({ channel_post: message });
  const { sent } = await fake.until((world) => world.sent.length === 1);
  assert.match(sent[0]?.text ?? '', /private chat/);
  assert.equal(bot.asks.length, 0);
});

test('a long build shows that it types and one message that is edited and taken away', async () => {
  const bot = fakeBot(async (_ask, progress) => {
    for (const share of [0.1, 0.5, 0.9]) {
      progress?.('collect', share);
      await delay(120);
    }
    return plainMessage('done');
  });
  const progress = { typingAfterMs: 10, typingEveryMs: 1000, messageAfterMs: 50, editEveryMs: 80 };
  await started(bot, { progress });
  await fake.push(said('/digest', privateChat, wei));
  const world = await fake.until(({ calls }) => calls.some(({ method }) => method === 'deleteMessage'));
  const methods = methodsOf(world);
  assert.ok(methods.includes('sendChatAction'));
  assert.ok(methods.filter((method) => method === 'editMessageText').length >= 1);
  const first = world.calls.find(({ method }) => method === 'sendMessage');
  assert.match(String(first?.payload.text), /^⏳/);
  assert.deepEqual(
    world.sent.map(({ text }) => text.trim()),
    ['done'],
  );
});

test('a question that never ends holds up its chat for a bounded time only', async () => {
  const never = new Promise<Message>(() => {});
  const bot = fakeBot(({ text }) => (text === 'stuck' ? never : plainMessage(text)));
  await started(bot, { answerWithinMs: 40 });
  await fake.push(said('/digest stuck'), said('/digest next'));
  const { sent } = await fake.until((world) => world.sent.length === 2);
  assert.match(sent[0]?.text ?? '', /ask again/);
  assert.equal(sent[1]?.text.trim(), 'next');
});

test('a slow server does not hold up the start for good', async () => {
  await fake.fail({ method: 'deleteWebhook', break: 'hang' });
  const platform = platformOn(fake, { startWithinMs: 50 });
  await platform.start(fakeBot());
  await platform.stop();
});

test('a quick answer shows nothing before it', async () => {
  await started(fakeBot());
  await fake.push(said('/digest'));
  const world = await fake.until(({ sent }) => sent.length === 1);
  assert.ok(!methodsOf(world).includes('sendChatAction'));
});

test('what breaks in the bot becomes one friendly sentence in the language of the asker', async () => {
  await started(
    fakeBot(() => Promise.reject(new TypeError('x is undefined'))),
    { style: 'html' },
  );
  await fake.push(said('/digest', privateChat, wei), said('/digest', chats[1], ada));
  const { sent } = await fake.until((world) => world.sent.length === 2);
  const texts = sent.map(({ text }) => text);
  assert.ok(
    texts.some((text) => text.startsWith('没有成功')) &&
      texts.some((text) => text.startsWith('That did not')),
  );
});

test('an answer waits out a 429 and follows a group that moved', async () => {
  const bot = fakeBot();
  await started(bot);
  await fake.fail(
    {
      method: 'sendRichMessage',
      chatId: 42,
      error: { error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 1 } },
    },
    {
      method: 'sendRichMessage',
      chatId: -500,
      error: { error_code: 400, description: 'upgraded', parameters: { migrate_to_chat_id: -1001 } },
    },
  );
  await fake.push(said('/digest slow'), said('/digest moved', group));
  const { sent } = await fake.until((world) => world.sent.length === 2);
  assert.deepEqual(sent.map(({ chatId }) => chatId).sort(), [-1001, 42]);
  assert.deepEqual(bot.events, [
    { kind: 'migrated', chat: { platform: 'telegram', id: '-500' }, toId: '-1001' },
  ]);
});

test('an answer that may have arrived is not sent twice', async () => {
  await started(fakeBot());
  await fake.fail({ method: 'sendRichMessage', break: 'reset', after: true });
  await fake.push(said('/digest'));
  await fake.until(({ sent }) => sent.length === 1);
  await delay(200);
  assert.equal((await fake.look()).sent.length, 1);
});

test('chats that go, come back and move are noted', async () => {
  const bot = fakeBot();
  await started(bot);
  await fake.push(
    membership(group, 'member', 'kicked'),
    membership(group, 'left', 'member'),
    said('', group, ada, { text: undefined, migrate_to_chat_id: -1009 }),
  );
  for (let tries = 0; bot.events.length < 3 && tries < 100; tries++) await delay(20);
  assert.deepEqual(
    bot.events.map((event) => event.kind),
    ['gone', 'back', 'migrated'],
  );
});

test('the menus are registered in zh and en for three scopes, and again only when they changed', async () => {
  const values = fakeValues();
  const platform = await started(fakeBot(), { values });
  const world = await fake.look();
  assert.deepEqual(Object.keys(world.menus).sort(), [
    'all_chat_administrators:',
    'all_chat_administrators:zh',
    'all_private_chats:',
    'all_private_chats:zh',
    'default:',
    'default:zh',
  ]);
  assert.deepEqual(world.menus['default:zh'], [
    { command: 'digest', description: '执行 digest' },
    { command: 'help', description: '执行 help' },
  ]);
  await platform.stop();
  await fake.reset({ chats });
  await (await started(fakeBot(), { values })).stop();
  assert.ok(!methodsOf(await fake.look()).includes('setMyCommands'));
  await started(fakeBot(), { values, commands: [...commands, command('trend')] });
  assert.ok(methodsOf(await fake.look()).includes('setMyCommands'));
});

test('stopping waits for an answer under way, for a bounded time', async () => {
  const platform = await started(fakeBot(() => delay(300).then(() => plainMessage('in time'))));
  await fake.push(said('/digest'));
  await fake.until(({ polls }) => polls.count >= 2);
  await platform.stop();
  assert.equal((await fake.look()).sent.length, 1);
  const forever = Promise.withResolvers<Message>();
  const memory = memoryLog();
  const stuck = await started(
    fakeBot(() => forever.promise),
    { stopWithinMs: 50, log: memory.log },
  );
  const { polls } = await fake.look();
  await fake.push(said('/digest'));
  await fake.until((world) => world.polls.count >= polls.count + 1);
  await stuck.stop();
  assert.match(memory.text(), /stopped with answers under way/);
  forever.resolve(plainMessage('x'));
});

test('a refused token is a fault of the configuration; an unreachable server is waited for', async () => {
  await fake.set({ token: '1:other' });
  await assert.rejects(platformOn(fake).start(fakeBot()), ConfigError);
  await fake.set({ token });
  const memory = memoryLog();
  const platform = platformOn({ apiRoot: 'http://127.0.0.1:9' }, { log: memory.log });
  await platform.start(fakeBot());
  await platform.stop();
  assert.match(memory.text(), /cannot be reached/);
});

test('two hundred questions at once are answered side by side', async () => {
  const many = Array.from({ length: 200 }, (_, index) => ({
    id: 2000 + index,
    type: 'private' as const,
    first_name: 'A',
  }));
  await fake.set({ chats: many });
  await started(fakeBot());
  await fake.push(...many.map((chat) => said('/digest', chat, { ...ada, id: chat.id })));
  const { sent } = await fake.until((world) => world.sent.length === 200, 10_000);
  assert.equal(new Set(sent.map(({ chatId }) => chatId)).size, 200);
});

test('the token stands in no log line, whatever fails', async () => {
  const memory = memoryLog();
  const secret = newWorld().token.split(':')[1] ?? '';
  const platform = await started(fakeBot(), { log: memory.log });
  for (const kind of ['reset', 'page'] as const) {
    for (const method of ['sendRichMessage', 'getUpdates']) await fake.fail({ method, break: kind });
    await fake.push(said('/digest'));
    await delay(100);
  }
  await platform.stop();
  const offline = platformOn({ apiRoot: 'http://127.0.0.1:9' }, { log: memory.log });
  await offline.start(fakeBot());
  await offline.stop();
  assert.ok(memory.text().length > 100);
  assert.ok(!memory.text().includes(secret));
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
