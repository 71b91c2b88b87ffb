import type { Edition } from '../../core/edition.ts';
import { AdapterError, toReason } from '../../core/errors.ts';
import type { Post } from '../../core/post.ts';
import type { SourceOutcome } from '../../core/report.ts';
import { localTime } from '../../core/schedule.ts';
import { addDays, type Window, windowInstants } from '../../core/window.ts';
import type { Collected, CollectRequest, Source } from '../../ports.ts';
import type { Line } from '../line.ts';
import { noteFiles } from './inbox.ts';
import { earliest, isBefore } from './instants.ts';
import { forgetPosts, keepPosts } from './keep.ts';
import { openSpending } from './spending.ts';
import { clearTrouble, findTrouble, noteFailure } from './trouble.ts';

/** Days that trends and story memory look back on. */
export const memoryDays = 21;

export interface CollectLimits {
  /** For one source; what it has read by then is taken. */
  sourceMs: number;
  /** For a source that does not stop when it is told to. */
  graceMs: number;
}

/** All sources are read at once, so these two are also the deadline for all of them. */
const usualLimits: CollectLimits = { sourceMs: 90_000, graceMs: 10_000 };

export interface WindowCollect {
  /** One a source, without watched folders that had no file. */
  outcomes: SourceOutcome[];
  unreadable: number;
  /** A source stopped early and goes on next time. */
  isIncomplete: boolean;
  /** When the first of the failed sources may be tried again. */
  nextTryAt?: string;
}

interface Reading {
  source: Source;
  /** Absent when the source failed. */
  collected?: Collected;
  failure?: { reason: string; nextTryAt: string };
}

/**
 * Reads every source in parallel; one that fails is an outcome, never the end of the run. All are saved after all
 * are read, in the edition's order, so that which source a post counts for does not depend on who was faster.
 */
export async function collectSources(
  line: Line,
  edition: Edition,
  window: Window,
  limits: CollectLimits = usualLimits,
): Promise<WindowCollect> {
  const held = await line.store.findPosts({ edition: edition.id, ...windowInstants(window) });
  const readings = await Promise.all(
    line.sourcesOf(edition).map((source) => readSource(line, { edition, source, window, held }, limits)),
  );
  await keepPosts(
    line,
    edition,
    readings.flatMap(({ collected }) => collected?.posts ?? []),
  );
  for (const reading of readings) await settle(line, edition, reading);
  return summary(edition, readings);
}

interface ReadJob {
  edition: Edition;
  source: Source;
  window: Window;
  /** What the store has of the window. */
  held: readonly Post[];
}

async function readSource(line: Line, job: ReadJob, limits: CollectLimits): Promise<Reading> {
  const { edition, source } = job;
  const place = { edition, config: source.config };
  const trouble = await findTrouble(line, place);
  if (trouble && isBefore(line.clock.now(), trouble.nextTryAt)) return { source, failure: trouble };
  const request = await requestFor(line, job);
  try {
    const collected = await withinLimits(source, request, limits);
    await clearTrouble(line, place);
    return { source, collected };
  } catch (error) {
    line.log.warn({ source: source.name, reason: toReason(error) }, 'source failed');
    return { source, failure: await noteFailure(line, place, error) };
  }
}

async function requestFor(
  line: Line,
  { edition, source, window, held }: ReadJob,
): Promise<Omit<CollectRequest, 'signal'>> {
  const { from, to } = windowInstants(window);
  const cursor = await line.store.getValue(cursorKey(edition, source));
  return {
    from: source.config.kind === 'archive' ? startOfMemory(window) : from,
    to,
    known: held.filter((post) => post.source === source.name),
    spending: await openSpending(line, edition, source.name),
    ...(cursor && { cursor }),
  };
}

/** Files cost nothing, and the days before give trends and stories their past. */
function startOfMemory(window: Window): string {
  return windowInstants({ ...window, firstDay: addDays(window.firstDay, -memoryDays) }).from;
}

/** Tells the source to stop at its limit, and does not wait for one that will not. */
export async function withinLimits(
  source: Source,
  request: Omit<CollectRequest, 'signal'>,
  { sourceMs, graceMs }: CollectLimits,
): Promise<Collected> {
  const late = new AdapterError(`it was given up after ${sourceMs / 1000} s`, { retryable: true });
  const stop = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const end = new Promise<never>((_, reject) => {
    timers.push(setTimeout(() => stop.abort(late), sourceMs));
    timers.push(setTimeout(() => reject(late), sourceMs + graceMs));
  });
  try {
    return await Promise.race([source.collect({ ...request, signal: stop.signal }), end]);
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}

/** After the posts are durable: the place where the source stopped, and its own tidying. */
export async function settle(
  line: Line,
  edition: Edition,
  { source, collected }: Pick<Reading, 'source' | 'collected'>,
): Promise<void> {
  if (!collected) return;
  const { posts, cursor, problems, gone = [] } = collected;
  await forgetPosts(line, edition, gone);
  if (cursor) await line.store.setValue(cursorKey(edition, source), cursor);
  await collected.settle?.().catch(async (error: unknown) => {
    await noteFailure(line, { edition, config: source.config }, error);
  });
  if (isWatched(source)) await noteFiles(line, edition, source.name, problems);
  for (const problem of problems) line.log.warn({ source: source.name, problem }, 'row left out');
  line.log.info({ source: source.name, posts: posts.length, gone: gone.length }, 'source read');
}

export function isWatched({ config }: Source): boolean {
  return config.kind === 'archive' && config.watch === true;
}

function cursorKey(edition: Edition, source: Source): string {
  return `cursor:${edition.id}:${source.name}`;
}

function summary(edition: Edition, readings: readonly Reading[]): WindowCollect {
  const told = readings.filter(({ source, failure }) => failure || !isWatched(source));
  const nextTryAt = earliest(readings.flatMap(({ failure }) => (failure ? [failure.nextTryAt] : [])));
  const counted = readings.filter(({ source }) => !isWatched(source));
  return {
    outcomes: told.map((reading) => toOutcome(edition, reading)),
    unreadable: counted.reduce((sum, { collected }) => sum + (collected?.problems.length ?? 0), 0),
    isIncomplete: readings.some(({ collected }) => collected?.incomplete !== undefined),
    ...(nextTryAt && { nextTryAt }),
  };
}

/** Counts are filled in from the store. */
function toOutcome(edition: Edition, { source, collected, failure }: Reading): SourceOutcome {
  const { name } = source;
  if (!failure) {
    const error = collected?.incomplete;
    return { name, status: 'empty', posts: 0, ...(error && { error }) };
  }
  const { timezone } = edition;
  const error = `${failure.reason}; next try at ${localTime(failure.nextTryAt, timezone)} (${timezone})`;
  return { name, status: 'failed', posts: 0, error };
}
