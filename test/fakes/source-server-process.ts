import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRow {
  id: string;
  handle: string;
  text: string;
  /** ISO instant, or anything to make the row a bad one. */
  createdAt: string;
  likes?: number;
}

export type Fault =
  | 'ok'
  | '429'
  | '429 for an hour'
  | '500'
  | '403'
  | '404'
  | 'half'
  | 'cut'
  | 'hang'
  | 'drip';

export interface LoggedRequest {
  path: string;
  headers: Record<string, string | string[] | undefined>;
  fault: Fault;
}

interface RecordedPage {
  meta: { next_token?: string };
}

const pageSize = 100;
let rows: FakeRow[] = [];
/** Recorded X API pages, served one after the other by their own tokens. */
let pages: RecordedPage[] = [];
let faults: Fault[] = [];
let log: LoggedRequest[] = [];

const server = createServer((request, response) => {
  if (request.url === '/control') void control(request, response);
  else answer(request, response);
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());

async function control(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) text += chunk;
  const told = JSON.parse(text);
  if (told.rows || told.pages) {
    rows = told.rows ?? [];
    pages = told.pages ?? [];
    faults = [];
    log = [];
  }
  if (told.faults) faults = told.faults;
  response.end(JSON.stringify({ log }));
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://host');
  const fault = faults.shift() ?? 'ok';
  log.push({ path: request.url ?? '/', headers: request.headers, fault });
  const body = bodyOf(url);
  if (fault === 'ok') respond(request, response, body);
  else spoil(fault, response, body);
}

/** The tag stands for the content, so that a conditional request can be answered with 304. */
function respond(request: IncomingMessage, response: ServerResponse, body: string): void {
  const etag = `"${Buffer.from(body).length}-${rows.length}-${rows.at(-1)?.id}"`;
  response.setHeader('etag', etag);
  if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
  else response.end(body);
}

function spoil(fault: Fault, response: ServerResponse, body: string): void {
  if (fault === 'hang') return;
  if (fault === 'drip') drip(response, body);
  else if (fault === 'half') response.end(body.slice(0, body.length / 2));
  else if (fault === 'cut') cut(response, body);
  else refuse(fault, response);
}

function cut(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-length': Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2), () => response.destroy());
}

function refuse(fault: Fault, response: ServerResponse): void {
  const wait = fault === '429 for an hour' ? '3600' : '2';
  const status = Number.parseInt(fault, 10);
  response.writeHead(status, status === 429 ? { 'retry-after': wait } : {}).end('{"title":"a fault"}');
}

/** A slow loris: always alive, never done. */
function drip(response: ServerResponse, body: string): void {
  let sent = 0;
  const timer = setInterval(() => response.write(body.charAt(sent++ % body.length)), 20);
  response.on('close', () => clearInterval(timer));
}

function bodyOf(url: URL): string {
  if (url.pathname === '/rss') return rss(({ id }) => `https://blog.example/${id}`);
  if (url.pathname === '/bridge') return rss(({ id, handle }) => `${url.origin}/${handle}/status/${id}#m`);
  if (url.pathname.startsWith('/2/users/by/username/')) return JSON.stringify({ data: { id: '42' } });
  if (url.pathname === '/2/tweets') return xLookUp(url);
  if (url.pathname.startsWith('/2/')) return pages.length > 0 ? recordedPage(url) : xPage(url);
  return blueskyPage(url);
}

function rss(linkOf: (row: FakeRow) => string): string {
  const items = rows.map(
    (row) =>
      `<item><title>${row.text}</title><link>${linkOf(row)}</link><guid>${linkOf(row)}</guid><pubDate>${row.createdAt}</pubDate></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title>${items.join('')}</channel></rss>`;
}

function newestFirst(): FakeRow[] {
  return [...rows].sort((a, b) =>
    a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1,
  );
}

/** List timelines know no lower bound; the others take since_id, start_time and end_time. */
function xPage(url: URL): string {
  const query = url.searchParams;
  const isList = url.pathname.startsWith('/2/lists/');
  const since = isList ? null : query.get('since_id');
  const [start, end] = isList ? [null, null] : [query.get('start_time'), query.get('end_time')];
  const all = newestFirst().filter(
    (row) =>
      (since === null || BigInt(row.id) > BigInt(since)) &&
      (start === null || !(Date.parse(row.createdAt) < Date.parse(start))) &&
      (end === null || !(Date.parse(row.createdAt) >= Date.parse(end))),
  );
  const at = Number((query.get('pagination_token') ?? query.get('next_token') ?? 't0').slice(1));
  const limit = Number(query.get('max_results'));
  const shown = all.slice(at, at + limit);
  const next = at + limit < all.length ? { next_token: `t${at + limit}` } : {};
  return JSON.stringify({
    data: shown.map(toTweet),
    includes: { users: [{ id: '7', username: shown[0]?.handle ?? 'ada', name: 'Ada' }] },
    meta: { result_count: shown.length, ...next },
  });
}

/** Posts by id; those that are not there come back as partial errors beside the others. */
function xLookUp(url: URL): string {
  const ids = url.searchParams.get('ids')?.split(',') ?? [];
  const found = rows.filter((row) => ids.includes(row.id));
  const missing = ids.filter((id) => !found.some((row) => row.id === id));
  const errors = missing.map((id) => ({
    resource_id: id,
    resource_type: 'tweet',
    parameter: 'ids',
    title: 'Not Found Error',
    type: 'https://api.twitter.com/2/problems/resource-not-found',
  }));
  return JSON.stringify({
    ...(found.length > 0 && { data: found.map(toTweet) }),
    ...(errors.length > 0 && { errors }),
    includes: { users: [{ id: '7', username: 'ada', name: 'Ada' }] },
  });
}

function toTweet({ id, text, createdAt, likes }: FakeRow) {
  const metrics = likes === undefined ? {} : { public_metrics: { like_count: likes, retweet_count: 0 } };
  return { id, text, created_at: createdAt, author_id: '7', ...metrics };
}

function recordedPage(url: URL): string {
  const token = url.searchParams.get('next_token') ?? url.searchParams.get('pagination_token');
  const index = token === null ? 0 : pages.findIndex((page) => page.meta.next_token === token) + 1;
  return JSON.stringify(pages[index] ?? { meta: { result_count: 0 } });
}

function blueskyPage(url: URL): string {
  const all = newestFirst();
  const at = Number(url.searchParams.get('cursor') ?? '0');
  const posts = all.slice(at, at + pageSize).map(({ id, handle, text, createdAt }) => ({
    uri: `at://did:plc:ada/app.bsky.feed.post/${id}`,
    author: { handle },
    record: { text, createdAt },
    likeCount: 3,
  }));
  const cursor = at + pageSize < all.length ? { cursor: String(at + pageSize) } : {};
  const isSearch = url.pathname.endsWith('searchPosts');
  return JSON.stringify(
    isSearch ? { posts, ...cursor } : { feed: posts.map((post) => ({ post })), ...cursor },
  );
}
