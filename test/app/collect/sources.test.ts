import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { pino } from 'pino';
import { postsOfWindow } from '../../../src/app/collect.ts';
import type { SourceConfig } from '../../../src/core/edition.ts';
import { createSources } from '../../../src/sources/index.ts';
import { rowsOf } from '../../contracts/source.ts';
import { type SourceServer, startSourceServer } from '../../fakes/source-server.ts';
import { createWorld, day } from './world.ts';

let server: SourceServer;
before(async () => {
  server = await startSourceServer();
});
after(() => server.close());

async function worldOf(sources: SourceConfig[]) {
  const world = await createWorld({}, { sources });
  const made = createSources(sources, {
    configDir: '.',
    clock: world.clock,
    log: pino({ level: 'silent' }),
    x: { bearerToken: 'bearer', apiUrl: server.url },
    bluesky: { apiUrl: server.url },
    pause: async () => {},
  });
  world.line.sourcesOf = () => made;
  const collect = async () => {
    const read = await postsOfWindow(world.line, world.edition, day);
    world.clock.addMs(11 * 60_000);
    return read;
  };
  return { ...world, collect };
}

const feed = (name: string, path: string): SourceConfig => ({
  kind: 'feed',
  name,
  url: `${server.url}${path}`,
  allowPrivate: true,
});

it('counts each source the same after repeats that read nothing, or the new posts alone', async () => {
  const rows = rowsOf(96);
  const noon = rows.slice(0, 48);
  const { collect } = await worldOf([
    feed('blog', '/rss'),
    { kind: 'x', name: 'list', list: '99' },
    { kind: 'bluesky', name: 'sky', author: 'ada.example' },
  ]);
  await server.serve(noon);
  const first = await collect();
  const second = await collect();
  assert.equal(first.posts.length, 48 * 3);
  assert.deepEqual(second, first);
  assert.deepEqual(
    first.outcomes.map(({ name, status, posts }) => [name, status, posts]),
    [
      ['blog', 'ok', 48],
      ['list', 'ok', 48],
      ['sky', 'ok', 48],
    ],
  );
  await server.serve(rows.slice(0, 50));
  const third = await collect();
  assert.deepEqual(
    third.outcomes.map(({ posts }) => posts),
    [50, 50, 50],
  );
});

it('takes a post that X and a bridge both give for one post', async () => {
  await server.serve(rowsOf(20).map((row) => ({ ...row, likes: 3 })));
  const { collect, clock } = await worldOf([
    feed('nitter', '/bridge'),
    { kind: 'x', name: 'list', list: '99' },
    { kind: 'x', name: 'search', search: 'ai' },
  ]);
  clock.set('2026-01-01T23:00:00Z');
  const { posts, outcomes } = await collect();
  assert.equal(posts.length, 20);
  assert.ok(
    posts.every(
      ({ id, metrics, source }) => /^2\d{18}$/.test(id) && metrics?.likes === 3 && source === 'nitter',
    ),
  );
  assert.deepEqual(
    outcomes.map(({ name, posts: count }) => [name, count]),
    [
      ['nitter', 20],
      ['list', 0],
      ['search', 0],
    ],
  );
  assert.deepEqual((await collect()).posts, posts);
});

it('says that the day’s cap is used up, counts what was read, and waits for the next day', async () => {
  await server.serve(rowsOf(96).slice(0, 90));
  const { collect, clock } = await worldOf([{ kind: 'x', name: 'list', list: '99', maxPostsPerDay: 30 }]);
  clock.set('2026-01-01T23:00:00Z');
  const [first, second] = [await collect(), await collect()];
  const [told] = first.outcomes;
  assert.deepEqual([told?.status, told?.posts], ['ok', 30]);
  assert.match(told?.error ?? '', /the cap of 30 posts a day is used up/);
  assert.deepEqual(second.outcomes, [
    {
      name: 'list',
      status: 'failed',
      posts: 30,
      error: 'the cap of 30 posts a day is used up until 00:00 UTC; next try at 2026-01-02 00:00 (UTC)',
    },
  ]);
  clock.set('2026-01-02T00:01:00Z');
  const third = await collect();
  assert.equal(third.posts.length, 60);
});

it('reads a private feed where the edition allows it, and refuses any other', async () => {
  await server.serve(rowsOf(4));
  const { collect } = await worldOf([
    feed('own', '/rss'),
    { kind: 'feed', name: 'other', url: `${server.url}/rss` },
  ]);
  const { outcomes } = await collect();
  assert.deepEqual(
    outcomes.map(({ name, status }) => [name, status]),
    [
      ['own', 'ok'],
      ['other', 'failed'],
    ],
  );
  assert.match(outcomes[1]?.error ?? '', /^refused: port \d+ of 127\.0\.0\.1 is not read; next try at/);
  assert.equal((await server.log()).length, 1);
});
