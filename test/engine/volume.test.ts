import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptFor, makePost, run } from './day.ts';

/** Far above what bounded work takes, far below what all pairs of 50,000 posts would. */
const timeout = 60_000;

test('50,000 nearly equal posts are collapsed without comparing all pairs', { timeout }, () => {
  const posts = Array.from({ length: 50_000 }, (_, i) =>
    makePost(
      `p${String(i).padStart(6, '0')}`,
      `NVIDIA pays Groq for a license of its inference technology, word${i % 211} says`,
      { handle: `h${i % 500}` },
    ),
  );
  const result = run(posts);
  assert.equal(result.counts.read, 50_000);
  assert.ok(result.counts.kept < 500);
  assert.ok(keptFor(result, 'p049999'));
});

test('copies of one post, thousands of them, are one post', { timeout }, () => {
  const posts = Array.from({ length: 20_000 }, (_, i) =>
    makePost(`p${String(i).padStart(6, '0')}`, 'Groq signs a license with NVIDIA'),
  );
  const result = run(posts);
  assert.equal(result.counts.kept, 1);
  assert.equal(result.stories[0]?.copies.length, 19_999);
});

test('reposts of one text by thousands of accounts are parted by looking up', { timeout }, () => {
  const text = 'Groq signs a license with NVIDIA for twenty things';
  const posts = Array.from({ length: 40_000 }, (_, i) =>
    makePost(`p${String(i).padStart(6, '0')}`, i % 2 === 1 ? `RT @user${i}: ${text}` : text),
  );
  assert.ok(secondsOf(() => assert.equal(run(posts).counts.kept, 20_000)) < 5);
});

const million = 1_000_000;
const longTexts = {
  'a word that never ends, with a cut sign in it': `${'a'.repeat(million)}… x`,
  'a repost of one': `RT @x: ${'a'.repeat(million)}`,
  'a list of single digits': '1,'.repeat(million / 2),
  'numbers of a list': '1. '.repeat(million / 3),
  'signs alone': '…'.repeat(million),
  'addresses without an end': 'http://'.repeat(million / 7),
};

for (const [name, text] of Object.entries(longTexts)) {
  test(`a text of a million characters takes no time: ${name}`, { timeout: 10_000 }, () => {
    const posts = [makePost('1', text), makePost('2', `${text}b`), makePost('3', `RT @y: ${text}`)];
    assert.ok(secondsOf(() => run(posts)) < 2);
  });
}

/** CPU seconds of this thread. */
function secondsOf(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1e6;
}
