import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openStore } from '../../src/stores/index.ts';
import type { CopyableStore } from '../../src/stores/records.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';
import { type RedisServer, redisProgram, startRedis } from '../tools/redis-server.ts';
import { skipWithout } from '../tools/services.ts';
import { countStates, openWorld } from './world.ts';

describe('delivery over Redis', { skip: skipWithout(redisProgram, 'redis-server') }, () => {
  let server: RedisServer;
  let store: CopyableStore;
  before(async () => {
    server = await startRedis();
    store = await openStore(server.url);
  });
  after(async () => {
    await store.close();
    await server.close();
  });

  const subscribe = async (count: number) => {
    await server.empty();
    for (let index = 0; index < count; index++) {
      await store.saveSubscription(subscriptionOf(`s${index}`, { chat: chatOf(`c${index}`) }));
    }
  };

  it('plans and sends once when three schedulers run at once', async () => {
    await subscribe(50);
    const world = await openWorld({ store });
    await Promise.all([world.delivery, world.restart(), world.restart()].map((one) => one.tick()));
    assert.equal(new Set(world.outbox.sent.map(({ chat }) => chat)).size, 50);
    assert.equal(world.outbox.sent.length, 50);
    assert.deepEqual(countStates(await world.rows()), { sent: 50 });
  });

  it('sends nothing while memory is short, and everything once afterwards', async () => {
    await subscribe(20);
    const world = await openWorld({ store });
    await server.tell('config', 'set', 'maxmemory', '1');
    await world.delivery.tick();
    assert.equal(world.outbox.sent.length, 0);
    await server.tell('config', 'set', 'maxmemory', '0');
    world.clock.addMs(120_000);
    await world.delivery.tick();
    assert.equal(world.outbox.sent.length, 20);
  });

  it('sends nothing while the server refuses writes, and everything once afterwards', async () => {
    await subscribe(20);
    const world = await openWorld({ store });
    await server.tell('config', 'set', 'min-replicas-to-write', '1');
    await world.delivery.tick();
    assert.equal(world.outbox.sent.length, 0);
    await server.tell('config', 'set', 'min-replicas-to-write', '0');
    world.clock.addMs(120_000);
    await world.delivery.tick();
    assert.equal(world.outbox.sent.length, 20);
  });

  it('goes on after the server was killed and came back', async () => {
    await subscribe(20);
    const world = await openWorld({ store });
    await server.kill();
    await world.delivery.tick();
    assert.equal(world.outbox.sent.length, 0);
    await server.restart();
    while (await store.check().catch((error: Error) => error)) await new Promise((go) => setTimeout(go, 50));
    world.clock.addMs(120_000);
    await world.delivery.tick();
    assert.equal(world.outbox.sent.length, 20);
    assert.deepEqual(countStates(await world.rows()), { sent: 20 });
  });
});
