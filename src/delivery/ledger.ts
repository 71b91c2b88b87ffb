import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Delivery } from '../core/delivery.ts';
import type { Clock, Store } from '../ports.ts';
import { checkStep } from './rules.ts';

/**
 * What one process does with the ledger's rows; every verb throws when the store cannot be written. What comes in
 * one turn of the event loop goes in by one commit: a durable commit costs the same for 1 row or 50.
 */
export interface Ledger {
  /** Makes a row this process's own: durable as `sending` when it resolves, undefined when it is not to be had. */
  claim(id: string): Promise<Delivery | undefined>;
  /**
   * Gives back a row that stands as this process's own though its claim was never answered: nothing of it was sent.
   * Undefined for every other row.
   */
  release(row: Delivery): Promise<Delivery | undefined>;
  /**
   * Writes down what a row became; throws for a step against the rules. What the store could not take is owed, and
   * written before anything else.
   */
  save(from: Delivery, to: Delivery): Promise<void>;
  payDebts(): Promise<void>;
}

interface Waiting {
  id: string;
  resolve(row: Delivery | undefined): void;
  reject(error: unknown): void;
}

export function createLedger(
  store: Pick<Store, 'claimDeliveries' | 'releaseDeliveries' | 'saveDeliveries'>,
  owner: string,
  clock: Clock,
): Ledger {
  const owed = new Set<Delivery>();
  /** Rows whose last claim failed here: the store may have taken it all the same. */
  const unanswered = new Set<string>();
  let paying: Promise<void> | undefined;
  const payDebts = async () => {
    const rows = [...owed];
    if (rows.length > 0) await store.saveDeliveries(rows);
    for (const row of rows) owed.delete(row);
  };
  const payAfterTurn = async () => {
    await nextTurn();
    paying = undefined;
    await payDebts();
  };
  const claimAll = async (ids: string[]): Promise<Delivery[]> => {
    let open = new Set(ids.filter((id) => unanswered.delete(id)));
    try {
      const rows = await store.claimDeliveries(ids, owner, clock.now());
      for (const { id } of rows) open.delete(id);
      return rows;
    } catch (error) {
      open = new Set(ids);
      throw error;
    } finally {
      for (const id of open) unanswered.add(id);
    }
  };
  return {
    claim: joinClaims(claimAll),
    async release(row) {
      if (row.owner !== owner || !unanswered.has(row.id)) return undefined;
      const [released] = await store.releaseDeliveries([row]);
      return released;
    },
    save(from, to) {
      checkStep(from, to);
      owed.add(to);
      paying ??= payAfterTurn();
      return paying;
    },
    payDebts,
  };
}

/** Joins the claims of one turn of the event loop. */
function joinClaims(claimAll: (ids: string[]) => Promise<Delivery[]>): Ledger['claim'] {
  let waiting: Waiting[] = [];
  const flush = async () => {
    const batch = waiting;
    waiting = [];
    try {
      const rows = await claimAll(batch.map(({ id }) => id));
      const byId = new Map(rows.map((row) => [row.id, row]));
      for (const { id, resolve } of batch) resolve(byId.get(id));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return (id) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ id, resolve, reject }) === 1) setImmediate(() => void flush());
    });
}
