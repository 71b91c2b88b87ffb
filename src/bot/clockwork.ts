import { schedule } from 'node-cron';
import { inRun } from '../lib/log.ts';

export interface Clockwork {
  stop(): Promise<void>;
}

export interface Jobs {
  /** Whatever else happens, this runs: while it does, the clock ticks. */
  deliver(): Promise<void>;
  build(): Promise<void>;
  upkeep(): Promise<void>;
}

/** Once a minute each, side by side: a build may take longer than a minute. What was missed goes out at once. */
export function startClockwork({ deliver, build, upkeep }: Jobs): Clockwork {
  const minutely = (name: string, job: () => Promise<void>, noOverlap: boolean) =>
    schedule('* * * * *', () => inRun(job), { noOverlap, name });
  void inRun(deliver);
  const tasks = [
    minutely('tick', build, true),
    minutely('upkeep', upkeep, true),
    minutely('deliver', deliver, false),
  ];
  return {
    async stop() {
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
