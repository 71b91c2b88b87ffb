import { Worker } from 'node:worker_threads';
import type { ChartPicture, ChartRequest } from '../core/chart.ts';
import type { CloudPicture, CloudRequest } from '../core/cloud.ts';
import { AdapterError, toReason, UserError } from '../core/errors.ts';
import type { ArtistReply, ArtistRequest } from './artist-worker.ts';

export interface ArtistOptions {
  /** Pictures drawn at the same time; default 1. */
  threads?: number;
  /** Longest time for one picture, waiting not counted; default 20 s. */
  timeoutMs?: number;
  /** What a thread runs; it answers each request with an `ArtistReply`. */
  script?: URL;
}

/** The port for pictures; see `Artist` in `ports.ts`. */
export interface CloudArtist {
  draw(request: CloudRequest, signal?: AbortSignal): Promise<CloudPicture>;
  chart(request: ChartRequest, signal?: AbortSignal): Promise<ChartPicture>;
  close(): Promise<void>;
}

interface Job {
  request: ArtistRequest;
  resolve(picture: CloudPicture | ChartPicture): void;
  reject(reason: unknown): void;
  /** Takes the job's listener off its signal. */
  release(): void;
}

interface Seat {
  worker: Worker;
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Draws clouds and charts in worker threads. Threads start with the first picture and keep no process alive while they
 * wait. A picture that fails, takes too long or is aborted rejects alone; a thread that crashed or was stopped
 * for it is replaced. After `close` every call rejects.
 */
export function createArtist({
  threads = 1,
  timeoutMs = 20_000,
  script = new URL('./artist-worker.ts', import.meta.url),
}: ArtistOptions = {}): CloudArtist {
  const pool: Pool = { seats: [], waiting: [], threads, timeoutMs, script, isClosed: false };
  return {
    draw: async (request, signal) => (await enqueue(pool, request, signal)) as CloudPicture,
    chart: (request, signal) => enqueue(pool, request, signal),
    close: () => closePool(pool),
  };
}

interface Pool {
  seats: Seat[];
  waiting: Job[];
  threads: number;
  timeoutMs: number;
  script: URL;
  isClosed: boolean;
}

function enqueue(
  pool: Pool,
  request: ArtistRequest,
  signal: AbortSignal | undefined,
): Promise<CloudPicture | ChartPicture> {
  if (pool.isClosed) return Promise.reject(failure('The artist is closed.', false));
  if (signal?.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const onAbort = (): void => abandon(pool, job, signal?.reason);
    const job: Job = {
      request,
      resolve,
      reject,
      release: () => signal?.removeEventListener('abort', onAbort),
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    pool.waiting.push(job);
    startNext(pool);
  });
}

function startNext(pool: Pool): void {
  if (pool.waiting.length === 0 || pool.isClosed) return;
  const seat = pool.seats.find((candidate) => !candidate.job) ?? openSeat(pool);
  const job = seat && pool.waiting.shift();
  if (!seat || !job) return;
  seat.job = job;
  seat.worker.ref();
  const tooLong = failure(`The picture took longer than ${pool.timeoutMs / 1000} s.`, true);
  seat.timer = setTimeout(() => replace(pool, seat, tooLong), pool.timeoutMs);
  seat.worker.postMessage(job.request);
}

function openSeat(pool: Pool): Seat | undefined {
  if (pool.seats.length >= pool.threads) return undefined;
  const worker = new Worker(pool.script, { execArgv: [] });
  const seat: Seat = { worker, job: undefined, timer: undefined };
  worker.on('message', (reply: ArtistReply) => settleJob(pool, seat, reply));
  worker.on('error', (error) => replace(pool, seat, crash(toReason(error))));
  worker.on('exit', (code) => replace(pool, seat, crash(`its thread ended with code ${code}`)));
  worker.unref();
  pool.seats.push(seat);
  return seat;
}

function crash(reason: string): AdapterError {
  return failure(`The picture could not be drawn: ${reason}.`, true);
}

function failure(message: string, retryable: boolean): AdapterError {
  return new AdapterError(message, { retryable });
}

function settleJob(pool: Pool, seat: Seat, reply: ArtistReply): void {
  const job = freeSeat(seat);
  seat.worker.unref();
  if ('picture' in reply) job?.resolve(reply.picture);
  else job?.reject(reply.isUserError ? new UserError(reply.error) : crash(reply.error));
  startNext(pool);
}

function freeSeat(seat: Seat): Job | undefined {
  const { job } = seat;
  clearTimeout(seat.timer);
  seat.job = undefined;
  job?.release();
  return job;
}

/** Gives up a thread, and its job with the reason; the next job opens a new one. */
function replace(pool: Pool, seat: Seat, reason: unknown): void {
  const at = pool.seats.indexOf(seat);
  if (at < 0) return;
  pool.seats.splice(at, 1);
  seat.worker.terminate().catch(() => undefined);
  freeSeat(seat)?.reject(reason);
  startNext(pool);
}

function abandon(pool: Pool, job: Job, reason: unknown): void {
  const at = pool.waiting.indexOf(job);
  if (at >= 0) {
    pool.waiting.splice(at, 1);
    job.reject(reason);
    return;
  }
  const seat = pool.seats.find((candidate) => candidate.job === job);
  if (seat) replace(pool, seat, reason);
}

async function closePool(pool: Pool): Promise<void> {
  pool.isClosed = true;
  const seats = pool.seats.splice(0);
  const jobs = [...seats.map(freeSeat), ...pool.waiting.splice(0)];
  for (const job of jobs) {
    job?.release();
    job?.reject(failure('The artist was closed before the picture was done.', false));
  }
  await Promise.all(seats.map(({ worker }) => worker.terminate()));
}
