import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  decodeEntities,
  normaliseText,
  readableText,
  splitRepostPrefix,
  withoutUrls,
} from '../../../src/core/text/normalise.ts';

test('full-width letters and digits fold to their plain forms', () => {
  assert.equal(normaliseText('ＧＰＴ－５'), 'GPT-5');
});

test('zero-width, bidi, tag and control characters fall away', () => {
  assert.equal(normaliseText('a\u200bb\u202ec\u{e0041}d\u0007e\u00adf'), 'abcdef');
});

test('newlines and tabs stay, other line ends become newlines', () => {
  assert.equal(normaliseText('a\r\nb\tc\u2028d\u0085'), 'a\nb\tc\nd');
});

test('stacked marks are cut to two, ordinary accents stay', () => {
  assert.equal(normaliseText(`Z${'\u0336'.repeat(40)}`), 'Z\u0336\u0336');
  assert.equal(normaliseText('re\u0301sume\u0301'), 'résumé');
});

test('any string can be normalised, twice is as good as once, and lone surrogates fall away', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = normaliseText(text);
      assert.equal(normaliseText(once), once);
      assert.ok(once.isWellFormed());
    }),
  );
  assert.equal(normaliseText('a\ud800b\udfff'), 'ab');
});

test('a readable text keeps emoji sequences whole and the author’s own characters', () => {
  assert.equal(readableText('family 👨‍👩‍👧 ❤️ ２倍'), 'family 👨‍👩‍👧 ❤️ ２倍');
  assert.equal(readableText('pay\u200dload\u202e'), 'payload');
});

test('addresses are taken out up to the next space or Chinese character', () => {
  assert.equal(withoutUrls('see https://t.co/abc?x=1 now'), 'see   now');
  assert.equal(withoutUrls('看https://t.co/abc这里'), '看 这里');
});

test('a repost by words is parted into its handle and its text', () => {
  assert.deepEqual(splitRepostPrefix('RT @nora_kern: H200 ships'), {
    handle: 'nora_kern',
    text: 'H200 ships',
  });
  assert.deepEqual(splitRepostPrefix('start @nora'), { text: 'start @nora' });
});

test('entities are decoded once, so that an escaped escape stays escaped', () => {
  assert.equal(decodeEntities('a &amp; b &lt;c&gt; &amp;lt;'), 'a & b <c> &lt;');
});
