import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Delivery } from '../../../src/core/delivery.ts';
import type { DeliveryFilter } from '../../../src/ports.ts';
import { openStore } from '../../../src/stores/index.ts';
import { storeContract } from '../../contracts/store.ts';
import { type RedisServer, redisProgram, startRedis } from '../../tools/redis-server.ts';
import { skipWithout } from '../../tools/services.ts';

describe('on a server of its own', { skip: skipWithout(redisProgram, 'redis-server') }, () => {
  let server: RedisServer;
  before(async () => {
    server = await startRedis();
  });
  after(() => server.close());

  storeContract('redis', async () => {
    await server.empty();
    let store = await openStore(server.url);
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await openStore(server.url);
        return store;
      },
      close: () => store.close(),
    };
  });

  it('reads no more of thousands of rows than were asked for', async (t) => {
    await server.empty();
    const store = await openStore(server.url);
    t.after(() => store.close());
    const at = (second: number) => new Date(Date.parse('2026-01-02T00:00:00Z') + second * 1000).toISOString();
    const rows = Array.from({ length: 3000 }, (_, n) => ({
      ...{ id: `d${n}`, subscriptionId: `s${n}`, date: '2026-01-02', part: 0, reportId: 'r', attempts: 0 },
      ...{ chat: { platform: 'telegram', id: `${n}` }, state: 'pending', at: at(n) },
    })) as Delivery[];
    await store.planDeliveries(rows, []);
    const sentBytes = async () =>
      Number(/total_net_output_bytes:(\d+)/.exec(String(await server.tell('info', 'stats')))?.[1]);
    const bytesOf = async (filter: DeliveryFilter, count: number) => {
      const before = await sentBytes();
      assert.equal((await store.findDeliveries(filter)).length, count);
      return (await sentBytes()) - before;
    };
    const all = await bytesOf({ states: ['pending'] }, 3000);
    assert.ok(all > 300_000, `${all} bytes`);
    const few = [
      await bytesOf({ states: ['pending', 'sending'], limit: 5 }, 5),
      await bytesOf({ limit: 5 }, 5),
      await bytesOf({ states: ['pending'], since: at(2995) }, 5),
      await bytesOf({ since: at(2995) }, 5),
    ];
    for (const bytes of few) assert.ok(bytes < 12_000, `${few} bytes of ${all}`);
  });
});
