import type { Redis } from 'ioredis';
import { chatKey } from '../../core/delivery.ts';
import type { Store } from '../../ports.ts';
import { toMs } from './instants.ts';
import { keys } from './keys.ts';
import { batchSize } from './read.ts';

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

/** KEYS: blobs, times. ARGV: key, bytes, milliseconds. */
const saveScript = `
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
`;

/** KEYS: blobs, times. ARGV: milliseconds, keys. */
const dropScript = `
local dropped = 0
for place = 2, #ARGV do
  local saved = redis.call('ZSCORE', KEYS[2], ARGV[place])
  if saved and tonumber(saved) < tonumber(ARGV[1]) then
    redis.call('ZREM', KEYS[2], ARGV[place])
    dropped = dropped + redis.call('HDEL', KEYS[1], ARGV[place])
  end
end
return dropped
`;

const blobPlaces = [keys.blobs, keys.blobTimes] as const;

/** Blobs, small values, and what chats chose for themselves. */
export function createValueVerbs(redis: Redis) {
  return {
    saveBlob: async (key, bytes) => {
      await redis.eval(saveScript, 2, ...blobPlaces, key, Buffer.from(bytes), Date.now());
    },
    findBlob: async (key) => {
      const bytes = await redis.hgetBuffer(keys.blobs, key);
      return bytes ? new Uint8Array(bytes) : undefined;
    },
    findOldBlobs: async (prefix, before) => {
      const old = await redis.zrangebyscore(keys.blobTimes, '-inf', `(${toMs(before)}`);
      return old.filter((key) => key.startsWith(prefix)).sort();
    },
    dropBlobs: async (names, before) => {
      let dropped = 0;
      for (let start = 0; start < names.length; start += batchSize) {
        const batch = names.slice(start, start + batchSize);
        dropped += Number(await redis.eval(dropScript, 2, ...blobPlaces, toMs(before), ...batch));
      }
      return dropped;
    },
    setValue: async (key, value) => {
      await redis.hset(keys.values, key, value);
    },
    getValue: async (key) => (await redis.hget(keys.values, key)) ?? undefined,
    saveChat: async (settings) => {
      await redis.hset(keys.chats, chatKey(settings.chat), JSON.stringify(settings));
    },
    findChat: async (chat) => {
      const body = await redis.hget(keys.chats, chatKey(chat));
      return body === null ? undefined : JSON.parse(body);
    },
    check: async () => {
      await redis.incr(keys.pulse);
    },
  } satisfies ValueVerbs;
}
