import { AdapterError, toReason } from '../core/errors.ts';
import { parseInstant } from '../core/instants.ts';
import { comparePosts, type Post } from '../core/post.ts';
import type { Http } from '../lib/http.ts';
import { type Pause, withRetry } from '../lib/retry.ts';
import type { Clock, Collected, CollectRequest, Source } from '../ports.ts';
import { createProblems } from './rows/problems.ts';
import { createXApi, type XApi, type XConfig } from './x/api.ts';
import { type Chain, hashOf, parseCursor, planChains, type XCursor } from './x/cursor.ts';
import { type ChainResult, compareIds, readChain, retries, type TimelineTools } from './x/timeline.ts';

export interface XTools {
  http: Http;
  bearerToken: string;
  /** Without a path; X's own when left out. */
  apiUrl?: string;
  clock: Clock;
  pause: Pause;
}

export const xApiUrl = 'https://api.x.com';

/**
 * Posts of a list, an account or a search on X. Reading goes on where the last one stopped, also in the middle of a
 * chain of pages, and keeps within `maxPostsPerDay`, since X bills each post.
 */
export function createXSource(config: XConfig, tools: XTools): Source {
  const api = createXApi(config, { apiUrl: xApiUrl, ...tools });
  return { name: config.name, config, collect: (request) => collect(config, api, tools, request) };
}

async function collect(
  config: XConfig,
  api: XApi,
  tools: XTools,
  request: CollectRequest,
): Promise<Collected> {
  const now = iso(tools.clock.now());
  if (now <= iso(request.from)) return { posts: [], problems: [] };
  const cursor = parseCursor(request.cursor, config);
  const timeline = await prepare(config, api, tools, { cursor, signal: request.signal, now });
  const read = await readSpan(cursor, timeline, request);
  const next: XCursor = {
    ...read.cursor,
    of: hashOf(config),
    ...(timeline.userId !== undefined && { userId: timeline.userId }),
    spent: { day: dayOf(now), posts: timeline.budget.spent },
  };
  const { problems, leftOut } = timeline;
  if (leftOut.length > 0) problems.add(`X left out ${leftOut.length} posts or accounts: ${leftOut[0]}`);
  return { posts: read.posts, cursor: JSON.stringify(next), problems: problems.list() };
}

async function prepare(
  config: XConfig,
  api: XApi,
  { pause }: XTools,
  { cursor, signal, now }: { cursor: XCursor | undefined; signal: AbortSignal; now: string },
): Promise<TimelineTools> {
  const spent = cursor?.spent?.day === dayOf(now) ? cursor.spent.posts : 0;
  const cap = config.maxPostsPerDay ?? Number.POSITIVE_INFINITY;
  if (spent >= cap) throw capUsedUp(cap, now);
  const { user } = config;
  const findId = (handle: string) =>
    withRetry(() => api.findUserId(handle, signal), { ...retries, signal, pause });
  const userId = user === undefined ? undefined : (cursor?.userId ?? (await findId(user)));
  return {
    ...{ api, pause, signal, now, source: config.name, budget: { spent, cap } },
    ...{ problems: createProblems(), leftOut: [] },
    ...(userId !== undefined && { userId }),
  };
}

function capUsedUp(cap: number, now: string): AdapterError {
  const tomorrow = Date.parse(`${dayOf(now)}T00:00:00Z`) + 24 * 60 * 60 * 1000;
  return new AdapterError(`the cap of ${cap} posts a day is used up until 00:00 UTC`, {
    retryable: true,
    retryAfterMs: tomorrow - Date.parse(now),
  });
}

interface SpanRead {
  posts: Post[];
  cursor: Pick<XCursor, 'from' | 'until' | 'newest' | 'pending'>;
}

/**
 * Reads what is missing of the window: first the rest of a chain that broke off, also of a former window, then what
 * is newer. Throws when not one post could be read before a failure.
 */
async function readSpan(
  cursor: XCursor | undefined,
  timeline: TimelineTools,
  request: CollectRequest,
): Promise<SpanRead> {
  const from = iso(request.from);
  const until = [iso(request.to), timeline.now].sort()[0] ?? timeline.now;
  const { chains, isContinued } = planChains(cursor, from, until);
  const posts = new Map<string, Post>();
  let reached: SpanRead['cursor'] = isContinued && cursor ? cursor : { from, until: from };
  for (const chain of chains) {
    const read = await readOrRestart(chain, timeline);
    for (const post of read.posts) posts.set(post.id, post);
    if (read.failure && posts.size === 0) throw read.failure;
    if (read.failure) timeline.problems.add(stoppedEarly(timeline.source, read.failure));
    if (read.failure && !read.pending) break;
    reached = advance(reached, chain.until, read);
    if (read.pending) break;
  }
  const ordered = [...posts.values()].sort(comparePosts);
  return { posts: ordered, cursor: keepFurther(cursor, reached, isContinued) };
}

function stoppedEarly(source: string, failure: AdapterError): string {
  return `${source} stopped early and goes on there next time: ${toReason(failure)}`;
}

/** A page token that X no longer takes costs one reading of the chain from its start. */
async function readOrRestart(chain: Chain, timeline: TimelineTools): Promise<ChainResult> {
  const read = await readChain(chain, timeline);
  const isStuck = read.posts.length === 0 && read.failure?.retryable === false;
  if (chain.token === undefined || !isStuck) return read;
  const { token: _, ...whole } = chain;
  return readChain(whole, timeline);
}

function advance(
  reached: SpanRead['cursor'],
  until: string,
  { posts, pending }: ChainResult,
): SpanRead['cursor'] {
  const ids = [reached.newest, ...posts.map((post) => post.id)].filter((id) => id !== undefined);
  const newest = ids.sort(compareIds).at(-1);
  const furthest = until > reached.until ? until : reached.until;
  return { from: reached.from, until: furthest, ...(newest && { newest }), ...(pending && { pending }) };
}

/**
 * A window before the cursor's span is read by the way: what is known of the newer span stays, unless the reading
 * broke off, since reading newer posts again is better than losing older ones.
 */
function keepFurther(
  cursor: XCursor | undefined,
  reached: SpanRead['cursor'],
  isContinued: boolean,
): SpanRead['cursor'] {
  const isByTheWay = cursor && !isContinued && cursor.until >= reached.until && !reached.pending;
  return isByTheWay ? cursor : reached;
}

function dayOf(instant: string): string {
  return instant.slice(0, 10);
}

function iso(instant: string): string {
  return parseInstant(instant) ?? new Date(instant).toISOString();
}
