import { chatKey, type Delivery, type PlatformName } from '../core/delivery.ts';
import { AdapterError, toReason } from '../core/errors.ts';
import type { Log } from '../lib/log.ts';
import type { Clock, Outbox, Store } from '../ports.ts';
import { attemptSend } from './attempt.ts';
import { forgive, moveChat, pauseChat, strike } from './chats.ts';
import type { Ledger } from './ledger.ts';
import { createParts } from './parts.ts';
import { replacedReason } from './rows.ts';
import { doubtReason, isStale, settleRow } from './settle.ts';
import { type Attempt, judge, mostAttempts, type Verdict } from './verdict.ts';

export interface SenderParts {
  store: Store;
  outboxes: Partial<Record<PlatformName, Outbox>>;
  ledger: Ledger;
  clock: Clock;
  log: Log;
  /** Aborted when sends in flight must end. */
  signal: AbortSignal;
}

/** Sends single rows; every outcome is in the ledger when a verb resolves. */
export interface Sender {
  /** Sends a claimed row, and does for its chat and subscription what the outcome asks for. */
  send(claimed: Delivery): Promise<Verdict>;
  /**
   * A row that was left in `sending`, settled so that work goes on; undefined while its process may still be sending
   * it, or while the platform cannot be asked what became of it.
   */
  settle(row: Delivery): Promise<Delivery | undefined>;
}

export function createSender({ store, outboxes, ledger, clock, log, signal }: SenderParts): Sender {
  const parts = createParts(store, outboxes);

  const attempt = async (row: Delivery): Promise<Attempt> => {
    const outbox = outboxes[row.chat.platform];
    try {
      const part = await parts.of(row);
      if (outbox && part !== undefined) return await attemptSend(outbox, row, part, signal);
    } catch (error) {
      log.error({ delivery: row.id, reason: toReason(error) }, 'part not made');
      // The store had the row a moment ago and will have what was frozen again.
      if (error instanceof AdapterError) return { outcome: 'not-sent', reason: toReason(error) };
    }
    return { outcome: 'malformed', reason: 'the part could not be made again' };
  };

  const followOutcome = async (before: Delivery, { row, course }: Verdict) => {
    const reason = row.reason ?? '';
    if (row.state === 'sent' && row.part === 0) await forgive(store, row);
    if (course === 'forbidden') await strike(store, row, reason);
    if (course === 'gone') await pauseChat(store, row.chat, reason, clock.now());
    if (course === 'again') await moveChat(store, withoutThread(before), row.chat.id);
  };

  /** Where history tells what became of it, the row stays `sending` and is settled later. */
  const isOpen = (claimed: Delivery, { row, course }: Verdict) =>
    outboxes[row.chat.platform]?.find !== undefined &&
    row.attempts < mostAttempts &&
    (row.state === 'unknown' || (claimed.reason === doubtReason && course === 'wait'));

  /** Whether a newer digest of the subscription is due or planned. Due times and rows change in one transaction. */
  const isReplaced = async ({ subscriptionId, date, chat }: Delivery): Promise<boolean> => {
    const due = await store.findSubscriptions({ state: 'active', chat, dueAt: clock.now() });
    if (due.some(({ id }) => id === subscriptionId)) return true;
    const rows = await store.findDeliveries({ subscriptionId });
    return rows.some((row) => row.date > date && row.state !== 'skipped');
  };

  const giveWay = async (row: Delivery): Promise<Delivery> => {
    const { notBefore: _, ...rest } = row;
    const skipped: Delivery = { ...rest, state: 'skipped', reason: replacedReason, at: clock.now() };
    await ledger.save(row, skipped);
    return skipped;
  };

  return {
    async send(claimed) {
      const verdict = judge(claimed, await attempt(claimed), clock.now());
      if (isOpen(claimed, verdict)) {
        log.warn(fieldsOf(verdict.row), 'part in doubt');
        return { row: claimed, course: 'wait' };
      }
      await ledger.save(claimed, verdict.row);
      if (verdict.row.state !== 'sent') log.warn(fieldsOf(verdict.row), 'part not delivered');
      await followOutcome(claimed, verdict);
      return verdict;
    },
    async settle(row) {
      const released = await ledger.release(row);
      if (released) return released;
      if (!isStale(row, clock.now())) return undefined;
      const next = await settleRow(row, { outboxes, clock, signal });
      if (!next) return undefined;
      await ledger.save(row, next);
      if (next.state === 'unknown') log.warn(fieldsOf(next), 'part not delivered');
      return next.state === 'pending' && (await isReplaced(next)) ? giveWay(next) : next;
    },
  };
}

function withoutThread({ chat: { platform, id } }: Delivery) {
  return { platform, id };
}

function fieldsOf({ id, chat, state, reason, attempts }: Delivery) {
  return { delivery: id, chat: chatKey(chat), state, reason, attempts };
}
