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
