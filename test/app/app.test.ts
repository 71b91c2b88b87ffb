import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commands } from '../../commands/index.ts';
import { createApp } from '../../src/app.ts';
import type { Asker } from '../../src/core/ask.ts';
import type { Command } from '../../src/core/command.ts';
import { AdapterError } from '../../src/core/errors.ts';
import { toPlainText } from '../../src/core/message.ts';
import { askOf, daily, ownChat, weekly } from '../fakes/desk.ts';
import { type FakeLine, openFakeLine, postOf } from '../fakes/line.ts';
import { createFakeOutbox } from '../fakes/outbox.ts';
import { subscriptionOf } from '../fakes/subscriptions.ts';

const posts = [
  postOf('1', '2026-01-01T02:00:00.000Z', 'agents are busy'),
  postOf('2', '2026-01-02T02:00:00.000Z', 'markets are calm'),
  postOf('3', '2026-01-02T03:00:00.000Z', 'agents rest'),
];

const ownTarget = { chat: ownChat, title: '#daily', canManage: true, missingRights: [] };

function appOf(
  line: FakeLine,
  more: { commands?: Command[]; inspect?: Parameters<typeof createFakeOutbox>[0] } = {},
) {
  const outbox = createFakeOutbox(more.inspect ?? { inspect: () => ownTarget });
  const app = createApp({
    line,
    commands: more.commands ?? commands,
    outboxOf: (platform) => (platform === 'telegram' ? outbox : undefined),
  });
  const say = async (text: string, asker: Parameters<typeof askOf>[1] = {}) =>
    toPlainText(await app.bot.answer(askOf(text, asker)));
  return { ...app, outbox, say };
}

test('an unknown command is told, in the language of the asker', async () => {
  const { say } = appOf(await openFakeLine());
  assert.match(await say('/nothing', { locale: 'en' }), /There is no command \/nothing; \/help lists/);
  assert.match(await say('/nothing', { locale: 'zh-CN' }), /没有 \/nothing 这个命令/);
});

test('who may not manage a chat is refused, and where nothing can be subscribed that is said', async () => {
  const { say } = appOf(await openFakeLine());
  assert.match(
    await say('/subscribe', { canManage: false, locale: 'en' }),
    /people who may manage this chat/,
  );
  assert.match(
    await say('/subscribe', { canManage: false, platform: 'web', locale: 'en' }),
    /is for Discord and Telegram chats/,
  );
});

test('a platform that says the asker may not manage the chat is believed', async () => {
  const line = await openFakeLine();
  const { say } = appOf(line, { inspect: { inspect: () => ({ ...ownTarget, canManage: false }) } });
  assert.match(await say('/subscribe', { locale: 'en' }), /Only people who may manage #daily can do that/);
  assert.deepEqual(await line.store.findSubscriptions({}), []);
});

test('a chat that the bot cannot see is told', async () => {
  const { say } = appOf(await openFakeLine(), { inspect: {} });
  assert.match(
    await say('/subscribe @far_away', { locale: 'en' }),
    /I cannot see @far_away; check its name, and add me/,
  );
});

test('a subscription of another chat is changed only by those who may manage that chat', async () => {
  const line = await openFakeLine();
  const foreign = subscriptionOf('s-aaaaaaaaaa', { chat: { platform: 'telegram', id: '-100777' } });
  await line.store.saveSubscription(foreign);
  await line.store.saveSubscription(
    subscriptionOf('s-bbbbbbbbbb', { chat: { platform: 'discord', id: '9' } }),
  );
  const names: (string | undefined)[] = [];
  const { say } = appOf(line, {
    inspect: {
      inspect: (name) => {
        names.push(name);
        return { ...ownTarget, chat: foreign.chat, title: '@far', canManage: false };
      },
    },
  });
  assert.match(await say('/unsubscribe s-aaaaaaaaaa', { locale: 'en' }), /Only people who may manage @far/);
  assert.deepEqual(names, ['-100777']);
  assert.match(await say('/unsubscribe s-bbbbbbbbbb', { locale: 'en' }), /no longer there/);
  assert.equal((await line.store.findSubscriptions({})).length, 2);
});

test('a subscription that was made by command is delivered by its own composer', async () => {
  const line = await openFakeLine({ posts });
  const { say, bot } = appOf(line);
  assert.match(
    await say('/subscribe 08:30 agents', { locale: 'en' }),
    /^Subscribed: #daily gets Daily AI \(AI agents\)/,
  );
  const [kept] = await line.store.findSubscriptions({});
  assert.deepEqual([kept?.topics, kept?.language], [['agents'], 'en']);
  await bot.noteChat({ kind: 'gone', chat: ownChat, reason: 'The bot was removed.' });
  assert.match(await say('/subscriptions', { locale: 'en' }), /paused: The bot was removed\./);
  const list = await bot.answer(askOf(`/subscriptions ${kept?.id}`, { locale: 'en' }));
  assert.deepEqual(list.actions[0], { label: 'Resume', command: `subscribe ${kept?.id}` });
  assert.match(await say(`/${list.actions[0]?.command}`, { locale: 'en' }), /^Changed: .*next run/);
});

test('the settings of a chat decide its language, its zone and its edition', async () => {
  const { say } = appOf(await openFakeLine({ posts }));
  await say('/settings en Europe/Berlin weekly', { locale: 'zh' });
  assert.match(await say('/settings', { locale: 'zh' }), /^#daily: English, Europe\/Berlin, edition Weekly/);
});

test('an edition that is gone from the configuration gives way to the default', async () => {
  const line = await openFakeLine({ posts, editions: [daily] });
  await line.store.saveChat({ chat: ownChat, edition: weekly.id });
  const { say } = appOf(line);
  assert.match(await say('/settings', { locale: 'en' }), /edition Daily AI/);
});

test('what a command throws at the asker is shown, a fault of ours is one friendly sentence and a line in the log', async () => {
  const line = await openFakeLine();
  const broken: Command = {
    name: 'broken',
    description: { en: 'x', zh: 'x' },
    examples: [],
    options: [],
    run: async () => {
      throw new AdapterError('socket hang up at 10.0.0.1', { retryable: true });
    },
  };
  const { say } = appOf(line, { commands: [broken] });
  assert.match(await say('/broken', { locale: 'en' }), /the fault is on our side; please try again/);
  assert.equal(line.fakeLog.lines.at(-1)?.msg, 'command failed');
});

const other = (index: number): Partial<Asker> => ({ userId: `u${index}` });

test('a user may cost three builds a minute, then is told when to come back', async () => {
  const line = await openFakeLine({ posts });
  const { say } = appOf(line);
  for (const words of ['one', 'two', 'three']) {
    assert.doesNotMatch(await say(`/digest ${words} 2026-01-02`, { locale: 'en' }), /a lot at once/);
  }
  assert.equal(
    await say('/digest four 2026-01-02', { locale: 'en' }),
    'That is a lot at once; please ask again in 20 seconds.',
  );
  assert.match(await say('/digest four 2026-01-02', { locale: 'zh' }), /^您问得有点快，请 20 秒后再试。$/);
  line.clock.addMs(20_000);
  assert.doesNotMatch(await say('/digest four 2026-01-02', { locale: 'en' }), /a lot at once/);
});

test('a chat may cost ten builds a minute, whoever asks, and other chats are free', async () => {
  const { say } = appOf(await openFakeLine({ posts }));
  for (let index = 0; index < 10; index++) {
    assert.doesNotMatch(
      await say(`/digest w${index} 2026-01-02`, { locale: 'en', ...other(index) }),
      /at once/,
    );
  }
  assert.match(
    await say('/digest w10 2026-01-02', { locale: 'en', ...other(10) }),
    /^This chat has asked for a lot/,
  );
  const elsewhere = { chat: { platform: 'telegram', id: '43' }, ...other(11) } as const;
  assert.doesNotMatch(await say('/digest w10 2026-01-02', { locale: 'en', ...elsewhere }), /at once/);
});

test('what is archived is free, and so is what is being built for somebody else', async () => {
  const line = await openFakeLine({ posts });
  const { say } = appOf(line);
  await say('/digest 2026-01-01', { locale: 'en' });
  for (let index = 0; index < 10; index++) {
    assert.doesNotMatch(await say('/digest 2026-01-01', { locale: 'en' }), /at once/);
  }
  const hold = Promise.withResolvers<void>();
  line.holdUntil(hold.promise);
  const runsBefore = line.runs.length;
  const asks = Array.from({ length: 20 }, (_, index) =>
    say('/digest agents 2026-01-01', { locale: 'en', ...other(index) }),
  );
  await new Promise((go) => setImmediate(go));
  hold.resolve();
  const answers = await Promise.all(asks);
  assert.equal(line.runs.length - runsBefore, 1, 'one build serves all who ask for the same');
  for (const answer of answers) assert.doesNotMatch(answer, /at once/);
});

test('the operator’s own page is not limited', async () => {
  const { say } = appOf(await openFakeLine({ posts }));
  for (let index = 0; index < 12; index++) {
    const asker = { platform: 'web', chat: undefined, userId: 'web', locale: 'en' } as const;
    assert.doesNotMatch(await say(`/digest w${index} 2026-01-02`, asker as never), /at once/);
  }
});

test('suggestions come from the option that is being typed, at most 25', async () => {
  const { bot } = appOf(await openFakeLine({ posts }));
  const found = await bot.suggest(askOf('/subscribe', { options: { timezone: 'america' } }), 'timezone');
  assert.equal(found.length, 25);
  assert.deepEqual(await bot.suggest(askOf('/subscribe'), 'nothing'), []);
});

test('status tells the last report, the next one, what could not be built and what was spent', async () => {
  const line = await openFakeLine({ posts });
  const { say } = appOf(line);
  await say('/digest 2026-01-01', { locale: 'en' });
  await line.store.setValue('spent:daily:2026-01-02', '0.25');
  await line.store.setValue('spent:daily:2025-11-01', '9');
  const trouble = { at: '2026-01-02T00:00:00Z', reason: 'the engine stopped' };
  await line.store.setValue('delivery-trouble:daily', JSON.stringify(trouble));
  const text = await say('/status', { locale: 'en' });
  assert.match(text, /Last report: 2026-01-01, 1 posts read\./);
  assert.match(text, /Next report: 2026-01-03 20:00 \(Asia\/Shanghai\)\./);
  assert.match(text, /could not be built at 2026-01-02 08:00: the engine stopped/);
  assert.match(text, /Cost of the last 30 days: \$0\.2500\./);
});
