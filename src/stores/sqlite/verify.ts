import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError, toReason } from '../../core/errors.ts';
import { refuseForeign } from './migrations.ts';
import { findWalBreak, type WalBreak } from './wal.ts';

const signature = 'SQLite format 3\0';
const recheckMs = 50;

/**
 * Looks at an existing file without changing a byte of it; throws `ConfigError` for anything that must not be
 * opened for writing: it would be damaged further, or what it lost would go unseen.
 */
export async function verifyFile(path: string): Promise<void> {
  const size = sizeOf(path);
  if (size === undefined || size === 0) return refuseOrphanLog(path);
  if (!hasSignature(path)) {
    throw new ConfigError([
      `${path} is not a database; move it away or point STORE_URL to another file, nothing was changed.`,
    ]);
  }
  await refuseBrokenLog(path);
  verifyPages(path);
}

function sizeOf(path: string): number | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() || stat === undefined) return stat?.size;
  throw new ConfigError([`${path} is not a file; point STORE_URL to a file, such as sqlite:data/store.db.`]);
}

/** A log whose database is gone or empty would be thrown away by SQLite when it makes a new one. */
function refuseOrphanLog(path: string): void {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (!log || log.size === 0) return;
  throw new ConfigError([
    `${path} is missing or empty but its journal ${path}-wal holds changes; put the database file back beside it, or move the journal away to start anew.`,
  ]);
}

function hasSignature(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(signature.length);
    readSync(file, start, 0, start.length, 0);
    return start.toString('latin1') === signature;
  } finally {
    closeSync(file);
  }
}

async function refuseBrokenLog(path: string): Promise<void> {
  const log = `${path}-wal`;
  const first = findWalBreak(log);
  if (!first) return;
  // Another process may have been writing while we read: only a break that stays in its place is damage.
  await pause(recheckMs);
  const second = findWalBreak(log);
  if (second?.soundBytes === first.soundBytes) throw brokenLog(path, second);
}

function brokenLog(path: string, { lostCommits, soundBytes }: WalBreak): ConfigError {
  return new ConfigError([
    `The journal ${path}-wal is damaged: ${lostCommits} saved changes after byte ${soundBytes} cannot be read; nothing was changed. Copy ${path} and ${path}-wal to a safe place, then put a backup back, or go on without those changes after \`truncate -s ${soundBytes} ${path}-wal\`; digests whose delivery was among them may then come twice.`,
  ]);
}

/** Read-only, because closing a writable connection would fold the log into the file. */
function verifyPages(path: string): void {
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 2000 });
    try {
      refuseForeign(db, path);
      const found = db.prepare('PRAGMA quick_check(1)').get()?.quick_check;
      if (found !== 'ok') throw new Error(String(found));
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): ConfigError {
  return new ConfigError([
    `The database ${path} is damaged or cannot be read (${toReason(error)}); nothing was changed. Move it and its -wal file to a safe place and put a backup back, or start anew with another STORE_URL.`,
  ]);
}
