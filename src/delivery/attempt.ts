import type { Delivery } from '../core/delivery.ts';
import { SendError, toReason } from '../core/errors.ts';
import type { Outbox } from '../ports.ts';
import { sendKey } from './rows.ts';
import { untilAborted } from './until-aborted.ts';
import type { Attempt } from './verdict.ts';

/** How long one send may take, the platform's own repeats included. */
export const sendTimeoutMs = 30_000;

/** Sends a part and says how it ended; never throws. */
export async function attemptSend(
  outbox: Outbox,
  row: Delivery,
  part: unknown,
  signal: AbortSignal,
): Promise<Attempt> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(sendTimeoutMs)]);
  try {
    const sending = outbox.send(row.chat, part, sendKey(row), limit);
    const { messageId } = await untilAborted(sending, limit);
    return { outcome: 'sent', messageId };
  } catch (error) {
    return toAttempt(error);
  }
}

/** What a chat's history tells of a send. */
export type Look = { outcome: 'found'; messageId: string } | { outcome: 'absent' | 'unreadable' | 'later' };

/** How long one look into a history may take. */
const lookTimeoutMs = 10_000;

/** Looks whether a row's last send arrived; never throws. */
export async function findSent(
  outbox: Outbox | undefined,
  row: Delivery,
  signal: AbortSignal,
): Promise<Look> {
  if (!outbox?.find) return { outcome: 'unreadable' };
  const limit = AbortSignal.any([signal, AbortSignal.timeout(lookTimeoutMs)]);
  try {
    const found = await untilAborted(outbox.find(row.chat, sendKey(row), row.at, limit), limit);
    return found ? { outcome: 'found', messageId: found.messageId } : { outcome: 'absent' };
  } catch (error) {
    return { outcome: isFinal(error) ? 'unreadable' : 'later' };
  }
}

function isFinal(error: unknown): boolean {
  return error instanceof SendError && ['forbidden', 'gone', 'malformed'].includes(error.outcome);
}

/** Whatever is not a `SendError` leaves open whether the part arrived. */
function toAttempt(error: unknown): Attempt {
  const reason = toReason(error);
  if (!(error instanceof SendError)) return { outcome: 'unknown', reason };
  const { outcome, retryAfterMs, migratedTo } = error;
  return {
    outcome,
    reason,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(migratedTo !== undefined && { migratedTo }),
  };
}
