import { Worker } from 'node:worker_threads';
import { AdapterError } from '../../core/errors.ts';
import type { FeedPosts } from './to-post.ts';
import type { ParseAnswer, ParseJob } from './worker.ts';

export interface FeedParser {
  /** Posts of a feed's bytes, read off the main thread; throws `AdapterError` for what is no feed or takes too long. */
  parse(job: Omit<ParseJob, 'id'>): Promise<FeedPosts>;
}

export interface FeedParserOptions {
  timeoutMs?: number;
  /** The thread ends after so long without work; it never keeps the process alive by itself. */
  idleMs?: number;
}

/** A thread that starts with the first feed, takes one at a time, and is replaced when it hangs or dies. */
export function createFeedParser({ timeoutMs = 5_000, idleMs = 5_000 }: FeedParserOptions = {}): FeedParser {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let jobs = 0;

  const end = () => {
    void worker?.terminate();
    worker = undefined;
  };

  async function work(job: Omit<ParseJob, 'id'>): Promise<FeedPosts> {
    clearTimeout(idle);
    worker ??= startWorker();
    jobs += 1;
    try {
      return await ask(worker, { ...job, id: jobs }, timeoutMs);
    } catch (error) {
      if (!(error instanceof ParseFailure)) end();
      throw new AdapterError(error instanceof Error ? error.message : String(error), { retryable: false });
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

function startWorker(): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  worker.on('error', () => {});
  worker.unref();
  return worker;
}

function ask(worker: Worker, job: ParseJob, timeoutMs: number): Promise<FeedPosts> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(() => reject(new Error('took too long to parse'))), timeoutMs);
    const onError = () => done(() => reject(new Error('could not be parsed')));
    const onMessage = (answer: ParseAnswer) =>
      done(() => ('read' in answer ? resolve(answer.read) : reject(new ParseFailure(answer.failure))));
    const done = (settle: () => void) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onError);
      settle();
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onError);
    worker.postMessage(job);
  });
}
