import type { Redis } from 'ioredis';
import type { Delivery, DeliveryState } from '../../core/delivery.ts';
import type { DeliveryFilter, Store } from '../../ports.ts';
import { toMs } from './instants.ts';
import { keys } from './keys.ts';
import { batchSize, readFields } from './read.ts';

type LedgerVerbs = Pick<
  Store,
  | 'planDeliveries'
  | 'claimDeliveries'
  | 'releaseDeliveries'
  | 'saveDelivery'
  | 'saveDeliveries'
  | 'findDeliveries'
  | 'dropDeliveries'
  | 'findFrozen'
>;

const lookups = [
  keys.deliveries,
  keys.deliveryKeys,
  keys.deliveryTimes,
  keys.nextDue,
  keys.nextDueMs,
  keys.due,
  keys.frozenUses,
];

const states: readonly DeliveryState[] = ['pending', 'sending', 'sent', 'failed', 'unknown', 'skipped'];

/**
 * `put` writes one row and moves it between the indexes; bodies are kept as they were given, byte for byte. `take`
 * removes one from them all. Rows of a state stand in the order of date, subscription and part, as bytes.
 */
const rowScript = `
local function place(row, id)
  return row.date .. '\\0' .. row.subscriptionId .. '\\0' .. string.format('%09d', row.part) .. '\\0' .. id
end
local function take(id)
  local former = redis.call('HGET', KEYS[1], id)
  if not former then return end
  local row = cjson.decode(former)
  redis.call('ZREM', '${keys.deliveriesIn('')}' .. row.state, place(row, id))
  redis.call('ZREM', '${keys.deliveryTimesIn('')}' .. row.state, id)
  redis.call('SREM', '${keys.deliveriesBy('report', '')}' .. row.reportId, id)
  redis.call('SREM', '${keys.deliveriesBy('subscription', '')}' .. row.subscriptionId, id)
  local unique = redis.call('HGET', KEYS[2], 'id:' .. id)
  redis.call('HDEL', KEYS[2], 'at:' .. unique, 'id:' .. id)
  redis.call('ZREM', KEYS[3], id)
  redis.call('HDEL', KEYS[1], id)
  if row.frozen and redis.call('HINCRBY', KEYS[7], row.frozen, -1) < 1 then
    redis.call('HDEL', KEYS[7], row.frozen)
  end
end
local function put(id, body, unique, ms)
  take(id)
  local row = cjson.decode(body)
  redis.call('HSET', KEYS[1], id, body)
  redis.call('HSET', KEYS[2], 'at:' .. unique, id, 'id:' .. id, unique)
  redis.call('ZADD', KEYS[3], ms, id)
  redis.call('ZADD', '${keys.deliveriesIn('')}' .. row.state, 0, place(row, id))
  redis.call('ZADD', '${keys.deliveryTimesIn('')}' .. row.state, ms, id)
  redis.call('SADD', '${keys.deliveriesBy('report', '')}' .. row.reportId, id)
  redis.call('SADD', '${keys.deliveriesBy('subscription', '')}' .. row.subscriptionId, id)
  if row.frozen then redis.call('HINCRBY', KEYS[7], row.frozen, 1) end
end
`;

/** ARGV: number of rows, four values a row, then id, text and milliseconds a due time. All or nothing. */
const planScript = `
${rowScript}
local added, place = 0, 2
for _ = 1, tonumber(ARGV[1]) do
  if redis.call('HEXISTS', KEYS[2], 'at:' .. ARGV[place + 2]) == 0 then
    put(unpack(ARGV, place, place + 3))
    added = added + 1
  end
  place = place + 4
end
while ARGV[place] do
  local id, text, ms = ARGV[place], ARGV[place + 1], ARGV[place + 2]
  local former = redis.call('ZSCORE', KEYS[5], id)
  if former and tonumber(former) < tonumber(ms) then
    redis.call('HSET', KEYS[4], id, text)
    redis.call('ZADD', KEYS[5], ms, id)
    redis.call('ZADD', KEYS[6], 'XX', ms, id)
  end
  place = place + 3
end
return added
`;

/** ARGV: four values a row. A row whose place another one holds stops them all. */
const saveScript = `
${rowScript}
for place = 1, #ARGV, 4 do
  local holder = redis.call('HGET', KEYS[2], 'at:' .. ARGV[place + 2])
  if holder and holder ~= ARGV[place] then
    return redis.error_reply('UNIQUE another row holds the place of ' .. ARGV[place])
  end
end
for place = 1, #ARGV, 4 do put(unpack(ARGV, place, place + 3)) end
`;

/** ARGV: the row as it was read, then four values, a row. Only rows that nobody changed meanwhile are replaced. */
const replaceScript = `
${rowScript}
local taken = {}
for place = 1, #ARGV, 5 do
  local unchanged = redis.call('HGET', KEYS[1], ARGV[place + 1]) == ARGV[place]
  if unchanged then put(unpack(ARGV, place + 1, place + 4)) end
  taken[#taken + 1] = unchanged and 1 or 0
end
return taken
`;

/** ARGV: milliseconds, then ids. Rows that ended and were not changed since go. */
const dropScript = `
${rowScript}
local dropped = 0
for place = 2, #ARGV do
  local body = redis.call('HGET', KEYS[1], ARGV[place])
  local ms = tonumber(redis.call('ZSCORE', KEYS[3], ARGV[place]))
  local state = body and cjson.decode(body).state
  if body and ms < tonumber(ARGV[1]) and state ~= 'pending' and state ~= 'sending' then
    take(ARGV[place])
    dropped = dropped + 1
  end
end
return dropped
`;

/** The delivery ledger: each (subscription, date, part) has one row, and a row is claimed by one owner. */
export function createLedgerVerbs(redis: Redis) {
  const run = (script: string, args: (string | number)[]) =>
    redis.eval(script, lookups.length, ...lookups, ...args);
  const save = async (rows: readonly Delivery[]) => {
    if (rows.length > 0) await run(saveScript, rows.flatMap(toArgs));
  };
  /** Changes those rows that are as wanted and that nobody changes meanwhile; resolves to them. */
  const change = async (
    ids: readonly string[],
    wanted: (row: Delivery) => boolean,
    next: (row: Delivery) => Delivery,
  ): Promise<Delivery[]> => {
    const changed: Delivery[] = [];
    for (let start = 0; start < ids.length; start += batchSize) {
      const bodies = await readFields(redis, keys.deliveries, ids.slice(start, start + batchSize));
      const ready = bodies.filter((body) => wanted(JSON.parse(body)));
      if (ready.length === 0) continue;
      const rows = ready.map((body) => next(JSON.parse(body)));
      const args = rows.flatMap((row, place) => [ready[place] ?? '', ...toArgs(row)]);
      const done = (await run(replaceScript, args)) as number[];
      changed.push(...rows.filter((_, place) => done[place] === 1));
    }
    return changed;
  };
  return {
    planDeliveries: async (rows, nextDue) => {
      const dues = nextDue.flatMap(({ id, nextDue: due }) => [id, due, toMs(due)]);
      return Number(await run(planScript, [rows.length, ...rows.flatMap(toArgs), ...dues]));
    },
    claimDeliveries: (ids, owner, at) =>
      change(
        [...new Set(ids)],
        (row) => isReady(row, at),
        (row) => claimed(row, owner, at),
      ),
    releaseDeliveries: (rows) => {
      const given = new Map(rows.map((row) => [row.id, row]));
      return change([...given.keys()], (row) => isAtSameAttempt(row, given.get(row.id)), released);
    },
    saveDelivery: (delivery) => save([delivery]),
    saveDeliveries: save,
    findDeliveries: async (filter) => {
      const bodies = await readFields(redis, keys.deliveries, await candidates(redis, filter));
      return bodies
        .map((body): Delivery => JSON.parse(body))
        .filter((row) => isWanted(row, filter))
        .sort(inOrder)
        .slice(0, filter.limit);
    },
    dropDeliveries: async (before) => {
      let dropped = 0;
      for (let kept = 0; ; ) {
        const range = ['-inf', `(${toMs(before)}`, 'LIMIT', kept, batchSize] as const;
        const ids = await redis.zrangebyscore(keys.deliveryTimes, ...range);
        if (ids.length === 0) return dropped;
        const gone = Number(await run(dropScript, [toMs(before), ...ids]));
        dropped += gone;
        kept += ids.length - gone;
      }
    },
    findFrozen: () => redis.hkeys(keys.frozenUses),
  } satisfies LedgerVerbs;
}

/** id, body, unique place and instant of the change. */
function toArgs(row: Delivery): (string | number)[] {
  return [row.id, JSON.stringify(row), placeText(row), toMs(row.at)];
}

function placeText({ subscriptionId, date, part }: Delivery): string {
  return JSON.stringify([subscriptionId, date, part]);
}

function isReady(row: Delivery, at: string): boolean {
  return row.state === 'pending' && (row.notBefore === undefined || toMs(row.notBefore) <= toMs(at));
}

function claimed({ notBefore: _, ...row }: Delivery, owner: string, at: string): Delivery {
  return { ...row, state: 'sending', owner, attempts: row.attempts + 1, at };
}

function isAtSameAttempt(row: Delivery, given: Delivery | undefined): boolean {
  return row.state === 'sending' && row.owner === given?.owner && row.attempts === given?.attempts;
}

function released({ owner: _, ...row }: Delivery): Delivery {
  return { ...row, state: 'pending' };
}

/** Ids out of the narrowest index that the filter allows: no more of a state than were asked for. */
async function candidates(redis: Redis, filter: DeliveryFilter): Promise<string[]> {
  const { subscriptionId, reportId, since, limit } = filter;
  if (subscriptionId !== undefined) return redis.smembers(keys.deliveriesBy('subscription', subscriptionId));
  if (reportId !== undefined) return redis.smembers(keys.deliveriesBy('report', reportId));
  const all = (filter.states ?? states).map((state) =>
    since === undefined ? firstIn(redis, state, limit) : changedIn(redis, state, since),
  );
  return (await Promise.all(all)).flat();
}

async function firstIn(redis: Redis, state: DeliveryState, limit: number | undefined): Promise<string[]> {
  if (limit !== undefined && limit < 1) return [];
  const places = await redis.zrange(keys.deliveriesIn(state), '0', String((limit ?? 0) - 1));
  return places.map((place) => place.slice(place.lastIndexOf('\0') + 1));
}

function changedIn(redis: Redis, state: DeliveryState, since: string): Promise<string[]> {
  return redis.zrangebyscore(keys.deliveryTimesIn(state), toMs(since), '+inf');
}

function isWanted(row: Delivery, { subscriptionId, reportId, states, since }: DeliveryFilter): boolean {
  if (subscriptionId !== undefined && row.subscriptionId !== subscriptionId) return false;
  if (reportId !== undefined && row.reportId !== reportId) return false;
  if (states && !states.includes(row.state)) return false;
  return since === undefined || toMs(row.at) >= toMs(since);
}

function inOrder(a: Delivery, b: Delivery): number {
  return compare(a.date, b.date) || compare(a.subscriptionId, b.subscriptionId) || a.part - b.part;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
