import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Post } from '../../../src/core/post.ts';
import { postSchema } from '../../../src/core/post.ts';
import { parseJson } from '../../../src/sources/rows/raw.ts';
import { toPost } from '../../../src/sources/rows/raw-post.ts';

const context = { source: 'file' };
const base = { id: '123456789', text: 'words', date: '2026-01-01' };

function post(row: object): Post {
  const mapped = toPost({ ...base, ...row }, context);
  assert.ok('post' in mapped, JSON.stringify(mapped));
  return mapped.post;
}

describe('a row of a file', () => {
  it('in our own shape stays as it is, with its time in one form', () => {
    const own: Post = {
      id: 'a',
      url: 'https://posts.example/a',
      author: { handle: 'ada', name: 'Ada', followers: 5 },
      text: 'fish &amp; chips',
      createdAt: '2026-01-01T08:00:00+08:00',
      language: 'zh',
      metrics: { likes: 1, reposts: 2, replies: 3, quotes: 4, views: 5 },
      repostOf: 'b',
      source: 'elsewhere',
    };
    const mapped = toPost(own, context);
    assert.deepEqual(mapped, { post: { ...own, createdAt: '2026-01-01T00:00:00.000Z', source: 'file' } });
  });

  const authors: [row: object, handle: string][] = [
    [{ author: { handle: 'ada' } }, 'ada'],
    [{ author: { username: '@ada' } }, 'ada'],
    [{ user: { screen_name: 'ada' } }, 'ada'],
    [{ author: 'ada' }, 'ada'],
    [{ user_username: 'ada', user_name: 'Ada L.' }, 'ada'],
    [{ username: 'ada' }, 'ada'],
    [{ url: 'https://x.com/ada/status/123456789' }, 'ada'],
    [{ url: 'https://x.com/i/status/123456789' }, 'unknown'],
    [{}, 'unknown'],
    [{ author: {} }, 'unknown'],
  ];
  for (const [row, handle] of authors) {
    it(`is by ${handle} when it says ${JSON.stringify(row)}`, () =>
      assert.equal(post(row).author.handle, handle));
  }

  const metrics: [row: object, likes: number | undefined, reposts?: number][] = [
    [{ metrics: { likes: 3, retweets: 2 } }, 3, 2],
    [{ public_metrics: { like_count: 3, retweet_count: 2 } }, 3, 2],
    [{ like_count: '3.0', retweet_count: '1,200' }, 3, 1200],
    [{ favorite_count: 3 }, 3, 0],
    [{ metrics: { likes: 3, views: null } }, 3, 0],
    [{ metrics: null }, undefined],
    [{ metrics: {} }, undefined],
    [{ metrics: { likes: -1 } }, undefined],
    [{ metrics: { likes: 'many' } }, undefined],
  ];
  for (const [row, likes, reposts] of metrics) {
    it(`has ${likes ?? 'no'} likes when it says ${JSON.stringify(row)}`, () => {
      assert.equal(post(row).metrics?.likes, likes);
      assert.equal(post(row).metrics?.reposts, reposts);
    });
  }

  const languages: [tag: unknown, language: string | undefined][] = [
    ['zh', 'zh'],
    ['zh-CN', 'zh'],
    ['en?', 'en'],
    ['und', undefined],
    ['zxx', undefined],
    ['qme', undefined],
    ['', undefined],
    [7, undefined],
  ];
  for (const [lang, language] of languages) {
    it(`is in ${language} for the tag ${lang}`, () => assert.equal(post({ lang }).language, language));
  }

  it('keeps every digit of an id that is a number', () => {
    const row = parseJson(
      '{"id": 2041668360794988724, "text": "a", "date": 1775606400, "in_reply_to_status_id": 2041668360794988725}',
    );
    const mapped = toPost(row, context);
    assert.ok('post' in mapped);
    assert.equal(mapped.post.id, '2041668360794988724');
    assert.equal(mapped.post.replyTo, '2041668360794988725');
    assert.equal(post({ id: 42 }).id, '42');
    assert.equal(post({ id: '42.0' }).id, '42');
  });

  it('is known by author, time and words where its id went through floating point', () => {
    const id = '1.642889622681432e+18';
    const [a, b] = [post({ id, author: 'ada' }), post({ id, author: 'ada' })];
    assert.equal(a.id, b.id);
    assert.doesNotMatch(a.id, /e\+/);
    for (const other of [{ author: 'bo' }, { text: 'others' }, { date: '2026-01-02' }])
      assert.notEqual(post({ id, author: 'ada', ...other }).id, a.id);
    assert.equal(a.url, 'https://x.com/ada');
  });

  it('has an address on X for an id of X, and its own where it brings one', () => {
    assert.equal(post({ author: 'ada' }).url, 'https://x.com/ada/status/123456789');
    assert.equal(post({}).url, 'https://x.com/i/status/123456789');
    assert.equal(post({ url: 'https://posts.example/1' }).url, 'https://posts.example/1');
    assert.equal(post({ id: 'abc', url: 'javascript:alert(1)' }).url, '');
  });

  it('points at what it repeats, quotes and answers, never at itself', () => {
    const listed = [
      { type: 'retweeted', id: '1' },
      { type: 'quoted', id: '2' },
      { type: 'replied_to', id: '3' },
      { type: 'odd', id: '4' },
    ];
    const { repostOf, quoteOf, replyTo } = post({ referenced_tweets: listed });
    assert.deepEqual([repostOf, quoteOf, replyTo], ['1', '2', '3']);
    assert.equal(post({ retweeted_status: { id_str: '9' } }).repostOf, '9');
    assert.equal(post({ repostOf: base.id }).repostOf, undefined);
  });

  it('is told to be none in a few words, whatever it is', () => {
    for (const value of [null, 1, 'text', [], {}, { id: '1' }, { id: '1', text: 5 }]) {
      const mapped = toPost(value, context);
      assert.ok('problem' in mapped && mapped.problem.length < 60);
    }
  });

  it('never breaks the shape of a post, whatever stands in its fields', () => {
    const keys = [
      'id',
      'text',
      'created_at',
      'author',
      'user',
      'metrics',
      'public_metrics',
      'lang',
      'url',
      'likes',
      'referenced_tweets',
      'note_tweet',
      'followers',
      'tweet',
    ];
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('2026-01-01', 'words', '12345', 'https://x.com/a/status/1'),
    );
    const row = fc
      .array(fc.tuple(fc.constantFrom(...keys), value))
      .map((entries) => Object.fromEntries(entries));
    fc.assert(
      fc.property(row, (given) => {
        const mapped = toPost({ ...base, ...given }, context);
        if ('post' in mapped) postSchema.parse(mapped.post);
      }),
    );
  });
});
