import type { Edition } from '../core/edition.ts';
import type { Post } from '../core/post.ts';
import type { SourceOutcome } from '../core/report.ts';
import { addMs } from '../core/schedule.ts';
import { type Window, windowInstants } from '../core/window.ts';
import { collectSources, type WindowCollect } from './collect/collect-sources.ts';
import { inboxNotes } from './collect/inbox.ts';
import { earliest, isBefore } from './collect/instants.ts';
import { countedOutcomes } from './collect/outcomes.ts';
import { inTurn } from './collect/turns.ts';
import type { Line } from './line.ts';

/** An open window is collected again after this long. */
const freshForMs = 10 * 60_000;

export interface WindowPosts {
  posts: Post[];
  outcomes: SourceOutcome[];
  /** Rows of files that could not be read. */
  unreadable: number;
}

/** What is known of a window's last collect; the counts of its outcomes come from the store. */
interface CollectRecord {
  at: string;
  outcomes: SourceOutcome[];
  unreadable: number;
  /** When what is still owed, by a source that failed or a reading that broke off, can be had at the earliest. */
  owedFrom?: string;
}

/** The posts of a window: out of the store, after a collect where the store cannot know them all. */
export async function postsOfWindow(line: Line, edition: Edition, window: Window): Promise<WindowPosts> {
  const record = await inTurn(line, edition, () => ensureCollected(line, edition, window));
  const posts = await line.store.findPosts({ edition: edition.id, ...windowInstants(window) });
  const inbox = await inboxNotes(line, edition, window);
  return {
    posts,
    outcomes: countedOutcomes(record?.outcomes ?? [], inbox.failures, posts),
    unreadable: (record?.unreadable ?? 0) + inbox.unreadable,
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
  const at = line.clock.now();
  if (!(await needsCollect(line, edition, window, record))) return record;
  const fresh = toRecord(at, record, await collectSources(line, edition, window));
  await line.store.setValue(key, JSON.stringify(fresh));
  return fresh;
}

/** A repeat reads only what is new, so it may see fewer broken rows, but it mends none. */
function toRecord(at: string, former: CollectRecord | undefined, collected: WindowCollect): CollectRecord {
  const { outcomes, isIncomplete, nextTryAt } = collected;
  const owedFrom = earliest([
    ...(isIncomplete ? [addMs(at, freshForMs)] : []),
    ...(nextTryAt ? [nextTryAt] : []),
  ]);
  const unreadable = Math.max(former?.unreadable ?? 0, collected.unreadable);
  return { at, outcomes, unreadable, ...(owedFrom && { owedFrom }) };
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
    if (isBefore(now, addMs(record.at, freshForMs))) return false;
    return isBefore(record.at, to) || (record.owedFrom !== undefined && !isBefore(now, record.owedFrom));
  }
  if (isBefore(now, to)) return true;
  const stored = await line.store.findPosts({ edition: edition.id, from, to });
  return stored.length === 0;
}

export { memoryDays } from './collect/collect-sources.ts';
export { keepPosts } from './collect/keep.ts';
