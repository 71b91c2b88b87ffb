import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '../../../src/core/errors.ts';
import { openStore } from '../../../src/stores/index.ts';
import { redisProgram, startRedis } from '../../tools/redis-server.ts';
import { skipWithout } from '../../tools/services.ts';

const skip = skipWithout(redisProgram, 'redis-server');

async function warningsUnder(...options: string[]): Promise<string[]> {
  const server = await startRedis(...options);
  const warnings: string[] = [];
  const store = await openStore(server.url, (sentence) => warnings.push(sentence));
  await store.close();
  await server.close();
  return warnings;
}

test('a Redis that keeps what it acknowledged is opened without a word', { skip }, async () => {
  assert.deepEqual(await warningsUnder(), []);
});

test('a Redis that may forget or evict is opened with a warning for each', { skip }, async () => {
  const [persistence = '', eviction = '', ...rest] = await warningsUnder(
    ...['--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru'],
  );
  assert.match(persistence, /set appendonly to yes/);
  assert.match(eviction, /allkeys-lru.*noeviction/);
  assert.deepEqual(rest, []);
});

test('a Redis that is not there is refused, and no password is repeated', async () => {
  await assert.rejects(openStore('redis://:hunter2@127.0.0.1:1'), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.ok(!error.message.includes('hunter2'));
    return true;
  });
});
