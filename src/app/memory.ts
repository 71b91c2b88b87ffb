import type { Edition } from '../core/edition.ts';
import type { DayMemory } from '../core/pack.ts';
import { addDays, dayOf, type Window, windowInstants } from '../core/window.ts';
import { keepPosts, memoryDays } from './collect.ts';
import type { Line } from './line.ts';
import { topicsOf } from './topics.ts';

/** What is remembered of the days before a window, oldest first; days with posts but no memory are read now. */
export async function memoriesBefore(line: Line, edition: Edition, window: Window): Promise<DayMemory[]> {
  const span = { edition: edition.id, from: addDays(window.firstDay, -memoryDays), to: window.firstDay };
  const known = new Map((await line.store.findMemories(span)).map((memory) => [memory.day, memory]));
  for (const day of await daysWithPosts(line, edition)) {
    if (day < span.from || day >= span.to || known.has(day)) continue;
    known.set(day, await rememberDay(line, edition, day));
  }
  return [...known.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Local days of an edition that have posts, oldest first. */
export async function daysWithPosts(line: Line, edition: Edition): Promise<string[]> {
  return [...(await postsPerDay(line, edition)).keys()];
}

/** Posts stored by local day, oldest first. */
export async function postsPerDay(line: Line, edition: Edition): Promise<Map<string, number>> {
  const days = new Map<string, number>();
  for (const { at, count } of await line.store.postTimes(edition.id)) {
    const day = dayOf(at, edition.timezone);
    days.set(day, (days.get(day) ?? 0) + count);
  }
  return new Map([...days].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The newest local day with posts; local archives are read first when the store knows none. */
export async function newestDay(line: Line, edition: Edition): Promise<string | undefined> {
  const known = (await daysWithPosts(line, edition)).at(-1);
  if (known) return known;
  await readArchives(line, edition);
  return (await daysWithPosts(line, edition)).at(-1);
}

/** Reads the files that an edition names, whatever their days; those of watched folders wait for a collect. */
export async function readArchives(line: Line, edition: Edition): Promise<void> {
  const archives = line
    .sourcesOf(edition)
    .filter(({ config }) => config.kind === 'archive' && config.watch !== true);
  for (const source of archives) {
    const { posts } = await source.collect({ ...allTime, signal: AbortSignal.timeout(archiveTimeoutMs) });
    await keepPosts(line, edition, posts);
  }
}

const allTime = { from: '0000-01-01T00:00:00Z', to: '9999-12-31T00:00:00Z' };
const archiveTimeoutMs = 60_000;

async function rememberDay(line: Line, edition: Edition, day: string): Promise<DayMemory> {
  const window = { firstDay: day, lastDay: day, timezone: edition.timezone };
  const posts = await line.store.findPosts({ edition: edition.id, ...windowInstants(window) });
  const memory = await line.engine.remember({
    day,
    posts,
    edition,
    topics: topicsOf(line, edition),
    lexicon: line.config.lexicon,
  });
  await line.store.saveMemory(edition.id, memory);
  return memory;
}
