import type { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '../../core/errors.ts';
import { inTransaction } from './transaction.ts';

/** Marks the file as ours: `BRSH`. */
export const applicationId = 0x42525348;

/**
 * One step a schema version, never changed once released. Instants stand twice where they are compared: as the
 * text that was given and as epoch milliseconds, because `…21Z` and `…21.500Z` sort wrongly as text.
 */
const steps: readonly string[] = [
  `
  -- rowid grows with the post's time (see posts.ts), so that the newest matches of a search come first unsorted.
  CREATE TABLE posts (
    rowid INTEGER PRIMARY KEY,
    edition TEXT NOT NULL,
    id TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (edition, id)
  ) STRICT;
  CREATE INDEX posts_by_time ON posts (edition, at_ms, id);
  -- The tokenizer sees only words that were cut by us; ascii keeps every other character as part of a word.
  CREATE VIRTUAL TABLE post_words USING fts5(
    edition, words, content='', contentless_delete=1, tokenize='ascii'
  );

  CREATE TABLE reports (
    id TEXT PRIMARY KEY,
    edition TEXT NOT NULL,
    language TEXT NOT NULL,
    topic TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    created_at TEXT NOT NULL,
    partial INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (edition, language, topic, first_day, last_day)
  ) STRICT;
  CREATE INDEX reports_by_window ON reports (edition, last_day DESC, first_day DESC);

  CREATE TABLE memories (
    edition TEXT NOT NULL,
    day TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (edition, day)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE blobs (key TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
  CREATE TABLE stored_values (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE chats (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;

  CREATE TABLE subscriptions (
    id TEXT PRIMARY KEY,
    chat TEXT NOT NULL,
    edition TEXT NOT NULL,
    state TEXT NOT NULL,
    next_due TEXT NOT NULL,
    next_due_ms INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX subscriptions_due ON subscriptions (state, next_due_ms, id);
  CREATE INDEX subscriptions_by_chat ON subscriptions (chat);

  CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    subscription_id TEXT NOT NULL,
    date TEXT NOT NULL,
    part INTEGER NOT NULL,
    report_id TEXT NOT NULL,
    frozen TEXT,
    chat TEXT NOT NULL,
    state TEXT NOT NULL,
    message_id TEXT,
    attempts INTEGER NOT NULL,
    not_before TEXT,
    not_before_ms INTEGER,
    owner TEXT,
    reason TEXT,
    at TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    UNIQUE (subscription_id, date, part)
  ) STRICT;
  CREATE INDEX deliveries_by_state ON deliveries (state, date, subscription_id, part);
  CREATE INDEX deliveries_by_report ON deliveries (report_id, date, subscription_id, part);
  CREATE INDEX deliveries_by_change ON deliveries (at_ms);

  CREATE TABLE pulse (id INTEGER PRIMARY KEY CHECK (id = 1), beat INTEGER NOT NULL) STRICT;
  INSERT INTO pulse VALUES (1, 0);
  `,
  `
  ALTER TABLE blobs ADD COLUMN saved_ms INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX deliveries_by_frozen ON deliveries (frozen);
  `,
];

/** Refuses a file that another program or a newer Broadsheet wrote. */
export function refuseForeign(db: DatabaseSync, path: string): void {
  const version = pragma(db, 'user_version');
  if (pragma(db, 'application_id') !== applicationId && hasTables(db)) {
    throw new ConfigError([
      `${path} is a database of another program; point STORE_URL to a file of Broadsheet's own.`,
    ]);
  }
  if (version > steps.length) {
    throw new ConfigError([
      `${path} was written by a newer Broadsheet (schema ${version}, this one knows ${steps.length}); update Broadsheet or point STORE_URL to another file.`,
    ]);
  }
}

/** Brings the file to the newest schema, each step and its number in one transaction. */
export function migrate(db: DatabaseSync): void {
  for (const [index, step] of steps.entries()) {
    inTransaction(db, () => {
      if (pragma(db, 'user_version') > index) return;
      db.exec(step);
      db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${index + 1}`);
    });
  }
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function hasTables(db: DatabaseSync): boolean {
  return db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
}
