import { schedule } from 'node-cron';
import { createWatchdog } from '../delivery/watchdog.ts';
import { inRun, type Log } from '../lib/log.ts';

export interface Clockwork {
  stop(): Promise<void>;
}

export interface Jobs {
  /** Whatever else happens, this runs: while it does, the clock ticks. */
  deliver(): Promise<void>;
  build(): Promise<void>;
  upkeep(): Promise<void>;
  /** Looks for what only the operator can mend. */
  watch(): Promise<void>;
}

const minutely = '* * * * *';

/** Once a minute each, side by side: a build may take longer than a minute. What was missed goes out at once. */
export function startClockwork({ deliver, build, upkeep, watch }: Jobs, log: Log): Clockwork {
  const run = (name: string, job: () => Promise<void>, rule = minutely) =>
    schedule(rule, () => inRun(job), { noOverlap: true, name });
  const watchdog = createWatchdog({ run: () => inRun(deliver), log });
  void watchdog.tick();
  const tasks = [
    run('build', build),
    run('upkeep', upkeep),
    schedule(minutely, watchdog.tick, { name: 'deliver' }),
    run('watch', watch, '*/5 * * * *'),
  ];
  return {
    async stop() {
      watchdog.stop();
      for (const task of tasks) await task.stop();
    },
  };
}

/** For a process that keeps no clock for others: looks after itself. */
export function startPulse(everyMs: number, beat: () => Promise<void>): Clockwork {
  const timer = setInterval(() => void beat(), everyMs);
  return {
    async stop() {
      clearInterval(timer);
    },
  };
}
