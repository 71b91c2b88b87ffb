import type { Redis } from 'ioredis';
import type { Post } from '../../core/post.ts';
import type { Store } from '../../ports.ts';
import { toMs } from './instants.ts';
import { keys } from './keys.ts';
import { batchSize, readFields } from './read.ts';
import { indexWords, matches, toQuery } from './search.ts';

type PostVerbs = Pick<
  Store,
  'savePosts' | 'findPosts' | 'postsById' | 'searchPosts' | 'postTimes' | 'dropPosts' | 'deletePosts'
>;
type Change = 'added' | 'updated' | 'same' | 'raced';

const quarterMs = 15 * 60 * 1000;

/** KEYS: posts, times, editions, the words. ARGV: id, the body as it was read or '', the new one, ms, edition. */
const putScript = `
local former = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if former ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
if former == '' then
  redis.call('SADD', KEYS[3], ARGV[5])
  redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
  for place = 4, #KEYS do redis.call('ZADD', KEYS[place], ARGV[4], ARGV[1]) end
end
return 1
`;

/** KEYS: posts, times, the words. ARGV: id. */
const dropScript = `
if redis.call('HDEL', KEYS[1], ARGV[1]) == 0 then return 0 end
for place = 2, #KEYS do redis.call('ZREM', KEYS[place], ARGV[1]) end
return 1
`;

/** Posts by (edition, id), by time and by their words. */
export function createPostVerbs(redis: Redis) {
  const read = async (edition: string, ids: readonly string[]): Promise<Post[]> =>
    (await readFields(redis, keys.posts(edition), ids)).map((body) => JSON.parse(body));

  const saveBatch = async (edition: string, posts: readonly Post[]): Promise<Change[]> => {
    const stored = await redis.hmget(keys.posts(edition), ...posts.map(({ id }) => id));
    const changes = await Promise.all(posts.map((post, place) => put(redis, edition, post, stored[place])));
    const raced = posts.filter((_, place) => changes[place] === 'raced');
    const settled = changes.filter((change) => change !== 'raced');
    return raced.length === 0 ? settled : [...settled, ...(await saveBatch(edition, raced))];
  };

  const drop = async (edition: string, ids: readonly string[]): Promise<number> => {
    let dropped = 0;
    for (const post of await read(edition, [...new Set(ids)])) {
      const words = indexWords(post.text).map((word) => keys.postWord(edition, word));
      const places = [keys.posts(edition), keys.postTimes(edition), ...words];
      dropped += Number(await redis.eval(dropScript, places.length, ...places, post.id));
    }
    return dropped;
  };

  return {
    async savePosts(edition, posts) {
      const total = { added: 0, updated: 0 };
      for (let start = 0; start < posts.length; start += batchSize) {
        for (const change of await saveBatch(edition, posts.slice(start, start + batchSize))) {
          if (change === 'added' || change === 'updated') total[change] += 1;
        }
      }
      return total;
    },
    findPosts: async ({ edition, from, to }) => {
      const ids = await redis.zrangebyscore(keys.postTimes(edition), toMs(from), `(${toMs(to)}`);
      return (await read(edition, ids)).sort(compareInTime);
    },
    postsById: async (edition, ids) => (await read(edition, [...new Set(ids)])).sort(compareInTime),
    searchPosts: async ({ edition, text, limit }) => {
      const query = toQuery(text);
      if (query.words.length === 0 || limit < 1) return [];
      const found = await idsWith(redis, edition, query.words);
      const posts = (await read(edition, found)).filter((post) => matches(post.text, query.phrases));
      return posts.sort((a, b) => compareInTime(b, a)).slice(0, limit);
    },
    postTimes: async (edition) => {
      const flat = await redis.zrange(keys.postTimes(edition), '0', '-1', 'WITHSCORES');
      return countQuarters(flat.filter((_, place) => place % 2 === 1).map(Number));
    },
    dropPosts: async (edition, before) =>
      drop(edition, await redis.zrangebyscore(keys.postTimes(edition), '-inf', `(${toMs(before)}`)),
    deletePosts: drop,
  } satisfies PostVerbs;
}

async function put(
  redis: Redis,
  edition: string,
  post: Post,
  stored: string | null | undefined,
): Promise<Change> {
  const body = JSON.stringify(stored ? refreshed(JSON.parse(stored), post) : post);
  if (body === stored) return 'same';
  const words = stored ? [] : indexWords(post.text).map((word) => keys.postWord(edition, word));
  const places = [keys.posts(edition), keys.postTimes(edition), keys.editions, ...words];
  const args = [post.id, stored ?? '', body, toMs(post.createdAt), edition];
  if ((await redis.eval(putScript, places.length, ...places, ...args)) !== 1) return 'raced';
  return stored ? 'updated' : 'added';
}

/** Ids that every word leads to. */
async function idsWith(redis: Redis, edition: string, words: readonly string[]): Promise<string[]> {
  const places = words.map((word) => keys.postWord(edition, word));
  return redis.zinter(places.length, places);
}

function countQuarters(times: readonly number[]): { at: string; count: number }[] {
  const counts = new Map<number, number>();
  for (const ms of times) {
    const quarter = Math.floor(ms / quarterMs) * quarterMs;
    counts.set(quarter, (counts.get(quarter) ?? 0) + 1);
  }
  return [...counts].map(([ms, count]) => ({ at: new Date(ms).toISOString(), count }));
}

/** What was first read stays; metrics, where the newer reading has any, are the newer ones. */
function refreshed(stored: Post, newer: Post): Post {
  return newer.metrics ? { ...stored, metrics: newer.metrics } : stored;
}

function compareInTime(a: Post, b: Post): number {
  const difference = toMs(a.createdAt) - toMs(b.createdAt);
  if (difference !== 0) return difference;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
