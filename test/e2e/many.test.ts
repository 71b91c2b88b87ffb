import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Delivery } from '../../src/core/delivery.ts';
import type { Store } from '../../src/ports.ts';
import { openStore } from '../../src/stores/index.ts';
import { until } from '../contracts/delivery-queue.ts';
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/client.ts';
import { token as discordToken } from '../fakes/discord/world.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram/index.ts';
import { ada, chats, privateChat, said, token as telegramToken } from '../platforms/telegram/tools.ts';
import { type RedisServer, redisProgram, startRedis } from '../tools/redis-server.ts';
import { start, waitForOutput } from '../tools/run.ts';
import { skipWithout } from '../tools/services.ts';

const counts = { telegram: 120, discord: 60 };
/** Sends that Telegram takes and never answers. */
const hung = 6;
/** What the killed worker may have had in flight on Telegram besides. */
const telegramAtOnce = 5;
/** A lock that runs out, and the look for such locks. */
const takeoverMs = 75_000;

describe('one bot, three schedulers and two workers on one Redis server', {
  skip: skipWithout(redisProgram, 'redis-server'),
}, () => {
  let dir: string;
  let server: RedisServer;
  let store: Store;
  let discord: FakeDiscord;
  let telegram: FakeTelegram;
  const running = new Map<string, ChildProcess>();
  const addresses = new Map<string, string>();
  const log: string[] = [];

  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'broadsheet-many-'));
    [server, discord, telegram] = await Promise.all([startRedis(), startFakeDiscord(), startFakeTelegram()]);
    const own = Array.from({ length: counts.telegram }, (_, index) => ({
      ...privateChat,
      id: 10_000 + index,
    }));
    await telegram.reset({ chats: [...chats, ...own] });
    store = await openStore(server.url);
  });

  after(async () => {
    for (const child of running.values()) child.kill('SIGKILL');
    await store.close();
    await Promise.all([discord.stop(), telegram.close(), server.close()]);
    rmSync(dir, { recursive: true });
  });

  const startAs = async (role: string, name: string) => {
    const child = start('src/main.ts', [], {
      env: {
        ...{ ROLE: role, PORT: '0', DATA_DIR: join(dir, name), STORE_URL: server.url },
        ...{ DISCORD_TOKEN: discordToken, DISCORD_API_URL: discord.apiUrl },
        ...{ TELEGRAM_TOKEN: telegramToken, TELEGRAM_API_ROOT: telegram.apiRoot },
      },
    });
    running.set(name, child);
    child.stderr?.on('data', (chunk) => log.push(`${name} ${chunk}`));
    const [, address = ''] = await waitForOutput(child, /running as \w+: (http:\S+)/);
    addresses.set(name, address);
  };

  const subscribeAll = async () => {
    const due = {
      edition: 'sample',
      time: '00:00',
      timezone: 'UTC',
      nextDue: `${new Date().toISOString().slice(0, 10)}T00:00:00Z`,
    };
    for (let index = 0; index < counts.telegram; index++) {
      await store.saveSubscription(
        subscriptionOf(`t${index}`, { ...due, chat: chatOf(`${10_000 + index}`) }),
      );
    }
    for (let index = 0; index < counts.discord; index++) {
      const chat = chatOf(`9${String(index).padStart(18, '0')}`, 'discord');
      await store.saveSubscription(subscriptionOf(`d${index}`, { ...due, chat }));
    }
  };

  it('sends every part, none twice, and takes over what a killed worker held', {
    timeout: 170_000,
  }, async () => {
    await subscribeAll();
    // Some sends arrive and are never answered, so that the worker is killed in the middle of them.
    await telegram.fail({ method: 'sendRichMessage', break: 'hang', after: true, times: hung });
    await Promise.all([startAs('worker', 'w1'), startAs('worker', 'w2'), startAs('bot', 'b')]);
    await Promise.all(['s1', 's2', 's3'].map((name) => startAs('scheduler', name)));
    await telegram.until(({ sent }) => sent.length >= 30, 60_000);
    running.get('w1')?.kill('SIGKILL');
    const held = (await store.findDeliveries({ states: ['sending'] })).length;
    assert.ok(held > 0, 'the killed worker held something');
    await until(async () => (await openRows(store)) === 0, 'all rows ended', takeoverMs + 30_000);

    const rows = await store.findDeliveries({});
    const of = (platform: string) => rows.filter(({ chat }) => chat.platform === platform);
    assert.equal(new Set(of('telegram').map(({ subscriptionId }) => subscriptionId)).size, counts.telegram);
    assert.equal(new Set(of('discord').map(({ subscriptionId }) => subscriptionId)).size, counts.discord);
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);

    const planned = log.join('').matchAll(/"rows":(\d+),"msg":"digest planned"/g);
    assert.equal(
      [...planned].reduce((sum, [, count]) => sum + Number(count), 0),
      rows.length,
      'no row is planned twice',
    );

    const { messages, violations } = await discord.evidence();
    assert.deepEqual(violations, []);
    assert.ok(
      of('discord').every(({ state }) => state === 'sent'),
      statesOf(of('discord')),
    );
    assert.deepEqual(
      countBy(messages.map(({ channelId }) => channelId)),
      countBy(of('discord').map(({ chat }) => chat.id)),
    );

    const { sent } = await telegram.look();
    const arrived = countBy(sent.map(({ chatId }) => String(chatId)));
    const due = countBy(of('telegram').map(({ chat }) => chat.id));
    for (const [chat, count] of Object.entries(arrived))
      assert.ok(count <= (due[chat] ?? 0), `${chat} twice`);
    const unknown = of('telegram').filter(({ state }) => state === 'unknown').length;
    assert.ok(unknown <= telegramAtOnce + hung && unknown >= 1, `${unknown} unknown`);
    assert.equal(
      of('telegram').filter(({ state }) => state === 'sent').length + unknown,
      of('telegram').length,
    );
  });

  it('meets people in one process alone: nobody else polls', async () => {
    await telegram.push(said('/help', privateChat, ada));
    await telegram.until(
      ({ sent }) => sent.some(({ chatId, text }) => chatId === privateChat.id && text.includes('/digest')),
      20_000,
    );
    assert.equal((await telegram.look()).polls.mostAtOnce, 1);
    assert.equal((await discord.evidence()).identifies.length, 1);
  });

  it('tells a monitor of every role how it is', async () => {
    for (const [name, address] of addresses) {
      if (name === 'w1') continue;
      assert.equal(await (await fetch(`${address}/livez`)).text(), 'ok', name);
      assert.equal(await (await fetch(`${address}/readyz`)).text(), 'ok', name);
      const metrics = await (await fetch(`${address}/metrics`)).text();
      const lines = metrics.split('\n').filter((line) => line.startsWith('broadsheet_queue_jobs{'));
      for (const queue of ['build', 'deliver-discord', 'deliver-telegram'])
        assert.ok(
          lines.includes(`broadsheet_queue_jobs{queue="${queue}",state="waiting"} 0`),
          `${name}: ${lines}`,
        );
    }
  });

  it('ends each of them within 15 seconds of SIGTERM, with code 0', async () => {
    for (const [name, child] of running) {
      if (name === 'w1') continue;
      const startedMs = performance.now();
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      const [code] = await ended;
      assert.equal(code, 0, `${name}: ${log.filter((line) => line.startsWith(name)).join('')}`);
      assert.ok(performance.now() - startedMs < 15_000, name);
      running.delete(name);
    }
  });

  it('tells no token in any line of any log', () => {
    const text = log.join('');
    assert.ok(text.includes('digest planned'));
    assert.doesNotMatch(text, new RegExp(discordToken.slice(10)));
    assert.doesNotMatch(text, new RegExp(telegramToken.slice(10)));
  });
});

async function openRows(store: Store): Promise<number | undefined> {
  const rows = await store.findDeliveries({});
  const isOpen = ({ state }: Delivery) => state === 'pending' || state === 'sending';
  const due = await store.findSubscriptions({ state: 'active', dueAt: new Date().toISOString() });
  return due.length > 0 ? undefined : rows.filter(isOpen).length;
}

function countBy(keys: readonly string[]): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const key of [...keys].sort()) counted[key] = (counted[key] ?? 0) + 1;
  return counted;
}

function statesOf(rows: readonly Delivery[]): string {
  return JSON.stringify(countBy(rows.map(({ state }) => state)));
}
