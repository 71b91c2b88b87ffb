import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { AdapterError } from '../../src/core/errors.ts';
import { comparePosts, postSchema } from '../../src/core/post.ts';
import type { CollectRequest, Source } from '../../src/ports.ts';
import { type SourceServer, startSourceServer } from '../fakes/source-server.ts';
import type { FakeRow } from '../fakes/source-server-process.ts';

export const day = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };

export interface SourceContract {
  /** A source over the server's rows; `waits` gets each pause in place of real waiting. */
  open: (server: SourceServer, waits: number[], limitMs: number) => Source;
  /** Longer than the adapter asks in one page. */
  pages?: number;
}

/** Rows at each quarter of an hour of the day, ids growing with time as on the platforms. */
export function rowsOf(count: number): FakeRow[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(2_000_000_000_000_000_000n + BigInt(index)),
    handle: 'ada',
    text: `post number ${index} 芯片`,
    createdAt: new Date(Date.parse(day.from) + Math.floor((index * 86_400_000) / count)).toISOString(),
  }));
}

export function requestOf(more: Partial<CollectRequest> = {}): CollectRequest {
  return { ...day, signal: new AbortController().signal, ...more };
}

/** The promises of the `Source` port, against a server that fails on demand. */
export function sourceContract(name: string, { open, pages = 1 }: SourceContract): void {
  describe(`${name} keeps the promises of the source port`, { concurrency: 1 }, () => {
    let server: SourceServer;
    let waits: number[] = [];
    const source = (limitMs = 10_000) => open(server, waits, limitMs);
    before(async () => {
      server = await startSourceServer();
    });
    after(() => server.close());
    beforeEach(() => {
      waits = [];
    });

    it('reads every post of the window once, in order of time, in the shape of a post', async () => {
      const rows = rowsOf(pages * 90);
      await server.serve(rows);
      const { posts, problems } = await source().collect(requestOf());
      assert.deepEqual(problems, []);
      assert.deepEqual(
        posts.map((post) => post.text),
        rows.map((row) => row.text),
      );
      assert.deepEqual(posts, [...posts].sort(comparePosts));
      assert.equal(new Set(posts.map((post) => post.id)).size, posts.length);
      for (const post of posts) {
        postSchema.parse(post);
        assert.equal(post.source, source().name);
        assert.match(post.url, /^https:\/\//);
        assert.match(post.createdAt, /^2026-01-01T\d\d:\d\d:\d\d\.\d{3}Z$/);
      }
    });

    it('cuts the window half-open', async () => {
      const times = [
        '2025-12-31T23:59:59.000Z',
        '2026-01-01T00:00:00.000Z',
        '2026-01-01T23:59:59.000Z',
        '2026-01-02T00:00:00.000Z',
      ];
      await server.serve(
        times.map((createdAt, n) => ({
          id: `20000000000000000${n}0`,
          handle: 'ada',
          text: `at ${n}`,
          createdAt,
        })),
      );
      const { posts } = await source().collect(requestOf());
      assert.deepEqual(
        posts.map((post) => post.text),
        ['at 1', 'at 2'],
      );
    });

    it('gives the same ids when it reads the same posts again', async () => {
      await server.serve(rowsOf(5));
      const [one, two] = [await source().collect(requestOf()), await source().collect(requestOf())];
      assert.deepEqual(one.posts, two.posts);
    });

    it('has no posts, and no failure, where there are none', async () => {
      await server.serve([]);
      const { posts, problems } = await source().collect(requestOf());
      assert.deepEqual([posts, problems], [[], []]);
    });

    it('keeps a bad row out, names it, and takes the others', async () => {
      const rows = rowsOf(3);
      await server.serve(rows.map((row, n) => (n === 1 ? { ...row, createdAt: 'never' } : row)));
      const { posts, problems } = await source().collect(requestOf());
      assert.equal(posts.length, 2);
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', /its date is no date|it has no date/);
    });

    it('waits as long as a 429 says and then reads on', async () => {
      await server.serve(rowsOf(3));
      await server.plan(['429']);
      assert.equal((await source().collect(requestOf())).posts.length, 3);
      assert.deepEqual(waits, [2000]);
    });

    it('fails at once, retryable and with the time, when a 429 asks for too long a wait', async () => {
      await server.serve(rowsOf(3));
      await server.plan(['429 for an hour']);
      await assert.rejects(source().collect(requestOf()), (error) => {
        assert.ok(error instanceof AdapterError);
        assert.equal(error.retryable, true);
        assert.equal(error.retryAfterMs, 3_600_000);
        return true;
      });
      assert.deepEqual(waits, []);
    });

    for (const fault of ['500', 'cut'] as const) {
      it(`tries again, a bounded number of times, after ${fault}`, async () => {
        await server.serve(rowsOf(3));
        await server.plan([fault]);
        assert.equal((await source().collect(requestOf())).posts.length, 3);
        await server.plan(Array.from({ length: 50 }, () => fault));
        await assert.rejects(source().collect(requestOf()), { name: 'AdapterError', retryable: true });
        assert.ok((await server.log()).length < 12);
      });
    }

    it('does not repeat what was refused for good', async () => {
      await server.serve(rowsOf(3));
      await server.plan(['403', '403']);
      await assert.rejects(source().collect(requestOf()), { name: 'AdapterError', retryable: false });
      assert.equal((await server.log()).length, 1);
    });

    for (const fault of ['hang', 'drip'] as const) {
      it(`gives up within its limits on a server that ${fault}s`, async () => {
        await server.serve(rowsOf(3));
        await server.plan(Array.from({ length: 10 }, () => fault));
        await assert.rejects(source(200).collect(requestOf()), { name: 'AdapterError' });
      });
    }

    it('stops when it is told to', async () => {
      await server.serve(rowsOf(3));
      await server.plan(['hang']);
      const stop = new AbortController();
      const collecting = source().collect(requestOf({ signal: stop.signal }));
      const ended = assert.rejects(collecting);
      while ((await server.log()).length === 0) await setTimeout(5);
      stop.abort();
      await ended;
      assert.equal((await server.log()).length, 1);
    });

    it('never shows a key in the reason of a failure', async () => {
      await server.serve([]);
      await server.plan(Array.from({ length: 10 }, () => '404' as const));
      await assert.rejects(source().collect(requestOf()), (error) => {
        assert.doesNotMatch(String(error), /secret/);
        return true;
      });
    });
  });
}
