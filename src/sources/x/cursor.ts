import { createHash } from 'node:crypto';
import type { XConfig } from './api.ts';

/** Where the reading of a timeline stands. All instants are ISO with milliseconds. */
export interface XCursor {
  /** Hash of what is read: another list or search makes the rest void. */
  of: string;
  /** Everything with `from <= createdAt < until` was read. */
  from: string;
  until: string;
  /** The newest post of that span. */
  newest?: string;
  /** A chain of pages that broke off: what remains lies behind the token. */
  pending?: Chain & { token: string };
  userId?: string;
  /** Posts read on a UTC day, which X bills. */
  spent?: { day: string; posts: number };
}

/** A span that is read page by page, newest first. */
export interface Chain {
  from: string;
  until: string;
  sinceId?: string;
  token?: string;
}

export function parseCursor(text: string | undefined, config: XConfig): XCursor | undefined {
  try {
    const cursor = text === undefined ? undefined : JSON.parse(text);
    return cursor?.of === hashOf(config) ? cursor : undefined;
  } catch {
    return undefined;
  }
}

export function hashOf({ list, user, search }: XConfig): string {
  const target = JSON.stringify([list ?? null, user ?? null, search ?? null]);
  return createHash('sha256').update(target).digest('hex').slice(0, 16);
}

/**
 * What is still to be read of `[from, until)`, and whether that goes on from where the cursor stands. What lies
 * before the cursor's span, or behind a gap, is read by itself.
 */
export function planChains(
  cursor: XCursor | undefined,
  from: string,
  until: string,
): { chains: Chain[]; isContinued: boolean } {
  const isContinued = cursor !== undefined && cursor.from <= from && from <= cursor.until;
  if (!cursor || !isContinued) return { chains: [{ from, until }], isContinued: false };
  const pending = cursor.pending ? [cursor.pending] : [];
  if (until <= cursor.until) return { chains: pending, isContinued };
  const rest: Chain = cursor.newest
    ? { from: cursor.until, until, sinceId: cursor.newest }
    : { from: later(from, minutesBefore(cursor.until)), until };
  return { chains: [...pending, rest], isContinued };
}

/** Without a post to go on from, clocks decide: X's and ours may differ by this much. */
const overlapMs = 5 * 60 * 1000;

function minutesBefore(instant: string): string {
  return new Date(Date.parse(instant) - overlapMs).toISOString();
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
