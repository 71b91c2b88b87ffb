import type { Delivery, PlatformName } from '../core/delivery.ts';
import { addMs, isLater } from '../core/schedule.ts';
import type { Clock, Outbox } from '../ports.ts';
import { findSent, sendTimeoutMs } from './attempt.ts';
import { mostAttempts, waitMs } from './verdict.ts';

export interface SettleParts {
  outboxes: Partial<Record<PlatformName, Outbox>>;
  clock: Clock;
  signal: AbortSignal;
}

/** A `sending` row this old was left by a process that ended: its sends are over, whatever became of them. */
const staleAfterMs = sendTimeoutMs + 15_000;

/** A history that cannot be read for now is asked again for so long. */
const askForMs = 6 * 60 * 60_000;

/** On a row that is sent again though its last send may have arrived: the platform keeps the two apart. */
export const doubtReason = 'an earlier send may have arrived';

export function isStale(row: Delivery, now: string): boolean {
  return !isLater(addMs(row.at, staleAfterMs), now);
}

/** What a stale row becomes; undefined while only a later look can tell. */
export async function settleRow(row: Delivery, parts: SettleParts): Promise<Delivery | undefined> {
  const outbox = parts.outboxes[row.chat.platform];
  const now = parts.clock.now();
  const { owner: _, reason: __, ...rest } = row;
  const look = await findSent(outbox, row, parts.signal);
  if (look.outcome === 'found') return { ...rest, state: 'sent', messageId: look.messageId, at: now };
  if (look.outcome === 'absent') return unsent({ ...rest, at: now }, row);
  if (look.outcome === 'later' && isLater(addMs(row.at, askForMs), now)) return undefined;
  if (isRepeatSafe(row, outbox, now)) return { ...rest, state: 'pending', reason: doubtReason, at: now };
  return { ...rest, state: 'unknown', reason: unsettledReason, at: now };
}

const unsettledReason = 'the process ended while it was sent';

/** It surely did not arrive: back to the others, with their patience. */
function unsent(rest: Delivery, { at, attempts }: Delivery): Delivery {
  if (attempts >= mostAttempts) return { ...rest, state: 'failed', reason: 'no send of it arrived' };
  return { ...rest, state: 'pending', notBefore: addMs(at, waitMs(rest)) };
}

/** One repeat within the time of the platform's key: after that nobody knows when the first send was. */
function isRepeatSafe({ at, reason }: Delivery, outbox: Outbox | undefined, now: string): boolean {
  const safeMs = outbox?.repeatSafeMs;
  return safeMs !== undefined && reason !== doubtReason && isLater(addMs(at, safeMs), now);
}
