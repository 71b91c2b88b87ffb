import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '../../src/ports.ts';
import { openStore } from '../../src/stores/index.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';
import { type RedisServer, redisProgram, startRedis } from '../tools/redis-server.ts';
import { skipWithout } from '../tools/services.ts';
import { countStates } from './world.ts';

const chats = 60;
const lives = 4;

async function subscribe(store: Store): Promise<void> {
  for (const platform of ['discord', 'telegram'] as const) {
    for (let index = 0; index < chats; index++) {
      const id = `${platform === 'discord' ? 7 : 8}${String(index).padStart(6, '0')}`;
      await store.saveSubscription(subscriptionOf(`${platform}-${id}`, { chat: chatOf(id, platform) }));
    }
  }
}

function startSender(storeUrl: string, url: string, minutes: number): ChildProcess {
  const at = new Date(Date.parse('2026-01-02T00:00:00Z') + minutes * 60_000).toISOString();
  return fork(join(import.meta.dirname, '..', 'chaos', 'sender-process.ts'), [storeUrl, url, at]);
}

/** Resolves to the milliseconds between the signal and the end. */
async function stopGently(child: ChildProcess): Promise<number> {
  const exit = once(child, 'exit');
  const start = performance.now();
  child.kill('SIGTERM');
  const [code] = await exit;
  assert.equal(code, 0);
  return performance.now() - start;
}

async function stopsWell(storeUrl: string): Promise<void> {
  const store = await openStore(storeUrl);
  const platform = fork(join(import.meta.dirname, 'slow-platform.ts'), ['40']);
  try {
    await subscribe(store);
    const [{ port }] = (await once(platform, 'message')) as [{ port: number }];
    const url = `http://127.0.0.1:${port}`;
    for (let life = 0; life < lives; life++) {
      const child = startSender(storeUrl, url, life * 2);
      await once(child, 'message');
      await wait(Math.random() * 400);
      const tookMs = await stopGently(child);
      assert.ok(tookMs < 15_000, `${tookMs} ms`);
      const counts = countStates(await store.findDeliveries({}));
      assert.deepEqual([counts.sending, counts.unknown, counts.failed], [undefined, undefined, undefined]);
    }
    const last = startSender(storeUrl, url, lives * 2);
    await once(last, 'message');
    await once(last, 'message');
    await stopGently(last);
    assert.deepEqual(countStates(await store.findDeliveries({})), { sent: 2 * chats });
    const arrived = (await (await fetch(`${url}/evidence`)).json()) as string[];
    assert.equal(arrived.length, 2 * chats);
    assert.equal(new Set(arrived).size, 2 * chats);
  } finally {
    platform.kill('SIGKILL');
    await store.close();
  }
}

test('told to stop in the midst of a fan-out over SQLite, it ends soon and leaves nothing open', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-stop-'));
  try {
    await stopsWell(`sqlite:${join(folder, 'store.db')}`);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('told to stop in the midst of a fan-out over Redis, it ends soon and leaves nothing open', {
  skip: skipWithout(redisProgram, 'redis-server'),
}, async () => {
  const server: RedisServer = await startRedis();
  try {
    await stopsWell(server.url);
  } finally {
    await server.close();
  }
});

test('a platform that hangs does not keep it from stopping within 15 s, and the outcome is recorded', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-stop-'));
  const storeUrl = `sqlite:${join(folder, 'store.db')}`;
  const store = await openStore(storeUrl);
  const platform = fork(join(import.meta.dirname, 'slow-platform.ts'), ['60000']);
  try {
    await subscribe(store);
    const [{ port }] = (await once(platform, 'message')) as [{ port: number }];
    const child = startSender(storeUrl, `http://127.0.0.1:${port}`, 0);
    await once(child, 'message');
    await wait(700);
    const tookMs = await stopGently(child);
    assert.ok(tookMs < 15_000, `${tookMs} ms`);
    const rows = await store.findDeliveries({});
    const of = (name: string) => countStates(rows.filter(({ chat }) => chat.platform === name));
    assert.deepEqual(of('telegram').sending, undefined, 'nobody can look on Telegram: unknown, and counted');
    assert.ok((of('telegram').unknown ?? 0) <= 5 && (of('discord').sending ?? 0) <= 20);
    assert.equal(of('discord').unknown, undefined, 'on Discord the next process looks');
    assert.equal(rows.length, 2 * chats);
  } finally {
    platform.kill('SIGKILL');
    await store.close();
    await rm(folder, { recursive: true });
  }
});
