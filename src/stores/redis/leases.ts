import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { createGate } from '../../lib/gate.ts';
import type { Leases } from '../../ports.ts';
import { toStoreError } from './failures.ts';
import { keys } from './keys.ts';

/** A process that died gives its leases up after this long. */
const leaseMs = 30_000;
const renewEveryMs = 10_000;
const askEveryMs = 150;

const renewScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`;
const dropScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`;

/**
 * Leases over one server (the single-instance lock of Redis' own documentation): held as long as they are renewed.
 * They save double work and double cost; what must never come twice is kept by unique rows of the store.
 */
export function createRedisLeases(redis: Redis): Leases {
  const gate = createGate({ total: Number.POSITIVE_INFINITY, perKey: 1 });
  const closing = new AbortController();
  const owner = randomUUID();

  const take = async (key: string) => {
    while (!closing.signal.aborted) {
      if ((await redis.set(key, owner, 'PX', leaseMs, 'NX')) === 'OK') return;
      await wait(askEveryMs, undefined, { signal: closing.signal });
    }
    throw new Error('stopping');
  };

  const holding = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    await take(key).catch((error: unknown) => {
      throw toStoreError(error);
    });
    const renewal = setInterval(() => {
      redis.eval(renewScript, 1, key, owner, leaseMs).catch(() => undefined);
    }, renewEveryMs);
    try {
      return await work();
    } finally {
      clearInterval(renewal);
      await redis.eval(dropScript, 1, key, owner).catch(() => undefined);
    }
  };

  return {
    owner,
    hold: (name, work) => gate.run(name, () => holding(keys.lease(name), work)),
    async close() {
      closing.abort();
      await redis.quit().catch(() => redis.disconnect());
    },
  };
}
