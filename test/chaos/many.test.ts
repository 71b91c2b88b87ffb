import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { redisProgram, startRedis } from '../tools/redis-server.ts';
import { skipWithout } from '../tools/services.ts';
import { brokenPromises } from './checker.ts';
import { runMany } from './many.ts';

async function holdsTogether(storeUrl: string): Promise<void> {
  const outcome = await runMany({ storeUrl, chats: 40, senders: 3 });
  assert.deepEqual(brokenPromises(outcome), []);
  assert.deepEqual(outcome.dates, ['2026-01-02', '2026-01-03', '2026-01-04', '2026-01-07']);
}

test('three processes on SQLite, clock steps and days of downtime: each date once, and one edition after an outage', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-many-'));
  try {
    await holdsTogether(`sqlite:${join(folder, 'store.db')}`);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('three processes on Redis, clock steps and days of downtime: each date once, and one edition after an outage', {
  skip: skipWithout(redisProgram, 'redis-server'),
}, async () => {
  const server = await startRedis();
  try {
    await holdsTogether(server.url);
  } finally {
    await server.close();
  }
});
