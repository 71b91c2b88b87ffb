import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openStore } from '../../src/stores/index.ts';
import { subscriptionOf } from '../fakes/subscriptions.ts';
import { redisProgram, startRedis } from '../tools/redis-server.ts';
import { run } from '../tools/run.ts';
import { skipWithout } from '../tools/services.ts';

let dir: string;
before(() => {
  dir = mkdtempSync(join(tmpdir(), 'broadsheet-store-'));
});
after(() => rmSync(dir, { recursive: true }));

test('everything moves from SQLite to Redis and back, proved by counts and hashes', {
  skip: skipWithout(redisProgram, 'redis-server'),
}, async () => {
  const [first, second] = ['first', 'second'].map((name) => `sqlite:${join(dir, `${name}.db`)}`) as [
    string,
    string,
  ];
  const store = await openStore(first);
  for (let index = 0; index < 30; index++) await store.saveSubscription(subscriptionOf(`s${index}`));
  await store.saveBlob('frozen:a', new Uint8Array([0, 255, 10]));
  await store.setValue('built:e:2026-01-02', '2026-01-02T00:00:00Z');
  await store.close();
  const server = await startRedis();
  try {
    const there = await run('src/cli.mjs', ['store', 'copy', first, server.url]);
    assert.equal(there.code, 0, there.stderr);
    assert.match(there.stdout, /subscription +30 .*[\s\S]*counts and hashes agree/);
    const back = await run('src/cli.mjs', ['store', 'copy', server.url, second]);
    assert.equal(back.code, 0, back.stderr);
    assert.equal(back.stdout, there.stdout);
    const again = await openStore(second);
    assert.equal((await again.findSubscriptions({})).length, 30);
    assert.deepEqual(await again.findBlob('frozen:a'), new Uint8Array([0, 255, 10]));
    await again.close();
    const full = await run('src/cli.mjs', ['store', 'copy', first, server.url]);
    assert.notEqual(full.code, 0, 'a store that holds something is not written over');
  } finally {
    await server.close();
  }
});
