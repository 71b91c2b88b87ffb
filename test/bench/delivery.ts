import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { plainMessage } from '../../src/core/message.ts';
import { freeze } from '../../src/delivery/frozen.ts';
import { createDelivery } from '../../src/delivery/index.ts';
import { openBullQueue } from '../../src/delivery/queues/bullmq.ts';
import { type BuildJob, type ChatJob, createSharedQueue } from '../../src/delivery/queues/shared.ts';
import type { Store } from '../../src/ports.ts';
import { openStore } from '../../src/stores/index.ts';
import { createFakeLog } from '../fakes/log.ts';
import { createFakeOutbox } from '../fakes/outbox.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';
import { redisProgram, startRedis } from '../tools/redis-server.ts';

/** Deliveries a second to platforms that answer at once: one process over SQLite, then BullMQ's workers over Redis. */
export async function run(args: string[]): Promise<void> {
  const chats = Number(args[0] ?? 2000);
  await runSqlite(chats);
  if (!redisProgram) {
    process.stdout.write('redis-server is not installed: BullMQ was left out\n');
    return;
  }
  for (const answerMs of [0, 50]) for (const workers of [1, 2, 4]) await runBullmq(chats, workers, answerMs);
}

async function runSqlite(chats: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const store = await openStore(`sqlite:${join(folder, 'store.db')}`);
  const outbox = createFakeOutbox();
  const delivery = createDelivery({
    store,
    outboxes: { discord: outbox, telegram: outbox },
    compose: async () => [{ reportId: 'r', message: plainMessage('a digest') }],
    clock: { now: () => new Date().toISOString() },
    log: createFakeLog('warn').log,
  });
  await subscribe(store, chats);
  const startedMs = performance.now();
  await delivery.tick();
  tell('one process, SQLite', outbox.sent.length, performance.now() - startedMs);
  const idleMs = performance.now();
  await delivery.tick();
  process.stdout.write(`  an idle tick ${(performance.now() - idleMs).toFixed(1)} ms\n`);
  await store.close();
  rmSync(folder, { recursive: true });
}

/** All due at the last midnight: no day was missed. */
async function subscribe(store: Store, chats: number): Promise<void> {
  const nextDue = `${new Date().toISOString().slice(0, 10)}T00:00:00Z`;
  const due = { time: '00:00', timezone: 'UTC', nextDue };
  for (let index = 0; index < chats; index++) {
    const platform = index % 2 === 0 ? 'discord' : 'telegram';
    await store.saveSubscription(subscriptionOf(`s${index}`, { ...due, chat: chatOf(`${index}`, platform) }));
  }
}

/** From the scheduler's look at the clock until the last row is sent. */
async function runBullmq(chats: number, count: number, answerMs: number): Promise<void> {
  const server = await startRedis();
  const store = await openStore(server.url);
  await subscribe(store, chats);
  // What composing costs is another benchmark: the digest is frozen already.
  await freeze(store, [{ reportId: 'r', message: plainMessage('a digest') }]);
  const workers = await Promise.all(Array.from({ length: count }, () => startWorker(server.url, answerMs)));
  const log = createFakeLog('warn').log;
  const queue = createSharedQueue({
    queues: {
      build: openBullQueue<BuildJob>('build', server.url, log),
      deliver: {
        discord: openBullQueue<ChatJob>('deliver-discord', server.url, log),
        telegram: openBullQueue<ChatJob>('deliver-telegram', server.url, log),
      },
    },
    works: false,
    buildEdition: async () => undefined,
  });
  const clock = { now: () => new Date().toISOString() };
  const scheduler = createDelivery({
    store,
    queue,
    log,
    clock,
    outboxes: {},
    compose: async () => [],
    serves: () => true,
  });
  await wait(200);
  const startedMs = performance.now();
  await scheduler.tick();
  let sent = 0;
  while (sent < chats && performance.now() - startedMs < 120_000) {
    await wait(20);
    sent = (await Promise.all(workers.map(countOf))).reduce((sum, found) => sum + found, 0);
  }
  const answers = answerMs === 0 ? 'at once' : `after ${answerMs} ms`;
  tell(
    `BullMQ, ${count} worker ${count === 1 ? 'process' : 'processes'}, answers ${answers}`,
    sent,
    performance.now() - startedMs,
  );
  await scheduler.stop();
  await Promise.all(workers.map(stopWorker));
  await store.close();
  await server.close();
}

async function startWorker(url: string, answerMs: number): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'delivery-worker.ts'), [url, String(answerMs)]);
  await once(child, 'message');
  return child;
}

async function countOf(child: ChildProcess): Promise<number> {
  child.send('count');
  const [count] = (await once(child, 'message')) as [number];
  return count;
}

async function stopWorker(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.send('stop');
  await ended;
}

function tell(name: string, sent: number, ms: number): void {
  const perSecond = Math.round(sent / (ms / 1000));
  process.stdout.write(`${name}: ${sent} deliveries in ${(ms / 1000).toFixed(2)} s, ${perSecond} a second\n`);
}
