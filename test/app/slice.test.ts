import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reading } from '../../src/app/build.ts';
import { slicePosts } from '../../src/app/slice.ts';
import type { Topic } from '../../src/core/edition.ts';
import type { Post } from '../../src/core/post.ts';

const agents: Topic = {
  id: 'agents',
  names: { en: 'Agents', zh: '代理' },
  terms: { en: ['agent', 'C++ agent'], zh: ['智能体'] },
} as unknown as Topic;

function postOf(id: string, text: string): Post {
  return {
    id,
    url: '',
    author: { handle: `a${id}` },
    text,
    createdAt: '2026-01-01T02:00:00.000Z',
    source: 'test',
  };
}

function readingOf(
  posts: Post[],
  stories: { postIds: string[]; topics: string[]; copyIds?: string[] }[],
): Reading {
  return {
    read: { posts },
    engine: {
      stories: stories.map(({ copyIds = [], ...story }) => ({
        ...story,
        copies: copyIds.map((postId) => ({ postId, of: story.postIds[0] })),
      })),
    },
  } as unknown as Reading;
}

const idsOf = (reading: Reading) =>
  slicePosts({ id: 'agents', words: 'agents', topic: agents }, reading).map(({ id }) => id);

test('a topic takes its stories whole, with their copies', () => {
  const posts = [
    postOf('1', 'An agent ships'),
    postOf('2', 'More on this'),
    postOf('3', 'RT'),
    postOf('4', 'Chips'),
  ];
  const reading = readingOf(posts, [
    { postIds: ['1', '2'], topics: ['agents'], copyIds: ['3'] },
    { postIds: ['4'], topics: ['chips'] },
  ]);
  assert.deepEqual(idsOf(reading), ['1', '2', '3']);
});

test('of a story about something else it takes the posts that speak of the topic, as whole words', () => {
  const posts = [
    postOf('1', 'Our AGENT runs on it'),
    postOf('2', 'A reagent, agentless'),
    postOf('3', '新的智能体框架'),
    postOf('4', 'a c++ agent'),
  ];
  assert.deepEqual(idsOf(readingOf(posts, [{ postIds: ['1', '2', '3', '4'], topics: ['models'] }])), [
    '1',
    '3',
    '4',
  ]);
});

test('posts that stand in no story stay out', () => {
  assert.deepEqual(idsOf(readingOf([postOf('1', 'An agent to buy now')], [])), []);
});
