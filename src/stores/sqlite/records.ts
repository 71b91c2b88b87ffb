import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { StoreRecord } from '../records.ts';
import { createLedgerVerbs } from './ledger.ts';
import { createSubscriptionVerbs } from './subscriptions.ts';

type Row = Record<string, SQLOutputValue>;

/** Every record of the store, kind by kind; rows are read as they are asked for. */
export async function* readRecords(db: DatabaseSync): AsyncGenerator<StoreRecord> {
  for (const row of rows(db, 'SELECT edition, body FROM posts ORDER BY rowid'))
    yield { kind: 'post', edition: String(row.edition), post: bodyOf(row) };
  for (const row of rows(db, 'SELECT body FROM reports')) yield { kind: 'report', report: bodyOf(row) };
  for (const row of rows(db, 'SELECT edition, body FROM memories'))
    yield { kind: 'memory', edition: String(row.edition), memory: bodyOf(row) };
  for (const { key, bytes } of rows(db, 'SELECT key, bytes FROM blobs'))
    if (bytes instanceof Uint8Array) yield { kind: 'blob', key: String(key), bytes };
  for (const { key, value } of rows(db, 'SELECT key, value FROM stored_values'))
    yield { kind: 'value', key: String(key), value: String(value) };
  for (const row of rows(db, 'SELECT body FROM chats')) yield { kind: 'chat', settings: bodyOf(row) };
  for (const subscription of await createSubscriptionVerbs(db).findSubscriptions({}))
    yield { kind: 'subscription', subscription };
  for (const delivery of await createLedgerVerbs(db).findDeliveries({})) yield { kind: 'delivery', delivery };
}

function rows(db: DatabaseSync, sql: string): Iterable<Row> {
  return db.prepare(sql).iterate();
}

function bodyOf<T>(row: Row): T {
  return JSON.parse(String(row.body));
}
