import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigError, toReason } from '../../core/errors.ts';
import type { CopyableStore } from '../records.ts';
import { guarded } from './failures.ts';
import { createLedgerVerbs } from './ledger.ts';
import { migrate, refuseForeign } from './migrations.ts';
import { createPostVerbs } from './posts.ts';
import { readRecords } from './records.ts';
import { createMemoryVerbs, createReportVerbs } from './reports.ts';
import { createSubscriptionVerbs } from './subscriptions.ts';
import { createValueVerbs } from './values.ts';
import { verifyFile } from './verify.ts';

/** The driver blocks the event loop while it waits for another process. */
const usualBusyTimeoutMs = 2000;

/**
 * Opens the file, made with its folder when absent, or `:memory:`. A file that is damaged, not a database, of
 * another program or of a newer schema is refused with a `ConfigError`, and no byte of it is changed.
 */
export async function openSqliteStore(
  path: string,
  busyTimeoutMs = usualBusyTimeoutMs,
): Promise<CopyableStore> {
  if (path !== ':memory:') await prepareFile(path);
  const db = connect(path, busyTimeoutMs);
  try {
    const store = toStore(db);
    await store.check();
    return store;
  } catch (error) {
    db.close();
    throw cannotOpen(path, error);
  }
}

async function prepareFile(path: string): Promise<void> {
  try {
    mkdirSync(dirname(path), { recursive: true });
    await verifyFile(path);
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

function connect(path: string, busyTimeoutMs: number): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { timeout: busyTimeoutMs });
    refuseForeign(db, path);
    // FULL: with NORMAL a power loss could take back commits that were already acted upon.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000');
    migrate(db);
    return db;
  } catch (error) {
    db?.close();
    throw cannotOpen(path, error);
  }
}

function cannotOpen(path: string, error: unknown): ConfigError {
  if (error instanceof ConfigError) return error;
  return new ConfigError([
    `The database ${path} cannot be opened (${toReason(error)}); check that the folder exists and can be written, that the disk has room, and that no other program holds the file.`,
  ]);
}

function toStore(db: DatabaseSync): CopyableStore {
  const verbs = {
    ...createPostVerbs(db),
    ...createReportVerbs(db),
    ...createMemoryVerbs(db),
    ...createValueVerbs(db),
    ...createSubscriptionVerbs(db),
    ...createLedgerVerbs(db),
  };
  return {
    ...guarded(verbs, () => db.isOpen),
    records: () => readRecords(db),
    close: async () => {
      if (db.isOpen) db.close();
    },
  };
}
