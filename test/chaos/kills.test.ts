import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { redisProgram, startRedis } from '../tools/redis-server.ts';
import { skipWithout } from '../tools/services.ts';
import { brokenPromises } from './checker.ts';
import { runKills } from './kills.ts';

const faults = { seed: 20260102, limited: 0.05, failed: 0.05, reset: 0.02, hung: 0 };

async function holdsTogether(storeUrl: string, nonceWindowMs: number): Promise<void> {
  const outcome = await runKills({
    ...{ storeUrl, nonceWindowMs, faults },
    chats: 60,
    kills: 5,
    longestLifeMs: 800,
  });
  assert.deepEqual(brokenPromises(outcome), []);
}

test('killed again and again in its fan-outs over SQLite, nothing arrives twice and nobody is missed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-kills-'));
  try {
    await holdsTogether(`sqlite:${join(folder, 'store.db')}`, 120_000);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('killed again and again in its fan-outs over Redis, nothing arrives twice and nobody is missed', {
  skip: skipWithout(redisProgram, 'redis-server'),
}, async () => {
  const server = await startRedis();
  try {
    await holdsTogether(server.url, 120_000);
  } finally {
    await server.close();
  }
});
