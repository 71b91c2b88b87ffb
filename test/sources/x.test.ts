import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pino } from 'pino';
import type { SourceConfig } from '../../src/core/edition.ts';
import type { Post } from '../../src/core/post.ts';
import type { Source, Spending } from '../../src/ports.ts';
import { createSources } from '../../src/sources/index.ts';
import { requestOf, rowsOf } from '../contracts/source.ts';
import { type SourceServer, startSourceServer } from '../fakes/source-server.ts';
import type { Fault } from '../fakes/source-server-process.ts';
import { dataPath } from '../tools/data.ts';

const pagesFolder = dataPath('x-api/search_pages/');

let server: SourceServer;
let waits: number[] = [];
before(async () => {
  server = await startSourceServer();
});
after(() => server.close());
beforeEach(() => {
  waits = [];
});

type XConfig = Extract<SourceConfig, { kind: 'x' }>;

function open(config: Partial<XConfig>, now = '2026-01-03T00:00:00.000Z'): Source {
  const [source] = createSources([{ kind: 'x', name: 'x', ...config }], {
    configDir: '.',
    clock: { now: () => now },
    log: pino({ level: 'silent' }),
    x: { bearerToken: 'bearer', apiUrl: server.url },
    pause: async (ms) => void waits.push(ms),
  });
  assert.ok(source);
  return source;
}

function countSpending(): Spending {
  const spending = {
    posts: 0,
    add: async (more: number) => {
      spending.posts += more;
    },
  };
  return spending;
}

const paths = async () => (await server.log()).map(({ path }) => new URL(path, 'http://x'));
const ids = (posts: readonly Post[]) => posts.map((post) => post.id);

describe('reading X', () => {
  it('asks for all fields that the line uses, with the bearer token', async () => {
    await server.serve(rowsOf(1));
    await open({ list: '99' }).collect(requestOf());
    const [logged] = await server.log();
    assert.equal(logged?.headers.authorization, 'Bearer bearer');
    for (const field of [
      'note_tweet',
      'referenced_tweets',
      'public_metrics',
      'entities',
      'edit_history_tweet_ids',
    ])
      assert.match(logged?.path ?? '', new RegExp(field));
  });

  it('reads only what is newer when it comes again', async () => {
    const rows = rowsOf(250);
    const source = open({ user: 'ada' }, '2026-01-01T18:00:00.000Z');
    await server.serve(rows.slice(0, 150));
    const first = await source.collect(requestOf());
    await server.serve(rows);
    const request = requestOf(first.cursor === undefined ? {} : { cursor: first.cursor });
    const second = await open({ user: 'ada' }).collect(request);
    assert.equal(first.posts.length, 150);
    assert.deepEqual(
      ids(second.posts),
      rows.slice(150).map((row) => row.id),
    );
    const asked = await paths();
    assert.equal(asked[0]?.searchParams.get('since_id'), rows[149]?.id);
    assert.ok(
      asked.every((url) => !url.pathname.includes('by/username')),
      'the account id is remembered',
    );
  });

  it('asks nothing when the window was read after its end', async () => {
    await server.serve(rowsOf(5));
    const first = await open({ list: '99' }).collect(requestOf());
    await server.serve(rowsOf(5));
    const second = await open({ list: '99' }).collect(requestOf({ cursor: first.cursor ?? '' }));
    assert.deepEqual(second.posts, []);
    assert.deepEqual(await server.log(), []);
  });

  it('reads a former window by itself without losing its place', async () => {
    const rows = rowsOf(30);
    await server.serve(rows);
    const late = { from: '2026-01-01T12:00:00Z', to: '2026-01-02T00:00:00Z' };
    const early = { from: '2026-01-01T00:00:00Z', to: '2026-01-01T12:00:00Z' };
    const source = open({ search: 'ai' });
    const first = await source.collect(requestOf(late));
    const second = await source.collect(requestOf({ ...early, cursor: first.cursor ?? '' }));
    assert.deepEqual(
      ids([...second.posts, ...first.posts]),
      rows.map((row) => row.id),
    );
    await server.serve(rows);
    await source.collect(requestOf({ ...late, cursor: second.cursor ?? '' }));
    assert.deepEqual(await server.log(), []);
  });

  it('loses no post between two windows that follow each other', async () => {
    const rows = rowsOf(96);
    await server.serve(rows);
    const found: string[] = [];
    let cursor: string | undefined;
    for (let hour = 0; hour < 24; hour += 3) {
      const at = (value: number) =>
        new Date(Date.parse('2026-01-01T00:00:00Z') + value * 3_600_000).toISOString();
      const request = requestOf({ from: at(hour), to: at(hour + 3), ...(cursor && { cursor }) });
      const read = await open({ list: '99' }, at(hour + 4)).collect(request);
      cursor = read.cursor;
      found.push(...ids(read.posts));
    }
    assert.deepEqual(
      found,
      rows.map((row) => row.id),
    );
  });

  it('forgets its place when it is pointed at another list', async () => {
    await server.serve(rowsOf(5));
    const first = await open({ list: '99' }).collect(requestOf());
    const other = await open({ list: '100' }).collect(requestOf({ cursor: first.cursor ?? '' }));
    assert.equal(other.posts.length, 5);
  });

  it('takes up a chain of pages where it broke off', async () => {
    const rows = rowsOf(450);
    await server.serve(rows);
    await server.plan(['ok', 'ok', ...Array.from({ length: 5 }, (): Fault => '500')]);
    const first = await open({ list: '99' }).collect(requestOf());
    assert.equal(first.posts.length, 200);
    assert.deepEqual(first.problems, []);
    assert.match(first.incomplete ?? '', /stopped early and goes on there next time: X answered 500/);
    const second = await open({ list: '99' }).collect(requestOf({ cursor: first.cursor ?? '' }));
    assert.deepEqual(
      ids([...second.posts, ...first.posts]),
      rows.map((row) => row.id),
    );
    assert.equal((await paths()).at(7)?.searchParams.get('pagination_token'), 't200');
  });

  it('keeps within the cap of posts a day, over all its collects, and says so', async () => {
    await server.serve(rowsOf(450));
    const spending = countSpending();
    const source = open({ list: '99', maxPostsPerDay: 150 });
    const first = await source.collect(requestOf({ spending }));
    assert.equal(first.posts.length, 150);
    assert.equal(spending.posts, 150);
    assert.match(first.incomplete ?? '', /the cap of 150 posts a day is used up/);
    await assert.rejects(source.collect(requestOf({ cursor: first.cursor ?? '', spending })), {
      message: 'the cap of 150 posts a day is used up until 00:00 UTC',
      retryAfterMs: 24 * 60 * 60 * 1000,
    });
    const other = open({ list: '100', maxPostsPerDay: 150 });
    await assert.rejects(
      other.collect(requestOf({ spending })),
      /used up until/,
      'another list, the same day',
    );
    const tomorrow = open({ list: '99', maxPostsPerDay: 150 }, '2026-01-04T00:00:00.000Z');
    const second = await tomorrow.collect(requestOf({ cursor: first.cursor ?? '' }));
    assert.equal(second.posts.length, 150);
    assert.ok(ids(second.posts).every((id) => !ids(first.posts).includes(id)));
  });

  it('never goes beyond the cap for the sake of a smallest page', async () => {
    await server.serve(rowsOf(450));
    const spending = countSpending();
    const { posts } = await open({ search: 'ai', maxPostsPerDay: 105 }).collect(requestOf({ spending }));
    assert.deepEqual([posts.length, spending.posts], [100, 100]);
  });

  it('reads a past window over several days while the present ones are read beside it', async () => {
    const rows = rowsOf(250);
    await server.serve(rows);
    const past = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
    const found = new Set<string>();
    let cursor: string | undefined;
    for (const day of ['04', '05', '06']) {
      const source = open({ search: 'ai', maxPostsPerDay: 100 }, `2026-01-${day}T12:00:00.000Z`);
      const today = { from: `2026-01-${day}T00:00:00Z`, to: `2026-01-${day}T23:00:00Z` };
      for (const window of [today, past]) {
        const read = await source.collect(requestOf({ ...window, ...(cursor && { cursor }) }));
        for (const id of ids(read.posts)) {
          assert.ok(!found.has(id), 'a post was read twice');
          found.add(id);
        }
        cursor = read.cursor;
      }
    }
    assert.equal(found.size, 250);
  });

  it('reads of a longer window only what it has not read', async () => {
    const rows = rowsOf(96);
    await server.serve(rows);
    const part = { from: '2026-01-01T12:00:00Z', to: '2026-01-01T18:00:00Z' };
    const first = await open({ search: 'ai' }).collect(requestOf(part));
    const second = await open({ search: 'ai' }).collect(requestOf({ cursor: first.cursor ?? '' }));
    assert.deepEqual(
      ids([...second.posts, ...first.posts]).sort(),
      rows.map((row) => row.id),
    );
    const third = await open({ search: 'ai' }).collect(requestOf({ cursor: second.cursor ?? '' }));
    assert.deepEqual(third.posts, []);
  });

  it('reads the last seven days where the token has no full-archive search, and says so', async () => {
    await server.serve(rowsOf(24));
    await server.plan(['403']);
    const source = open({ search: 'ai' }, '2026-01-08T12:00:00.000Z');
    const { posts, incomplete } = await source.collect(requestOf());
    assert.equal(posts.length, 11);
    assert.match(incomplete ?? '', /no full-archive search, so posts older than seven days/);
    assert.deepEqual(
      (await paths()).map((url) => url.pathname),
      ['/2/tweets/search/all', '/2/tweets/search/recent'],
    );
    await server.plan(['403']);
    const later = open({ search: 'ai' }, '2026-02-08T12:00:00.000Z');
    assert.deepEqual((await later.collect(requestOf())).posts, []);
  });

  it('counts reactions once more when they have gathered, and tells which posts are gone', async () => {
    const rows = rowsOf(4).map((row) => ({ ...row, likes: 1 }));
    await server.serve(rows);
    const spending = countSpending();
    const at = (instant: string) => open({ list: '99' }, `2026-01-0${instant}:00.000Z`);
    const first = await at('1T19:00').collect(requestOf({ spending }));
    assert.equal(first.posts.length, 4);
    await server.serve(rows.slice(1).map((row) => ({ ...row, likes: 50 })));
    const known = first.posts;
    const second = await at('2T03:00').collect(requestOf({ cursor: first.cursor ?? '', known, spending }));
    // At 19:00 what was older than seven in the morning had gathered; at three that holds until 15:00.
    assert.deepEqual(
      second.posts.map(({ id, metrics }) => [id, metrics?.likes]),
      [[rows[2]?.id, 50]],
    );
    assert.deepEqual(second.gone, []);
    await server.serve([]);
    const third = await at('2T07:00').collect(requestOf({ cursor: second.cursor ?? '', known, spending }));
    assert.deepEqual(third.gone, [rows[3]?.id]);
    assert.deepEqual(third.problems, []);
    const fourth = await at('2T08:00').collect(requestOf({ cursor: third.cursor ?? '', known, spending }));
    assert.deepEqual([fourth.posts, fourth.gone], [[], []]);
    // Four at first, the list's page of three, which knows no lower end, and the one looked up.
    assert.equal(spending.posts, 8);
  });

  it('searches the whole archive beyond seven days', async () => {
    await server.serve(rowsOf(3));
    await open({ search: 'ai' }, '2026-01-20T00:00:00.000Z').collect(requestOf());
    const [asked] = await paths();
    assert.equal(asked?.pathname, '/2/tweets/search/all');
    assert.equal(asked?.searchParams.get('start_time'), '2026-01-01T00:00:00Z');
    assert.equal(asked?.searchParams.get('end_time'), '2026-01-02T00:00:00Z');
  });

  it('keeps the posts of an answer that reports partial errors', async () => {
    const [row] = rowsOf(1);
    const page = {
      data: [{ id: row?.id, text: 'still here', created_at: row?.createdAt, author_id: '7' }],
      includes: { users: [{ id: '7', username: 'ada' }] },
      errors: [
        { title: 'Not Found Error', resource_type: 'tweet', parameter: 'referenced_tweets.id' },
        { title: 'Authorization Error', resource_type: 'tweet' },
      ],
      meta: { result_count: 1 },
    };
    await server.servePages([page]);
    const { posts, problems } = await open({ list: '99' }).collect(requestOf());
    assert.equal(posts.length, 1);
    assert.deepEqual(problems, ['X left out 2 posts or accounts: Not Found Error']);
  });

  it('fails for good with what X says when there is nothing but errors', async () => {
    await server.servePages([{ errors: [{ title: 'Not Found Error', detail: 'no such list' }] }]);
    await assert.rejects(open({ list: '99' }).collect(requestOf()), {
      message: 'X says: Not Found Error',
      retryable: false,
    });
  });

  it('joins long posts, whole reposted texts, quotes and replies', async () => {
    const at = '2026-01-01T05:00:00Z';
    const page = {
      data: [
        {
          id: '10',
          text: 'cut…',
          note_tweet: { text: 'the whole long post' },
          created_at: at,
          author_id: '7',
        },
        {
          id: '11',
          text: 'RT @bo: begin…',
          created_at: at,
          author_id: '7',
          referenced_tweets: [{ type: 'retweeted', id: '5' }],
        },
        {
          id: '12',
          text: 'see &amp; say &lt;3',
          created_at: at,
          author_id: '8',
          referenced_tweets: [
            { type: 'quoted', id: '6' },
            { type: 'replied_to', id: '10' },
          ],
        },
      ],
      includes: {
        users: [{ id: '7', username: 'ada', name: 'Ada', public_metrics: { followers_count: 12 } }],
        tweets: [{ id: '5', text: 'begin and the end', author_id: '9' }],
      },
      meta: { result_count: 3 },
    };
    await server.servePages([page]);
    const { posts } = await open({ list: '99' }).collect(requestOf());
    assert.deepEqual(
      posts.map(({ text, repostOf, quoteOf, replyTo, author }) => ({
        text,
        repostOf,
        quoteOf,
        replyTo,
        handle: author.handle,
      })),
      [
        {
          text: 'the whole long post',
          repostOf: undefined,
          quoteOf: undefined,
          replyTo: undefined,
          handle: 'ada',
        },
        {
          text: 'RT @bo: begin and the end',
          repostOf: '5',
          quoteOf: undefined,
          replyTo: undefined,
          handle: 'ada',
        },
        { text: 'see & say <3', repostOf: undefined, quoteOf: '6', replyTo: '10', handle: 'unknown' },
      ],
    );
    assert.deepEqual(posts[0]?.author, { handle: 'ada', name: 'Ada', followers: 12 });
  });
});

describe('reading twenty recorded pages of X through faults', () => {
  const skip = pagesFolder ? false : 'the recorded pages are not here';

  it('gives every post once, without loss, resumed at the cursor', { skip }, async () => {
    const pages = Array.from(
      { length: 20 },
      (_, n) => JSON.parse(readFileSync(join(pagesFolder ?? '', `data_${n}.json`), 'utf8')).body,
    );
    const wanted = pages.flatMap((page) => page.data.map((row: { id: string }) => row.id)).sort();
    await server.servePages(pages);
    await server.plan(faultsOf(7));
    const window = { from: '2022-09-10T00:00:00Z', to: '2022-09-18T00:00:00Z' };
    const found: string[] = [];
    let cursor: string | undefined;
    for (let run = 0; run < 40; run += 1) {
      const request = requestOf({ ...window, ...(cursor && { cursor }) });
      const read = await open({ search: 'typescript' }, '2022-09-18T00:00:00.000Z')
        .collect(request)
        .catch(() => undefined);
      found.push(...ids(read?.posts ?? []));
      cursor = read?.cursor ?? cursor;
      if (read && !read.incomplete) break;
    }
    assert.deepEqual(found.sort(), wanted);
    const served = (await server.log()).filter(({ fault }) => fault === 'ok');
    assert.equal(new Set(served.map(({ path }) => path)).size, served.length, 'a page was read twice');
  });
});

/** A third of the requests fail, some of them in long rows; the same for the same seed. */
function faultsOf(seed: number): Fault[] {
  const kinds: Fault[] = ['429', '500', 'half', 'cut', '429 for an hour'];
  let state = seed;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return Array.from({ length: 60 }, (_, n) => {
    if (n >= 20 && n < 28) return '500';
    return next() < 0.4 ? (kinds[Math.floor(next() * kinds.length)] ?? 'ok') : 'ok';
  });
}
