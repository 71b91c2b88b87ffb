import { Worker } from 'node:worker_threads';
import { AdapterError, toReason } from '../../core/errors.ts';
import type { FeedPosts } from './to-post.ts';
import type { ParseAnswer, ParseJob } from './worker.ts';

export interface FeedParser {
  /** Posts of a feed's bytes, read off the main thread; throws `AdapterError` for what is no feed or takes too long. */
  parse(job: ParseJob): Promise<FeedPosts>;
}

export interface FeedParserOptions {
  timeoutMs?: number;
  /** The thread ends after so long without work; it never keeps the process alive by itself. */
  idleMs?: number;
}

/** Loading the parser is no fault of the feed, and has a limit of its own. */
const startMs = 30_000;

/** A thread that starts with the first feed, takes one at a time, and is replaced when it hangs or dies. */
export function createFeedParser({ timeoutMs = 5_000, idleMs = 5_000 }: FeedParserOptions = {}): FeedParser {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const end = () => {
    void worker?.terminate();
    worker = undefined;
  };

  async function work(job: ParseJob): Promise<FeedPosts> {
    clearTimeout(idle);
    try {
      worker ??= await startWorker();
      const answering = nextMessage<ParseAnswer>(worker, timeoutMs);
      worker.postMessage(job, [job.bytes.buffer]);
      return toRead(await answering);
    } catch (error) {
      if (!(error instanceof ParseFailure)) end();
      throw new AdapterError(toReason(error), { retryable: false });
    } finally {
      idle = setTimeout(end, idleMs).unref();
    }
  }

  return {
    parse(job) {
      const parsed = queue.then(() => work(job));
      queue = parsed.catch(() => {});
      return parsed;
    },
  };
}

/** The feed was looked at and is none: the thread is fine. */
class ParseFailure extends Error {}

function toRead(answer: ParseAnswer): FeedPosts {
  if ('read' in answer) return answer.read;
  throw new ParseFailure(answer.failure);
}

async function startWorker(): Promise<Worker> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  worker.on('error', () => {});
  await nextMessage(worker, startMs);
  worker.unref();
  return worker;
}

function nextMessage<T>(worker: Worker, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(() => reject(new Error('took too long to parse'))), timeoutMs);
    const onError = () => done(() => reject(new Error('could not be parsed')));
    const onMessage = (message: T) => done(() => resolve(message));
    const done = (settle: () => void) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onError);
      settle();
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onError);
  });
}
