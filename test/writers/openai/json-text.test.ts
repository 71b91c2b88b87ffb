import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonObjectsIn } from '../../../src/writers/openai/json-text.ts';

test('an object is found between any words without braces', () => {
  const words = fc.string().map((text) => text.replace(/[{}<>]/g, ''));
  fc.assert(
    fc.property(words, fc.dictionary(fc.string(), fc.jsonValue()), words, (before, value, after) => {
      assert.deepEqual(
        jsonObjectsIn(`${before}${JSON.stringify(value)}${after}`)[0],
        JSON.parse(JSON.stringify(value)),
      );
    }),
  );
});

test('thought is left out, and of several objects the longest comes first', () => {
  const answer = '<think>maybe {"themes":["a","long","draft"]}</think> {"a":1} and {"themes":[]} ';
  assert.deepEqual(jsonObjectsIn(answer), [{ themes: [] }, { a: 1 }]);
});

test('an open brace in the words before is stepped over', () => {
  assert.deepEqual(jsonObjectsIn('a { b {"c":"}"}'), [{ c: '}' }]);
});

test('arrays, numbers and broken objects are no answers', () => {
  for (const text of ['[1]', '7', '"x"', '{"a":', '', '{a:1}']) assert.deepEqual(jsonObjectsIn(text), []);
});

test('a megabyte of open braces ends', () => {
  assert.deepEqual(jsonObjectsIn('{'.repeat(1_000_000)), []);
  assert.deepEqual(jsonObjectsIn('<think>'.repeat(100_000)), []);
});
