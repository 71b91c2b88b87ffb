import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePost, run, storyOf } from './day.ts';

const filler = [
  'The grid waits in the east',
  'A harbour opens',
  'Rain over the valley',
  'Bread gets dearer',
].map((text, i) => makePost(`f${i}`, `${text} this week, they say, number ${i}`));

function areTogether(first: string, second: string, more: Parameters<typeof makePost>[2][] = []): boolean {
  const result = run([makePost('1', first, more[0]), makePost('2', second, more[1]), ...filler]);
  return storyOf(result, '1')?.id === storyOf(result, '2')?.id;
}

test('two versions of one thing are two stories, one version by two accounts is one', () => {
  assert.ok(areTogether('Zhipu ships GLM-4.7 with open weights', 'GLM-4.7 by Zhipu has open weights now'));
  assert.ok(!areTogether('Zhipu ships GLM-4.7 with open weights', 'GLM-4.9 by Zhipu has open weights now'));
});

test('what one account sends within moments is one story, what it reposts in a row is not', () => {
  const at = (second: string) => ({ handle: 'ann', createdAt: `2025-12-27T02:00:${second}Z` });
  const words = [
    'We signed a lease for the northern hall',
    'Revenue rose beyond every forecast of spring',
  ] as const;
  assert.ok(areTogether(...words, [at('07'), at('08')]));
  assert.ok(!areTogether(...words, [at('07'), at('27')]));
  assert.ok(!areTogether(`RT @bo: ${words[0]}`, `RT @cy: ${words[1]}`, [at('07'), at('08')]));
  assert.ok(!areTogether(...words, [at('00'), at('00')]), 'whole minutes are a rounding');
});
