import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { copyStore, takeInventory } from '../../src/stores/copy.ts';
import { openStore } from '../../src/stores/index.ts';
import type { CopyableStore } from '../../src/stores/records.ts';
import { subscriptionOf } from '../fakes/subscriptions.ts';
import { smallDay } from '../fixtures/posts.ts';
import { redisProgram, startRedis } from '../tools/redis-server.ts';
import { skipWithout } from '../tools/services.ts';

async function fill(store: CopyableStore): Promise<void> {
  await store.savePosts('daily', smallDay);
  await store.savePosts('other', smallDay.slice(0, 2));
  await store.saveBlob('picture', new Uint8Array([0, 255, 10, 13]));
  await store.setValue('键', '值');
  await store.saveChat({ chat: { platform: 'telegram', id: '-1' }, language: 'zh' });
  const subscription = subscriptionOf('s');
  await store.saveSubscription(subscription);
  const row = {
    subscriptionId: 's',
    date: '2026-01-02',
    reportId: 'r',
    chat: subscription.chat,
    attempts: 0,
  };
  const rows = [0, 1].map((part) => ({ ...row, id: `s.${part}`, part, state: 'pending' as const, at: now }));
  await store.planDeliveries(rows, [{ id: 's', nextDue: '2026-01-03T00:00:00Z' }]);
  await store.claimDeliveries(['s.0'], 'me', now);
}

const now = '2026-01-02T00:00:00Z';

describe('copying a store', () => {
  test('everything of one is in the other, and counts and hashes say so', async () => {
    const [from, to] = [await openStore('sqlite::memory:'), await openStore('sqlite::memory:')];
    await fill(from);
    const inventory = await copyStore(from, to);
    assert.equal(inventory.post.count, smallDay.length + 2);
    assert.equal(inventory.delivery.count, 2);
    assert.deepEqual(await takeInventory(from), inventory);
  });

  test('a target that holds anything is left alone', async () => {
    const [from, to] = [await openStore('sqlite::memory:'), await openStore('sqlite::memory:')];
    await to.setValue('a', 'b');
    await assert.rejects(copyStore(from, to), /not empty/);
  });

  test('a target that keeps something else is told', async () => {
    const [from, to] = [await openStore('sqlite::memory:'), await openStore('sqlite::memory:')];
    await fill(from);
    const forgetful = { ...to, saveChat: async () => undefined };
    await assert.rejects(copyStore(from, forgetful), /differs in its chat records \(1 there, 0 here\)/);
  });

  test('to Redis and back nothing is lost', { skip: skipWithout(redisProgram, 'redis-server') }, async () => {
    const server = await startRedis();
    try {
      const [from, back] = [await openStore('sqlite::memory:'), await openStore('sqlite::memory:')];
      const middle = await openStore(server.url);
      await fill(from);
      await copyStore(from, middle);
      assert.deepEqual(await copyStore(middle, back), await takeInventory(from));
      await middle.close();
    } finally {
      await server.close();
    }
  });
});
