import type { Delivery } from '../core/delivery.ts';
import type { Clock, Store } from '../ports.ts';

/** What one process does with the ledger's rows. Every verb throws when the store cannot be written. */
export interface Ledger {
  /** Makes a row this process's own: durable as `sending` when it resolves, undefined when it is not to be had. */
  claim(id: string): Promise<Delivery | undefined>;
  /** Writes an outcome down. One that the store could not take is owed, and written before anything else. */
  save(row: Delivery): Promise<void>;
  payDebts(): Promise<void>;
}

interface Waiting {
  id: string;
  resolve(row: Delivery | undefined): void;
  reject(error: unknown): void;
}

export function createLedger(
  store: Pick<Store, 'claimDeliveries' | 'saveDelivery'>,
  owner: string,
  clock: Clock,
): Ledger {
  const owed = new Set<Delivery>();
  const payDebts = async () => {
    for (const row of owed) {
      await store.saveDelivery(row);
      owed.delete(row);
    }
  };
  return {
    claim: joinClaims((ids) => store.claimDeliveries(ids, owner, clock.now())),
    async save(row) {
      owed.add(row);
      await payDebts();
    },
    payDebts,
  };
}

/** Joins the claims of one turn of the event loop in one commit: a durable commit costs the same for 1 row or 50. */
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
