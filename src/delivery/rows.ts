import { createHash } from 'node:crypto';
import type { Delivery } from '../core/delivery.ts';
import type { DueMember } from './due.ts';

/** A part as the ledger sees it: the report that it tells. */
export interface PlannedPart {
  reportId: string;
}

export interface RowsOf {
  member: DueMember;
  parts: readonly PlannedPart[];
  frozen: string;
  now: string;
}

/** The rows of one subscription's run: a `pending` one a part, and a `skipped` one for each date that was missed. */
export function toRows({ member: { subscription, run }, parts, frozen, now }: RowsOf): Delivery[] {
  const base = { subscriptionId: subscription.id, chat: subscription.chat, attempts: 0, at: now };
  const missed = run.missed.map(
    (date): Delivery => ({
      ...base,
      id: rowId(subscription.id, date, 0),
      date,
      part: 0,
      reportId: parts[0]?.reportId ?? '',
      state: 'skipped',
      reason: missedReason,
    }),
  );
  const rows = parts.map(
    ({ reportId }, part): Delivery => ({
      ...base,
      id: rowId(subscription.id, run.date, part),
      date: run.date,
      part,
      reportId,
      frozen,
      state: 'pending',
    }),
  );
  return [...missed, ...rows];
}

/** However long the bot was down, one edition goes out. */
export const replacedReason = 'a newer digest took its place';

const missedReason = 'the bot was down at its time, and a newer digest was due';

/**
 * The key under which a part is sent: the same for each repeat of the part, different for every other; 22
 * characters, as Discord takes at most 25 for a nonce.
 */
export function sendKey(row: Delivery): string {
  const text = [row.frozen, row.subscriptionId, row.date, row.part].join('\n');
  return createHash('sha256').update(text).digest('base64url').replaceAll(/[-_]/g, 'x').slice(0, 22);
}

function rowId(subscriptionId: string, date: string, part: number): string {
  return `${subscriptionId}.${date}.${part}`;
}
