import type { Edition } from '../../core/edition.ts';
import { createGate } from '../../lib/gate.ts';

/** One collect of an edition at a time: cursors and spending are read, and written back at its end. */
const collects = createGate({ total: Number.POSITIVE_INFINITY, perKey: 1 });

/** Runs work that reads an edition's sources after all such work that was asked for before. */
export function inTurn<T>(edition: Edition, work: () => Promise<T>): Promise<T> {
  return collects.run(edition.id, work);
}
