import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { collectSources } from '../../../src/app/collect/collect-sources.ts';
import { postsOfWindow } from '../../../src/app/collect.ts';
import { editionStatus } from '../../../src/app/status.ts';
import { AdapterError } from '../../../src/core/errors.ts';
import { createWorld, day, give, postOf } from './world.ts';

const minutes = (count: number) => count * 60_000;
const counts = { replies: 0, quotes: 0 };

describe('a collect that is repeated', () => {
  it('tells what the window holds of each source, though it reads only what is new', async () => {
    let turn = 0;
    const world = await createWorld({
      blog: () => (turn++ === 0 ? give(postOf('1', 'blog'), postOf('2', 'blog')) : give()),
      list: () => give(postOf(`9${turn}`, 'list')),
      silent: () => give(),
    });
    const first = await postsOfWindow(world.line, world.edition, day);
    world.clock.addMs(minutes(11));
    const second = await postsOfWindow(world.line, world.edition, day);
    assert.deepEqual(first.outcomes, [
      { name: 'blog', status: 'ok', posts: 2 },
      { name: 'list', status: 'ok', posts: 1 },
      { name: 'silent', status: 'empty', posts: 0 },
    ]);
    assert.deepEqual(second.outcomes, [
      { name: 'blog', status: 'ok', posts: 2 },
      { name: 'list', status: 'ok', posts: 2 },
      { name: 'silent', status: 'empty', posts: 0 },
    ]);
    assert.equal(
      second.outcomes.reduce((sum, { posts }) => sum + posts, 0),
      second.posts.length,
    );
  });

  it('keeps the count of rows that could not be read', async () => {
    let turn = 0;
    const problems = () => (turn++ === 0 ? ['post 1 of blog: it has no date'] : []);
    const world = await createWorld({ blog: () => ({ posts: [], problems: problems() }) });
    assert.equal((await postsOfWindow(world.line, world.edition, day)).unreadable, 1);
    world.clock.addMs(minutes(11));
    assert.equal((await postsOfWindow(world.line, world.edition, day)).unreadable, 1);
  });

  it('is not made within ten minutes, nor once the window was read after its end', async () => {
    const world = await createWorld({ blog: () => give(postOf('1', 'blog')) });
    const collect = () => postsOfWindow(world.line, world.edition, day);
    await collect();
    await collect();
    assert.equal(world.asked.blog?.length, 1);
    world.clock.set('2026-01-02T00:00:00Z');
    await collect();
    world.clock.set('2026-01-03T00:00:00Z');
    await collect();
    assert.equal(world.asked.blog?.length, 2);
  });

  it('is made once when two ask for the same window at once', async () => {
    const world = await createWorld({ blog: () => give(postOf('1', 'blog')) });
    const both = await Promise.all([1, 2].map(() => postsOfWindow(world.line, world.edition, day)));
    assert.equal(world.asked.blog?.length, 1);
    assert.deepEqual(both[0], both[1]);
  });

  it('goes on from the cursor, and is given what it gave before', async () => {
    const world = await createWorld({
      list: ({ cursor }) => ({ ...give(postOf('1', 'list')), cursor: `${cursor ?? ''}>` }),
    });
    for (const _ of [1, 2]) {
      await postsOfWindow(world.line, world.edition, day);
      world.clock.addMs(minutes(11));
    }
    const [first, second] = world.asked.list ?? [];
    assert.deepEqual([first?.cursor, second?.cursor], [undefined, '>']);
    assert.deepEqual([first?.known, second?.known?.map(({ id }) => id)], [[], ['1']]);
  });

  it('is made for a past window whose reading broke off, when it can go on', async () => {
    const incomplete = 'list stopped early';
    let turn = 0;
    const world = await createWorld({
      list: () => (turn++ === 0 ? { ...give(postOf('1', 'list')), incomplete } : give(postOf('2', 'list'))),
    });
    world.clock.set('2026-02-01T00:00:00Z');
    const first = await postsOfWindow(world.line, world.edition, day);
    assert.deepEqual(first.outcomes, [{ name: 'list', status: 'ok', posts: 1, error: incomplete }]);
    world.clock.addMs(minutes(11));
    const second = await postsOfWindow(world.line, world.edition, day);
    assert.deepEqual(second.outcomes, [{ name: 'list', status: 'ok', posts: 2 }]);
    world.clock.addMs(minutes(60));
    await postsOfWindow(world.line, world.edition, day);
    assert.equal(world.asked.list?.length, 2);
  });
});

describe('a source that fails', () => {
  const down = () => {
    throw new AdapterError('down.example answered 503', { retryable: true });
  };

  it('is told with the reason and the next try, is left alone until then, and later each time', async () => {
    const world = await createWorld(
      { down, blog: () => give(postOf('1', 'blog')) },
      { timezone: 'Asia/Shanghai' },
    );
    const window = { ...day, timezone: 'Asia/Shanghai' };
    const gaps: number[] = [];
    let last = 0;
    for (let minute = 0; minute < 600; minute += 1) {
      const before = world.asked.down?.length ?? 0;
      await collectSources(world.line, world.edition, window);
      if ((world.asked.down?.length ?? 0) > before) gaps.push(minute - last);
      if ((world.asked.down?.length ?? 0) > before) last = minute;
      world.clock.addMs(minutes(1));
    }
    assert.deepEqual(gaps, [0, 2, 4, 8, 16, 32, 64, 128, 256]);
    const { outcomes } = await collectSources(world.line, world.edition, window);
    assert.deepEqual(outcomes[0], {
      name: 'down',
      status: 'failed',
      posts: 0,
      error: 'down.example answered 503; next try at 2026-01-02 13:02 (Asia/Shanghai)',
    });
    assert.equal(outcomes[1]?.error, undefined);
  });

  it('is left alone for as long as it asks, but no longer than a day', async () => {
    for (const [asked, waited] of [[3_600_000, 60] as const, [1e12, 24 * 60] as const]) {
      const world = await createWorld({
        busy: () => {
          throw new AdapterError('busy', { retryable: true, retryAfterMs: asked });
        },
      });
      await collectSources(world.line, world.edition, day);
      world.clock.addMs(minutes(waited) - 1000);
      await collectSources(world.line, world.edition, day);
      assert.equal(world.asked.busy?.length, 1);
      world.clock.addMs(1000);
      await collectSources(world.line, world.edition, day);
      assert.equal(world.asked.busy?.length, 2);
    }
  });

  it('is whole again with its first success, and its posts of before still count', async () => {
    let isDown = false;
    const world = await createWorld({
      blog: () => (isDown ? down() : give(postOf('1', 'blog'))),
    });
    await postsOfWindow(world.line, world.edition, day);
    isDown = true;
    world.clock.addMs(minutes(11));
    const failed = await postsOfWindow(world.line, world.edition, day);
    assert.deepEqual(
      failed.outcomes.map(({ status, posts }) => [status, posts]),
      [['failed', 1]],
    );
    isDown = false;
    world.clock.addMs(minutes(11));
    const healed = await postsOfWindow(world.line, world.edition, day);
    assert.deepEqual(healed.outcomes, [{ name: 'blog', status: 'ok', posts: 1 }]);
    assert.deepEqual((await editionStatus(world.line, world.edition)).sources, []);
  });

  it('stands in the status while it fails', async () => {
    const world = await createWorld({ down });
    await collectSources(world.line, world.edition, day);
    assert.deepEqual((await editionStatus(world.line, world.edition)).sources, [
      {
        name: 'down',
        reason: 'down.example answered 503',
        failures: 1,
        since: '2026-01-01T12:00:00.000Z',
        nextTryAt: '2026-01-01T12:02:00Z',
      },
    ]);
  });

  it('is tried at once when its configuration was changed', async () => {
    const world = await createWorld({ down });
    await collectSources(world.line, world.edition, day);
    const [source] = world.line.sourcesOf(world.edition);
    Object.assign(source?.config ?? {}, { url: 'https://moved.example/feed' });
    await collectSources(world.line, world.edition, day);
    assert.equal(world.asked.down?.length, 2);
  });

  it('is asked again for a window that is over, once its time has come', async () => {
    let isDown = true;
    const world = await createWorld({ blog: () => (isDown ? down() : give(postOf('1', 'blog'))) });
    world.clock.set('2026-01-02T00:00:00Z');
    assert.equal((await postsOfWindow(world.line, world.edition, day)).posts.length, 0);
    isDown = false;
    world.clock.addMs(minutes(11));
    assert.equal((await postsOfWindow(world.line, world.edition, day)).posts.length, 1);
  });

  it('does not hold up the others, even if it does not stop when it is told to', async () => {
    const world = await createWorld({
      deaf: () => new Promise(() => {}),
      slow: async ({ signal }) => {
        await sleep(60_000, undefined, { signal }).catch(() => {});
        return give(postOf('1', 'slow'));
      },
      blog: () => give(postOf('2', 'blog')),
    });
    const limits = { sourceMs: 30, graceMs: 30 };
    const { outcomes } = await collectSources(world.line, world.edition, day, limits);
    assert.match(outcomes[0]?.error ?? '', /^it was given up after 0.03 s; next try at/);
    const { posts } = await postsOfWindow({ ...world.line, sourcesOf: () => [] }, world.edition, day);
    assert.deepEqual(
      posts.map(({ id }) => id),
      ['1', '2'],
    );
  });
});

describe('the same post from several sources', () => {
  const metrics = { likes: 5, reposts: 1, ...counts, views: 900 };

  it('is one post, counts for the first source in the order of the edition, whoever is faster', async () => {
    for (const pauses of [
      [0, 20],
      [20, 0],
    ]) {
      const world = await createWorld({
        bridge: async () => {
          await sleep(pauses[0]);
          return give(postOf('7', 'bridge', { text: 'by the bridge' }));
        },
        list: async () => {
          await sleep(pauses[1]);
          return give(
            postOf('7', 'list', {
              text: 'by the list',
              author: { handle: 'ada', followers: 12 },
              metrics,
              quoteOf: '3',
            }),
          );
        },
      });
      const { posts, outcomes } = await postsOfWindow(world.line, world.edition, day);
      assert.deepEqual(posts, [
        postOf('7', 'bridge', {
          text: 'by the bridge',
          author: { handle: 'ada', followers: 12 },
          metrics,
          quoteOf: '3',
        }),
      ]);
      assert.deepEqual(
        outcomes.map(({ name, posts: count }) => [name, count]),
        [
          ['bridge', 1],
          ['list', 0],
        ],
      );
    }
  });

  it('has counts that only gather: an older telling takes nothing back, in whatever order', async () => {
    const tellings = [metrics, { ...metrics, likes: 9 }, { ...metrics, likes: 7, views: 0 }];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
      [1, 2, 0],
    ]) {
      let turn = 0;
      const world = await createWorld({
        list: () => give(postOf('7', 'list', { metrics: tellings[order[turn++] ?? 0] ?? metrics })),
      });
      for (const _ of order) await collectSources(world.line, world.edition, day);
      const [post] = await world.store.postsById(world.edition.id, ['7']);
      assert.deepEqual(post?.metrics, { ...metrics, likes: 9 });
    }
  });
});

describe('what a service bills', () => {
  it('is counted over all collects of a UTC day, and told to the source', async () => {
    const world = await createWorld({
      list: async ({ spending }) => {
        await spending?.add(40);
        return give();
      },
    });
    const seen: number[] = [];
    for (const at of ['01T12:00', '01T13:00', '01T23:59', '02T00:01']) {
      world.clock.set(`2026-01-${at}:00Z`);
      await collectSources(world.line, world.edition, day);
      seen.push(world.asked.list?.at(-1)?.spending?.posts ?? -1);
    }
    // Each request shows the count after its own addition.
    assert.deepEqual(seen, [40, 80, 120, 40]);
  });

  it('stays counted when the reading fails afterwards', async () => {
    const world = await createWorld({
      list: async ({ spending }) => {
        await spending?.add(40);
        throw new AdapterError('cut off', { retryable: true });
      },
    });
    await collectSources(world.line, world.edition, day);
    world.clock.addMs(minutes(5));
    await collectSources(world.line, world.edition, day);
    assert.equal(world.asked.list?.at(-1)?.spending?.posts, 80);
  });
});

describe('posts that are gone where they stood', () => {
  it('are dropped, and what was remembered of their day is forgotten', async () => {
    let turn = 0;
    const world = await createWorld({
      list: () =>
        turn++ === 0 ? give(postOf('1', 'list'), postOf('2', 'list')) : { ...give(), gone: ['1'] },
    });
    await collectSources(world.line, world.edition, day);
    const memory = { day: '2026-01-01', docs: 2 } as Parameters<typeof world.store.saveMemory>[1];
    await world.store.saveMemory(world.edition.id, memory);
    await collectSources(world.line, world.edition, day);
    const span = { edition: world.edition.id, from: '2026-01-01', to: '2026-01-02' };
    assert.deepEqual(
      (
        await world.store.findPosts({ ...span, from: `${span.from}T00:00:00Z`, to: `${span.to}T00:00:00Z` })
      ).map(({ id }) => id),
      ['2'],
    );
    assert.deepEqual(await world.store.findMemories(span), []);
  });
});
