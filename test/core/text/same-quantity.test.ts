import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareQuantities, findQuantities, sameQuantity } from '../../../src/core/text/quantities.ts';

const one = (text: string) => {
  const [found, ...more] = findQuantities(text, { today: '2025-12-27' });
  assert.ok(found && more.length === 0, text);
  return found;
};
const match = (claim: string, source: string) => compareQuantities(one(claim), one(source));

test('a claim may round what the post says', () => {
  assert.equal(match('约47亿美元', '$4.75B'), 'rounded');
  assert.equal(match('74%', '73.8%'), 'rounded');
  assert.equal(match('超过200亿美元', '$21.3B'), 'rounded');
  assert.equal(match('近20亿美元', '$1.98 billion'), 'rounded');
});

test('a claim may not sharpen what the post says', () => {
  assert.equal(match('73.8%', '74%'), 'none');
  assert.equal(match('$4.75B', '约50亿美元'), 'none');
  assert.equal(match('12月24日', '12月'), 'none');
  assert.equal(match('3500万美元', '1000万到5000万美元'), 'none');
});

test('rounding stays near and leaves small counts alone', () => {
  assert.equal(match('200亿美元', '$24B'), 'none');
  assert.equal(match('100 companies', '97 companies'), 'none');
  assert.equal(match('about 100 companies', '97 companies'), 'rounded');
  assert.equal(match('20 people', '23 people'), 'none');
});

test('a power of ten, another currency, another measure are other figures', () => {
  assert.equal(match('20亿美元', '$20B'), 'none');
  assert.equal(match('200亿元', '$20B'), 'none');
  assert.equal(match('16TB', '16GB'), 'none');
  assert.equal(match('3 weeks', '3天'), 'none');
  assert.equal(match('20 companies', '$20'), 'none');
  assert.equal(match('5.8%', '5.8个百分点'), 'none');
});

test('an equal number with a unit on one side only is a loose match', () => {
  assert.equal(match('200亿', '$20B'), 'loose');
  assert.equal(match('73.8%', '73.8'), 'loose');
  assert.equal(match('20亿美元', '20亿'), 'loose');
});

test('a hedge that is added or turned round is no equal figure', () => {
  assert.equal(match('超过200亿美元', '$20B'), 'loose');
  assert.equal(match('超过10亿美元', 'up to $1 billion'), 'none');
  assert.equal(match('约200亿美元', '$20B'), 'same');
});

test('dates agree where both speak', () => {
  assert.ok(sameQuantity(one('12月24日'), one('Dec 24, 2025')));
  assert.ok(sameQuantity(one('2025年'), one('2025-12-24')));
  assert.ok(!sameQuantity(one('12月25日'), one('Dec 24')));
  assert.ok(!sameQuantity(one('14:33'), one('14:34')));
});

test('versions are equal as written, not as numbers', () => {
  assert.ok(sameQuantity(one('GPT5.2'), one('GPT-5.2')));
  assert.ok(!sameQuantity(one('GPT-3.5'), one('GPT-35')));
  assert.ok(!sameQuantity(one('GLM-4.7'), one('GPT-4.7')));
  assert.equal(match('Gemini 3', '3'), 'loose');
});

const figure = fc
  .tuple(
    fc.integer({ min: 1, max: 99_999 }),
    fc.constantFrom('亿美元', '万人', '%', '倍', ' GB', ' million dollars', ''),
  )
  .map(([number, unit]) => `共 ${number}${unit} `);

test('every figure is the same as itself', () => {
  fc.assert(fc.property(figure, (text) => assert.equal(match(text, text), 'same')));
});

test('a figure ten times as large never matches', () => {
  fc.assert(
    fc.property(figure, (text) => {
      assert.equal(
        match(
          text.replace(/\d+/, (digits) => `${digits}0`),
          text,
        ),
        'none',
      );
    }),
  );
});

test('rounding goes one way: two figures are never each the rounding of the other', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 9999 }), (a, b) => {
      const [left, right] = [`${a}亿美元`, `${b}亿美元`];
      assert.ok(!(match(left, right) === 'rounded' && match(right, left) === 'rounded'));
    }),
  );
});
