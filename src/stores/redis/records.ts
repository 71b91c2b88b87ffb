import type { Redis } from 'ioredis';
import type { StoreRecord } from '../records.ts';
import { keys } from './keys.ts';
import { scanHash } from './read.ts';
import { createSubscriptionVerbs } from './subscriptions.ts';

/** Every record of the store, kind by kind. */
export async function* readRecords(redis: Redis): AsyncGenerator<StoreRecord> {
  for (const edition of await redis.smembers(keys.editions)) {
    for await (const [, body] of scanHash(redis, keys.posts(edition)))
      yield { kind: 'post', edition, post: JSON.parse(body) };
  }
  for await (const [, body] of scanHash(redis, keys.reports))
    yield { kind: 'report', report: JSON.parse(body) };
  for (const edition of await redis.smembers(keys.memoryEditions)) {
    for await (const [, body] of scanHash(redis, keys.memories(edition)))
      yield { kind: 'memory', edition, memory: JSON.parse(body) };
  }
  for (const key of await redis.hkeys(keys.blobs)) {
    const bytes = await redis.hgetBuffer(keys.blobs, key);
    if (bytes) yield { kind: 'blob', key, bytes: new Uint8Array(bytes) };
  }
  for await (const [key, value] of scanHash(redis, keys.values)) yield { kind: 'value', key, value };
  for await (const [, body] of scanHash(redis, keys.chats))
    yield { kind: 'chat', settings: JSON.parse(body) };
  for (const subscription of await createSubscriptionVerbs(redis).findSubscriptions({}))
    yield { kind: 'subscription', subscription };
  for await (const [, body] of scanHash(redis, keys.deliveries))
    yield { kind: 'delivery', delivery: JSON.parse(body) };
}
