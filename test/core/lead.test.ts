import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { leadText, readLead } from '../../src/core/lead.ts';

test('a lead line reads naturally in both languages', () => {
  assert.equal(
    leadText('NVIDIA、Groq', { posts: 12, authors: 9, day: 4 }, 'zh'),
    'NVIDIA、Groq：12 帖，9 位作者，第 4 天',
  );
  assert.equal(
    leadText('Groq', { posts: 1, authors: 1, day: 1 }, 'en'),
    'Groq: 1 post by 1 author; new that day',
  );
  assert.equal(leadText('Groq', { posts: 3, authors: 2 }, 'en'), 'Groq: 3 posts by 2 authors');
});

test('what was written into a lead line is read back from it', () => {
  const counts = fc.record({
    posts: fc.integer({ min: 1, max: 99_999 }),
    authors: fc.integer({ min: 1, max: 9999 }),
  });
  const day = fc.option(fc.integer({ min: 1, max: 400 }), { nil: undefined });
  fc.assert(
    fc.property(counts, day, fc.constantFrom('zh', 'en'), (known, seen, language) => {
      const all = seen === undefined ? { ...known } : { ...known, day: seen };
      assert.deepEqual(readLead(leadText('GLM-4.7', all, language)), { subject: 'GLM-4.7', counts: all });
    }),
  );
});

test('other sentences are no lead lines', () => {
  for (const text of [
    'Groq：12 帖',
    '12 posts by 9 authors',
    'Groq: 12 posts by 9 authors; day 4, they say',
    '英伟达：3 帖，2 位作者，第 4 天。',
  ])
    assert.equal(readLead(text), undefined, text);
});
