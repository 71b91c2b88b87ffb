import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normaliseText, withoutUrls } from '../../src/core/text/normalise.ts';
import { createTextUnits } from '../../src/engine/text-units.ts';
import { textOf } from '../../src/engine/vocabulary.ts';

const units = createTextUnits();

function load(text: string): { raw: string; lower: string } {
  units.load(text);
  return { raw: textOf(units.raw, 0, units.length), lower: textOf(units.lower, 0, units.length) };
}

test('addresses become one space, whatever stands around them', () => {
  assert.equal(load('see https://t.co/aB1 now').raw, 'see   now');
  assert.equal(load('文https://t.co/aB1，后WWW.x.org').raw, '文 ，后 ');
  assert.equal(load('http:// is no address, www. neither').raw, 'http:// is no address, www. neither');
});

test('a text is read in small letters, folded where it must be', () => {
  assert.deepEqual(load('GLM-4.7 发布'), { raw: 'GLM-4.7 发布', lower: 'glm-4.7 发布' });
  assert.equal(load('ＧＬＭ\u200b４').lower, 'glm4');
  assert.deepEqual(load('İstanbul'), { raw: 'i̇stanbul', lower: 'i̇stanbul' });
  assert.equal(load('ΣΑΣ').lower, 'σας');
});

const piece = fc.constantFrom(
  ...[
    'http://',
    'https://',
    'www.',
    'wWw.',
    'x',
    'é',
    ' ',
    '。',
    '文',
    ':',
    '/',
    '.',
    '>',
    '、',
    '🔥',
    'HTTP://a',
  ],
);

test('addresses fall away as the pattern for readers takes them away', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      assert.equal(load(text).raw, withoutUrls(normaliseText(text)));
    }),
    { numRuns: 500 },
  );
});
