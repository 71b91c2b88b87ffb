import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { createWatchdog } from '../../src/delivery/watchdog.ts';
import type { Store } from '../../src/ports.ts';
import { openStore } from '../../src/stores/index.ts';
import { createFakeLog } from '../fakes/log.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';
import { type RedisServer, redisProgram, startRedis } from '../tools/redis-server.ts';
import { skipWithout } from '../tools/services.ts';
import { countStates, openWorld } from './world.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 3600 * secondMs;
const dayMs = 24 * hourMs;
const chats = 30;

/** A minute's schedule as node-cron keeps it: it waits for the wall to show the next minute, however long. */
function createSchedule(wallMs: number, run: () => Promise<void>) {
  let nextMs = wallMs + 60 * secondMs;
  return async (nowMs: number) => {
    if (nowMs < nextMs) return;
    nextMs = nowMs + 60 * secondMs;
    await run();
  };
}

test('while the schedule is silent the job runs after 90 s, told once each time; else never', async () => {
  const log = createFakeLog('warn');
  let nowMs = 0;
  let runs = 0;
  const run = async () => void runs++;
  const watchdog = createWatchdog({ run, log: log.log, monotonicMs: () => nowMs });
  try {
    for (nowMs = 0; nowMs < 600 * secondMs; nowMs += 10 * secondMs) {
      if (nowMs % (60 * secondMs) === 0) await watchdog.tick();
      await watchdog.look();
    }
    assert.equal(runs, 10);
    assert.equal(log.lines.length, 0);
    for (; nowMs < 1200 * secondMs; nowMs += 10 * secondMs) await watchdog.look();
    assert.equal(runs, 10 + 7, '650 s of silence');
    assert.equal(log.lines.length, 7);
  } finally {
    watchdog.stop();
  }
});

/** Three delivery loops on one store, each with its schedule and its watchdog, on one wall clock. */
async function live(
  store: Store,
  { stepMs, forMs, early = false }: { stepMs: number; forMs: number; early?: boolean },
) {
  const world = await openWorld({ store });
  for (let index = 0; index < chats; index++) {
    await store.saveSubscription(
      subscriptionOf(`s${index}`, {
        chat: chatOf(`c${index}`),
        time: '08:05',
        nextDue: '2026-01-02T00:05:00Z',
      }),
    );
  }
  let monotonicMs = 0;
  const wallMs = () => Date.parse(world.clock.now());
  const loops = [world.delivery, world.restart(), world.restart()].map((delivery) => {
    const watchdog = createWatchdog({
      run: () => delivery.tick(),
      log: world.log.log,
      monotonicMs: () => monotonicMs,
    });
    return { watchdog, schedule: createSchedule(wallMs(), () => watchdog.tick()) };
  });
  /** The clock jumps; where `early`, one more chat is due ten minutes later by the new clock. */
  const step = async () => {
    world.clock.addMs(stepMs);
    const nextDue = new Date(wallMs() + 10 * minuteMs).toISOString();
    const time = '07:12';
    if (early)
      await store.saveSubscription(subscriptionOf('early', { chat: chatOf('early'), time, nextDue }));
  };
  const sentAtMs: number[] = [];
  for (; monotonicMs < forMs; monotonicMs += 30 * secondMs) {
    if (monotonicMs === 120 * secondMs) await step();
    const before = world.outbox.sent.length;
    await Promise.all(
      loops.map(async ({ schedule, watchdog }) => {
        await schedule(wallMs());
        await watchdog.look();
      }),
    );
    if (world.outbox.sent.length > before) sentAtMs.push(monotonicMs);
    world.clock.addMs(30 * secondMs);
  }
  for (const { watchdog } of loops) watchdog.stop();
  return { world, sentAtMs };
}

function eachOnce(sent: readonly { chat: string }[]): void {
  assert.equal(sent.length, chats);
  assert.equal(new Set(sent.map(({ chat }) => chat)).size, chats);
}

function holdsOver(open: () => Promise<Store>): void {
  it('sends once when the clock steps an hour ahead, past the due time', async () => {
    const { world, sentAtMs } = await live(await open(), { stepMs: hourMs, forMs: 10 * minuteMs });
    eachOnce(world.outbox.sent);
    assert.ok((sentAtMs[0] ?? Number.POSITIVE_INFINITY) <= 4 * minuteMs);
  });

  it('sends once when the clock steps an hour back before the due time, as soon as it comes again', async () => {
    const { world, sentAtMs } = await live(await open(), { stepMs: -hourMs, forMs: 75 * minuteMs });
    eachOnce(world.outbox.sent);
    const dueMs = 65 * minuteMs;
    assert.ok((sentAtMs[0] ?? 0) >= dueMs && (sentAtMs[0] ?? 0) <= dueMs + 2 * minuteMs, String(sentAtMs[0]));
  });

  it('sends what falls due in an hour that the clock lives through again', async () => {
    const { world, sentAtMs } = await live(await open(), {
      stepMs: -hourMs,
      forMs: 30 * minuteMs,
      early: true,
    });
    assert.deepEqual(
      world.outbox.sent.map(({ chat }) => chat),
      ['telegram:early'],
    );
    const dueMs = 12 * minuteMs;
    const [sentMs = 0] = sentAtMs;
    assert.ok(sentMs >= dueMs && sentMs <= dueMs + 2 * minuteMs, String(sentMs));
  });

  for (const [name, downMs, missed] of [
    ['5 hours', 5 * hourMs, 0],
    ['3 days', 3 * dayMs, 3],
  ] as const) {
    it(`sends one edition, once, after ${name} of downtime`, async () => {
      const store = await open();
      const world = await openWorld({ store });
      for (let index = 0; index < chats; index++) {
        await store.saveSubscription(subscriptionOf(`s${index}`, { chat: chatOf(`c${index}`) }));
      }
      world.clock.addMs(downMs);
      const loops = [world.delivery, world.restart(), world.restart()];
      for (let minute = 0; minute < 3; minute++) {
        await Promise.all(loops.map((loop) => loop.tick()));
        world.clock.addMs(minuteMs);
      }
      eachOnce(world.outbox.sent);
      const counts = countStates(await world.rows());
      assert.deepEqual(counts, missed ? { sent: chats, skipped: missed * chats } : { sent: chats });
      assert.equal(
        world.outbox.sent.every(({ text }) => text.includes('late for')),
        missed === 0,
      );
    });
  }
}

describe('time over SQLite', () => holdsOver(() => openStore('sqlite::memory:')));

describe('time over Redis', { skip: skipWithout(redisProgram, 'redis-server') }, () => {
  let server: RedisServer;
  let store: Store;
  before(async () => {
    server = await startRedis();
    store = await openStore(server.url);
  });
  after(async () => {
    await store.close();
    await server.close();
  });
  holdsOver(async () => {
    await server.empty();
    return store;
  });
});
