import { addMs } from '../core/schedule.ts';
import type { Log } from '../lib/log.ts';
import type { Clock, Store } from '../ports.ts';
import { blobPrefix, namesIn } from './frozen.ts';

/**
 * For how long the ledger knows what became of a part: long enough for `/status`, and for no date to be planned a
 * second time.
 */
export const keepDeliveriesDays = 35;

const dayMs = 24 * 60 * 60 * 1000;
const doneKey = 'deliveries-dropped';

export interface RetentionParts {
  store: Store;
  clock: Clock;
  log: Log;
}

/** Once a day: forgets parts that ended long ago, and the frozen digests that no part is rendered from any more. */
export async function dropOldDeliveries({ store, clock, log }: RetentionParts): Promise<void> {
  const now = clock.now();
  const today = now.slice(0, 10);
  if ((await store.getValue(doneKey)) === today) return;
  const before = addMs(now, -keepDeliveriesDays * dayMs);
  const rows = await store.dropDeliveries(before);
  const blobs = await dropFrozen(store, before);
  await store.setValue(doneKey, today);
  if (rows + blobs > 0) log.info({ rows, blobs, before }, 'old deliveries dropped');
}

/** One that is frozen anew meanwhile counts as saved just now, and stays. */
async function dropFrozen(store: Store, before: string): Promise<number> {
  const old = await store.findOldBlobs(blobPrefix, before);
  if (old.length === 0) return 0;
  const used = await usedBlobs(store);
  return store.dropBlobs(
    old.filter((key) => !used.has(key)),
    before,
  );
}

/** Digests that rows name, and the pictures in them. */
async function usedBlobs(store: Store): Promise<Set<string>> {
  const used = new Set<string>();
  for (const frozen of await store.findFrozen()) {
    used.add(blobPrefix + frozen);
    const bytes = await store.findBlob(blobPrefix + frozen);
    const text = bytes && new TextDecoder().decode(bytes);
    for (const name of text ? namesIn(text) : []) used.add(blobPrefix + name);
  }
  return used;
}
