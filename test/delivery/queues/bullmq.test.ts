import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { SendError } from '../../../src/core/errors.ts';
import { openBullQueue } from '../../../src/delivery/queues/bullmq.ts';
import { type BuildJob, type ChatJob, createSharedQueue } from '../../../src/delivery/queues/shared.ts';
import type { Outbox, Store } from '../../../src/ports.ts';
import { openStore } from '../../../src/stores/index.ts';
import { deliveryQueueContract, groupOf, planRows, until } from '../../contracts/delivery-queue.ts';
import { createFakeLog } from '../../fakes/log.ts';
import { createFakeOutbox } from '../../fakes/outbox.ts';
import { type RedisServer, redisProgram, startRedis } from '../../tools/redis-server.ts';
import { skipWithout } from '../../tools/services.ts';

const clock = { now: () => new Date().toISOString() };
const quick = { lockMs: 1000, stalledEveryMs: 500, wedgedAfterMs: 600 };

describe('over a Redis server of its own', { skip: skipWithout(redisProgram, 'redis-server') }, () => {
  let server: RedisServer;
  before(async () => {
    server = await startRedis();
  });
  after(() => server.close());

  const log = createFakeLog();
  /** Closed after each test, also after one that failed, since an open client keeps the process alive. */
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
  });
  const openQueue = <T>(name: string) => {
    const queue = openBullQueue<T>(name, server.url, log.log, quick);
    opened.push(queue);
    return queue;
  };
  const openOwnStore = async () => {
    const store = await openStore(server.url);
    opened.push(store);
    return store;
  };
  const openJobs = async () => {
    await server.empty();
    return openQueue<number>('build');
  };

  deliveryQueueContract('BullMQ', async (outbox: Outbox) => {
    await server.empty();
    const store = await openStore(server.url);
    const planned: string[] = [];
    const built: string[] = [];
    let owners = 0;
    const open = () =>
      createSharedQueue({
        queues: {
          build: openQueue<BuildJob>('build'),
          deliver: { telegram: openQueue<ChatJob>('deliver-telegram') },
        },
        works: true,
        buildEdition: async (edition, day) => void built.push(`${edition} ${day}`),
      })({
        ...{ store, clock, outboxes: { telegram: outbox }, log: log.log },
        owner: `o${owners++}`,
        plan: async ({ key }) => void planned.push(key),
        compose: async () => undefined,
        findGroup: async (key) => groupOf(key),
      });
    const queue = open();
    return {
      ...{ store, queue, planned },
      second: async () => open(),
      async close() {
        await queue.stop();
        await store.close();
      },
    };
  });

  const openShared = (outbox: Outbox, store: Store, plan: () => Promise<void> = async () => undefined) =>
    createSharedQueue({
      queues: {
        build: openQueue<BuildJob>('build'),
        deliver: { telegram: openQueue<ChatJob>('deliver-telegram') },
      },
      works: true,
      buildEdition: async () => undefined,
    })({
      ...{
        store,
        clock,
        outboxes: { telegram: outbox },
        log: log.log,
        owner: `o${Math.floor(performance.now())}`,
      },
      plan,
      compose: async () => undefined,
      findGroup: async (key) => groupOf(key),
    });

  it('lets every process rest when the platform refuses one message for all, and keeps its pace in a chat', async () => {
    await server.empty();
    const store = await openOwnStore();
    const calls: { chat: string; atMs: number }[] = [];
    let refused: number | undefined;
    const fake = createFakeOutbox({
      parts: 2,
      before: ({ chat }) => {
        calls.push({ chat, atMs: performance.now() });
        if (refused !== undefined) return;
        refused = performance.now();
        throw new SendError('slow down', { outcome: 'rate-limited', retryAfterMs: 1200 });
      },
    });
    const outbox = Object.assign(fake, { pace: { perSecond: 50, sameChatMs: () => 400, limitsAll: true } });
    const queues = [openShared(outbox, store), openShared(outbox, store)];
    await wait(300);
    await queues[0]?.offer(await planRows(store, { chats: 30, parts: 2 }));
    await until(async () => (await store.findDeliveries({ states: ['sent'] })).length === 60, 'all are sent');
    const from = refused ?? 0;
    // What was in flight when the refusal came is allowed: as many as go at once in two processes.
    const early = calls.filter(({ atMs }) => atMs > from + 150 && atMs < from + 1100);
    assert.deepEqual(early, []);
    for (const chat of new Set(calls.map((call) => call.chat))) {
      const [first, second] = calls.filter((call) => call.chat === chat).slice(-2);
      assert.ok((second?.atMs ?? 0) - (first?.atMs ?? 0) >= 380, chat);
    }
  });

  it('plans a digest in one process at a time when three schedulers hand it on at once', async () => {
    await server.empty();
    const store = await openOwnStore();
    let running = 0;
    let most = 0;
    const plan = async () => {
      most = Math.max(most, ++running);
      await wait(200);
      running -= 1;
    };
    const queues = [1, 2, 3].map(() => openShared(createFakeOutbox(), store, plan));
    const signal = new AbortController().signal;
    await Promise.all(queues.map((queue) => queue.plan([groupOf('a')], signal)));
    await wait(600);
    assert.equal(most, 1);
  });

  it('holds one job a key while it waits, and one more that follows while it runs', async () => {
    const jobs = await openJobs();
    const done: number[] = [];
    await jobs.add([1, 2, 3].map((data) => ({ key: 'same', data })));
    assert.equal((await jobs.depth()).waiting, 1);
    const handle = async (data: number) => {
      if (done.length === 0) await jobs.add([4, 5].map((later) => ({ key: 'same', data: later })));
      done.push(data);
      return 'done' as const;
    };
    await jobs.work({ handle, atOnce: 4 });
    await until(() => done.length === 2, 'the job and its follower ran');
    await wait(300);
    assert.deepEqual(done, [1, 5]);
    await jobs.add([{ key: 'same', data: 6 }]);
    await until(() => done.length === 3, 'the key is free again once its job is over');
  });

  it('starts no more jobs a second than the platform allows, over all processes', async () => {
    const [one, two] = [await openJobs(), openQueue<number>('build')];
    const startsMs: number[] = [];
    const handle = async () => {
      startsMs.push(performance.now());
      return 'done' as const;
    };
    await one.work({ handle, atOnce: 20, perSecond: 25 });
    await two.work({ handle, atOnce: 20, perSecond: 25 });
    await one.add(Array.from({ length: 60 }, (_, data) => ({ key: `k${data}`, data })));
    await until(() => startsMs.length === 60, 'all started');
    for (const from of startsMs) {
      const within = startsMs.filter((at) => at >= from && at < from + 950).length;
      assert.ok(within <= 30, `${within} in a second`);
    }
    const seconds = ((startsMs.at(-1) ?? 0) - (startsMs[0] ?? 0)) / 1000;
    assert.ok(seconds < 4, `${seconds} s for 60 at 25 a second`);
  });

  it('tries a job that failed again, and goes on with the data that a job left', async () => {
    const jobs = await openJobs();
    const seen: number[] = [];
    const handle = async (data: number) => {
      seen.push(data);
      if (seen.length === 1) throw new Error('not yet');
      return data < 3 ? { data: data + 1 } : ('done' as const);
    };
    await jobs.work({ handle, atOnce: 1 });
    await jobs.add([{ key: 'k', data: 1 }]);
    await until(() => seen.length === 4, 'it ran to its end');
    assert.deepEqual(seen, [1, 1, 2, 3]);
  });

  it('says that it is wedged when jobs wait and none is taken, and not while a limit holds them', async () => {
    const jobs = await openJobs();
    await jobs.work({ handle: async () => 'done', atOnce: 1, perSecond: 5 });
    await wait(700);
    assert.equal(await jobs.wedged(), undefined, 'nothing waits');
    await jobs.pauseFor(60_000);
    await jobs.add([{ key: 'k', data: 1 }]);
    await wait(700);
    assert.equal(await jobs.wedged(), undefined, 'a limit holds it');
    const lost = await openJobs();
    await lost.work({ handle: async () => 'done', atOnce: 1 });
    await wait(300);
    // Put there behind the worker's back, as an outage leaves it: nothing tells the worker to look.
    await server.tell('rpush', '{digest}:build:wait', 'ghost');
    await until(async () => (await lost.wedged()) !== undefined, 'it tells', 4000);
    await server.empty();
  });

  it('writes few lines while the server is away, and works once it is back', async () => {
    const jobs = await openJobs();
    const done: number[] = [];
    const handle = async (data: number) => {
      done.push(data);
      return 'done' as const;
    };
    await jobs.work({ handle, atOnce: 4 });
    const before = log.lines.length;
    await server.kill();
    await assert.rejects(jobs.add([{ key: 'k', data: 1 }]));
    await wait(2000);
    await server.restart();
    await until(
      () =>
        jobs.add([{ key: 'k', data: 1 }]).then(
          () => true,
          () => false,
        ),
      'jobs are taken again',
    );
    await until(() => done.length > 0, 'and run', 30_000);
    assert.ok(log.lines.length - before <= 20, `${log.lines.length - before} lines in two seconds`);
  });

  it('writes few lines while the server refuses writes', async () => {
    const jobs = await openJobs();
    await jobs.work({ handle: async () => 'done', atOnce: 4 });
    const before = log.lines.length;
    await server.tell('replicaof', '127.0.0.1', '1');
    await wait(3000);
    assert.ok(log.lines.length - before <= 30, `${log.lines.length - before} lines in three seconds`);
    await server.tell('replicaof', 'no', 'one');
    await until(
      () =>
        jobs.add([{ key: 'k', data: 1 }]).then(
          () => true,
          () => false,
        ),
      'jobs are taken again',
    );
    await until(async () => (await jobs.depth()).waiting === 0, 'and run', 30_000);
  });
});
