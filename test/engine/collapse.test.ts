import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptFor, makePost, run } from './day.ts';

const long =
  'NVIDIA says it is not acquiring Groq: the deal is a non-exclusive license for inference technology, and the founder moves over with part of the team';

test('a repost collapses into its original, also when it arrives first', () => {
  const result = run([
    makePost('2', `RT @a: ${long.slice(0, 80)}…`, { repostOf: '9', createdAt: '2025-12-27T01:00:00Z' }),
    makePost('9', long, { createdAt: '2025-12-27T02:00:00Z' }),
  ]);
  assert.equal(keptFor(result, '2'), '9');
  assert.equal(result.counts.kept, 1);
});

test('reposts of one absent original are one post', () => {
  const result = run([
    makePost('1', `RT @a: ${long}`, { repostOf: '9' }),
    makePost('2', `RT @a: ${long}`, { repostOf: '9' }),
  ]);
  assert.equal(result.counts.kept, 1);
  assert.equal(keptFor(result, '2'), '1');
});

test('a repost that comes back to itself is no endless chain', () => {
  const result = run([
    makePost('1', 'first words of a post about chips and power', { repostOf: '2' }),
    makePost('2', 'other words of a post about models and data', { repostOf: '1' }),
  ]);
  assert.equal(result.counts.kept, 1);
});

const wraps: [name: string, text: string][] = [
  ['a repost prefix', `RT @someone: ${long}`],
  ['a cut end', `${long.slice(0, 90)}…`],
  ['an address', `${long} https://t.co/AbCd123`],
  ['a short introduction', `Must read: ${long}`],
  ['quotation marks', `So true “${long}”`],
  ['emoji', `🔥 ${long} 🚀`],
  ['other letter case and spaces', long.toUpperCase().replaceAll(' ', '  ')],
];
for (const [name, text] of wraps) {
  test(`a copy with ${name} joins its original`, () => {
    const result = run([makePost('1', long), makePost('2', text, { createdAt: '2025-12-27T03:00:00Z' })]);
    assert.equal(keptFor(result, '2'), '1');
  });
}

test('a text with another figure or version is another text', () => {
  const texts = [
    `${long}, and the price is $20 billion in cash`,
    `${long}, and the price is $2 billion in cash`,
    'Groq raises $750 million at a valuation of $6.9 billion, the company says today in a short statement',
    'Groq raises $850 million at a valuation of $6.9 billion, the company says today in a short statement',
    'GLM-4.7 scores 73.8 on the verified coding benchmark, ahead of all open models of its size class',
    'GLM-4.6 scores 73.8 on the verified coding benchmark, ahead of all open models of its size class',
  ];
  assert.equal(run(texts.map((text, index) => makePost(String(index), text))).counts.kept, 6);
});

test('a cut text joins a whole one and never ties two whole ones together', () => {
  const start = 'The tracker says contract prices for memory rose again this month, with server modules up';
  const result = run([
    makePost('1', `${start} 41 percent and flash up 8 percent`),
    makePost('2', `${start} 44 percent and flash up 9 percent`),
    makePost('3', `${start}…`),
  ]);
  assert.equal(result.counts.kept, 2);
});

test('two accounts whose equal words are each reposted stay two posts', () => {
  const words = 'Tutorial on how to implement a resolver in a front end, with all code and tests included';
  const result = run([
    makePost('1', words, { handle: 'alpha' }),
    makePost('2', words, { handle: 'beta' }),
    makePost('3', `RT @alpha: ${words}`),
    makePost('4', `RT @beta: ${words}`),
    makePost('5', `RT @beta: ${words}`),
  ]);
  assert.equal(keptFor(result, '3'), '1');
  assert.equal(keptFor(result, '4'), '2');
  assert.equal(keptFor(result, '5'), '2');
});

test('a quote keeps its comment, a quote without one is a copy', () => {
  const result = run([
    makePost('1', long),
    makePost('2', 'I think this license is the template for the next deals', { quoteOf: '1' }),
    makePost('3', 'https://t.co/abc', { quoteOf: '1' }),
  ]);
  assert.equal(keptFor(result, '2'), '2');
  assert.equal(keptFor(result, '3'), '1');
});

test('one text by several accounts within minutes is a wave: marked, and counted as one copy', () => {
  const times = [0, 4, 8, 12, 16];
  const wave = run(
    times.map((minute, index) =>
      makePost(String(index), long, { createdAt: `2025-12-27T02:${String(minute).padStart(2, '0')}:00Z` }),
    ),
  );
  const spread = run(
    times.map((_, index) => makePost(String(index), long, { createdAt: `2025-12-27T0${index}:00:00Z` })),
  );
  assert.deepEqual(
    wave.stories[0]?.copies.map(({ wave: isWave }) => isWave),
    [true, true, true, true],
  );
  assert.ok(spread.stories[0]?.copies.every(({ wave: isWave }) => isWave === undefined));
  assert.ok((wave.stories[0]?.scoreParts.copies ?? 9) < (spread.stories[0]?.scoreParts.copies ?? 0));
});
