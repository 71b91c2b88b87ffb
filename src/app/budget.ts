import type { Edition } from '../core/edition.ts';
import { toReason } from '../core/errors.ts';
import { addMs, isLater } from '../core/schedule.ts';
import { dayOf } from '../core/window.ts';
import type { Store } from '../ports.ts';
import type { Line } from './line.ts';

/** What models cost an edition on one local day, over all processes that write it. */
export interface Account {
  /** US dollars spent before this report. */
  spent: number;
  /** Sets the most a report may cost aside; false when the hard limit would not hold. */
  reserve(mostCost: number): Promise<boolean>;
  /** Books what was really spent in the place of what was set aside; resolves to the day's sum. */
  settle(cost: number): Promise<number>;
}

/** What reports that are being written now may cost, by report: two at once must not both take the last dollar. */
type Reservations = Record<string, { cost: number; until: string }>;

/** Longer than any report takes: what a process that died had set aside is free again then. */
const reservedForMs = 15 * 60_000;

let reports = 0;

export async function openAccount(
  { store, clock, log, leases }: Pick<Line, 'store' | 'clock' | 'log' | 'leases'>,
  edition: Pick<Edition, 'id' | 'timezone' | 'budget'>,
): Promise<Account> {
  const key = spentKey(edition.id, dayOf(clock.now(), edition.timezone));
  const own = `${leases.owner}.${reports++}`;
  const hard = edition.budget?.hardUsd;
  const spent = await readSpent(store, key);
  const inTurn = <T>(work: () => Promise<T>) => leases.hold(`money:${edition.id}`, work);
  const others = async () => {
    const all = Object.entries(await readReserved(store, key));
    return Object.fromEntries(all.filter(([id, { until }]) => id !== own && isLater(until, clock.now())));
  };
  return {
    spent,
    async reserve(mostCost) {
      if (hard === undefined) return true;
      return inTurn(async () => {
        const reserved = await others();
        const aside = Object.values(reserved).reduce((sum, { cost }) => sum + cost, 0);
        if ((await readSpent(store, key)) + aside + mostCost > hard) return false;
        const until = addMs(clock.now(), reservedForMs);
        await writeReserved(store, key, { ...reserved, [own]: { cost: mostCost, until } });
        return true;
      });
    },
    async settle(cost) {
      try {
        return await inTurn(async () => {
          const sum = (await readSpent(store, key)) + cost;
          if (cost > 0) await store.setValue(key, String(Number(sum.toFixed(6))));
          if (hard !== undefined) await writeReserved(store, key, await others());
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

async function readReserved(store: Store, key: string): Promise<Reservations> {
  return JSON.parse((await store.getValue(`${key}:reserved`)) || '{}');
}

async function writeReserved(store: Store, key: string, reserved: Reservations): Promise<void> {
  await store.setValue(`${key}:reserved`, JSON.stringify(reserved));
}
