import { AdapterError } from '../core/errors.ts';
import { parseInstant } from '../core/instants.ts';
import { mergePosts } from '../core/merge.ts';
import type { Http } from '../lib/http.ts';
import { type Pause, withRetry } from '../lib/retry.ts';
import type { Clock, Collected, CollectRequest, Source, Spending } from '../ports.ts';
import { createProblems } from './rows/problems.ts';
import { createXApi, type XApi, type XConfig } from './x/api.ts';
import { hashOf, parseCursor, type XCursor } from './x/cursor.ts';
import { refreshPosts } from './x/refresh.ts';
import { readSpan } from './x/span.ts';
import { retries, type TimelineTools } from './x/timeline.ts';

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
 * chain of pages, and keeps within `maxPostsPerDay`, since X bills each post. Of posts read before, the reactions
 * are counted once more when they have gathered; those that are gone by then are told.
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
  const window = { from: iso(request.from), until: [iso(request.to), now].sort()[0] ?? now };
  if (now <= window.from) return { posts: [], problems: [] };
  const cursor = parseCursor(request.cursor, config);
  const timeline = await prepare(config, api, tools, { cursor, request, now });
  const read = await readSpan(cursor?.spans ?? [], timeline, window);
  const fresh = await refreshPosts(timeline, {
    ...window,
    known: request.known ?? [],
    read: read.posts,
    ...(cursor?.ripeUntil && { ripeUntil: cursor.ripeUntil }),
  });
  const { problems, userId } = timeline;
  const leftOut = timeline.leftOut.filter(
    ({ goneId }) => goneId === undefined || !fresh.gone.includes(goneId),
  );
  if (leftOut.length > 0) {
    problems.add(`X left out ${leftOut.length} posts or accounts: ${leftOut[0]?.title}`);
  }
  const next: XCursor = {
    of: hashOf(config),
    spans: read.spans,
    ...(userId !== undefined && { userId }),
    ...(fresh.ripeUntil && { ripeUntil: fresh.ripeUntil }),
  };
  return {
    posts: mergePosts([...read.posts, ...fresh.posts]),
    cursor: JSON.stringify(next),
    problems: problems.list(),
    gone: fresh.gone,
    ...(read.incomplete && { incomplete: read.incomplete }),
  };
}

async function prepare(
  config: XConfig,
  api: XApi,
  { pause }: XTools,
  { cursor, request, now }: { cursor: XCursor | undefined; request: CollectRequest; now: string },
): Promise<TimelineTools> {
  const { signal, spending = countInMemory() } = request;
  const cap = config.maxPostsPerDay ?? Number.POSITIVE_INFINITY;
  if (cap - spending.posts < api.smallestPage) throw capUsedUp(cap, now);
  const { user } = config;
  const findId = (handle: string) =>
    withRetry(() => api.findUserId(handle, signal), { ...retries, signal, pause });
  const userId = user === undefined ? undefined : (cursor?.userId ?? (await findId(user)));
  return {
    ...{ api, pause, signal, now, source: config.name, spending, cap },
    ...{ problems: createProblems(), leftOut: [] },
    isSearch: config.search !== undefined,
    ...(userId !== undefined && { userId }),
  };
}

/** X bills by the UTC day. */
function capUsedUp(cap: number, now: string): AdapterError {
  const tomorrow = Date.parse(`${now.slice(0, 10)}T00:00:00Z`) + 24 * 60 * 60 * 1000;
  return new AdapterError(`the cap of ${cap} posts a day is used up until 00:00 UTC`, {
    retryable: true,
    retryAfterMs: tomorrow - Date.parse(now),
  });
}

function countInMemory(): Spending {
  const spending = {
    posts: 0,
    add: async (more: number) => {
      spending.posts += more;
    },
  };
  return spending;
}

function iso(instant: string): string {
  return parseInstant(instant) ?? new Date(instant).toISOString();
}
