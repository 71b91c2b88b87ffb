import { createHash } from 'node:crypto';
import type { SourceConfig } from '../core/edition.ts';
import { comparePosts, type Post } from '../core/post.ts';
import type { Http, HttpResponse } from '../lib/http.ts';
import { type Pause, withRetry } from '../lib/retry.ts';
import type { Clock, Collected, CollectRequest, Source } from '../ports.ts';
import type { FeedParser } from './feed/thread.ts';
import type { FeedPosts } from './feed/to-post.ts';
import { createProblems } from './rows/problems.ts';

type FeedConfig = Extract<SourceConfig, { kind: 'feed' }>;

export interface FeedTools {
  http: Http;
  clock: Clock;
  parser: FeedParser;
  pause: Pause;
}

const maxEntries = 500;
/** Twice at most: a host that lets time run out costs as much again. */
const retries = { tries: 2, firstWaitMs: 2_000, maxWaitMs: 10_000 };
const accept =
  'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8';

/** Longer than this no feed is believed to stay as it is. */
const maxFreshMs = 60 * 60 * 1000;

/** What the last answer said, so that an unchanged feed is not sent again for the same window (RFC 9110, 13). */
interface FeedCursor {
  /** Hash of the address: another address makes the rest void. */
  of: string;
  from: string;
  to: string;
  etag?: string;
  modified?: string;
  /** Until then the feed asks not to be read again (RFC 9111, `max-age`). */
  freshUntil?: string;
}

/** Posts of an RSS, Atom, RDF or JSON feed; posts on X that come through a bridge keep X's own ids. */
export function createFeedSource(config: FeedConfig, tools: FeedTools): Source {
  return { name: config.name, config, collect: (request) => collect(config, tools, request) };
}

async function collect(config: FeedConfig, tools: FeedTools, request: CollectRequest): Promise<Collected> {
  const former = usableCursor(config, request);
  const now = tools.clock.now();
  if (isFresh(former, now)) return { posts: [], problems: [] };
  const response = await fetchFeed(config, tools, { request, former });
  const fresh = freshness(response, now);
  if (response.status === 304) {
    return { posts: [], cursor: JSON.stringify({ ...former, ...fresh }), problems: [] };
  }
  const read = await parse(config, tools, response);
  return {
    posts: read.posts.filter((post) => isWithin(post, request)).sort(comparePosts),
    cursor: JSON.stringify({ ...toCursor(config, request, response), ...fresh }),
    problems: named(read.problems),
  };
}

function fetchFeed(
  { url }: FeedConfig,
  { http, pause }: FeedTools,
  { request, former }: { request: CollectRequest; former: FeedCursor | undefined },
): Promise<HttpResponse> {
  const { signal } = request;
  const headers = { accept, ...conditions(former) };
  return withRetry(() => http.get(url, { headers, signal }), { ...retries, signal, pause });
}

function parse(
  { name }: FeedConfig,
  { parser }: FeedTools,
  { bytes, headers, url }: HttpResponse,
): Promise<FeedPosts> {
  const contentType = headers.get('content-type') ?? '';
  return parser.parse({ bytes, contentType, url, source: name, maxEntries });
}

function isWithin(post: Post, { from, to }: CollectRequest): boolean {
  const at = Date.parse(post.createdAt);
  return at >= Date.parse(from) && at < Date.parse(to);
}

function named(sentences: readonly string[]): string[] {
  const problems = createProblems();
  for (const sentence of sentences) problems.add(sentence);
  return problems.list();
}

/** A cursor counts only where all that is asked for was already read. */
function usableCursor(config: FeedConfig, request: CollectRequest): FeedCursor | undefined {
  const cursor = parseCursor(request.cursor);
  if (cursor?.of !== hash(config.url)) return undefined;
  const covers =
    Date.parse(cursor.from) <= Date.parse(request.from) && Date.parse(cursor.to) >= Date.parse(request.to);
  return covers ? cursor : undefined;
}

function parseCursor(text: string | undefined): FeedCursor | undefined {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function conditions(cursor: FeedCursor | undefined): Record<string, string> {
  return {
    ...(cursor?.etag && { 'if-none-match': cursor.etag }),
    ...(cursor?.modified && { 'if-modified-since': cursor.modified }),
  };
}

function toCursor(config: FeedConfig, request: CollectRequest, response: HttpResponse): FeedCursor {
  const etag = response.headers.get('etag');
  const modified = response.headers.get('last-modified');
  return {
    of: hash(config.url),
    from: request.from,
    to: request.to,
    ...(etag && { etag }),
    ...(modified && { modified }),
  };
}

function isFresh(cursor: FeedCursor | undefined, now: string): boolean {
  return cursor?.freshUntil !== undefined && Date.parse(now) < Date.parse(cursor.freshUntil);
}

function freshness({ headers }: HttpResponse, now: string): Pick<FeedCursor, 'freshUntil'> {
  const control = headers.get('cache-control') ?? '';
  const seconds = /(?:^|[\s,])max-age=(\d+)/i.exec(control)?.[1];
  if (seconds === undefined || /no-cache|no-store/i.test(control)) return {};
  const ms = Math.min(Number(seconds) * 1000, maxFreshMs);
  return { freshUntil: new Date(Date.parse(now) + ms).toISOString() };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
