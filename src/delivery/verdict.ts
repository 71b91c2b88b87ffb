import type { Delivery } from '../core/delivery.ts';
import type { SendOutcome } from '../core/errors.ts';
import { addMs } from '../core/schedule.ts';

/** How a send ended. */
export type Attempt =
  | { outcome: 'sent'; messageId: string }
  | { outcome: SendOutcome; reason: string; retryAfterMs?: number; migratedTo?: string };

/** What the ledger says then, and what it means for the chat's other rows. */
export interface Verdict {
  row: Delivery;
  /**
   * `next`: the chat's next row may follow. `wait`: none before `notBefore`. `again`: this row at once, in the
   * chat's new place. `gone`: nothing more for this chat. `forbidden`: nothing more for this date.
   */
  course: 'next' | 'wait' | 'again' | 'gone' | 'forbidden';
}

/** Tries until a part is given up: about half a day at the longest wait. */
export const mostAttempts = 50;

const firstWaitMs = 5000;
const longestWaitMs = 15 * 60_000;

/** The row after an attempt. Only what surely did not arrive is tried again. */
export function judge(row: Delivery, attempt: Attempt, now: string): Verdict {
  const { owner: _, notBefore: __, reason: ___, ...rest } = row;
  if (attempt.outcome === 'sent') {
    return { row: { ...rest, state: 'sent', messageId: attempt.messageId, at: now }, course: 'next' };
  }
  const failed: Delivery = { ...rest, reason: attempt.reason, state: 'failed', at: now };
  if (attempt.outcome === 'unknown') return { row: { ...failed, state: 'unknown' }, course: 'next' };
  if (attempt.outcome === 'malformed') return { row: failed, course: 'next' };
  if (row.attempts >= mostAttempts) return { row: failed, course: 'next' };
  if (attempt.migratedTo) {
    const chat = { ...row.chat, id: attempt.migratedTo };
    return { row: { ...failed, state: 'pending', chat }, course: 'again' };
  }
  if (attempt.outcome === 'gone' || attempt.outcome === 'forbidden') {
    return { row: failed, course: attempt.outcome };
  }
  const notBefore = addMs(now, attempt.retryAfterMs ?? waitMs(row));
  return { row: { ...failed, state: 'pending', notBefore }, course: 'wait' };
}

/** Threefold each time, spread by up to a half so that chats that failed together do not come back together. */
export function waitMs(row: Pick<Delivery, 'id' | 'attempts'>): number {
  const wait = Math.min(longestWaitMs, firstWaitMs * 3 ** Math.max(0, row.attempts - 1));
  return Math.round(wait * (1 + spread(`${row.id} ${row.attempts}`) / 2));
}

/** A number in [0, 1) that a text decides: FNV-1a, 32 bits. */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place++) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  }
  return (hash >>> 0) / 2 ** 32;
}
