import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openAccount } from '../../../src/app/budget.ts';
import type { Leases } from '../../../src/ports.ts';
import { openStore } from '../../../src/stores/index.ts';
import { createLocalLeases, openLeases } from '../../../src/stores/leases.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeLog } from '../../fakes/log.ts';
import { type RedisServer, redisProgram, startRedis } from '../../tools/redis-server.ts';
import { skipWithout } from '../../tools/services.ts';

/** Counts who is inside at once. */
function createRoom() {
  let inside = 0;
  let most = 0;
  return {
    most: () => most,
    async visit() {
      inside += 1;
      most = Math.max(most, inside);
      await wait(20);
      inside -= 1;
    },
  };
}

async function visits(leases: readonly Leases[], name: (index: number) => string): Promise<number> {
  const room = createRoom();
  await Promise.all(
    leases.flatMap((one, index) => [1, 2].map(() => one.hold(name(index), () => room.visit()))),
  );
  return room.most();
}

it('local leases let one at a time into a name, and others beside it', async () => {
  const leases = createLocalLeases();
  assert.equal(await visits([leases, leases], () => 'a'), 1);
  assert.equal(await visits([leases, leases], String), 2);
  await assert.rejects(
    leases.hold('a', async () => {
      throw new Error('broke');
    }),
    /broke/,
  );
  assert.equal(await leases.hold('a', async () => 'free again'), 'free again');
});

describe('leases over Redis', { skip: skipWithout(redisProgram, 'redis-server') }, () => {
  let server: RedisServer;
  before(async () => {
    server = await startRedis();
  });
  after(() => server.close());
  /** Closed after each test, also after one that failed, since an open client keeps the process alive. */
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
  });
  const openOne = async <T extends { close(): Promise<void> }>(open: (url: string) => Promise<T>) => {
    const one = await open(server.url);
    opened.push(one);
    return one;
  };

  it('let one process at a time into a name, and others beside it', async () => {
    const leases = await Promise.all([1, 2, 3].map(() => openOne(openLeases)));
    assert.equal(await visits(leases, () => 'a'), 1);
    assert.equal(await visits(leases, String), 3);
  });

  it('are not dropped by a process that lost them', async () => {
    const [one, two] = await Promise.all([openOne(openLeases), openOne(openLeases)]);
    await one?.hold('b', async () => {
      await server.tell('set', '{digest}:lease:b', two?.owner ?? '');
    });
    assert.equal(await server.tell('get', '{digest}:lease:b'), two?.owner);
  });

  it('keep two processes from both taking the last dollar', async () => {
    const stores = await Promise.all([openOne(openStore), openOne(openStore)]);
    const leases = await Promise.all([openOne(openLeases), openOne(openLeases)]);
    const clock = createFakeClock('2026-01-02T08:00:00Z');
    const edition = { id: 'e', timezone: 'UTC', budget: { hardUsd: 1 } };
    const accounts = await Promise.all(
      stores.map((store, index) =>
        openAccount({ store, clock, log: createFakeLog().log, leases: leases[index] as Leases }, edition),
      ),
    );
    const taken = await Promise.all(accounts.map((account) => account.reserve(0.6)));
    assert.deepEqual([...taken].sort(), [false, true]);
    const winner = accounts[taken.indexOf(true)];
    assert.equal(await winner?.settle(0.3), 0.3);
    assert.equal(
      await accounts[taken.indexOf(false)]?.reserve(0.6),
      true,
      'what was set aside is free again',
    );
    clock.addMs(16 * 60_000);
    assert.equal(await winner?.reserve(0.7), true, 'and so is what a process that died had set aside');
  });
});
