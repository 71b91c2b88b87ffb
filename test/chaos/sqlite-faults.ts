import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery } from '../../src/core/delivery.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { openSqliteStore } from '../../src/stores/sqlite/open.ts';
import { findProgram } from '../tools/services.ts';
import {
  brokenByFault,
  type FaultOutcome,
  type FaultPlan,
  figuresOfFault,
  type Life,
  runFault,
} from './fault-run.ts';

/** Where a run keeps its database; a restart may find it elsewhere. */
interface Place {
  folder: string;
  path: string;
  lastsMs: number;
  /** What the program said when it refused to open. */
  refusals: string[];
}

/** How a file can fail under a store; each resolves when it is whole again. */
const faults = {
  /** A small file system of its own, which root alone may make, is filled to the last block. */
  'disk full': async ({ folder, path, lastsMs }: Place) => {
    const filler = join(folder, 'filler');
    emptyJournal(path);
    fill(filler);
    await wait(lastsMs);
    rmSync(filler);
  },
  /** No file may grow. */
  'at its size limit': async ({ path, lastsMs }: Place) => {
    emptyJournal(path);
    limitFiles(String(statSync(`${path}-wal`).size));
    await wait(lastsMs);
    limitFiles('unlimited');
  },
  busy: async ({ path, lastsMs }: Place) => {
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await wait(lastsMs);
    other.exec('ROLLBACK');
    other.close();
  },
  /** Bytes of the journal that a killed process left are flipped. */
  'damaged in its journal': async (place: Place, life: Life) => {
    await life.end(() => moveAsKilled(place));
    const journal = `${place.path}-wal`;
    const middle = Math.floor(statSync(journal).size / 3);
    await seeRefused(place, life, () => flip(journal, middle, 64));
  },
  /** Bytes of the file are flipped while no process runs. */
  'damaged in its pages': async (place: Place, life: Life) => {
    await life.end();
    await seeRefused(place, life, () => flip(place.path, pageBytes, 3 * pageBytes));
  },
  /** Every page but the first is flipped under the running process; it has to be started anew afterwards. */
  'damaged while it is open': async ({ path, lastsMs }: Place, life: Life) => {
    await life.end();
    await life.begin();
    const damage = () => flip(path, pageBytes, statSync(path).size - pageBytes);
    damage();
    await wait(lastsMs);
    damage();
    await life.end();
    await life.begin();
  },
} as const;

export type SqliteFault = keyof typeof faults;
export const sqliteFaults = Object.keys(faults) as SqliteFault[];

const pageBytes = 4096;
const smallDiskBytes = 8 * 1024 * 1024;

export interface SqliteFaultPlan extends Pick<FaultPlan, 'at' | 'chats' | 'sendMs' | 'tickEveryMs'> {
  fault: SqliteFault;
  lastsMs: number;
  busyTimeoutMs?: number;
  patienceMs: number;
}

export interface SqliteFaultOutcome extends FaultOutcome {
  refusals: string[];
}

/** The full bar: the usual busy timeout, a tick a minute, and a fault of half a minute. */
export function fullSqliteFault(fault: SqliteFault): SqliteFaultPlan {
  const at = fault === 'damaged while it is open' ? 'start' : 'third';
  return { fault, at, chats: 250, sendMs: 20, tickEveryMs: 60_000, lastsMs: 30_000, patienceMs: 180_000 };
}

/** Why a fault cannot be made here; undefined where it can. */
export function whyNot(fault: SqliteFault): string | undefined {
  if (fault === 'disk full' && (process.getuid?.() !== 0 || !findProgram('mount')))
    return 'only root may mount a small disk';
  if (fault === 'at its size limit' && !findProgram('prlimit')) return 'prlimit is not installed';
  return undefined;
}

/** Every fault at the full bar, a line of figures each; resolves to what was promised and not kept. */
export async function runSqliteFaults(print: (line: string) => void): Promise<string[]> {
  const broken: string[] = [];
  for (const fault of sqliteFaults) {
    const name = `SQLite ${fault}`;
    const reason = whyNot(fault);
    if (reason) print(`${name}: left out, ${reason}`);
    else {
      const outcome = await runSqliteFault(fullSqliteFault(fault));
      print(`${name}: ${figuresOfFault(outcome)}`);
      broken.push(...brokenByFault(outcome).map((sentence) => `${name}: ${sentence}`));
    }
  }
  return broken;
}

/** One fan-out over a database of its own that fails once. */
export async function runSqliteFault(plan: SqliteFaultPlan): Promise<SqliteFaultOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-fault-'));
  const isSmallDisk = plan.fault === 'disk full';
  if (isSmallDisk) run('mount', '-t', 'tmpfs', '-o', `size=${smallDiskBytes}`, 'tmpfs', folder);
  const place: Place = { folder, path: join(folder, 'store.db'), lastsMs: plan.lastsMs, refusals: [] };
  try {
    const outcome = await runFault({
      ...plan,
      openStore: () => openSqliteStore(place.path, plan.busyTimeoutMs),
      durableRow: (chatId) => readRow(place.path, chatId),
      fault: (life) => faults[plan.fault](place, life),
    });
    return { ...outcome, refusals: place.refusals };
  } finally {
    if (isSmallDisk) run('umount', folder);
    await rm(folder, { recursive: true });
  }
}

/** The row as another connection sees it: committed, or it is not there. */
function readRow(path: string, chatId: string): Pick<Delivery, 'state' | 'attempts'> | undefined {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const row = db.prepare('SELECT state, attempts FROM deliveries WHERE subscription_id = ?').get(chatId);
    return row && { state: String(row.state) as Delivery['state'], attempts: Number(row.attempts) };
  } finally {
    db.close();
  }
}

/** Goes on with the files as they stand, which a closing process would fold into one. */
function moveAsKilled(place: Place): void {
  const left = join(place.folder, 'left', 'store.db');
  mkdirSync(join(place.folder, 'left'));
  for (const end of ['', '-wal']) copyFileSync(`${place.path}${end}`, `${left}${end}`);
  place.path = left;
}

/** `flipBytes` done twice leaves the bytes as they were. */
async function seeRefused(place: Place, life: Life, flipBytes: () => void): Promise<void> {
  flipBytes();
  await life.begin().catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    place.refusals.push(...error.problems);
  });
  if (place.refusals.length === 0) return;
  flipBytes();
  await life.begin();
}

function flip(path: string, at: number, length: number): void {
  const bytes = readFileSync(path);
  for (let n = at; n < at + length; n++) bytes[n] = (bytes[n] ?? 0) ^ 0xff;
  writeFileSync(path, bytes);
}

/** A journal that was folded into the file before has room of its own for a while. */
function emptyJournal(path: string): void {
  const db = new DatabaseSync(path, { timeout: 1000 });
  const found = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  db.close();
  if (found?.busy !== 0) throw new Error('the journal could not be emptied');
}

function fill(path: string): void {
  const { bavail, bsize } = statfsSync(join(path, '..'));
  writeFileSync(path, Buffer.alloc(bavail * bsize));
}

/** The soft limit of this process alone; what would go beyond it fails instead of ending the process. */
function limitFiles(bytes: string): void {
  if (process.listenerCount('SIGXFSZ') === 0) process.on('SIGXFSZ', () => undefined);
  run('prlimit', '--pid', String(process.pid), `--fsize=${bytes}:`);
}

function run(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
}
