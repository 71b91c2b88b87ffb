import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery } from '../../src/core/delivery.ts';
import { openStore } from '../../src/stores/index.ts';
import { countStates } from '../delivery/world.ts';
import { redisProgram, startRedis } from '../tools/redis-server.ts';
import { skipWithout } from '../tools/services.ts';
import { brokenPromises } from './checker.ts';
import { calm, firstDueMs, loadSender, openStage, type SenderLife, type Stage, subscribe } from './stage.ts';

const chats = 60;
const stopWithinMs = 15_000;

/** Within its fan-out, each a little later, so that sends are in flight. */
const stopAfterMs = [90, 330, 210, 150];

async function rowsOf(storeUrl: string): Promise<Delivery[]> {
  const store = await openStore(storeUrl);
  return store.findDeliveries({}).finally(() => store.close());
}

async function beginSender(storeUrl: string, stage: Stage, atMs: number): Promise<SenderLife> {
  const life = await loadSender();
  await stage.setClock(atMs);
  life.begin({ storeUrl, platformUrl: stage.url, pace: 'fast', repeatSafeMs: calm.nonceWindowMs }, atMs);
  return life;
}

async function stopsInTime(life: SenderLife): Promise<void> {
  const startedMs = performance.now();
  assert.equal(await life.stop(), 0);
  assert.ok(performance.now() - startedMs < stopWithinMs);
}

async function stopsWell(storeUrl: string): Promise<void> {
  await subscribe(storeUrl, chats);
  const stage = await openStage({ ...calm, latencyMs: 40 });
  try {
    for (const [index, ms] of stopAfterMs.entries()) {
      const life = await beginSender(storeUrl, stage, firstDueMs + index * 120_000);
      life.tick().catch(() => undefined);
      await wait(ms);
      await stopsInTime(life);
      const counts = countStates(await rowsOf(storeUrl));
      assert.deepEqual([counts.sending, counts.unknown, counts.failed], [undefined, undefined, undefined]);
    }
    const last = await beginSender(storeUrl, stage, firstDueMs + stopAfterMs.length * 120_000);
    await last.tick();
    await stopsInTime(last);
    const rows = await rowsOf(storeUrl);
    assert.deepEqual(countStates(rows), { sent: 2 * chats });
    const outcome = { rows, evidence: await stage.evidence(), due: 2 * chats, mostUnknown: 0 };
    assert.deepEqual(brokenPromises(outcome), []);
  } finally {
    stage.close();
  }
}

async function onSqlite(run: (storeUrl: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-stop-'));
  await run(`sqlite:${join(folder, 'store.db')}`).finally(() => rm(folder, { recursive: true }));
}

test('told to stop in the midst of a fan-out over SQLite, it ends soon and leaves nothing open', () =>
  onSqlite(stopsWell));

test('told to stop in the midst of a fan-out over Redis, it ends soon and leaves nothing open', {
  skip: skipWithout(redisProgram, 'redis-server'),
}, async () => {
  const server = await startRedis();
  await stopsWell(server.url).finally(() => server.close());
});

test('a platform that hangs does not keep it from stopping within 15 s, and the outcome is recorded', () =>
  onSqlite(async (storeUrl) => {
    await subscribe(storeUrl, chats);
    const stage = await openStage({ ...calm, latencyMs: 60_000 });
    try {
      const life = await beginSender(storeUrl, stage, firstDueMs);
      life.tick().catch(() => undefined);
      await wait(700);
      await stopsInTime(life);
      const rows = await rowsOf(storeUrl);
      const of = (name: string) => countStates(rows.filter(({ chat }) => chat.platform === name));
      assert.equal(of('telegram').sending, undefined, 'nobody can look on Telegram: unknown, and counted');
      assert.ok((of('telegram').unknown ?? 0) <= 5 && (of('discord').sending ?? 0) <= 20);
      assert.equal(of('discord').unknown, undefined, 'on Discord the next process looks');
      assert.equal(rows.length, 2 * chats);
    } finally {
      stage.close();
    }
  }));
