import type { Redis } from 'ioredis';
import { chatKey } from '../../core/delivery.ts';
import type { Store } from '../../ports.ts';
import { keys } from './keys.ts';

type ValueVerbs = Pick<
  Store,
  'saveBlob' | 'findBlob' | 'getValue' | 'setValue' | 'saveChat' | 'findChat' | 'check'
>;

/** Blobs, small values, and what chats chose for themselves. */
export function createValueVerbs(redis: Redis) {
  return {
    saveBlob: async (key, bytes) => {
      await redis.hset(keys.blobs, key, Buffer.from(bytes));
    },
    findBlob: async (key) => {
      const bytes = await redis.hgetBuffer(keys.blobs, key);
      return bytes ? new Uint8Array(bytes) : undefined;
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
