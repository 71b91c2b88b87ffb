import type { DatabaseSync } from 'node:sqlite';
import { type ChatSettings, chatKey } from '../../core/delivery.ts';
import type { Store } from '../../ports.ts';
import { inTransaction, toMs } from './transaction.ts';

type ValueVerbs = Pick<
  Store,
  | 'saveBlob'
  | 'findBlob'
  | 'findOldBlobs'
  | 'dropBlobs'
  | 'getValue'
  | 'setValue'
  | 'saveChat'
  | 'findChat'
  | 'check'
>;

/** Blobs, small values, and what chats chose for themselves. */
export function createValueVerbs(db: DatabaseSync) {
  const saveBlob = db.prepare('INSERT OR REPLACE INTO blobs (key, bytes, saved_ms) VALUES (?, ?, ?)');
  const findBlob = db.prepare('SELECT bytes FROM blobs WHERE key = ?');
  const findOld = db.prepare(
    'SELECT key FROM blobs WHERE saved_ms < ? AND substr(key, 1, ?) = ? ORDER BY key',
  );
  const dropBlob = db.prepare('DELETE FROM blobs WHERE key = ? AND saved_ms < ?');
  const setValue = db.prepare('INSERT OR REPLACE INTO stored_values VALUES (?, ?)');
  const getValue = db.prepare('SELECT value FROM stored_values WHERE key = ?');
  const saveChat = db.prepare('INSERT OR REPLACE INTO chats VALUES (?, ?)');
  const findChat = db.prepare('SELECT body FROM chats WHERE key = ?');
  const beat = db.prepare('UPDATE pulse SET beat = beat + 1');

  return {
    saveBlob: async (key, bytes) => {
      saveBlob.run(key, bytes, Date.now());
    },
    findBlob: async (key) => {
      const bytes = findBlob.get(key)?.bytes;
      return bytes instanceof Uint8Array ? bytes : undefined;
    },
    findOldBlobs: async (prefix, before) =>
      findOld.all(toMs(before), [...prefix].length, prefix).map(({ key }) => String(key)),
    dropBlobs: async (keys, before) =>
      inTransaction(db, () =>
        keys.reduce((sum, key) => sum + Number(dropBlob.run(key, toMs(before)).changes), 0),
      ),
    setValue: async (key, value) => {
      setValue.run(key, value);
    },
    getValue: async (key) => {
      const value = getValue.get(key)?.value;
      return value === undefined ? undefined : String(value);
    },
    saveChat: async (settings) => {
      saveChat.run(chatKey(settings.chat), JSON.stringify(settings));
    },
    findChat: async (chat): Promise<ChatSettings | undefined> => {
      const row = findChat.get(chatKey(chat));
      return row && JSON.parse(String(row.body));
    },
    check: async () => {
      beat.run();
    },
  } satisfies ValueVerbs;
}
