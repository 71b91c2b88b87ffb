import { AdapterError } from '../../core/errors.ts';
import type { Post } from '../../core/post.ts';
import { type Pause, withRetry } from '../../lib/retry.ts';
import type { Problems } from '../rows/problems.ts';
import { toPost } from '../rows/raw-post.ts';
import type { PageRequest, XAnswer, XApi } from './api.ts';
import type { Chain } from './cursor.ts';

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
  /** Posts read today, and how many may be: each page adds to it. */
  budget: { spent: number; cap: number };
  /** Titles of what X left out, such as posts that are gone. */
  leftOut: string[];
}

/** What a chain gave. One that broke off says why, and from where it goes on. */
export interface ChainResult {
  posts: Post[];
  failure?: AdapterError;
  pending?: Chain & { token: string };
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
    const read = toPosts(answer, tools);
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
  const { api, signal, pause, budget, userId } = tools;
  if (budget.spent >= budget.cap) {
    throw new AdapterError(`the cap of ${budget.cap} posts a day is used up`, { retryable: true });
  }
  const isPast = Date.parse(chain.until) < Date.parse(tools.now) - 30_000;
  const request: PageRequest = {
    limit: budget.cap - budget.spent,
    ...(token !== undefined && { token }),
    ...(chain.sinceId !== undefined && isRecent(chain, tools) && { sinceId: chain.sinceId }),
    from: chain.from,
    ...(isPast && { to: chain.until }),
    ...(userId !== undefined && { userId }),
    wholeArchive: !isRecent(chain, tools),
  };
  return withRetry(() => api.readPage(request, signal), { ...retries, signal, pause });
}

function isRecent(chain: Chain, { now }: TimelineTools): boolean {
  return Date.parse(now) - Date.parse(chain.from) < recentMs;
}

function toPosts(answer: XAnswer, tools: TimelineTools): Post[] {
  const { page, partial } = answer;
  tools.budget.spent += page.rows.length;
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

/** Ids are numbers of up to 19 digits that grow with time. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}

/** A rate limit that is used up is waited for when that is short; else the next page fails and says so. */
async function restIfExhausted({ exhaustedForMs }: XAnswer, { pause, signal }: TimelineTools): Promise<void> {
  if (exhaustedForMs === undefined || exhaustedForMs > retries.maxWaitMs) return;
  await pause(exhaustedForMs, signal);
}
