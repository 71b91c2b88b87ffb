import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Alerts, createAlerts } from '../../src/app/alerts.ts';
import { noteRefusal } from '../../src/app/budget.ts';
import { noteFailure } from '../../src/app/collect/trouble.ts';
import type { Chat } from '../../src/core/delivery.ts';
import type { Edition, SourceConfig } from '../../src/core/edition.ts';
import { plainMessage } from '../../src/core/message.ts';
import { createDelivery, type DeliveryLoop } from '../../src/delivery/index.ts';
import { createDiscordPlatform } from '../../src/platforms/discord/index.ts';
import type { Platform, Source } from '../../src/ports.ts';
import { daily } from '../fakes/desk.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/client.ts';
import { token as discordToken, ids } from '../fakes/discord/world.ts';
import { type FakeLine, openFakeLine } from '../fakes/line.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram/index.ts';
import { channel, chats, fakeValues, platformOn, privateChat } from '../platforms/telegram/tools.ts';

const xSource: SourceConfig = { kind: 'x', name: 'x-list', list: '1' };
const feedSource: SourceConfig = { kind: 'feed', name: 'blog', url: 'https://blog.example/feed' };
const inbox: SourceConfig = { kind: 'archive', name: 'inbox', path: 'inbox', watch: true };
const edition: Edition = { ...daily, languages: ['en'], sources: [xSource, feedSource, inbox] };
const operator: Chat = { platform: 'telegram', id: String(privateChat.id) };
const planted = 'planted-secret-0123456789';
const start = '2026-01-02T00:00:05.000Z';

let telegram: FakeTelegram;
let discord: FakeDiscord;
before(async () => {
  telegram = await startFakeTelegram();
  discord = await startFakeDiscord();
});
after(() => Promise.all([telegram.close(), discord.stop()]));

interface House {
  line: FakeLine;
  alerts: Alerts;
  delivery: DeliveryLoop;
  /** A watch, and the tick that follows it. */
  minute(): Promise<number>;
  close(): Promise<void>;
}

interface HouseOptions {
  make?(line: FakeLine): Platform;
  chat?: Chat;
  compose?: Parameters<typeof createDelivery>[0]['compose'];
  sources?: readonly SourceConfig[];
}

/** The real platform client, delivery and alerts over a fake line. */
async function openHouse(options: HouseOptions = {}): Promise<House> {
  const line = await openFakeLine({ editions: [edition], now: start });
  const configs = options.sources ?? edition.sources;
  line.sourcesOf = () =>
    configs.map((config): Source => ({ name: config.name, config, collect: () => Promise.reject() }));
  const onTelegram = ({ log, clock }: FakeLine) => platformOn(telegram, { log, clock, values: fakeValues() });
  const platform = (options.make ?? onTelegram)(line);
  await platform.start({
    answer: async () => plainMessage(''),
    suggest: async () => [],
    noteChat: async () => {},
  });
  const compose =
    options.compose ?? (async () => [{ reportId: 'r', message: plainMessage('The digest of the day') }]);
  const delivery = createDelivery({ ...line, outboxes: { [platform.name]: platform.outbox }, compose });
  const alerts = createAlerts({ line, chat: options.chat ?? operator, secrets: [planted] });
  return {
    line,
    alerts,
    delivery,
    async minute() {
      line.clock.addMs(60_000);
      const planned = await alerts.watch();
      await delivery.tick();
      return planned;
    },
    async close() {
      await delivery.stop();
      await platform.stop();
      await line.store.close();
    },
  };
}

async function failAll(
  { line }: House,
  reason: string,
  configs: readonly SourceConfig[] = [xSource, feedSource],
): Promise<void> {
  for (const config of configs) await noteFailure(line as never, { edition, config }, new Error(reason));
}

/** What arrived in the operator's chat. */
async function told(): Promise<string[]> {
  const { sent } = await telegram.look();
  return sent
    .filter(({ chatId }) => String(chatId) === operator.id)
    .map((message) => JSON.stringify(message));
}

test('when all sources of an edition fail the operator is told once a day, and what quoted a secret is scrubbed', async () => {
  await telegram.reset({ chats });
  const house = await openHouse();
  try {
    await failAll(house, 'answered 500', [xSource]);
    assert.equal(await house.minute(), 0, 'one of two fails');
    await failAll(house, `answered 401 to ${planted}`);
    assert.equal(await house.minute(), 1);
    for (let minute = 0; minute < 5; minute++) assert.equal(await house.minute(), 0);
    const [message = '', ...more] = await told();
    assert.deepEqual(more, []);
    assert.match(message, /All sources of daily fail/);
    assert.match(message, /x-list: answered 401 to \[secret\]/);
    assert.ok(!message.includes(planted));
    house.line.clock.addMs(24 * 60 * 60_000);
    assert.equal(await house.minute(), 1, 'the next day it is told anew');
    assert.equal((await told()).length, 2);
  } finally {
    await house.close();
  }
});

test('a source that answers again, and an edition that only waits for files, alarm nobody', async () => {
  await telegram.reset({ chats });
  const house = await openHouse({ sources: [inbox] });
  try {
    await failAll(house, 'a broken file', [inbox]);
    assert.equal(await house.minute(), 0);
    assert.deepEqual(await told(), []);
  } finally {
    await house.close();
  }
});

test('when the budget of a model is hit the operator is told once a day', async () => {
  await telegram.reset({ chats });
  const house = await openHouse();
  try {
    assert.equal(await house.minute(), 0);
    await noteRefusal(house.line, edition, "of the day's budget of $2.00, $1.99 is spent");
    assert.equal(await house.minute(), 1);
    assert.equal(await house.minute(), 0);
    const [message = ''] = await told();
    assert.match(message, /The model budget of daily is used up/);
    assert.match(message, /1\.99 is spent/);
  } finally {
    await house.close();
  }
});

test('when nothing went out the operator is told once; a digest that reached one chat is no cause', async () => {
  await telegram.reset({ chats });
  const house = await openHouse();
  const { line, minute } = house;
  try {
    const refused = { error_code: 403, description: 'Forbidden: bot was kicked' };
    const failFor = (id: number) => ({ method: '*', chatId: id, times: 99, error: refused });
    await line.store.saveSubscription(subscriptionOf('one', { chat: chatOf('-500') }));
    await line.store.saveSubscription(subscriptionOf('two', { chat: chatOf(String(channel.id)) }));
    const methods = ['sendMessage', 'sendRichMessage', 'sendPhoto'];
    await telegram.fail(...methods.map((method) => ({ ...failFor(-500), method })));
    await line.store.saveSubscription(
      subscriptionOf('later', { time: '09:00', nextDue: '2026-01-02T01:00:00Z', chat: chatOf('-500') }),
    );
    await minute();
    assert.equal(await minute(), 0, 'one of two arrived');
    line.clock.set('2026-01-02T01:00:10.000Z');
    await house.delivery.tick();
    const states = (await line.store.findDeliveries({})).map(
      ({ subscriptionId, state }) => `${subscriptionId} ${state}`,
    );
    assert.ok(states.includes('two sent'), states.join());
    assert.ok(states.includes('one failed'), states.join());
    await line.store.saveSubscription(
      subscriptionOf('last', { time: '10:00', nextDue: '2026-01-02T02:00:00Z', chat: chatOf('-500') }),
    );
    line.clock.set('2026-01-02T02:00:10.000Z');
    await house.delivery.tick();
    assert.equal(await minute(), 1);
    for (let again = 0; again < 5; again++) assert.equal(await minute(), 0);
    const [message = '', ...more] = await told();
    assert.deepEqual(more, []);
    assert.match(message, /Nothing of daily went out on Telegram/);
    assert.match(message, /chats that were due: 1/);
    assert.match(message, /kicked/);
  } finally {
    await house.close();
  }
});

test('a digest that cannot be composed is told after a quarter of an hour, with its reason', async () => {
  await telegram.reset({ chats });
  const compose = () => Promise.reject(new Error('the engine stumbled'));
  const house = await openHouse({ compose });
  try {
    await house.line.store.saveSubscription(subscriptionOf('one', { chat: chatOf(String(channel.id)) }));
    let planned = 0;
    for (let minute = 0; minute < 14; minute++) planned += await house.minute();
    assert.equal(planned, 0);
    for (let minute = 0; minute < 3; minute++) planned += await house.minute();
    assert.equal(planned, 1);
    assert.match((await told())[0] ?? '', /Reason: the engine stumbled/);
  } finally {
    await house.close();
  }
});

test('right after a start nothing is overdue: what was due while the bot was down is on its way', async () => {
  await telegram.reset({ chats });
  const house = await openHouse();
  try {
    const nextDue = '2026-01-01T00:00:00Z';
    await house.line.store.saveSubscription(
      subscriptionOf('one', { nextDue, chat: chatOf(String(channel.id)) }),
    );
    assert.equal(await house.alerts.watch(), 0);
    assert.equal(await house.minute(), 0);
  } finally {
    await house.close();
  }
});

test('several processes that watch one store tell once', async () => {
  await telegram.reset({ chats });
  const house = await openHouse();
  const { line, alerts } = house;
  try {
    await failAll(house, 'answered 500');
    const others = [1, 2].map(() => createAlerts({ line, chat: operator, secrets: [] }));
    const planned = await Promise.all([alerts, ...others].map((one) => one.watch()));
    assert.equal(
      planned.reduce((sum, count) => sum + count),
      1,
    );
    await house.delivery.tick();
    assert.equal((await told()).length, 1);
  } finally {
    await house.close();
  }
});

test("when the operator's own chat refuses, it is logged once and raises no alarm of its own", async () => {
  await telegram.reset({ chats });
  const house = await openHouse({ chat: { platform: 'telegram', id: '999' } });
  try {
    await failAll(house, 'answered 500');
    await house.minute();
    for (let minute = 0; minute < 30; minute++) assert.equal(await house.minute(), 0);
    const [row, ...more] = await house.line.store.findDeliveries({});
    assert.deepEqual(more, []);
    assert.equal(row?.state, 'failed');
    assert.match(row?.reason ?? '', /chat not found/);
    const lines = house.line.fakeLog.lines.filter(({ msg }) => msg === 'part not delivered');
    assert.equal(lines.length, 1);
  } finally {
    await house.close();
  }
});

test("while the operator's platform is away the alert waits, tries seldom, and then arrives once", async () => {
  await telegram.reset({ chats });
  const house = await openHouse();
  try {
    await failAll(house, 'answered 500');
    const error = { error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 1 } };
    await telegram.fail({ method: 'sendRichMessage', times: 3, error });
    for (let minute = 0; minute < 40; minute++) await house.minute();
    assert.equal((await told()).length, 1);
    const lines = house.line.fakeLog.lines.filter(({ msg }) => msg === 'part not delivered');
    assert.ok(lines.length >= 1 && lines.length <= 3, String(lines.length));
  } finally {
    await house.close();
  }
});

test('on Discord the alert arrives in the channel, and its text becomes no mention', async () => {
  const house = await openHouse({
    chat: { platform: 'discord', id: ids.general },
    make: ({ store, log, clock }) =>
      createDiscordPlatform({
        token: discordToken,
        apiUrl: discord.apiUrl,
        commands: [],
        values: store,
        log,
        clock,
      }),
  });
  try {
    await failAll(house, 'the source said @everyone **hello**');
    assert.equal(await house.minute(), 1);
    assert.equal(await house.minute(), 0);
    const { messages } = await discord.evidence();
    const found = messages
      .map((message) => JSON.stringify(message))
      .filter((text) => /All sources of daily fail/.test(text));
    assert.equal(found.length, 1);
    assert.doesNotMatch(found.join(), /@everyone/);
  } finally {
    await house.close();
  }
});
