import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { chatKey, type Subscription } from '../../core/delivery.ts';
import type { Store } from '../../ports.ts';
import { toMs } from './transaction.ts';

type SubscriptionVerbs = Pick<Store, 'saveSubscription' | 'deleteSubscription' | 'findSubscriptions'>;

/** Subscriptions; `next_due` is kept beside the body because planning advances it alone. */
export function createSubscriptionVerbs(db: DatabaseSync) {
  const save = db.prepare('INSERT OR REPLACE INTO subscriptions VALUES (?, ?, ?, ?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM subscriptions WHERE id = ?');
  const due = db.prepare(
    `SELECT body, next_due FROM subscriptions
     WHERE state = 'active' AND next_due_ms <= ?4
       AND (?1 IS NULL OR chat = ?1) AND (?2 IS NULL OR edition = ?2) AND (?3 IS NULL OR state = ?3)
     ORDER BY next_due_ms, id`,
  );
  const all = db.prepare(
    `SELECT body, next_due FROM subscriptions
     WHERE (?1 IS NULL OR chat = ?1) AND (?2 IS NULL OR edition = ?2) AND (?3 IS NULL OR state = ?3)
     ORDER BY next_due_ms, id`,
  );
  const ofChat = db.prepare(
    `SELECT body, next_due FROM subscriptions
     WHERE chat = ?1 AND (?2 IS NULL OR edition = ?2) AND (?3 IS NULL OR state = ?3)
     ORDER BY next_due_ms, id`,
  );

  // `;` follows `:`, so the range holds the keys of the chat's threads and no others.
  const ofThreads = db.prepare(
    `SELECT body, next_due FROM subscriptions
     WHERE (chat = ?1 OR (chat > ?1 || ':' AND chat < ?1 || ';'))
       AND (?2 IS NULL OR edition = ?2) AND (?3 IS NULL OR state = ?3)
     ORDER BY next_due_ms, id`,
  );

  return {
    saveSubscription: async (subscription) => {
      const { id, chat, edition, state, nextDue } = subscription;
      const body = JSON.stringify(subscription);
      save.run(id, chatKey(chat), edition, state, nextDue, toMs(nextDue), body);
    },
    deleteSubscription: async (id) => remove.run(id).changes > 0,
    findSubscriptions: async ({ chat, edition, state, dueAt, withThreads }) => {
      const filter = [chat ? chatKey(chat) : null, edition ?? null, state ?? null];
      if (dueAt !== undefined) return due.all(...filter, toMs(dueAt)).map(toSubscription);
      if (!chat) return all.all(...filter).map(toSubscription);
      return (withThreads ? ofThreads : ofChat).all(...filter).map(toSubscription);
    },
  } satisfies SubscriptionVerbs;
}

function toSubscription(row: Record<string, SQLOutputValue>): Subscription {
  return { ...JSON.parse(String(row.body)), nextDue: String(row.next_due) };
}
