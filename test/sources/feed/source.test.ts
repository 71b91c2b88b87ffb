import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { pino } from 'pino';
import type { Source } from '../../../src/ports.ts';
import { createFeedParser } from '../../../src/sources/feed/thread.ts';
import { createSources } from '../../../src/sources/index.ts';
import { requestOf } from '../../contracts/source.ts';

const servers: Server[] = [];
after(() => {
  for (const server of servers) server.close().closeAllConnections();
});

const item = (n: number) =>
  `<item><title>post ${n}</title><link>https://x.example/${n}</link><pubDate>Thu, 01 Jan 2026 08:00:00 GMT</pubDate></item>`;
const feed = (count: number) =>
  `<rss version="2.0"><channel>${Array.from({ length: count }, (_, n) => item(n)).join('')}</channel></rss>`;

/** A source over one listener; `seen` gets the headers of each request. */
async function open(listener: RequestListener, now = () => '2026-01-01T09:00:00.000Z') {
  const seen: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [source] = createSources(
    [{ kind: 'feed', name: 'blog', url: `http://${host}/`, allowPrivate: true }],
    {
      configDir: '.',
      clock: { now },
      log: pino({ level: 'silent' }),
      pause: async () => {},
    },
  );
  assert.ok(source);
  return { source, seen };
}

const again = async (source: Source, cursor: string | undefined, more = {}) =>
  source.collect(requestOf({ ...(cursor !== undefined && { cursor }), ...more }));

describe('reading a feed again', () => {
  it('sends back ETag and Last-Modified, and takes 304 for nothing new', async () => {
    const { source, seen } = await open((request, response) => {
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
      else response.setHeader('etag', '"v1"').setHeader('last-modified', 'yesterday').end(feed(3));
    });
    const first = await again(source, undefined);
    const second = await again(source, first.cursor);
    const third = await again(source, second.cursor);
    assert.deepEqual([first.posts.length, second.posts.length, third.posts.length], [3, 0, 0]);
    assert.equal(seen[2]?.['if-none-match'], '"v1"');
    assert.equal(seen[2]?.['if-modified-since'], 'yesterday');
  });

  it('reads it in full for another window, however unchanged it is', async () => {
    const { source, seen } = await open((_request, response) =>
      response.setHeader('etag', '"v1"').end(feed(3)),
    );
    const other = { from: '2025-12-31T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    const first = await again(source, undefined, other);
    assert.deepEqual(first.posts, []);
    assert.equal((await again(source, first.cursor)).posts.length, 3);
    assert.equal(seen[1]?.['if-none-match'], undefined);
  });

  it('does not ask while the feed says that it is fresh', async () => {
    let now = '2026-01-01T09:00:00.000Z';
    const { source, seen } = await open(
      (_request, response) => response.setHeader('cache-control', 'public, max-age=600').end(feed(1)),
      () => now,
    );
    const first = await again(source, undefined);
    now = '2026-01-01T09:09:00.000Z';
    await again(source, first.cursor);
    assert.equal(seen.length, 1);
    now = '2026-01-01T09:11:00.000Z';
    await again(source, first.cursor);
    assert.equal(seen.length, 2);
  });

  it('takes a cursor that is none for none', async () => {
    const { source } = await open((_request, response) => response.end(feed(2)));
    for (const cursor of ['', 'nonsense', '{}', 'null', '{"of":1}'])
      assert.equal((await again(source, cursor)).posts.length, 2);
  });

  it('reads at most 500 posts of an endless list', async () => {
    const { source } = await open((_request, response) => response.end(feed(800)));
    assert.equal((await again(source, undefined)).posts.length, 500);
  });

  it('says in a sentence that a page is no feed', async () => {
    const { source } = await open((_request, response) => response.end('<html>Not here</html>'));
    await assert.rejects(again(source, undefined), {
      name: 'AdapterError',
      message: 'it is no feed',
      retryable: false,
    });
  });
});

describe('the parsing thread', () => {
  const job = (text: string) => ({
    bytes: new TextEncoder().encode(text),
    contentType: '',
    url: 'https://x.example/feed',
    source: 'blog',
    maxEntries: 500,
  });

  it('keeps the event loop free while a large feed is parsed', async () => {
    const large = feed(500).replaceAll(
      '</title>',
      `</title><description>${'word '.repeat(1500)}</description>`,
    );
    const parser = createFeedParser();
    await parser.parse(job(feed(1)));
    let turns = 0;
    const count = setInterval(() => {
      turns += 1;
    }, 0);
    const { posts } = await parser.parse(job(large));
    clearInterval(count);
    assert.equal(posts.length, 500);
    assert.ok(turns > 20, `the loop turned ${turns} times`);
  });

  it('is ended when a feed takes too long, and the next feed is read', async () => {
    const parser = createFeedParser({ timeoutMs: 1500 });
    await parser.parse(job(feed(1)));
    const hostile = `<rss version="2.0"><channel>${'<!--<item>'.repeat(400_000)}`;
    await assert.rejects(parser.parse(job(hostile)), {
      name: 'AdapterError',
      message: 'took too long to parse',
    });
    const patient = createFeedParser();
    assert.equal((await patient.parse(job(feed(2)))).posts.length, 2);
  });

  it('reads feeds that are asked for at once, one after the other', async () => {
    const parser = createFeedParser();
    const read = await Promise.all([1, 2, 3].map((count) => parser.parse(job(feed(count)))));
    assert.deepEqual(
      read.map(({ posts }) => posts.length),
      [1, 2, 3],
    );
  });

  it('goes on after a text that is no feed', async () => {
    const parser = createFeedParser();
    await assert.rejects(parser.parse(job('nothing')), /it is no feed/);
    assert.equal((await parser.parse(job(feed(1)))).posts.length, 1);
  });
});
