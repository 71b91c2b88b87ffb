import { Worker } from 'node:worker_threads';
import type { DayMemory, EngineInput, EngineResult } from '../core/pack.ts';
import type { DayInput } from './engine.ts';
import type { EngineAnswer, EngineAsk } from './worker.ts';

export interface ThreadOptions {
  progress?: (step: string, share: number) => void;
  signal?: AbortSignal;
}

/**
 * The engine off the main thread. Calls run one after another; an abort ends the thread and rejects with the
 * signal's reason, a crash rejects, and the next call starts a fresh thread. An idle thread keeps no process
 * alive.
 */
export interface EngineThread {
  run(input: EngineInput, options?: ThreadOptions): Promise<EngineResult>;
  remember(input: DayInput, options?: ThreadOptions): Promise<DayMemory>;
  /** Ends the thread; calls under way reject. */
  close(): Promise<void>;
}

type Verb = Pick<EngineAsk, 'verb'> & { input: unknown };

/** The engine makes many short-lived values; room for them spares collections. */
const youngGenerationMb = 64;

interface Call {
  verb: Verb;
  options: ThreadOptions;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

export function createEngineThread(workerUrl = new URL('./worker.ts', import.meta.url)): EngineThread {
  const waiting: Call[] = [];
  let worker: Worker | undefined;
  let current: { call: Call; stop(): void } | undefined;
  let nextId = 1;

  const ask = (verb: Verb, options: ThreadOptions = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.push({ verb, options, resolve, reject });
      pump();
    });

  const pump = (): void => {
    if (current) return;
    const call = waiting.shift();
    if (!call) return;
    if (call.options.signal?.aborted) {
      call.reject(call.options.signal.reason);
      pump();
      return;
    }
    current = start(call);
  };

  const finish = (settle: () => void): void => {
    current?.stop();
    current = undefined;
    settle();
    pump();
  };

  const discard = (): Promise<unknown> => {
    const old = worker;
    worker = undefined;
    old?.removeAllListeners();
    old?.on('error', () => {});
    return old?.terminate() ?? Promise.resolve();
  };

  const start = (call: Call): { call: Call; stop(): void } => {
    const id = nextId++;
    worker ??= new Worker(workerUrl, { resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb } });
    const own = worker;
    own.ref();
    const fail = (error: unknown) => {
      discard().catch(() => {});
      finish(() => call.reject(error));
    };
    const onMessage = (answer: EngineAnswer) => {
      if (answer.id !== id) return;
      if (answer.kind === 'progress') call.options.progress?.(answer.step, answer.share);
      else if (answer.kind === 'done') finish(() => call.resolve(answer.result));
      else finish(() => call.reject(toError(answer)));
    };
    const onExit = (code: number) => fail(new Error(`The engine thread ended with code ${code}.`));
    const onAbort = () => fail(call.options.signal?.reason);
    own.on('message', onMessage).on('error', fail).on('exit', onExit);
    call.options.signal?.addEventListener('abort', onAbort, { once: true });
    own.postMessage({ id, ...call.verb });
    const stop = () => {
      own.off('message', onMessage).off('error', fail).off('exit', onExit);
      call.options.signal?.removeEventListener('abort', onAbort);
      own.unref();
    };
    return { call, stop };
  };

  return {
    run: async (input, options) => (await ask({ verb: 'run', input }, options)) as EngineResult,
    remember: async (input, options) => (await ask({ verb: 'remember', input }, options)) as DayMemory,
    async close() {
      const calls = [...(current ? [current.call] : []), ...waiting.splice(0)];
      current?.stop();
      current = undefined;
      for (const call of calls) call.reject(new Error('The engine thread was closed.'));
      await discard();
    },
  };
}

function toError(answer: Extract<EngineAnswer, { kind: 'failed' }>): Error {
  const error = new Error(answer.message);
  if (answer.stack !== undefined) error.stack = answer.stack;
  return error;
}
