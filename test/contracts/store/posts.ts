import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { comparePosts, type Post } from '../../../src/core/post.ts';
import { awkwardKeys, type WithStore } from '../store.ts';

export function postAt(id: string, createdAt: string, more: Partial<Post> = {}): Post {
  return {
    id,
    url: `https://posts.example/ada/${id}`,
    author: { handle: 'ada', name: 'Ada 👩‍💻', followers: 10 },
    text: `post ${id}`,
    createdAt,
    source: 'test',
    ...more,
  };
}

const noon = '2026-01-01T12:00:00Z';
const day = { edition: 'e', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
const metrics = { likes: 1, reposts: 2, replies: 3, quotes: 4, views: 5 };

export function testPosts(withStore: WithStore): void {
  describe('posts', () => {
    it(
      'gives a post back as it was saved',
      withStore(async ({ store }) => {
        const full = postAt('1', noon, {
          text: 'zero\u0000width\u200B 🏳️‍🌈 "quotes" \\ \n 引号“”',
          language: 'zh',
          metrics,
          repostOf: '2',
          quoteOf: '3',
          replyTo: '4',
        });
        assert.deepEqual(await store.savePosts('e', [full]), { added: 1, updated: 0 });
        assert.deepEqual(await store.findPosts(day), [full]);
      }),
    );

    it(
      'adds nothing when the same posts come again',
      withStore(async ({ store }) => {
        const posts = [postAt('1', noon, { metrics }), postAt('2', noon)];
        await store.savePosts('e', posts);
        assert.deepEqual(await store.savePosts('e', posts), { added: 0, updated: 0 });
        assert.equal((await store.findPosts(day)).length, 2);
      }),
    );

    it(
      'keeps the text first read and takes the newer metrics',
      withStore(async ({ store }) => {
        await store.savePosts('e', [postAt('1', noon, { metrics })]);
        const again = postAt('1', noon, { text: 'edited', metrics: { ...metrics, likes: 9 } });
        assert.deepEqual(await store.savePosts('e', [again]), { added: 0, updated: 1 });
        const [post] = await store.findPosts(day);
        assert.equal(post?.text, 'post 1');
        assert.equal(post?.metrics?.likes, 9);
      }),
    );

    it(
      'keeps metrics when a newer reading has none',
      withStore(async ({ store }) => {
        await store.savePosts('e', [postAt('1', noon, { metrics })]);
        assert.deepEqual(await store.savePosts('e', [postAt('1', noon)]), { added: 0, updated: 0 });
        assert.deepEqual((await store.findPosts(day))[0]?.metrics, metrics);
      }),
    );

    it(
      'counts a post that stands twice in one batch once',
      withStore(async ({ store }) => {
        const saved = await store.savePosts('e', [postAt('1', noon), postAt('1', noon, { metrics })]);
        assert.deepEqual(saved, { added: 1, updated: 1 });
        assert.deepEqual((await store.findPosts(day))[0]?.metrics, metrics);
      }),
    );

    it(
      'cuts windows half-open, whatever form the instants have',
      withStore(async ({ store }) => {
        const posts = [
          postAt('before', '2025-12-31T23:59:59.999Z'),
          postAt('first', '2026-01-01T00:00:00.000Z'),
          postAt('zoned', '2026-01-02T07:59:59+08:00'),
          postAt('after', '2026-01-02T00:00:00Z'),
        ];
        await store.savePosts('e', posts);
        assert.deepEqual(ids(await store.findPosts(day)), ['first', 'zoned']);
      }),
    );

    it(
      'orders posts by time and then by id, in whatever order they came',
      withStore(async ({ store }) => {
        const posts = [
          postAt('b', noon),
          postAt('a', noon),
          postAt('10', noon),
          postAt('9', noon),
          postAt('z', '2026-01-01T11:59:59Z'),
        ];
        await store.savePosts('e', posts);
        assert.deepEqual(ids(await store.findPosts(day)), ids([...posts].sort(comparePosts)));
      }),
    );

    it(
      'finds posts by id, leaving out unknown ones, in order of time',
      withStore(async ({ store }) => {
        await store.savePosts('e', [postAt('late', '2026-01-01T13:00:00Z'), postAt('early', noon)]);
        assert.deepEqual(ids(await store.postsById('e', ['late', 'none', 'early', 'late'])), [
          'early',
          'late',
        ]);
        assert.deepEqual(await store.postsById('e', []), []);
      }),
    );

    it(
      'keeps editions and awkward ids apart',
      withStore(async ({ store }) => {
        for (const edition of awkwardKeys) {
          await store.savePosts(
            edition,
            awkwardKeys.map((id) => postAt(id, noon, { text: edition })),
          );
        }
        for (const edition of awkwardKeys) {
          const found = await store.findPosts({ ...day, edition });
          assert.deepEqual(ids(found).sort(), [...awkwardKeys].sort());
          assert.ok(found.every((post) => post.text === edition));
        }
      }),
    );

    it(
      'keeps ids beyond 2^53 exact',
      withStore(async ({ store }) => {
        const close = ['2041668360794988724', '2041668360794988725', '9007199254740993'];
        await store.savePosts(
          'e',
          close.map((id) => postAt(id, noon)),
        );
        assert.deepEqual(ids(await store.postsById('e', close)), close);
      }),
    );

    it(
      'counts posts per quarter of an hour, oldest first',
      withStore(async ({ store }) => {
        const times = [
          '2026-01-01T12:14:59.999Z',
          '2026-01-01T12:00:00Z',
          '2026-01-01T12:15:00Z',
          '1969-12-31T23:59:00Z',
        ];
        await store.savePosts(
          'e',
          times.map((at, index) => postAt(String(index), at)),
        );
        const counts = (await store.postTimes('e')).map(({ at, count }) => [Date.parse(at), count]);
        assert.deepEqual(counts, [
          [Date.parse('1969-12-31T23:45:00Z'), 1],
          [Date.parse('2026-01-01T12:00:00Z'), 2],
          [Date.parse('2026-01-01T12:15:00Z'), 1],
        ]);
        assert.deepEqual(await store.postTimes('other'), []);
      }),
    );

    it(
      'takes thousands of posts of one instant',
      withStore(async ({ store }) => {
        const many = Array.from({ length: 5000 }, (_, index) => postAt(`p${index}`, noon));
        assert.deepEqual(await store.savePosts('e', many), { added: 5000, updated: 0 });
        assert.equal((await store.findPosts(day)).length, 5000);
      }),
    );

    it(
      'forgets the posts before an instant, in one edition alone',
      withStore(async ({ store }) => {
        const posts = [postAt('old', '2025-12-31T23:59:59Z'), postAt('kept', day.from)];
        await store.savePosts('e', posts);
        await store.savePosts('f', posts);
        assert.equal(await store.dropPosts('e', day.from), 1);
        assert.deepEqual(ids(await store.postsById('e', ['old', 'kept'])), ['kept']);
        assert.deepEqual(ids(await store.searchPosts({ edition: 'e', text: 'old', limit: 5 })), []);
        assert.deepEqual(ids(await store.postsById('f', ['old', 'kept'])), ['old', 'kept']);
      }),
    );

    it(
      'forgets posts by id, in one edition alone, and counts those that were there',
      withStore(async ({ store }) => {
        const posts = [postAt('1', noon), postAt('2', noon), postAt('3', noon)];
        await store.savePosts('e', posts);
        await store.savePosts('f', posts);
        assert.equal(await store.deletePosts('e', ['1', '3', 'none', '1']), 2);
        assert.deepEqual(ids(await store.findPosts(day)), ['2']);
        assert.deepEqual(ids(await store.searchPosts({ edition: 'e', text: 'post', limit: 5 })), ['2']);
        assert.deepEqual(ids(await store.postsById('f', ['1', '3'])), ['1', '3']);
        assert.equal(await store.deletePosts('e', []), 0);
        assert.deepEqual(await store.savePosts('e', [postAt('1', noon)]), { added: 1, updated: 0 });
      }),
    );

    it(
      'has all posts after it was opened again',
      withStore(async ({ store, reopen }) => {
        await store.savePosts('e', [postAt('1', noon)]);
        if (!reopen) return;
        const again = await reopen();
        assert.deepEqual(ids(await again.findPosts(day)), ['1']);
        assert.deepEqual(ids(await again.searchPosts({ edition: 'e', text: 'post', limit: 5 })), ['1']);
      }),
    );
  });
}

export function ids(posts: readonly Post[]): string[] {
  return posts.map((post) => post.id);
}
