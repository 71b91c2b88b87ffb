import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { commands } from '../../commands/index.ts';
import { createApp } from '../../src/app.ts';
import type { PlatformName } from '../../src/core/delivery.ts';
import { createDelivery, type DeliveryLoop } from '../../src/delivery/index.ts';
import { createDiscordPlatform } from '../../src/platforms/discord/index.ts';
import type { Platform } from '../../src/ports.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/client.ts';
import { token as discordToken, ids } from '../fakes/discord/world.ts';
import { type FakeLine, openFakeLine, postOf } from '../fakes/line.ts';
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram/index.ts';
import {
  chats,
  fakeValues,
  group,
  membership,
  platformOn,
  pressed,
  privateChat,
  said,
} from '../platforms/telegram/tools.ts';

let telegram: FakeTelegram;
let discord: FakeDiscord;

before(async () => {
  telegram = await startFakeTelegram();
  discord = await startFakeDiscord();
});
after(() => Promise.all([telegram.close(), discord.stop()]));

const posts = [
  postOf('1', '2026-01-01T02:00:00.000Z', 'agents are busy'),
  postOf('2', '2026-01-01T03:00:00.000Z', 'markets are calm'),
];

interface House {
  line: FakeLine;
  delivery: DeliveryLoop;
  close(): Promise<void>;
}

/** The whole bot but the engine: real commands, desk, store, delivery and platform clients. */
async function openHouse(make: (line: FakeLine) => Platform): Promise<House> {
  const line = await openFakeLine({ posts, now: '2026-01-01T13:00:00Z' });
  const platform = make(line);
  const outboxOf = (name: PlatformName) => (name === platform.name ? platform.outbox : undefined);
  const app = createApp({ line, commands, outboxOf });
  await platform.start(app.bot);
  const outboxes = { [platform.name]: platform.outbox };
  const delivery = createDelivery({ ...line, outboxes, compose: app.compose });
  const close = async () => {
    await delivery.stop();
    await platform.stop();
    await line.store.close();
  };
  return { line, delivery, close };
}

test('on Telegram a chat subscribes, gets its digest at its time, loses the bot, and ends by a button', async () => {
  await telegram.reset({ chats });
  const { line, delivery, close } = await openHouse(({ log, clock }) =>
    platformOn(telegram, { commands, log, clock, values: fakeValues() }),
  );
  try {
    await telegram.push(said('/subscribe 08:30 Asia/Shanghai agents, markets', group));
    const answered = await telegram.until(({ sent }) => sent.length === 1);
    assert.match(answered.sent[0]?.text ?? '', /next run 2026-01-02 08:30/);
    const [kept] = await line.store.findSubscriptions({});
    assert.equal(kept?.chat.id, String(group.id));

    line.clock.set('2026-01-02T00:30:05Z');
    await delivery.tick();
    await delivery.tick();
    const { sent } = await telegram.look();
    const texts = sent.slice(1).map(({ text }) => text);
    assert.equal(texts.length, 2);
    assert.match(texts[0] ?? '', /Daily AI · AI agents · 2026-01-01/);
    assert.match(texts[1] ?? '', /Daily AI · Markets · 2026-01-01/);
    const rows = await line.store.findDeliveries({});
    assert.deepEqual(
      rows.map(({ state, messageId }) => `${state} ${typeof messageId}`),
      ['sent string', 'sent string'],
    );

    await telegram.push(membership(group, 'member', 'kicked'));
    await untilState(line, 'paused');
    await telegram.push(membership(group, 'left', 'member'));
    await untilState(line, 'active');

    await telegram.push(pressed(`v1|unsubscribe ${kept?.id}`, group));
    await telegram.until((world) => world.sent.length > 3 || world.calls.some(isAlert));
    assert.deepEqual(await line.store.findSubscriptions({}), []);
  } finally {
    await close();
  }
});

const isAlert = ({ method }: { method: string }) => method === 'answerCallbackQuery';

async function untilState(line: FakeLine, state: string): Promise<void> {
  for (let left = 300; left > 0; left--) {
    const [found] = await line.store.findSubscriptions({});
    if (found?.state === state) return;
    await new Promise((go) => setTimeout(go, 10));
  }
  assert.fail(`the subscription did not become ${state}`);
}

test('on Telegram a member who is no administrator is refused, and a private chat serves itself', async () => {
  await telegram.reset({ chats });
  const { line, close } = await openHouse(({ log, clock }) =>
    platformOn(telegram, { commands, log, clock, values: fakeValues() }),
  );
  try {
    const wei = { id: 43, is_bot: false, first_name: 'Wei', language_code: 'zh-hans' };
    await telegram.push(said('/subscribe', group, wei));
    const { sent } = await telegram.until((world) => world.sent.length === 1);
    assert.match(sent[0]?.text ?? '', /只有可以管理本聊天的人才能使用/);
    assert.deepEqual(await line.store.findSubscriptions({}), []);
    await telegram.push(said('/subscribe', privateChat));
    await telegram.until((world) => world.sent.length === 2);
    assert.equal((await line.store.findSubscriptions({}))[0]?.chat.id, String(privateChat.id));
  } finally {
    await close();
  }
});

test('on Discord a manager subscribes by named options and the digest arrives at its time', async () => {
  const { line, delivery, close } = await openHouse(({ store, log, clock }) =>
    createDiscordPlatform({
      token: discordToken,
      apiUrl: discord.apiUrl,
      commands,
      values: store,
      log,
      clock,
    }),
  );
  try {
    const options = { time: '07:15', timezone: 'Europe/Berlin', topics: 'markets', language: 'zh' };
    const { messages } = await discord.ask({
      kind: 'command',
      command: 'subscribe',
      userId: ids.manager,
      options,
    });
    assert.match(
      JSON.stringify(messages),
      /Daily AI \(Markets\), short, in Chinese, daily at 07:15 Europe\/Berlin/,
    );
    assert.match(JSON.stringify(messages), /next run 2026-01-02 07:15/);
    const zones = await discord.ask({
      kind: 'autocomplete',
      command: 'subscribe',
      focused: 'timezone',
      options: { timezone: '上海' },
    });
    assert.match(JSON.stringify(zones.seen.choices), /Asia\/Shanghai/);

    line.clock.set('2026-01-02T06:15:05Z');
    await delivery.tick();
    const sent = (await discord.evidence()).messages.filter((message) =>
      /金融市场 · 2026-01-01/.test(JSON.stringify(message)),
    );
    assert.equal(sent.length, 1);
    const [row] = await line.store.findDeliveries({});
    assert.deepEqual([row?.state, row?.messageId], ['sent', sent[0]?.id]);
  } finally {
    await close();
  }
});
