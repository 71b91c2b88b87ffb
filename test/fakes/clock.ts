import type { Clock } from '../../src/ports.ts';

export interface FakeClock extends Clock {
  set(instant: string): void;
  addMs(ms: number): void;
}

/** A clock that stands still until it is moved. */
export function createFakeClock(start: string): FakeClock {
  let ms = Date.parse(start);
  return {
    now: () => new Date(ms).toISOString(),
    set: (instant) => {
      ms = Date.parse(instant);
    },
    addMs: (more) => {
      ms += more;
    },
  };
}
