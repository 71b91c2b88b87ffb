import { type AdapterError, toReason } from '../../core/errors.ts';
import type { Post } from '../../core/post.ts';
import { XAccessError } from './api.ts';
import { type Chain, extendSpan, planChains, replaceSpan, type Span } from './cursor.ts';
import { type ChainResult, isRecent, readChain, recentStart, type TimelineTools } from './timeline.ts';

export interface SpanRead {
  posts: Post[];
  spans: Span[];
  /** Why a part is still to be read. */
  incomplete?: string;
}

/**
 * Reads what is missing of a window, in the order of `planChains`, until a chain breaks off. Throws when that
 * happens before anything was gained: no post, no place further on.
 */
export async function readSpan(
  spans: readonly Span[],
  timeline: TimelineTools,
  { from, until }: { from: string; until: string },
): Promise<SpanRead> {
  const { span, chains } = planChains(spans, from, until);
  const posts = new Map<string, Post>();
  let reached = span;
  let incomplete: string | undefined;
  for (const chain of chains) {
    const read = await readOrRestart(chain, timeline);
    for (const post of read.posts) posts.set(post.id, post);
    const isFurther = !read.failure || (read.pending !== undefined && read.pending.token !== chain.token);
    if (isFurther && read.reach) reached = extendSpan(reached, read.reach, read);
    if (read.failure && !isFurther && posts.size === 0 && reached === span) throw read.failure;
    incomplete = read.incomplete ?? reasonToGoOn(timeline.source, read) ?? incomplete;
    if (read.failure || read.pending) break;
  }
  return {
    posts: [...posts.values()],
    spans: replaceSpan(spans, span, reached),
    ...(incomplete && { incomplete }),
  };
}

function reasonToGoOn(source: string, { failure, pending }: ChainResult): string | undefined {
  if (failure) return `${source} stopped early and goes on there next time: ${toReason(failure)}`;
  return pending ? `${source} has more than one collect reads, and goes on there next time` : undefined;
}

/** A chain as it was read: `reach` is what of it counts as read, absent when nothing does. */
type Reached = ChainResult & { reach?: Chain; incomplete?: string };

/** A page token that X no longer takes costs one reading of the chain from its start. */
async function readOrRestart(chain: Chain, timeline: TimelineTools): Promise<Reached> {
  const read = await readWithinAccess(chain, timeline);
  const isStuck = read.posts.length === 0 && isRefused(read.failure);
  if (chain.token === undefined || !isStuck) return read;
  const { token, ...whole } = chain;
  const again = await readWithinAccess(whole, timeline);
  // What is owed under the dead token is owed no more once the chain was begun anew.
  return again.reach ? { ...again, reach: { ...again.reach, token } } : again;
}

function isRefused(failure: AdapterError | undefined): boolean {
  return failure?.retryable === false;
}

/** Without full-archive search a token reads the last seven days of a search, and that is said. */
async function readWithinAccess(chain: Chain, timeline: TimelineTools): Promise<Reached> {
  const read = await readChain(chain, timeline);
  if (!(read.failure instanceof XAccessError) || !timeline.isSearch || isRecent(chain, timeline)) {
    return { ...read, reach: chain };
  }
  const incomplete =
    'the token of X has no full-archive search, so posts older than seven days cannot be read';
  const from = recentStart(timeline);
  if (chain.until <= from) return { posts: [], incomplete };
  const recent = { from, until: chain.until };
  return { ...(await readChain(recent, timeline)), reach: recent, incomplete };
}
