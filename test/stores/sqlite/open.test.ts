import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { ConfigError } from '../../../src/core/errors.ts';
import { openStore } from '../../../src/stores/index.ts';
import { openSqliteStore } from '../../../src/stores/sqlite/open.ts';

let folder = '';
let files = 0;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-open-'));
});
after(() => rm(folder, { recursive: true }));

function newPath(): string {
  files += 1;
  return join(folder, `${files}.db`);
}

/** Refused with one sentence that names the file, and with no byte changed. */
async function assertRefused(path: string, says: RegExp): Promise<void> {
  const kept = [path, `${path}-wal`].filter((name) => existsSync(name));
  const bytesBefore = kept.map((name) => readFileSync(name));
  await assert.rejects(openSqliteStore(path), (error) => {
    assert.ok(error instanceof ConfigError, String(error));
    assert.equal(error.problems.length, 1);
    assert.match(error.message, says);
    assert.ok(error.message.includes(path), error.message);
    return true;
  });
  const bytesAfter = kept.map((name) => readFileSync(name));
  assert.ok(
    bytesBefore.every((bytes, index) => bytesAfter[index]?.equals(bytes)),
    'a byte was changed',
  );
}

/** A database with `commits` changes in its log alone, as a killed process leaves it. */
async function killedAfter(commits: number): Promise<string> {
  const path = newPath();
  const store = await openSqliteStore(`${path}.live`);
  await store.close();
  const live = await openSqliteStore(`${path}.live`);
  for (let n = 0; n < commits; n += 1) await live.setValue(`key ${n}`, 'x'.repeat(100));
  copyFileSync(`${path}.live`, path);
  copyFileSync(`${path}.live-wal`, `${path}-wal`);
  await live.close();
  return path;
}

function flip(path: string, at: number, length = 64): void {
  const bytes = readFileSync(path);
  for (let n = at; n < at + length; n += 1) bytes[n] = (bytes[n] ?? 0) ^ 0xff;
  writeFileSync(path, bytes);
}

describe('opening a database', () => {
  it('makes the file and its folders', async () => {
    const path = join(folder, 'a', 'b', 'store.db');
    await (await openSqliteStore(path)).close();
    assert.ok(existsSync(path));
  });

  it('uses an empty file as a new database', async () => {
    const path = newPath();
    writeFileSync(path, '');
    const store = await openSqliteStore(path);
    await store.setValue('a', 'b');
    await store.close();
  });

  it('writes ahead and shares the file with a second connection', async () => {
    const path = newPath();
    const [one, two] = [await openSqliteStore(path), await openSqliteStore(path)];
    await one.setValue('a', 'from one');
    assert.equal(await two.getValue('a'), 'from one');
    const reader = new DatabaseSync(path, { readOnly: true });
    assert.equal(reader.prepare('PRAGMA journal_mode').get()?.journal_mode, 'wal');
    reader.close();
    await one.close();
    await two.close();
  });

  it('fails a write with a retryable error while another process holds the file', async () => {
    const path = newPath();
    const store = await openSqliteStore(path);
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await assert.rejects(store.check(), { name: 'AdapterError', retryable: true });
    other.exec('ROLLBACK');
    other.close();
    await store.check();
    await store.close();
  });

  it('waits for a short write of another thread', async () => {
    const path = newPath();
    const store = await openSqliteStore(path);
    const other = new Worker(
      `const { DatabaseSync } = require('node:sqlite');
       const { parentPort, workerData } = require('node:worker_threads');
       const db = new DatabaseSync(workerData);
       db.exec('BEGIN IMMEDIATE');
       parentPort.postMessage('held');
       setTimeout(() => { db.exec('COMMIT'); db.close(); }, 200);`,
      { eval: true, workerData: path },
    );
    const ended = once(other, 'exit');
    await once(other, 'message');
    await store.setValue('a', 'b');
    await ended;
    await store.close();
  });

  it('refuses a folder', async () => {
    const path = newPath();
    mkdirSync(path);
    await assert.rejects(openSqliteStore(path), /is not a file; point STORE_URL/);
  });

  it('refuses a path below a file', async () => {
    const path = newPath();
    writeFileSync(path, 'text');
    await assert.rejects(openSqliteStore(join(path, 'store.db')), { name: 'ConfigError' });
  });

  it('refuses a file that is not a database', async () => {
    for (const content of ['x', 'not a database\n'.repeat(1000), '{"posts": []}']) {
      const path = newPath();
      writeFileSync(path, content);
      await assertRefused(path, /is not a database; move it away/);
    }
  });

  it("refuses another program's database", async () => {
    const path = newPath();
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE theirs (a)');
    other.close();
    await assertRefused(path, /another program/);
  });

  it('refuses a database of a newer schema', async () => {
    const path = newPath();
    await (await openSqliteStore(path)).close();
    const newer = new DatabaseSync(path);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    await assertRefused(path, /newer Broadsheet \(schema 99/);
  });
});

describe('opening a damaged database', () => {
  it('refuses one whose pages are damaged', async () => {
    const path = newPath();
    await (await openSqliteStore(path)).close();
    flip(path, 4096, 4096 * 3);
    await assertRefused(path, /is damaged or cannot be read/);
  });

  it('refuses one whose pages are damaged without folding its journal into it', async () => {
    const path = await killedAfter(5);
    flip(path, 4096, 4096 * 3);
    await assertRefused(path, /is damaged or cannot be read/);
  });

  it('refuses one that was cut off', async () => {
    const path = newPath();
    await (await openSqliteStore(path)).close();
    truncateSync(path, 4096 * 5 + 100);
    await assertRefused(path, /is damaged or cannot be read/);
  });

  it('refuses one whose file is gone while its journal still holds changes', async () => {
    const path = await killedAfter(3);
    await rm(path);
    await assertRefused(path, /is missing or empty but its journal/);
  });

  it('keeps every change of a sound journal', async () => {
    const store = await openSqliteStore(await killedAfter(20));
    assert.equal(await store.getValue('key 19'), 'x'.repeat(100));
    await store.close();
  });

  it('keeps the sound part of a journal when only the last commit was cut by power loss', async () => {
    const path = await killedAfter(20);
    truncateSync(`${path}-wal`, readFileSync(`${path}-wal`).length - 1000);
    const store = await openSqliteStore(path);
    assert.equal(await store.getValue('key 18'), 'x'.repeat(100));
    assert.equal(await store.getValue('key 19'), undefined);
    await store.close();
  });

  it('accepts the last commit garbled as well as cut', async () => {
    const path = await killedAfter(20);
    flip(`${path}-wal`, readFileSync(`${path}-wal`).length - 2000);
    await (await openSqliteStore(path)).close();
  });

  it('refuses a journal that is damaged in its middle and says how many changes are behind it', async () => {
    const path = await killedAfter(20);
    flip(`${path}-wal`, Math.floor(readFileSync(`${path}-wal`).length / 2));
    await assertRefused(path, /journal .* is damaged: \d+ saved changes after byte \d+/);
  });

  it('opens again, with what came before the damage, after the journal was cut as told', async () => {
    const path = await killedAfter(20);
    flip(`${path}-wal`, Math.floor(readFileSync(`${path}-wal`).length / 2));
    const refusal = await openSqliteStore(path).catch((error: Error) => error.message);
    truncateSync(`${path}-wal`, Number(/truncate -s (\d+)/.exec(String(refusal))?.[1]));
    const store = await openSqliteStore(path);
    assert.equal(await store.getValue('key 0'), 'x'.repeat(100));
    assert.equal(await store.getValue('key 19'), undefined);
    await store.close();
  });

  it('refuses a journal whose header or first frame is damaged', async () => {
    for (const at of [0, 8, 16, 24, 40, 100]) {
      const path = await killedAfter(5);
      flip(`${path}-wal`, at, 4);
      await assertRefused(path, /is damaged: \d+ saved changes/);
    }
  });

  it('accepts a journal that was begun anew over an older, longer one', async () => {
    const path = newPath();
    const live = await openSqliteStore(`${path}.live`);
    for (let n = 0; n < 50; n += 1) await live.setValue(`key ${n}`, 'old');
    const other = new DatabaseSync(`${path}.live`);
    other.exec('PRAGMA wal_checkpoint(RESTART)');
    for (let n = 0; n < 3; n += 1) await live.setValue(`key ${n}`, 'new');
    copyFileSync(`${path}.live`, path);
    copyFileSync(`${path}.live-wal`, `${path}-wal`);
    other.close();
    await live.close();
    const store = await openSqliteStore(path);
    assert.equal(await store.getValue('key 2'), 'new');
    assert.equal(await store.getValue('key 49'), 'old');
    await store.close();
  });
});

describe('choosing a store', () => {
  it('takes relative, absolute and slashed file names', async () => {
    const path = newPath();
    for (const url of [`sqlite:${path}`, `sqlite://${path}`, `SQLITE:${path}`])
      await (await openStore(url)).close();
  });

  it('names what is supported for an unknown scheme, without repeating the URL', async () => {
    for (const url of ['mysql://user:secret@host/db', 'store.db', '', 'sqlite:']) {
      await assert.rejects(openStore(url), (error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, /sqlite:/);
        assert.doesNotMatch(error.message, /secret/);
        return true;
      });
    }
  });
});
