import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costOf, priceOf } from '../../src/core/model.ts';

const table = {
  default: { input: 9, output: 9 },
  prices: { 'gpt-4o': { input: 2.5, output: 10 }, 'gpt-4o-mini': { input: 0.15, output: 0.6 } },
};

test('a model has its own price, that of the longest name it continues, or the default', () => {
  assert.equal(priceOf('gpt-4o', table).input, 2.5);
  assert.equal(priceOf('gpt-4o-2024-08-06', table).input, 2.5);
  assert.equal(priceOf('gpt-4o-mini-2024-07-18', table).input, 0.15);
  assert.equal(priceOf('openai/GPT-4o-mini', table).input, 0.15);
  assert.equal(priceOf('gpt-4oo', table).input, 9);
  assert.equal(priceOf('llama3:8b', table).input, 9);
});

test('a cost is in dollars, prices are for a million tokens', () => {
  assert.equal(costOf({ prompt: 1_000_000, completion: 500_000 }, { input: 2, output: 8 }), 6);
});
