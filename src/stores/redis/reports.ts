import type { Redis } from 'ioredis';
import type { Report } from '../../core/report.ts';
import { fromReportWindow } from '../../core/window.ts';
import type { ReportKey, ReportSummary, Store } from '../../ports.ts';
import { keys } from './keys.ts';
import { readFields } from './read.ts';

type ReportVerbs = Pick<Store, 'saveReport' | 'findReport' | 'reportById' | 'listReports'>;
type MemoryVerbs = Pick<Store, 'saveMemory' | 'findMemories' | 'dropMemories'>;

/** A report takes the place of any other with its id or its key. KEYS: reports, keys, summaries. */
const saveScript = `
local key, id, body, summary = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local replaced = redis.call('HGET', KEYS[2], 'key:' .. key)
if replaced and replaced ~= id then
  redis.call('HDEL', KEYS[1], replaced)
  redis.call('HDEL', KEYS[3], replaced)
  redis.call('HDEL', KEYS[2], 'id:' .. replaced)
end
local former = redis.call('HGET', KEYS[2], 'id:' .. id)
if former and former ~= key then redis.call('HDEL', KEYS[2], 'key:' .. former) end
redis.call('HSET', KEYS[2], 'key:' .. key, id, 'id:' .. id, key)
redis.call('HSET', KEYS[1], id, body)
redis.call('HSET', KEYS[3], id, summary)
`;

/** The archive: one report a key, kept for ever. */
export function createReportVerbs(redis: Redis) {
  const reportById = async (id: string): Promise<Report | undefined> => {
    const body = await redis.hget(keys.reports, id);
    return body === null ? undefined : JSON.parse(body);
  };
  return {
    saveReport: async (report) => {
      const summary = toSummary(report);
      const args = [keyText(summary), report.id, JSON.stringify(report), JSON.stringify(summary)];
      await redis.eval(saveScript, 3, keys.reports, keys.reportKeys, keys.reportSummaries, ...args);
    },
    findReport: async (key) => {
      const id = await redis.hget(keys.reportKeys, `key:${keyText(key)}`);
      return id === null ? undefined : reportById(id);
    },
    reportById,
    listReports: async ({ edition, language, limit }) => {
      const summaries = (await redis.hvals(keys.reportSummaries)).map(
        (text): ReportSummary => JSON.parse(text),
      );
      return summaries
        .filter((one) => one.edition === edition && (language === undefined || one.language === language))
        .sort(newestFirst)
        .slice(0, limit);
    },
  } satisfies ReportVerbs;
}

/** The condensed memories of former days. */
export function createMemoryVerbs(redis: Redis) {
  return {
    saveMemory: async (edition, memory) => {
      await redis
        .multi()
        .sadd(keys.memoryEditions, edition)
        .hset(keys.memories(edition), memory.day, JSON.stringify(memory))
        .exec();
    },
    findMemories: async ({ edition, from, to }) => {
      const days = (await redis.hkeys(keys.memories(edition))).filter((day) => day >= from && day < to);
      const bodies = await readFields(redis, keys.memories(edition), days.sort());
      return bodies.map((body) => JSON.parse(body));
    },
    dropMemories: async (edition, days) => {
      if (days.length > 0) await redis.hdel(keys.memories(edition), ...days);
    },
  } satisfies MemoryVerbs;
}

function toSummary(report: Report): ReportSummary {
  const { firstDay, lastDay } = fromReportWindow(report.window);
  const { id, edition, language, topic, createdAt, window } = report;
  return {
    ...{ id, edition, language, firstDay, lastDay, createdAt, partial: window.partial },
    ...(topic && { topic }),
  };
}

function keyText({ edition, language, topic, firstDay, lastDay }: ReportKey): string {
  return JSON.stringify([edition, language, topic ?? '', firstDay, lastDay]);
}

function newestFirst(a: ReportSummary, b: ReportSummary): number {
  return compare(b.lastDay, a.lastDay) || compare(b.firstDay, a.firstDay) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
