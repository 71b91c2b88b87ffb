import { setTimeout as delay } from 'node:timers/promises';

/** Lets callers go one after another, as fast as a limit allows. */
export interface Pacer {
  /** Resolves when it is the caller's turn, in the order of asking; to false when `signal` has aborted by then. */
  turn(signal?: AbortSignal): Promise<boolean>;
}

export interface PacerTools {
  nowMs(): number;
  /** Resolves to false when `signal` aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<boolean>;
}

/**
 * A limit counts arrivals, and two requests may come closer together than they left: spread over this much more than
 * a second, a second's worth stays below the limit although the network is uneven.
 */
const spreadMs = 1020;
/** What a late timer or a busy loop cost is made up for, but never faster than this. */
const closestMs = 1008;
const mostLateMs = 100;
/** After a rest the first requests open connections, and arrive in a bunch: their second is shared by half as many. */
const restMs = 1000;

/** Of a limit that several processes share: their sends start in bursts, and together they stay below it. */
export const sharedPart = 5 / 6;

/** At most `perSecond` turns in any second, evenly spaced; `Infinity` makes none wait. */
export function createPacer(perSecond: number, tools: PacerTools = usualTools): Pacer {
  const gapMs = spreadMs / perSecond;
  const recent: number[] = [];
  let toWarm = 0;
  let dueMs = Number.NEGATIVE_INFINITY;
  let last: Promise<unknown> = Promise.resolve();

  const take = async (signal?: AbortSignal): Promise<boolean> => {
    if (signal?.aborted) return false;
    if (tools.nowMs() - (recent.at(-1) ?? Number.NEGATIVE_INFINITY) > restMs) toWarm = perSecond / 2;
    const oldest = recent.length >= perSecond ? recent.shift() : undefined;
    const startMs = Math.max(
      dueMs,
      tools.nowMs() - mostLateMs,
      (oldest ?? Number.NEGATIVE_INFINITY) + closestMs,
    );
    const waitMs = startMs - tools.nowMs();
    const isMine = waitMs <= 0 || (await tools.wait(waitMs, signal));
    dueMs = startMs + (toWarm-- > 0 ? 2 * gapMs : gapMs);
    recent.push(tools.nowMs());
    return isMine;
  };

  return {
    turn(signal) {
      if (!Number.isFinite(perSecond)) return Promise.resolve(signal?.aborted !== true);
      const mine = last.then(() => take(signal));
      last = mine;
      return mine;
    },
  };
}

const usualTools: PacerTools = {
  nowMs: () => performance.now(),
  wait: (ms, signal) => delay(ms, true, signal && { signal }).catch(() => false),
};
