import { setTimeout as wait } from 'node:timers/promises';

/** A pause that holds up everything that passes through it. */
export interface Pause {
  /** Lasts at least so long from now. */
  atLeast(ms: number): void;
  leftMs(): number;
  /** Waits for the end where it is near; resolves to the milliseconds left, 0 when the way is free. */
  pass(signal?: AbortSignal): Promise<number>;
}

export interface PauseOptions {
  /** A longer pause is for the caller to plan with. */
  longestWaitMs?: number;
  /** Milliseconds that only ever grow. */
  monotonicMs?(): number;
}

export function createPause({
  longestWaitMs = 10_000,
  monotonicMs = () => performance.now(),
}: PauseOptions = {}): Pause {
  let endMs = Number.NEGATIVE_INFINITY;
  const leftMs = () => Math.max(0, Math.ceil(endMs - monotonicMs()));
  return {
    leftMs,
    atLeast(ms) {
      endMs = Math.max(endMs, monotonicMs() + ms);
    },
    async pass(signal) {
      while (leftMs() > 0 && leftMs() <= longestWaitMs && !signal?.aborted) {
        await wait(leftMs(), undefined, signal && { signal }).catch(() => undefined);
      }
      return leftMs();
    },
  };
}
