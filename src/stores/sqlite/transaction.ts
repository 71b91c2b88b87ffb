import type { DatabaseSync } from 'node:sqlite';

/**
 * Runs `work` in one write transaction and returns after the commit is durable. IMMEDIATE, because a read that
 * turns into a write fails at once when another process has written in between.
 */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Epoch milliseconds of an ISO instant. Anything else is a bug of the caller. */
export function toMs(instant: string): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new TypeError(`not an instant: ${JSON.stringify(instant)}`);
  return ms;
}
