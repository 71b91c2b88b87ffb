import type { Edition } from '../core/edition.ts';
import { toReason } from '../core/errors.ts';
import type { Post } from '../core/post.ts';
import type { SourceOutcome } from '../core/report.ts';
import { addDays, dayOf, type Window, windowInstants } from '../core/window.ts';
import type { Source } from '../ports.ts';
import type { Line } from './line.ts';

/** Days that trends and story memory look back on. */
export const memoryDays = 21;

/** An open window is collected again after this long. */
const freshForMinutes = 10;

/** All sources of one collect must be done within this time. */
const collectTimeoutMs = 120_000;

export interface WindowPosts {
  posts: Post[];
  outcomes: SourceOutcome[];
  /** Rows of files that could not be read. */
  unreadable: number;
}

interface CollectRecord {
  at: string;
  outcomes: SourceOutcome[];
  unreadable: number;
}

/** The posts of a window: out of the store, after a collect where the store cannot know them all. */
export async function postsOfWindow(line: Line, edition: Edition, window: Window): Promise<WindowPosts> {
  const record = await ensureCollected(line, edition, window);
  const posts = await line.store.findPosts({ edition: edition.id, ...windowInstants(window) });
  return {
    posts,
    outcomes: record?.outcomes ?? outcomesOfPosts(posts),
    unreadable: record?.unreadable ?? 0,
  };
}

async function ensureCollected(
  line: Line,
  edition: Edition,
  window: Window,
): Promise<CollectRecord | undefined> {
  const key = recordKey(edition, window);
  const stored = await line.store.getValue(key);
  const record = stored ? (JSON.parse(stored) as CollectRecord) : undefined;
  const now = line.clock.now();
  if (!(await needsCollect(line, edition, window, record))) return record;
  const fresh = { at: now, ...(await collectSources(line, edition, window)) };
  await line.store.setValue(key, JSON.stringify(fresh));
  return fresh;
}

/** Notes what an import read, so that the window is not collected as well. */
export async function recordOutcomes(
  line: Line,
  edition: Edition,
  window: Window,
  outcomes: SourceOutcome[],
  unreadable: number,
): Promise<void> {
  const record: CollectRecord = { at: windowInstants(window).to, outcomes, unreadable };
  await line.store.setValue(recordKey(edition, window), JSON.stringify(record));
}

function recordKey(edition: Edition, window: Window): string {
  return `collected:${edition.id}:${window.firstDay}:${window.lastDay}`;
}

async function needsCollect(
  line: Line,
  edition: Edition,
  window: Window,
  record: CollectRecord | undefined,
): Promise<boolean> {
  const now = line.clock.now();
  const { from, to } = windowInstants(window);
  if (record) {
    const readAfterEnd = record.at >= to;
    const readJustNow = minutesBetween(record.at, now) < freshForMinutes;
    return !readAfterEnd && !readJustNow;
  }
  if (now < to) return true;
  const stored = await line.store.findPosts({ edition: edition.id, from, to });
  return stored.length === 0;
}

/** Every source in parallel; one that fails is an outcome, never the end of the run. */
async function collectSources(
  line: Line,
  edition: Edition,
  window: Window,
): Promise<Omit<CollectRecord, 'at'>> {
  const signal = AbortSignal.timeout(collectTimeoutMs);
  const reads = await Promise.all(
    line.sourcesOf(edition).map((source) => readSource(line, edition, source, window, signal)),
  );
  return {
    outcomes: reads.map((read) => read.outcome),
    unreadable: reads.reduce((sum, read) => sum + read.unreadable, 0),
  };
}

async function readSource(
  line: Line,
  edition: Edition,
  source: Source,
  window: Window,
  signal: AbortSignal,
): Promise<{ outcome: SourceOutcome; unreadable: number }> {
  const { from, to } = windowInstants(window);
  const reach =
    source.config.kind === 'archive'
      ? windowInstants({ ...window, firstDay: addDays(window.firstDay, -memoryDays) }).from
      : from;
  const cursorKey = `cursor:${edition.id}:${source.name}`;
  try {
    const cursor = await line.store.getValue(cursorKey);
    const {
      posts,
      cursor: next,
      problems,
    } = await source.collect({ from: reach, to, signal, ...(cursor && { cursor }) });
    const inWindow = posts.filter((post) => post.createdAt >= from && post.createdAt < to).length;
    await keepPosts(line, edition, posts);
    if (next) await line.store.setValue(cursorKey, next);
    for (const problem of problems) line.log.warn({ source: source.name, problem }, 'row left out');
    line.log.info({ source: source.name, posts: inWindow }, 'source read');
    return {
      outcome: { name: source.name, status: inWindow > 0 ? 'ok' : 'empty', posts: inWindow },
      unreadable: problems.length,
    };
  } catch (error) {
    line.log.warn({ source: source.name, reason: toReason(error) }, 'source failed');
    return {
      outcome: { name: source.name, status: 'failed', posts: 0, error: toReason(error) },
      unreadable: 0,
    };
  }
}

/** Saves posts; what was remembered of their days is forgotten when any of them is new. */
export async function keepPosts(line: Line, edition: Edition, posts: readonly Post[]): Promise<void> {
  const { added } = await line.store.savePosts(edition.id, posts);
  if (added === 0) return;
  const days = new Set(posts.map((post) => dayOf(post.createdAt, edition.timezone)));
  await line.store.dropMemories(edition.id, [...days]);
}

/** What a window that was imported rather than collected can say about its sources. */
function outcomesOfPosts(posts: readonly Post[]): SourceOutcome[] {
  const counts = new Map<string, number>();
  for (const post of posts) counts.set(post.source, (counts.get(post.source) ?? 0) + 1);
  return [...counts].sort().map(([name, count]) => ({ name, status: 'ok', posts: count }));
}

function minutesBetween(from: string, to: string): number {
  return (
    (Temporal.Instant.from(to).epochMilliseconds - Temporal.Instant.from(from).epochMilliseconds) / 60_000
  );
}
