import { Redis } from 'ioredis';
import { ConfigError, toReason } from '../../core/errors.ts';
import type { CopyableStore } from '../records.ts';
import { guarded } from './failures.ts';
import { createLedgerVerbs } from './ledger.ts';
import { createPostVerbs } from './posts.ts';
import { readRecords } from './records.ts';
import { createMemoryVerbs, createReportVerbs } from './reports.ts';
import { createSubscriptionVerbs } from './subscriptions.ts';
import { createValueVerbs } from './values.ts';
import { findWeaknesses } from './weaknesses.ts';

const connectTimeoutMs = 5000;
/** A server that froze is as good as away. */
const commandTimeoutMs = 10_000;
const longestReconnectMs = 2000;

/**
 * Connects to the server that the URL names. One that cannot be reached or written is refused with a `ConfigError`;
 * `warn` gets a sentence for each setting under which acknowledged writes may be lost.
 */
export async function openRedisStore(
  url: string,
  warn: (sentence: string) => void = () => {},
): Promise<CopyableStore> {
  const redis = connectRedis(url);
  try {
    await redis.connect();
    const store = toStore(redis);
    await store.check();
    for (const sentence of await findWeaknesses(redis)) warn(sentence);
    return store;
  } catch (error) {
    redis.disconnect();
    throw new ConfigError([
      `The Redis server of STORE_URL cannot be used (${toReason(error)}); check its address, its password and that it runs.`,
    ]);
  }
}

export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
    // While the server is away verbs fail at once: the ledger must know, and a queue would send late what is stale.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(times * 100, longestReconnectMs),
    // A server that became a replica refuses writes: its successor is found by connecting anew.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
  // Every failed verb says what is wrong; the client's own event would end the process if nobody heard it.
  redis.on('error', () => undefined);
  return redis;
}

function toStore(redis: Redis): CopyableStore {
  let isOpen = true;
  const verbs = {
    ...createPostVerbs(redis),
    ...createReportVerbs(redis),
    ...createMemoryVerbs(redis),
    ...createValueVerbs(redis),
    ...createSubscriptionVerbs(redis),
    ...createLedgerVerbs(redis),
  };
  return {
    ...guarded(verbs, () => isOpen),
    records: () => readRecords(redis),
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      await redis.quit().catch(() => redis.disconnect());
    },
  };
}
