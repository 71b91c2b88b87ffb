import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { composeDigest } from '../../../src/core/compose.ts';
import { plainMessage } from '../../../src/core/message.ts';
import type { Json, StoredMessage } from '../../fakes/discord/shapes.ts';
import { listOf } from '../../fakes/discord/validate.ts';
import { ids } from '../../fakes/discord/world.ts';
import { makeReport, names } from '../../fixtures/report.ts';
import { picture } from './generate.ts';
import { openStage, type Stage } from './stage.ts';

const ephemeral = 64;
let stage: Stage;

before(async () => {
  stage = await openStage();
});
beforeEach(() => {
  stage.bot.asks.length = 0;
  stage.bot.say(() => plainMessage('Hello.'));
});
after(() => stage.end());

test('a typed command is deferred at once and its answer takes that place', async () => {
  const digest = composeDigest(makeReport(), { length: 'short', names, picture });
  stage.bot.say(() => digest);
  const { seen, messages } = await stage.discord.ask({
    kind: 'command',
    command: 'digest',
    options: { topic: 'agents', date: '2025-12-27' },
    locale: 'zh-CN',
  });
  assert.equal(seen.answerType, 5);
  assert.equal(seen.ephemeral, false);
  assert.equal(messages.length, 1);
  assert.match(textOf(messages[0]), /^# Sample AI list/);
  const [file] = messages[0]?.files ?? [];
  assert.equal(file?.sha256, createHash('sha256').update(picture.bytes).digest('hex'));
  assert.deepEqual(stage.bot.asks, [
    {
      command: 'digest',
      options: { topic: 'agents', date: '2025-12-27' },
      text: '',
      asker: {
        platform: 'discord',
        chat: { platform: 'discord', id: ids.general },
        userId: ids.member,
        locale: 'zh-CN',
        canManage: false,
      },
    },
  ]);
});

test('long answers follow in order, every part public', async () => {
  stage.bot.say(() => plainMessage('word '.repeat(2000)));
  const found = await stage.discord.ask(
    { kind: 'command', command: 'digest' },
    ({ messages }) => messages.length === 3,
  );
  assert.deepEqual(
    found.messages.map((message) => /\((\d)\/3\)/.exec(textOf(message))?.[1]),
    ['1', '2', '3'],
  );
  assert.ok(found.messages.every(({ flags }) => (flags & ephemeral) === 0));
});

test('what only the asker cares for is told to them alone, though it was deferred for all', async () => {
  stage.bot.say(() => ({ ...plainMessage('There is no such day.'), ephemeral: true }));
  const { seen, messages } = await stage.discord.ask({ kind: 'command', command: 'digest' });
  assert.equal(seen.ephemeral, false);
  assert.deepEqual(messages.map(textOf), ['There is no such day.']);
  assert.equal((messages[0]?.flags ?? 0) & ephemeral, ephemeral);
});

test('settings are answered to the asker alone from the start', async () => {
  const { seen } = await stage.discord.ask({
    kind: 'command',
    command: 'subscribe',
    options: { time: '08:00', channel: ids.news },
    userId: ids.manager,
  });
  assert.equal(seen.ephemeral, true);
  assert.equal(stage.bot.asks[0]?.asker.canManage, true);
  assert.equal(stage.bot.asks[0]?.options.channel, ids.news);
});

test('a button is its command line: on a message of this process, and on one that an older process sent', async () => {
  const line = 'digest chips 20251227 en';
  stage.bot.say(() => ({ ...plainMessage('x'), actions: [{ label: 'Chips', command: line }] }));
  const first = await stage.discord.ask({ kind: 'command', command: 'digest' });
  const id = customIdOf(first.messages[0]);
  assert.equal(id, `v1|${line}`);
  stage.bot.asks.length = 0;
  for (const messageId of [first.messages[0]?.id, undefined]) {
    const { seen } = await stage.discord.ask({
      kind: 'button',
      customId: id ?? '',
      ...(messageId && { messageId }),
    });
    assert.equal(seen.answerType, 5);
    assert.equal(seen.ephemeral, true);
  }
  assert.deepEqual(
    stage.bot.asks.map(({ command, text, options }) => ({ command, text, options })),
    Array(2).fill({ command: 'digest', text: 'chips 20251227 en', options: {} }),
  );
});

test('a button of another make gets one sentence, in the language of the asker', async () => {
  const { messages } = await stage.discord.ask({ kind: 'button', customId: 'v9|what', locale: 'zh-TW' });
  assert.match(textOf(messages[0]), /这个按钮来自我的其他版本/);
  assert.deepEqual(stage.bot.asks, []);
});

test('in a private chat the asker may manage, and nothing needs hiding', async () => {
  stage.bot.say(() => ({ ...plainMessage('Done.'), ephemeral: true }));
  const { seen, messages } = await stage.discord.ask({
    kind: 'command',
    command: 'subscribe',
    options: { time: '08:00' },
    channelId: ids.direct,
  });
  assert.equal(seen.ephemeral, false);
  assert.equal(messages.length, 1);
  const [ask] = stage.bot.asks;
  assert.equal(ask?.asker.canManage, true);
  assert.deepEqual(ask?.asker.chat, { platform: 'discord', id: ids.direct });
});

test('a thread and a forum post are chats of their own within their channel', async () => {
  await stage.discord.ask({ kind: 'command', command: 'help', channelId: ids.thread });
  await stage.discord.ask({ kind: 'command', command: 'help', channelId: ids.forumPost });
  assert.deepEqual(
    stage.bot.asks.map(({ asker }) => asker.chat),
    [
      { platform: 'discord', id: ids.general, thread: ids.thread },
      { platform: 'discord', id: ids.forum, thread: ids.forumPost },
    ],
  );
});

test('a long build tells how far it is: the newest step only, and the answer comes last', async () => {
  stage.bot.say(async (_, progress) => {
    progress?.('collect', 0);
    progress?.('remember', 0.2);
    await isShown('Recalling the days before… 20 %');
    for (let share = 40; share <= 80; share += 1) progress?.('cluster', share / 100);
    progress?.('write', 0.85);
    await isShown('Writing… 85 %');
    return plainMessage('The digest.');
  });
  await stage.discord.ask({ kind: 'command', command: 'digest' });
  const done = await isShown('The digest.');
  const edits = done.requests.filter(({ path, method }) => method === 'PATCH' && path.includes('@original'));
  const told = edits.slice(-3).map(({ body }) => textOf({ body: body ?? {} }));
  assert.deepEqual(told, ['Recalling the days before… 20 %', 'Writing… 85 %', 'The digest.']);
});

test('a bot that fails says one friendly sentence; the fault goes to the log', async () => {
  stage.bot.say(() => {
    throw new Error('the disk is full');
  });
  const { messages } = await stage.discord.ask({ kind: 'command', command: 'digest', locale: 'zh-CN' });
  assert.match(textOf(messages[0]), /没有成功，问题出在我们这边/);
  assert.ok(stage.log.some((line) => line.includes('the disk is full')));
});

test('an answer that Discord refuses becomes a sentence in its place, even after progress was shown', async () => {
  const refusal = { status: 400, body: { code: 50035, message: 'Invalid Form Body' } };
  stage.bot.say(async (_, progress) => {
    progress?.('write', 0.5);
    await isShown('Writing… 50 %');
    await stage.discord.fault({ method: 'PATCH', path: '@original', times: 1, kind: 'status', ...refusal });
    return plainMessage('Never seen.');
  });
  await stage.discord.act({ kind: 'command', command: 'digest' });
  const { messages } = await isShown(/fault is on our side/);
  assert.doesNotMatch(JSON.stringify(messages), /Never seen/);
});

test('a further part that fails is followed by a sentence, and what was told stays', async () => {
  stage.bot.say(() => plainMessage('word '.repeat(1500)));
  await stage.discord.fault({
    method: 'POST',
    path: '/webhooks/',
    times: 1,
    kind: 'status',
    status: 500,
    body: {},
  });
  const { messages } = await stage.discord.ask(
    { kind: 'command', command: 'digest' },
    ({ followUps }) => followUps === 1,
  );
  assert.match(textOf(messages[0]), /\(1\/2\)/);
  assert.match(textOf(messages[1]), /fault is on our side/);
});

test('a first answer whose connection breaks is given again', async () => {
  await stage.discord.fault({ method: 'POST', path: 'callback', times: 1, kind: 'reset-after' });
  const { messages } = await stage.discord.ask({ kind: 'command', command: 'digest' });
  assert.equal(textOf(messages[0]), 'Hello.');
});

test('a first answer that hangs is given again while there is time', async () => {
  await stage.discord.fault({ method: 'POST', path: 'callback', times: 1, kind: 'hang' });
  const { seen, messages } = await stage.discord.ask({ kind: 'command', command: 'digest' });
  assert.equal(seen.late, undefined);
  assert.equal(textOf(messages[0]), 'Hello.');
});

test('an ask that can no longer be answered is left alone', async () => {
  await stage.discord.fault({
    method: 'POST',
    path: 'callback',
    times: 1,
    kind: 'status',
    status: 404,
    body: { code: 10062, message: 'Unknown interaction' },
  });
  await stage.discord.act({ kind: 'command', command: 'digest' });
  await stage.discord.until(({ requests }) => requests.at(-1)?.status === 404);
  await stage.discord.ask({ kind: 'command', command: 'help' });
  assert.deepEqual(
    stage.bot.asks.map(({ command }) => command),
    ['help'],
  );
});

test('suggestions are those of the bot, cut to what Discord takes', async () => {
  stage.bot.suggestions = [
    { label: '智能体', value: 'agents' },
    { label: 'l'.repeat(200), value: 'long label' },
    { label: 'no room', value: 'v'.repeat(101) },
    ...Array.from({ length: 40 }, (_, index) => ({ label: `d${index}`, value: `d${index}` })),
  ];
  const { seen } = await stage.discord.ask({
    kind: 'autocomplete',
    command: 'digest',
    options: { topic: 'ag' },
    focused: 'topic',
    locale: 'zh-CN',
  });
  assert.equal(seen.answerType, 8);
  assert.equal(seen.choices?.length, 25);
  assert.deepEqual(seen.choices?.[0], { name: '智能体', value: 'agents' });
  assert.equal(seen.choices?.[1]?.name.length, 100);
  assert.deepEqual(stage.bot.asks.at(-1)?.options, { topic: 'ag' });
});

test('where the app came with a user alone, the sixth message carries the rest as a file', async () => {
  stage.bot.say(() => plainMessage('word '.repeat(6000)));
  const { messages } = await stage.discord.ask(
    { kind: 'command', command: 'digest', userInstalled: true },
    ({ messages: sent }) => sent.length === 6,
  );
  const last = messages.at(-1);
  assert.match(textOf(last), /the rest stands in the file/);
  assert.deepEqual(
    last?.files.map(({ name }) => name),
    ['rest.md'],
  );
  const words = messages.slice(0, 5).map((each) => textOf(each).match(/word/g)?.length ?? 0);
  const shown = words.reduce((sum, count) => sum + count, 0);
  assert.ok((last?.files[0]?.size ?? 0) >= (6000 - shown) * 5);
});

test('nobody was mentioned, no first answer was late, and no secret reached the log', async () => {
  const evidence = await stage.discord.evidence();
  assert.deepEqual(evidence.violations, []);
  assert.deepEqual(
    evidence.interactions.filter(({ late }) => late),
    [],
  );
  const tokens = evidence.interactions.map(({ token }) => token);
  const log = stage.log.join('');
  assert.ok(tokens.every((secret) => !log.includes(secret)));
});

/** Evidence once some message shows a text. */
function isShown(text: string | RegExp) {
  const fits = (shown: string) => (typeof text === 'string' ? shown === text : text.test(shown));
  return stage.discord.until(({ messages }) => messages.some((message) => fits(textOf(message))));
}

function textOf(message: { body: Json } | StoredMessage | undefined): string {
  const texts = (components: readonly Json[]): string[] =>
    components.flatMap((each) =>
      each.type === 10 ? [String(each.content)] : texts(listOf(each.components)),
    );
  return texts(listOf(message?.body.components)).join('\n');
}

function customIdOf(message: StoredMessage | undefined): string | undefined {
  return /"custom_id":"([^"]+)"/.exec(JSON.stringify(message?.body.components ?? []))?.[1];
}
