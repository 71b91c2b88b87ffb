import { AdapterError } from '../../core/errors.ts';
import type { Post } from '../../core/post.ts';
import { withRetry } from '../../lib/retry.ts';
import { largest } from './api.ts';
import { retries, type TimelineTools, toPosts } from './timeline.ts';

/** By then most of the reactions that a post will ever get are there. */
const ripeMs = 12 * 60 * 60 * 1000;

export interface RefreshJob {
  from: string;
  until: string;
  /** What was read of the window before this collect. */
  known: readonly Post[];
  /** What this collect read: its counts are new. */
  read: readonly Post[];
  /** Where the last refresh ended. */
  ripeUntil?: string;
}

export interface Refreshed {
  posts: Post[];
  gone: string[];
  ripeUntil?: string;
}

/**
 * Reads the counts of known posts once more when they are twelve hours old, each once. A failure leaves them as they
 * are: the next collect tries again. The day's cap holds here too, after the new posts.
 */
export async function refreshPosts(timeline: TimelineTools, job: RefreshJob): Promise<Refreshed> {
  const { now, leftOut } = timeline;
  const ripe = new Date(Date.parse(now) - ripeMs).toISOString();
  const wanted = unripeIds(job, ripe);
  const posts: Post[] = [];
  try {
    for (let start = 0; start < wanted.length; start += largest) {
      posts.push(...(await lookUp(wanted.slice(start, start + largest), timeline)));
    }
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    return { posts, gone: goneOf(leftOut, job.known), ...(job.ripeUntil && { ripeUntil: job.ripeUntil }) };
  }
  const [ripeUntil = ripe] = [job.ripeUntil ?? ripe, ripe].sort().reverse();
  return { posts, gone: goneOf(leftOut, job.known), ripeUntil };
}

/** On the first collect nothing was read before it, and all counts are new. */
function unripeIds({ from, until, known, read, ripeUntil }: RefreshJob, ripe: string): string[] {
  if (ripeUntil === undefined) return [];
  const isNew = new Set(read.map(({ id }) => id));
  const [start = from] = [from, ripeUntil].sort().reverse();
  const [end = ripe] = [until, ripe].sort();
  return known
    .filter(
      ({ id, createdAt }) => createdAt >= start && createdAt < end && /^\d+$/.test(id) && !isNew.has(id),
    )
    .map(({ id }) => id);
}

async function lookUp(ids: readonly string[], timeline: TimelineTools): Promise<Post[]> {
  const { api, signal, pause, spending, cap } = timeline;
  if (spending.posts + ids.length > cap) {
    throw new AdapterError(`the cap of ${cap} posts a day leaves no room`, { retryable: true });
  }
  const answer = await withRetry(() => api.lookUp(ids, signal), { ...retries, signal, pause });
  return toPosts(answer, timeline);
}

/** Posts that we have and X no longer shows: deleted, or of an account that is now protected or suspended. */
function goneOf(leftOut: TimelineTools['leftOut'], known: readonly Post[]): string[] {
  const ids = new Set(known.map(({ id }) => id));
  return leftOut.flatMap(({ goneId }) => (goneId !== undefined && ids.has(goneId) ? [goneId] : []));
}
