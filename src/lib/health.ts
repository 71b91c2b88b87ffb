import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Health {
  /** Something that must happen every minute has happened. */
  beat(): void;
  /** Why the process should be started anew, a sentence each; empty while it lives. */
  live(): readonly string[];
  /** Why it cannot serve now, a sentence each; empty while it can. */
  ready(): Promise<readonly string[]>;
  /** From here on it is not ready: work is brought to its end. */
  stopping(): void;
}

const mostSilentMs = 3 * 60_000;
const mostDelayMs = 1000;

export function createHealth(now: () => string, checkStore: () => Promise<void>): Health {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  let lastBeatMs = Date.parse(now());
  let isStopping = false;
  return {
    beat() {
      lastBeatMs = Date.parse(now());
    },
    live() {
      const delayMs = delay.percentile(99) / 1e6;
      delay.reset();
      const silentMs = Date.parse(now()) - lastBeatMs;
      return [
        ...(delayMs > mostDelayMs ? ['The event loop is blocked for more than a second.'] : []),
        ...(silentMs > mostSilentMs ? ['The clock has not ticked for three minutes.'] : []),
      ];
    },
    async ready() {
      if (isStopping) return ['The bot is stopping.'];
      try {
        await checkStore();
        return [];
      } catch {
        return ['The store cannot be written.'];
      }
    },
    stopping() {
      isStopping = true;
    },
  };
}
