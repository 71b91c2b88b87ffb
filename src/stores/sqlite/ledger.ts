import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Delivery, DeliveryState } from '../../core/delivery.ts';
import type { DeliveryFilter, Store } from '../../ports.ts';
import { inTransaction, toMs } from './transaction.ts';

type LedgerVerbs = Pick<
  Store,
  | 'planDeliveries'
  | 'claimDeliveries'
  | 'releaseDeliveries'
  | 'saveDelivery'
  | 'saveDeliveries'
  | 'findDeliveries'
  | 'dropDeliveries'
  | 'findFrozen'
>;

/** Rows a transaction: few enough that the event loop is not held for long, since the driver is synchronous. */
const batchSize = 500;

const columns = [
  'id',
  'subscription_id',
  'date',
  'part',
  'report_id',
  'frozen',
  'chat',
  'state',
  'message_id',
  'attempts',
  'not_before',
  'not_before_ms',
  'owner',
  'reason',
  'at',
  'at_ms',
];
const insert = `INSERT INTO deliveries (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
const assignments = columns.slice(1).map((column) => `${column} = excluded.${column}`);

/** The delivery ledger: each (subscription, date, part) has one row, and a row is claimed by one owner. */
export function createLedgerVerbs(db: DatabaseSync) {
  const plan = db.prepare(`${insert} ON CONFLICT (subscription_id, date, part) DO NOTHING`);
  const save = db.prepare(`${insert} ON CONFLICT (id) DO UPDATE SET ${assignments.join(', ')}`);
  const advance = db.prepare(
    'UPDATE subscriptions SET next_due = ?, next_due_ms = ? WHERE id = ? AND next_due_ms < ?',
  );
  const claim = db.prepare(
    `UPDATE deliveries
     SET state = 'sending', owner = ?, attempts = attempts + 1, not_before = NULL, not_before_ms = NULL, at = ?, at_ms = ?
     WHERE id = ? AND state = 'pending' AND (not_before_ms IS NULL OR not_before_ms <= ?)
     RETURNING *`,
  );
  const release = db.prepare(
    `UPDATE deliveries SET state = 'pending', owner = NULL
     WHERE id = ? AND state = 'sending' AND owner = ? AND attempts = ? RETURNING *`,
  );
  const dropSome = db.prepare(
    `DELETE FROM deliveries WHERE id IN (
       SELECT id FROM deliveries WHERE at_ms < ? AND state NOT IN ('pending', 'sending') LIMIT ${batchSize}
     )`,
  );
  const frozen = db.prepare('SELECT DISTINCT frozen FROM deliveries WHERE frozen IS NOT NULL');

  return {
    planDeliveries: async (rows, nextDue) =>
      inTransaction(db, () => {
        const added = rows.map((row) => Number(plan.run(...toRow(row)).changes));
        for (const { id, nextDue: due } of nextDue) advance.run(due, toMs(due), id, toMs(due));
        return added.reduce((sum, count) => sum + count, 0);
      }),
    claimDeliveries: async (ids, owner, at) =>
      inTransaction(db, () =>
        ids.flatMap((id) => claim.all(owner, at, toMs(at), id, toMs(at)).map(toDelivery)),
      ),
    releaseDeliveries: async (rows) =>
      inTransaction(db, () =>
        rows.flatMap(({ id, owner, attempts }) => release.all(id, owner ?? null, attempts).map(toDelivery)),
      ),
    saveDelivery: async (delivery) => {
      save.run(...toRow(delivery));
    },
    saveDeliveries: async (deliveries) =>
      inTransaction(db, () => {
        for (const delivery of deliveries) save.run(...toRow(delivery));
      }),
    findDeliveries: async (filter) => {
      const { where, values } = toConditions(filter);
      const sql = `SELECT * FROM deliveries ${where} ORDER BY date, subscription_id, part LIMIT ?`;
      return db
        .prepare(sql)
        .all(...values, filter.limit ?? -1)
        .map(toDelivery);
    },
    dropDeliveries: async (before) => {
      let total = 0;
      for (let dropped = batchSize; dropped === batchSize; total += dropped) {
        if (total > 0) await breathe();
        dropped = Number(dropSome.run(toMs(before)).changes);
      }
      return total;
    },
    findFrozen: async () => frozen.all().map((row) => String(row.frozen)),
  } satisfies LedgerVerbs;
}

function toConditions(filter: DeliveryFilter): { where: string; values: SQLInputValue[] } {
  const states = filter.states?.map(() => '?').join(', ');
  const conditions: [string | false, SQLInputValue[]][] = [
    [filter.subscriptionId !== undefined && 'subscription_id = ?', [filter.subscriptionId ?? '']],
    [filter.reportId !== undefined && 'report_id = ?', [filter.reportId ?? '']],
    [states !== undefined && `state IN (${states})`, filter.states ?? []],
    [filter.since !== undefined && 'at_ms >= ?', filter.since === undefined ? [] : [toMs(filter.since)]],
  ];
  const used = conditions.filter(([sql]) => sql !== false);
  const where = used.length === 0 ? '' : `WHERE ${used.map(([sql]) => sql).join(' AND ')}`;
  return { where, values: used.flatMap(([, values]) => values) };
}

function toRow(delivery: Delivery): SQLInputValue[] {
  return [
    delivery.id,
    delivery.subscriptionId,
    delivery.date,
    delivery.part,
    delivery.reportId,
    delivery.frozen ?? null,
    JSON.stringify(delivery.chat),
    delivery.state,
    delivery.messageId ?? null,
    delivery.attempts,
    delivery.notBefore ?? null,
    delivery.notBefore === undefined ? null : toMs(delivery.notBefore),
    delivery.owner ?? null,
    delivery.reason ?? null,
    delivery.at,
    toMs(delivery.at),
  ];
}

function toDelivery(row: Record<string, SQLOutputValue>): Delivery {
  return {
    id: String(row.id),
    subscriptionId: String(row.subscription_id),
    date: String(row.date),
    reportId: String(row.report_id),
    ...optional('frozen', row.frozen),
    chat: JSON.parse(String(row.chat)),
    part: Number(row.part),
    state: String(row.state) as DeliveryState,
    ...optional('messageId', row.message_id),
    attempts: Number(row.attempts),
    ...optional('notBefore', row.not_before),
    ...optional('owner', row.owner),
    ...optional('reason', row.reason),
    at: String(row.at),
  };
}

function optional(
  key: 'frozen' | 'messageId' | 'notBefore' | 'owner' | 'reason',
  value: SQLOutputValue | undefined,
) {
  return typeof value === 'string' ? { [key]: value } : {};
}
