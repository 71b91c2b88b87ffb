import type { Redis } from 'ioredis';
import { type Chat, chatKey, type Subscription } from '../../core/delivery.ts';
import type { Store, SubscriptionFilter } from '../../ports.ts';
import { toMs } from './instants.ts';
import { keys } from './keys.ts';
import { readFields } from './read.ts';

type SubscriptionVerbs = Pick<Store, 'saveSubscription' | 'deleteSubscription' | 'findSubscriptions'>;

const lookups = [keys.subscriptions, keys.subscriptionChats, keys.nextDue, keys.nextDueMs, keys.due];

const saveScript = `
local id, body, chat, text, ms, active = unpack(ARGV)
local former = redis.call('HGET', KEYS[2], id)
if former and former ~= chat then redis.call('SREM', former, id) end
redis.call('HSET', KEYS[1], id, body)
redis.call('HSET', KEYS[2], id, chat)
redis.call('SADD', chat, id)
redis.call('HSET', KEYS[3], id, text)
redis.call('ZADD', KEYS[4], ms, id)
if active == '1' then redis.call('ZADD', KEYS[5], ms, id) else redis.call('ZREM', KEYS[5], id) end
`;

const deleteScript = `
local id = ARGV[1]
local chat = redis.call('HGET', KEYS[2], id)
if not chat then return 0 end
redis.call('SREM', chat, id)
redis.call('HDEL', KEYS[1], id)
redis.call('HDEL', KEYS[2], id)
redis.call('HDEL', KEYS[3], id)
redis.call('ZREM', KEYS[4], id)
redis.call('ZREM', KEYS[5], id)
return 1
`;

/** Subscriptions; the next due time is kept beside the body because planning advances it alone. */
export function createSubscriptionVerbs(redis: Redis) {
  const read = async (ids: string[]): Promise<Subscription[]> => {
    const bodies = await readFields(redis, keys.subscriptions, ids);
    const found = bodies.map((body): Subscription => JSON.parse(body));
    const dues = await readFields(
      redis,
      keys.nextDue,
      found.map(({ id }) => id),
    );
    return found.map((one, place) => ({ ...one, nextDue: dues[place] ?? one.nextDue }));
  };
  const candidates = ({ chat, dueAt }: SubscriptionFilter): Promise<string[]> => {
    if (dueAt !== undefined) return redis.zrangebyscore(keys.due, '-inf', toMs(dueAt));
    return chat ? redis.smembers(chatSet(chat)) : redis.hkeys(keys.subscriptions);
  };
  return {
    saveSubscription: async (subscription) => {
      const { id, chat, nextDue, state } = subscription;
      const args = [id, JSON.stringify(subscription), chatSet(chat), nextDue, toMs(nextDue)];
      await redis.eval(saveScript, lookups.length, ...lookups, ...args, state === 'active' ? 1 : 0);
    },
    deleteSubscription: async (id) => (await redis.eval(deleteScript, lookups.length, ...lookups, id)) === 1,
    findSubscriptions: async (filter) => {
      const found = await read(await candidates(filter));
      return found.filter((one) => isWanted(one, filter)).sort(byDue);
    },
  } satisfies SubscriptionVerbs;
}

/** A chat and its threads are kept together. */
function chatSet({ platform, id }: Chat): string {
  return keys.ofChat(`${platform}:${id}`);
}

function isWanted({ chat, edition, state }: Subscription, filter: SubscriptionFilter): boolean {
  if (filter.edition !== undefined && filter.edition !== edition) return false;
  if (filter.state !== undefined && filter.state !== state) return false;
  if (!filter.chat) return true;
  if (chatKey(filter.chat) === chatKey(chat)) return true;
  const isSameChat = filter.chat.platform === chat.platform && filter.chat.id === chat.id;
  return filter.withThreads === true && filter.chat.thread === undefined && isSameChat;
}

function byDue(a: Subscription, b: Subscription): number {
  return toMs(a.nextDue) - toMs(b.nextDue) || (a.id < b.id ? -1 : Number(a.id > b.id));
}
