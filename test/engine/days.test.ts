import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DayMemory } from '../../src/core/pack.ts';
import { rememberDay } from '../../src/engine/engine.ts';
import { logOddsZ } from '../../src/engine/trends.ts';
import { edition, lexicon, makePost, run, storyOf, topics } from './day.ts';

function remember(day: string, texts: string[]): DayMemory {
  const posts = texts.map((text, i) =>
    makePost(`${day}-${i}`, text, { handle: `h${i}`, createdAt: `${day}T02:00:00Z` }),
  );
  return rememberDay({ day, posts, edition, topics, lexicon });
}

const quiet = Array.from(
  { length: 20 },
  (_, i) => `Plain remark ${i} about the weather and trains in ${['Rome', 'Oslo', 'Lima', 'Bern'][i % 4]}`,
);
const deal = 'NVIDIA pays Groq for a license of its inference technology';

test('a story that runs since former days keeps its first day, counts days and says what is new', () => {
  const history = [
    remember('2025-12-24', [deal, ...quiet]),
    remember('2025-12-25', quiet),
    remember('2025-12-26', [deal, ...quiet]),
  ];
  const result = run(
    [makePost('1', `${deal}, now regulators in Brussels ask questions`), makePost('2', 'GLM-4.7 launches')],
    { history },
  );
  const story = storyOf(result, '1');
  assert.equal(story?.firstSeen, '2025-12-24');
  assert.equal(story?.day, 4);
  assert.ok(story?.fresh.some((term) => /brussels|regulator/i.test(term)));
  assert.equal(storyOf(result, '2')?.day, 1);
  assert.deepEqual(storyOf(result, '2')?.fresh, []);
});

test('with nothing remembered everything is on its first day and nothing is a trend', () => {
  const result = run([makePost('1', deal), makePost('2', deal.replace('Groq', 'GLM'))]);
  assert.ok(result.stories.every(({ day, firstSeen }) => day === 1 && firstSeen === '2025-12-27'));
  assert.deepEqual(result.trends, []);
  assert.ok(result.words.every(({ trend }) => trend === undefined));
});

test('new, rising and fading terms are told apart from steady ones', () => {
  const steady = (day: string) =>
    remember(day, [
      ...quiet.map((text) => `${text} NVIDIA`),
      ...Array.from({ length: 8 }, (_, i) => `Groq again, remark ${i} of a long day`),
    ]);
  const history = ['2025-12-23', '2025-12-24', '2025-12-25', '2025-12-26'].map(steady);
  const today = [
    ...quiet.map((text, i) => makePost(`q${i}`, `${text} NVIDIA`)),
    ...Array.from({ length: 10 }, (_, i) =>
      makePost(
        `g${i}`,
        `GLM-4.7 in test ${i} writes code for ${['maps', 'games', 'banks', 'ships'][i % 4]}`,
        { handle: `g${i}` },
      ),
    ),
  ];
  const trends = new Map(run(today, { history }).trends.map(({ term, trend }) => [term, trend]));
  assert.equal(trends.get('GLM-4.7'), 'new');
  assert.equal(trends.get('Groq'), 'fading');
  assert.equal(trends.get('NVIDIA'), undefined);
});

test('one author alone makes no trend', () => {
  const history = ['2025-12-23', '2025-12-24', '2025-12-25'].map((day) => remember(day, quiet));
  const today = [
    ...quiet.map((text, i) => makePost(`q${i}`, text)),
    ...Array.from({ length: 9 }, (_, i) =>
      makePost(`g${i}`, `Groq note ${i} on ${quiet[i]}`, { handle: 'solo' }),
    ),
  ];
  assert.ok(run(today, { history }).trends.every(({ term }) => term !== 'Groq'));
});

test('the log-odds score is positive for more, negative for less, and grows with evidence', () => {
  const z = (docs: number, former: number) => logOddsZ({ docs, of: 400 }, { docs: former, of: 8000 });
  assert.ok(z(20, 40) > 1.96);
  assert.ok(z(0, 400) < -1.96);
  assert.ok(Math.abs(z(20, 400)) < 0.2);
  assert.ok(z(40, 40) > z(20, 40));
});
