import { AdapterError } from '../../core/errors.ts';
import type { Post } from '../../core/post.ts';
import { type Pause, withRetry } from '../../lib/retry.ts';
import type { Spending } from '../../ports.ts';
import type { Problems } from '../rows/problems.ts';
import { toPost } from '../rows/raw-post.ts';
import type { PageRequest, XAnswer, XApi, XPartialError } from './api.ts';
import { type BrokenChain, type Chain, compareIds } from './cursor.ts';

export const retries = { tries: 5, firstWaitMs: 1_000, maxWaitMs: 60_000 };
/** A chain longer than this is a fault, ours or theirs. */
const maxPages = 200;
/** Recent search reaches back seven days; an hour is left for clocks that differ. */
const recentMs = (7 * 24 - 1) * 60 * 60 * 1000;

export interface TimelineTools {
  api: XApi;
  pause: Pause;
  signal: AbortSignal;
  now: string;
  source: string;
  problems: Problems;
  userId?: string;
  isSearch: boolean;
  /** Posts read today, which each page adds to, and how many may be. */
  spending: Spending;
  cap: number;
  /** What X left out, such as posts that are gone. */
  leftOut: XPartialError[];
}

/** What a chain gave. One that broke off says why, and from where it goes on. */
export interface ChainResult {
  posts: Post[];
  failure?: AdapterError;
  pending?: BrokenChain;
}

/**
 * Reads a span page by page, newest first, until its lower end. A failure does not lose what was read before it:
 * the chain stops there and can be taken up at the same page.
 */
export async function readChain(chain: Chain, tools: TimelineTools): Promise<ChainResult> {
  const posts: Post[] = [];
  let token = chain.token;
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await readPage(chain, token, tools).catch(toFailure);
    if (answer instanceof AdapterError) return { posts, failure: answer, ...pendingAt(chain, token) };
    const read = await toPosts(answer, tools);
    posts.push(...read.filter((post) => isWithin(post, chain)));
    token = nextToken(answer);
    if (token === undefined || read.some((post) => isBelow(post, chain))) return { posts };
    await restIfExhausted(answer, tools);
  }
  return { posts, ...pendingAt(chain, token) };
}

function toFailure(error: unknown): AdapterError {
  if (error instanceof AdapterError) return error;
  throw error;
}

function pendingAt(chain: Chain, token: string | undefined): Pick<ChainResult, 'pending'> {
  return token === undefined ? {} : { pending: { ...chain, token } };
}

async function readPage(chain: Chain, token: string | undefined, tools: TimelineTools): Promise<XAnswer> {
  const { api, signal, pause, spending, cap, userId } = tools;
  if (cap - spending.posts < api.smallestPage) {
    throw new AdapterError(`the cap of ${cap} posts a day is used up`, { retryable: true });
  }
  const isPast = Date.parse(chain.until) < Date.parse(tools.now) - 30_000;
  const request: PageRequest = {
    limit: cap - spending.posts,
    ...(token !== undefined && { token }),
    ...(chain.sinceId !== undefined && isRecent(chain, tools) && { sinceId: chain.sinceId }),
    from: chain.from,
    ...(isPast && { to: chain.until }),
    ...(userId !== undefined && { userId }),
    wholeArchive: !isRecent(chain, tools),
  };
  return withRetry(() => api.readPage(request, signal), { ...retries, signal, pause });
}

export function isRecent(chain: Chain, tools: Pick<TimelineTools, 'now'>): boolean {
  return chain.from >= recentStart(tools);
}

export function recentStart({ now }: Pick<TimelineTools, 'now'>): string {
  return new Date(Date.parse(now) - recentMs).toISOString();
}

/** What an answer gives is counted as spent before it is used. */
export async function toPosts(answer: XAnswer, tools: TimelineTools): Promise<Post[]> {
  const { page, partial } = answer;
  await tools.spending.add(page.rows.length);
  tools.leftOut.push(...partial);
  return page.rows.flatMap((row, index) => {
    const mapped = toPost(row, { source: tools.source, ...page.context });
    if ('post' in mapped) return [mapped.post];
    tools.problems.add(`post ${index + 1} of a page of ${tools.source}: ${mapped.problem}`);
    return [];
  });
}

function nextToken({ page }: XAnswer): string | undefined {
  const token = page.meta.next_token;
  return typeof token === 'string' && token !== '' ? token : undefined;
}

function isWithin(post: Post, chain: Chain): boolean {
  return post.createdAt < chain.until && !isBelow(post, chain);
}

/** At or below what was read before: list timelines know no lower bound, so the reader must. */
function isBelow(post: Post, { from, sinceId }: Chain): boolean {
  if (sinceId === undefined) return post.createdAt < from;
  return compareIds(post.id, sinceId) <= 0;
}

/** A rate limit that is used up is waited for when that is short; else the next page fails and says so. */
async function restIfExhausted({ exhaustedForMs }: XAnswer, { pause, signal }: TimelineTools): Promise<void> {
  if (exhaustedForMs === undefined || exhaustedForMs > retries.maxWaitMs) return;
  await pause(exhaustedForMs, signal);
}
