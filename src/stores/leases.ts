import { randomUUID } from 'node:crypto';
import { createGate } from '../lib/gate.ts';
import type { Leases } from '../ports.ts';

/** Leases over all processes that use the store: a SQLite file has one, a Redis server may have many. */
export async function openLeases(storeUrl: string): Promise<Leases> {
  if (!/^rediss?:/i.test(storeUrl)) return createLocalLeases();
  const { connectRedis } = await import('./redis/open.ts');
  const { createRedisLeases } = await import('./redis/leases.ts');
  const redis = connectRedis(storeUrl);
  await redis.connect();
  return createRedisLeases(redis);
}

export function createLocalLeases(): Leases {
  const gate = createGate({ total: Number.POSITIVE_INFINITY, perKey: 1 });
  return { owner: randomUUID(), hold: (name, work) => gate.run(name, work), close: async () => undefined };
}
