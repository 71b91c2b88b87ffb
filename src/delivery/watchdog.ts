import type { Log } from '../lib/log.ts';

export interface WatchdogParts {
  /** What has to run every minute. */
  run(): Promise<void>;
  log: Log;
  /** Milliseconds that only ever grow, whatever happens to the clock. */
  monotonicMs?(): number;
}

/** Keeps a job going that a schedule on the wall clock should start every minute. */
export interface Watchdog {
  /** What the schedule calls: runs the job. */
  tick(): Promise<void>;
  /** Runs the job if the schedule has been silent too long; called by a timer of its own. */
  look(): Promise<void>;
  stop(): void;
}

/** A schedule is silent when it missed one minute and half of the next. */
const silentAfterMs = 90_000;

const lookEveryMs = 10_000;

/**
 * A schedule on the wall clock falls silent while the clock, stepped back, lives through an hour again. Timers of
 * the runtime are monotonic, so one of them sees the silence.
 */
export function createWatchdog({ run, log, monotonicMs = () => performance.now() }: WatchdogParts): Watchdog {
  let lastMs = monotonicMs();
  const tick = () => {
    lastMs = monotonicMs();
    return run();
  };
  const look = async () => {
    const silentMs = monotonicMs() - lastMs;
    if (silentMs < silentAfterMs) return;
    log.warn({ silentMs: Math.round(silentMs) }, 'the schedule is silent: its job runs all the same');
    await tick();
  };
  const timer = setInterval(() => void look(), lookEveryMs).unref();
  return { tick, look, stop: () => clearInterval(timer) };
}
