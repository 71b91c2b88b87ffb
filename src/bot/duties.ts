import type { Role } from '../config/env.ts';

/** What a process does. */
export interface Duties {
  /** Gateway, polling, the web page: people ask it. */
  meets: boolean;
  /** The clock: what is due is found and handed on, sources' folders are read, old posts go. */
  schedules: boolean;
  /** Builds, plans and sends. */
  works: boolean;
}

const duties: Record<Role, Duties> = {
  all: { meets: true, schedules: true, works: true },
  bot: { meets: true, schedules: false, works: false },
  scheduler: { meets: false, schedules: true, works: false },
  worker: { meets: false, schedules: false, works: true },
};

export function dutiesOf(role: Role): Duties {
  return duties[role];
}
