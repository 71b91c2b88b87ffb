import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { redisProgram, startRedis } from '../tools/redis-server.ts';
import { skipWithout } from '../tools/services.ts';
import { doubled, inState, runKills } from './kills.ts';

const chats = 60;
const faults = { seed: 20260102, limited: 0.05, failed: 0.05, reset: 0.02, hung: 0 };

async function holdsTogether(storeUrl: string): Promise<void> {
  const { rows, evidence, mostUnknown } = await runKills({
    ...{ storeUrl, chats, faults },
    kills: 5,
    longestLifeMs: 800,
  });
  assert.equal(rows.length, 2 * chats, 'every due part has one row');
  assert.deepEqual(doubled(evidence, 'discord'), []);
  assert.deepEqual(doubled(evidence, 'telegram'), []);
  assert.deepEqual(
    rows.filter(({ state }) => state === 'pending' || state === 'sending'),
    [],
  );
  for (const row of rows.filter(({ state }) => state === 'sent'))
    assert.equal(evidence[row.chat.platform as 'discord' | 'telegram'][row.chat.id], 1, `${row.id} arrived`);
  for (const row of rows.filter(({ state }) => state === 'failed'))
    assert.fail(`${row.id} failed, though no fault was a refusal: ${row.reason}`);
  assert.ok(inState(rows, 'telegram', 'unknown').length <= mostUnknown);
}

test('killed again and again in one fan-out over SQLite, nothing arrives twice and every part is accounted for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-kills-'));
  try {
    await holdsTogether(`sqlite:${join(folder, 'store.db')}`);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('killed again and again in one fan-out over Redis, nothing arrives twice and every part is accounted for', {
  skip: skipWithout(redisProgram, 'redis-server'),
}, async () => {
  const server = await startRedis();
  try {
    await holdsTogether(server.url);
  } finally {
    await server.close();
  }
});
