import { Redis } from 'ioredis';
import { ConfigError, toReason } from '../../core/errors.ts';
import { createCalmLog } from '../../lib/calm-log.ts';
import { createSuccessorRule } from '../../lib/successor.ts';
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
const longestReconnectMs = 2000;

export interface RedisPatience {
  /** A server that says nothing for so long is as good as away: the verb fails, whatever became of it there. */
  commandTimeoutMs: number;
  /** A connection on which nothing came for so long is given up: the server may have moved. */
  socketTimeoutMs: number;
}

const usualPatience: RedisPatience = { commandTimeoutMs: 10_000, socketTimeoutMs: 20_000 };

/**
 * Connects to the server that the URL names. One that cannot be reached or written is refused with a `ConfigError`;
 * `warn` gets a sentence for each setting under which acknowledged writes may be lost.
 */
export async function openRedisStore(
  url: string,
  warn: (sentence: string) => void = () => {},
  patience: RedisPatience = usualPatience,
): Promise<CopyableStore> {
  const redis = connectRedis(url, warn, patience);
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

/** `warn` gets a sentence, at most one every few seconds, about a connection that broke. */
export function connectRedis(
  url: string,
  warn: (sentence: string) => void = () => {},
  { commandTimeoutMs, socketTimeoutMs }: RedisPatience = usualPatience,
): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
    socketTimeout: socketTimeoutMs,
    // While the server is away verbs fail at once: the ledger must know, and a queue would send late what is stale.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(times * 100, longestReconnectMs),
    reconnectOnError: createSuccessorRule(),
  });
  let reason = '';
  const calm = createCalmLog({ warn: (_, text) => warn(`${text} (${reason}).`) });
  redis.on('error', (error) => {
    reason = kindOf(error);
    calm.warn({}, 'The connection to Redis broke');
  });
  return redis;
}

/** What kind of failure it was. What a server says may repeat what it was told, the password included. */
function kindOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return /^[A-Z]{3,}\b/.exec(error.message)?.[0] ?? 'no answer';
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
