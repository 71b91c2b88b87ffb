import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { ConfigError } from '../../../src/core/errors.ts';
import type { Store } from '../../../src/ports.ts';
import { openStore } from '../../../src/stores/index.ts';
import { openRedisStore } from '../../../src/stores/redis/open.ts';
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
  assert.deepEqual(await warningsUnder('--appendfsync', 'always'), []);
});

test('a Redis that answers before it has written is opened with a warning', { skip }, async () => {
  const warnings = await warningsUnder('--appendfsync', 'everysec');
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /everysec.*set appendfsync to always/);
});

test('a Redis that may forget or evict is opened with a warning for each', { skip }, async () => {
  const [persistence = '', eviction = '', ...rest] = await warningsUnder(
    ...['--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru'],
  );
  assert.match(persistence, /set appendonly to yes/);
  assert.match(eviction, /allkeys-lru.*noeviction/);
  assert.deepEqual(rest, []);
});

/** A way to the server on which bytes stop, unnoticed, while new connections get through. */
async function openWay(port: number) {
  const pairs: Socket[][] = [];
  const way = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far).pipe(near);
    pairs.push([near, far]);
  }).listen(0, '127.0.0.1');
  await once(way, 'listening');
  return {
    url: `redis://127.0.0.1:${(way.address() as AddressInfo).port}`,
    swallow() {
      for (const [near, far] of pairs) near?.unpipe(far) && near.resume();
    },
    close() {
      for (const socket of pairs.flat()) socket.destroy();
      way.close();
    },
  };
}

test('a connection that died without a word is given up, and another one is made', { skip }, async (t) => {
  const server = await startRedis();
  t.after(() => server.close());
  const way = await openWay(server.port);
  t.after(() => way.close());
  const patience = { commandTimeoutMs: 100, socketTimeoutMs: 300 };
  const warnings: string[] = [];
  const store = await openRedisStore(way.url, (sentence) => warnings.push(sentence), patience);
  t.after(() => store.close());
  way.swallow();
  await assert.rejects(store.check(), {
    name: 'AdapterError',
    retryable: true,
    message: /cannot be reached \(Command timed out\)/,
  });
  for (let tries = 0; tries < 50 && (await isDead(store)); tries++) await wait(100);
  await store.check();
  assert.match(warnings.at(-1) ?? '', /connection to Redis broke/);
});

async function isDead(store: Store): Promise<boolean> {
  return store.check().then(
    () => false,
    () => true,
  );
}

test('a Redis that is not there is refused, and no password is repeated', async () => {
  await assert.rejects(openStore('redis://:hunter2@127.0.0.1:1'), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.ok(!error.message.includes('hunter2'));
    return true;
  });
});
