import { createHash } from 'node:crypto';
import { chatKey, type Delivery } from '../core/delivery.ts';
import { ConfigError } from '../core/errors.ts';
import type { Post } from '../core/post.ts';
import type { CopyableStore, StoreRecord } from './records.ts';

/** How many records of a kind a store holds, and one hash of them all, in any order. */
export interface Tally {
  count: number;
  hash: string;
}

export type Inventory = Record<StoreRecord['kind'], Tally>;

const batchSize = 500;

/**
 * Copies every record into an empty store and reads both through again: resolves to what both hold, or throws a
 * `ConfigError` when the target is not empty or anything differs.
 */
export async function copyStore(from: CopyableStore, to: CopyableStore): Promise<Inventory> {
  for await (const record of to.records())
    throw new ConfigError([`The target is not empty (it holds a ${record.kind}); copy into a new store.`]);
  await writeAll(from, to);
  const [given, kept] = [await takeInventory(from), await takeInventory(to)];
  const wrong = kinds.filter((kind) => given[kind].hash !== kept[kind].hash);
  if (wrong.length === 0) return kept;
  throw new ConfigError(
    wrong.map(
      (kind) =>
        `The copy differs in its ${kind} records (${given[kind].count} there, ${kept[kind].count} here); stop the bot, empty the target and copy again.`,
    ),
  );
}

export async function takeInventory(store: CopyableStore): Promise<Inventory> {
  const hashes = new Map(kinds.map((kind) => [kind, new Set<string>()]));
  for await (const record of store.records()) hashes.get(record.kind)?.add(hashOf(record));
  const tallies = [...hashes].map(([kind, all]): [string, Tally] => [
    kind,
    {
      count: all.size,
      hash: createHash('sha256')
        .update([...all].sort().join(''))
        .digest('hex')
        .slice(0, 16),
    },
  ]);
  return Object.fromEntries(tallies) as Inventory;
}

const kinds = [
  'post',
  'report',
  'memory',
  'blob',
  'value',
  'chat',
  'subscription',
  'delivery',
] as const satisfies StoreRecord['kind'][];

async function writeAll(from: CopyableStore, to: CopyableStore): Promise<void> {
  const posts = new Map<string, Post[]>();
  const deliveries: Delivery[] = [];
  for await (const record of from.records()) {
    if (record.kind === 'post') {
      const batch = posts.get(record.edition) ?? [];
      posts.set(record.edition, batch);
      if (batch.push(record.post) >= batchSize) await to.savePosts(record.edition, batch.splice(0));
    } else if (record.kind === 'delivery') {
      if (deliveries.push(record.delivery) >= batchSize) await to.saveDeliveries(deliveries.splice(0));
    } else await write(to, record);
  }
  for (const [edition, batch] of posts) await to.savePosts(edition, batch);
  await to.saveDeliveries(deliveries);
}

function write(
  to: CopyableStore,
  record: Exclude<StoreRecord, { kind: 'post' | 'delivery' }>,
): Promise<void> {
  switch (record.kind) {
    case 'report':
      return to.saveReport(record.report);
    case 'memory':
      return to.saveMemory(record.edition, record.memory);
    case 'blob':
      return to.saveBlob(record.key, record.bytes);
    case 'value':
      return to.setValue(record.key, record.value);
    case 'chat':
      return to.saveChat(record.settings);
    case 'subscription':
      return to.saveSubscription(record.subscription);
  }
}

/** Stores may give the fields of a record in another order. */
function hashOf(record: StoreRecord): string {
  const hash = createHash('sha256').update(nameOf(record));
  if (record.kind === 'blob') return hash.update(record.bytes).digest('hex');
  return hash.update(JSON.stringify(record, sortedFields)).digest('hex');
}

function nameOf(record: StoreRecord): string {
  if (record.kind === 'chat') return `chat ${chatKey(record.settings.chat)}\n`;
  return record.kind === 'blob' ? `blob ${record.key}\n` : `${record.kind}\n`;
}

function sortedFields(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
