import type { Redis } from 'ioredis';

/** Fields a request: few enough that the server, which does one thing at a time, answers others in between. */
export const batchSize = 500;

/** The fields of a hash that are there, in the order asked for. */
export async function readFields(redis: Redis, key: string, fields: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (let start = 0; start < fields.length; start += batchSize) {
    const batch = await redis.hmget(key, ...fields.slice(start, start + batchSize));
    found.push(...batch.filter((value) => value !== null));
  }
  return found;
}

/** Every field and value of a hash, read piece by piece; a field may come twice while the hash changes. */
export async function* scanHash(redis: Redis, key: string): AsyncGenerator<[field: string, value: string]> {
  let cursor = '0';
  do {
    const [next, flat] = await redis.hscan(key, cursor, 'COUNT', batchSize);
    for (let place = 0; place < flat.length; place += 2) yield [flat[place] ?? '', flat[place + 1] ?? ''];
    cursor = next;
  } while (cursor !== '0');
}
