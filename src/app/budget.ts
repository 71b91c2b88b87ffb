import type { Edition } from '../core/edition.ts';
import { toReason } from '../core/errors.ts';
import { dayOf } from '../core/window.ts';
import type { Store } from '../ports.ts';
import type { Line } from './line.ts';

/** What models cost an edition on one local day. */
export interface Account {
  /** US dollars spent before this report. */
  spent: number;
  /** Sets the most a report may cost aside; false when the hard limit would not hold. */
  reserve(mostCost: number): boolean;
  /** Books what was really spent in the place of what was set aside; resolves to the day's sum. */
  settle(cost: number): Promise<number>;
}

/** Set aside by reports that are being written now, by store and key: two at once must not both take the last dollar. */
const reservations = new WeakMap<Store, Map<string, number>>();
const bookings = new WeakMap<Store, Promise<unknown>>();

export async function openAccount(
  { store, clock, log }: Pick<Line, 'store' | 'clock' | 'log'>,
  edition: Pick<Edition, 'id' | 'timezone' | 'budget'>,
): Promise<Account> {
  const key = spentKey(edition.id, dayOf(clock.now(), edition.timezone));
  const reserved = reservations.get(store) ?? new Map<string, number>();
  reservations.set(store, reserved);
  const spent = await readSpent(store, key);
  let own = 0;
  const setAside = (change: number) => {
    own += change;
    reserved.set(key, Math.max(0, (reserved.get(key) ?? 0) + change));
  };
  return {
    spent,
    reserve(mostCost) {
      const hard = edition.budget?.hardUsd ?? Number.POSITIVE_INFINITY;
      if (spent + (reserved.get(key) ?? 0) + mostCost > hard) return false;
      setAside(mostCost);
      return true;
    },
    async settle(cost) {
      setAside(-own);
      try {
        return await inTurn(store, async () => {
          const sum = (await readSpent(store, key)) + cost;
          if (cost > 0) await store.setValue(key, String(Number(sum.toFixed(6))));
          return sum;
        });
      } catch (error) {
        log.warn({ edition: edition.id, reason: toReason(error) }, 'the cost of a report was not booked');
        return spent + cost;
      }
    },
  };
}

/** Where the dollars of an edition's local day are booked. */
export function spentKey(edition: string, day: string): string {
  return `spent:${edition}:${day}`;
}

/** Remembers that a report had to do without a model on this local day, and why. */
export async function noteRefusal(
  { store, clock }: Pick<Line, 'store' | 'clock'>,
  edition: Pick<Edition, 'id' | 'timezone'>,
  reason: string,
): Promise<void> {
  await store.setValue(refusalKey(edition.id, dayOf(clock.now(), edition.timezone)), reason);
}

export function findRefusal(
  store: Pick<Store, 'getValue'>,
  edition: string,
  day: string,
): Promise<string | undefined> {
  return store.getValue(refusalKey(edition, day));
}

function refusalKey(edition: string, day: string): string {
  return `budget-refused:${edition}:${day}`;
}

async function readSpent(store: Store, key: string): Promise<number> {
  const value = Number((await store.getValue(key)) ?? 0);
  return Number.isFinite(value) ? value : 0;
}

/** One booking after the other, since a store can only read and write. */
function inTurn<T>(store: Store, work: () => Promise<T>): Promise<T> {
  const turn = (bookings.get(store) ?? Promise.resolve()).then(work);
  bookings.set(
    store,
    turn.catch(() => undefined),
  );
  return turn;
}
