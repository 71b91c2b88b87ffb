import type { SourceConfig } from '../core/edition.ts';
import { AdapterError } from '../core/errors.ts';
import { comparePosts, type Post } from '../core/post.ts';
import type { Http } from '../lib/http.ts';
import { type Pause, withRetry } from '../lib/retry.ts';
import type { Collected, CollectRequest, Source } from '../ports.ts';
import { toBlueskyPost } from './bluesky/to-post.ts';
import { createProblems, type Problems } from './rows/problems.ts';
import { isRaw, parseJson, type Raw } from './rows/raw.ts';

type BlueskyConfig = Extract<SourceConfig, { kind: 'bluesky' }>;

export interface BlueskyTools {
  http: Http;
  pause: Pause;
  /** Without a path; the public service when left out. */
  apiUrl?: string;
}

export const blueskyApiUrl = 'https://public.api.bsky.app';
const pageSize = 100;
const maxPages = 50;
const retries = { tries: 4, firstWaitMs: 1_000, maxWaitMs: 30_000 };

/**
 * Posts of an author, a list, a feed generator or a search on Bluesky, through the public service, without a key.
 * Each collect reads the whole window, so that counts of likes are fresh; nothing is billed.
 */
export function createBlueskySource(config: BlueskyConfig, tools: BlueskyTools): Source {
  return { name: config.name, config, collect: (request) => collect(config, tools, request) };
}

async function collect(
  config: BlueskyConfig,
  tools: BlueskyTools,
  request: CollectRequest,
): Promise<Collected> {
  const posts = new Map<string, Post>();
  const problems = createProblems();
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const body = await readPage(config, tools, { cursor, request });
    const read = toPosts(rowsOf(body), config.name, problems);
    for (const post of read.filter((post) => isWithin(post, request))) posts.set(post.id, post);
    cursor = typeof body.cursor === 'string' && body.cursor !== '' ? body.cursor : undefined;
    if (cursor === undefined || isPast(config, read, request)) break;
  }
  return { posts: [...posts.values()].sort(comparePosts), problems: problems.list() };
}

/** Feed generators sort as they like; the others newest first, a repost at the time of reposting. */
function isPast(config: BlueskyConfig, read: readonly Post[], { from }: CollectRequest): boolean {
  if (config.feed !== undefined || read.length === 0) return false;
  return read.every((post) => Date.parse(post.createdAt) < Date.parse(from));
}

function isWithin(post: Post, { from, to }: CollectRequest): boolean {
  const at = Date.parse(post.createdAt);
  return at >= Date.parse(from) && at < Date.parse(to);
}

async function readPage(
  config: BlueskyConfig,
  { http, pause, apiUrl = blueskyApiUrl }: BlueskyTools,
  { cursor, request }: { cursor: string | undefined; request: CollectRequest },
): Promise<Raw> {
  const { method, query } = toQuery(config, request);
  const url = new URL(`${apiUrl.replace(/\/+$/, '')}/xrpc/${method}`);
  const parameters = { ...query, limit: String(pageSize), ...(cursor !== undefined && { cursor }) };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const { signal } = request;
  return withRetry(
    async () =>
      parseBody((await http.get(url.href, { signal, headers: { accept: 'application/json' } })).bytes),
    { ...retries, signal, pause },
  );
}

function toQuery(config: BlueskyConfig, request: CollectRequest) {
  const { author, list, feed, search } = config;
  if (author !== undefined) {
    return { method: 'app.bsky.feed.getAuthorFeed', query: { actor: author, filter: 'posts_with_replies' } };
  }
  if (list !== undefined) return { method: 'app.bsky.feed.getListFeed', query: { list } };
  if (feed !== undefined) return { method: 'app.bsky.feed.getFeed', query: { feed } };
  const query = { q: search ?? '', sort: 'latest', since: request.from, until: request.to };
  return { method: 'app.bsky.feed.searchPosts', query };
}

function parseBody(bytes: Uint8Array): Raw {
  try {
    const body = parseJson(new TextDecoder().decode(bytes));
    if (isRaw(body) && (Array.isArray(body.feed) || Array.isArray(body.posts))) return body;
  } catch {
    // Falls through: half a body and a body of another shape are the same failure.
  }
  throw new AdapterError('Bluesky sent half an answer', { retryable: true });
}

function rowsOf({ feed, posts }: Raw): unknown[] {
  return [feed, posts].find(Array.isArray) ?? [];
}

function toPosts(rows: readonly unknown[], source: string, problems: Problems): Post[] {
  return rows.flatMap((row, index) => {
    const mapped = toBlueskyPost(row, source);
    if (typeof mapped === 'string') problems.add(`post ${index + 1} of a page of ${source}: ${mapped}`);
    return typeof mapped === 'object' ? [mapped] : [];
  });
}
