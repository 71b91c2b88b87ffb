import { setTimeout as wait } from 'node:timers/promises';
import { DelayedError, type Job, Queue, WaitingError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { toReason } from '../../core/errors.ts';
import { createCalmLog } from '../../lib/calm-log.ts';
import type { Log } from '../../lib/log.ts';
import { createSuccessorRule } from '../../lib/successor.ts';

/** Jobs of one kind, over all processes of one Redis server. */
export interface KeyedQueue<T> {
  readonly name: string;
  /** One job a key: while it waits or waits for its time it is left as it is; what comes while it runs follows it. */
  add(jobs: readonly { key: string; data: T }[]): Promise<void>;
  /** Takes jobs from now on. */
  work(options: WorkOptions<T>): Promise<void>;
  /** No further job starts anywhere for so long. */
  pauseFor(ms: number): Promise<void>;
  depth(): Promise<QueueDepth>;
  /** Why this process must be started anew; undefined while it takes what waits. */
  wedged(): Promise<string | undefined>;
  /** Ends when the jobs that run here have ended. */
  close(): Promise<void>;
}

export interface WorkOptions<T> {
  /** Does a job, or a piece of it; a job that throws is tried again, later each time. */
  handle(data: T): Promise<JobCourse<T>>;
  atOnce: number;
  /** Starts of jobs, over all processes; a job that goes on counts anew. */
  perSecond?: number;
}

/** `done`, or the same job goes on with other data: at once or at an instant. */
export type JobCourse<T> = 'done' | { data: T; atMs?: number };

export type QueueDepth = Record<'waiting' | 'active' | 'delayed' | 'failed', number>;

export interface BullSettings {
  /** A job whose process says nothing for so long is taken over. */
  lockMs: number;
  /** How often that is looked for. */
  stalledEveryMs: number;
  wedgedAfterMs: number;
}

/** Longer than any send, so that a frozen server or a busy loop does not hand a running job out a second time. */
export const usualSettings: BullSettings = { lockMs: 60_000, stalledEveryMs: 15_000, wedgedAfterMs: 120_000 };

/** All keys share the store's hash tag. */
const prefix = '{digest}';
const day = 24 * 60 * 60;
const jobOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 2000, jitter: 0.5 },
  removeOnComplete: { age: 3 * day },
  removeOnFail: { age: 14 * day },
};
/** Jobs a request when many are added: the server does one thing at a time. */
const batchSize = 500;
/** A window this short keeps bursts small: at its edge twice its share may start at once. */
const limitWindowMs = 200;
const longestReconnectMs = 2000;
/** A job that runs this long is stuck as well, whatever it does. */
const closeWithinMs = 12_000;
const longestJobMs = 15 * 60_000;

export function openBullQueue<T>(
  name: string,
  url: string,
  log: Log,
  settings: BullSettings = usualSettings,
): KeyedQueue<T> {
  const calm = createCalmLog(log);
  const onError = (error: unknown) => calm.warn({ queue: name, reason: toReason(error) }, 'queue failed');
  const producer = connect(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 }, onError);
  const queue = new Queue<T>(name, { connection: producer, prefix, defaultJobOptions: jobOptions });
  queue.on('error', onError);
  const activity = createActivity(settings.wedgedAfterMs);
  let worker: Worker<T> | undefined;
  let consumer: Redis | undefined;

  return {
    name,
    async add(jobs) {
      for (let start = 0; start < jobs.length; start += batchSize) {
        const batch = jobs.slice(start, start + batchSize).map(({ key, data }) => ({
          name: 'job',
          data,
          // A job id would be refused for as long as its job is kept, and let in again after that. This key is
          // held while its job lives, no shorter and no longer.
          opts: { deduplication: { id: key, keepLastIfActive: true } },
        }));
        await queue.addBulk(batch as Parameters<typeof queue.addBulk>[0]);
      }
    },
    async work({ handle, atOnce, perSecond }) {
      consumer = connect(url, { maxRetriesPerRequest: null }, onError);
      const process = async (job: Job<T>, token?: string) => {
        activity.began(job.id);
        try {
          await follow(job, token, await handle(job.data));
        } finally {
          activity.ended(job.id);
        }
      };
      worker = new Worker<T>(name, process, {
        connection: consumer,
        prefix,
        concurrency: atOnce,
        lockDuration: settings.lockMs,
        stalledInterval: settings.stalledEveryMs,
        maxStalledCount: 3,
      });
      worker.on('error', onError);
      worker.on('failed', (job, error) => {
        calm.warn({ queue: name, attempt: job?.attemptsMade, reason: toReason(error) }, 'job failed');
      });
      worker.on('drained', activity.idle);
      await limit(queue, perSecond).catch(onError);
      await worker.waitUntilReady();
    },
    async pauseFor(ms) {
      if (ms > 0) await queue.rateLimit(Math.ceil(ms));
    },
    async depth() {
      const counts = await queue.getJobCounts('wait', 'active', 'delayed', 'failed');
      const { wait = 0, active = 0, delayed = 0, failed = 0 } = counts;
      return { waiting: wait, active, delayed, failed };
    },
    async wedged() {
      if (!worker || !activity.isQuiet()) return undefined;
      const { wait = 0 } = await queue.getJobCounts('wait');
      const mayStart = wait > 0 && (await queue.getRateLimitTtl()) <= 0;
      if (!mayStart) activity.idle();
      return mayStart ? `Jobs wait in ${name}, and none has been taken for two minutes.` : undefined;
    },
    async close() {
      // With the server away neither ends by itself.
      const closing = async () => {
        await worker?.close().catch(onError);
        await queue.close().catch(onError);
      };
      await Promise.race([closing(), wait(closeWithinMs, undefined, { ref: false })]);
      producer.disconnect();
      consumer?.disconnect();
    },
  };
}

/** What becomes of the job is said to the server before this one is over; both errors are BullMQ's way to say so. */
async function follow<T>(job: Job<T>, token: string | undefined, course: JobCourse<T>): Promise<void> {
  if (course === 'done') return;
  await job.updateData(course.data);
  if (course.atMs !== undefined && course.atMs > Date.now()) {
    await job.moveToDelayed(course.atMs, token);
    throw new DelayedError();
  }
  await job.moveToWait(token);
  throw new WaitingError();
}

async function limit(queue: Queue, perSecond: number | undefined): Promise<void> {
  if (perSecond === undefined || !Number.isFinite(perSecond)) await queue.removeGlobalRateLimit();
  else
    await queue.setGlobalRateLimit(
      Math.max(1, Math.floor((perSecond * limitWindowMs) / 1000)),
      limitWindowMs,
    );
}

function connect(url: string, options: object, onError: (error: unknown) => void): Redis {
  const redis = new Redis(url, {
    ...options,
    retryStrategy: (times) => Math.min(times * 100, longestReconnectMs),
    reconnectOnError: createSuccessorRule(),
  });
  redis.on('error', onError);
  return redis;
}

/** When this process last did something, or last saw that there was nothing to do. */
function createActivity(quietAfterMs: number) {
  const running = new Map<string | undefined, number>();
  let lastMs = performance.now();
  const mark = () => {
    lastMs = performance.now();
  };
  return {
    began(id: string | undefined) {
      running.set(id, performance.now());
      mark();
    },
    ended(id: string | undefined) {
      running.delete(id);
      mark();
    },
    idle: mark,
    isQuiet() {
      const now = performance.now();
      const works = [...running.values()].some((startedMs) => now - startedMs < longestJobMs);
      return !works && now - lastMs > quietAfterMs;
    },
  };
}
