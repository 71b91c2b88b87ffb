import type { Redis } from 'ioredis';
import type { Delivery } from '../../core/delivery.ts';
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
>;

const lookups = [
  keys.deliveries,
  keys.deliveryKeys,
  keys.deliveryTimes,
  keys.nextDue,
  keys.nextDueMs,
  keys.due,
];

/** Writes one row and moves it between the indexes; bodies are kept as they were given, byte for byte. */
const putRow = `
local function put(id, body, unique, ms, state, report, subscription)
  local former = redis.call('HGET', KEYS[1], id)
  if former then
    local row = cjson.decode(former)
    redis.call('SREM', '${keys.deliveriesBy('state', '')}' .. row.state, id)
    redis.call('SREM', '${keys.deliveriesBy('report', '')}' .. row.reportId, id)
    redis.call('SREM', '${keys.deliveriesBy('subscription', '')}' .. row.subscriptionId, id)
    redis.call('HDEL', KEYS[2], 'at:' .. redis.call('HGET', KEYS[2], 'id:' .. id))
  end
  redis.call('HSET', KEYS[1], id, body)
  redis.call('HSET', KEYS[2], 'at:' .. unique, id, 'id:' .. id, unique)
  redis.call('ZADD', KEYS[3], ms, id)
  redis.call('SADD', state, id)
  redis.call('SADD', report, id)
  redis.call('SADD', subscription, id)
end
`;

/** ARGV: number of rows, seven values a row, then id, text and milliseconds a due time. All or nothing. */
const planScript = `
${putRow}
local added, place = 0, 2
for _ = 1, tonumber(ARGV[1]) do
  if redis.call('HEXISTS', KEYS[2], 'at:' .. ARGV[place + 2]) == 0 then
    put(unpack(ARGV, place, place + 6))
    added = added + 1
  end
  place = place + 7
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

/** ARGV: seven values a row. A row whose place another one holds stops them all. */
const saveScript = `
${putRow}
for place = 1, #ARGV, 7 do
  local holder = redis.call('HGET', KEYS[2], 'at:' .. ARGV[place + 2])
  if holder and holder ~= ARGV[place] then
    return redis.error_reply('UNIQUE another row holds the place of ' .. ARGV[place])
  end
end
for place = 1, #ARGV, 7 do put(unpack(ARGV, place, place + 6)) end
`;

/** ARGV: the row as it was read, then seven values, a row. Only rows that nobody changed meanwhile are replaced. */
const replaceScript = `
${putRow}
local taken = {}
for place = 1, #ARGV, 8 do
  local unchanged = redis.call('HGET', KEYS[1], ARGV[place + 1]) == ARGV[place]
  if unchanged then put(unpack(ARGV, place + 1, place + 7)) end
  taken[#taken + 1] = unchanged and 1 or 0
end
return taken
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
  } satisfies LedgerVerbs;
}

/** id, body, unique place, instant of the change, and the sets it stands in. */
function toArgs(row: Delivery): (string | number)[] {
  return [
    row.id,
    JSON.stringify(row),
    placeText(row),
    toMs(row.at),
    keys.deliveriesBy('state', row.state),
    keys.deliveriesBy('report', row.reportId),
    keys.deliveriesBy('subscription', row.subscriptionId),
  ];
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

/** Ids out of the narrowest index that the filter allows. */
async function candidates(redis: Redis, filter: DeliveryFilter): Promise<string[]> {
  const { subscriptionId, reportId, states, since } = filter;
  if (subscriptionId !== undefined) return redis.smembers(keys.deliveriesBy('subscription', subscriptionId));
  if (reportId !== undefined) return redis.smembers(keys.deliveriesBy('report', reportId));
  if (states?.length === 0) return [];
  if (states) return redis.sunion(...states.map((state) => keys.deliveriesBy('state', state)));
  if (since !== undefined) return redis.zrangebyscore(keys.deliveryTimes, toMs(since), '+inf');
  return redis.hkeys(keys.deliveries);
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
