import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanSpans, inert, readable } from '../../../src/platforms/telegram/text.ts';
import { detectEntities } from '../../fakes/telegram/entities.ts';
import { hostilePosts } from '../../fixtures/hostile.ts';

test('the detector finds what Telegram finds, so that a test of plain text can fail', () => {
  const found = (text: string) => detectEntities(text).map(({ type }) => type);
  assert.deepEqual(found('@durov'), ['mention']);
  assert.deepEqual(found('/start@SomeBot'), ['bot_command']);
  assert.deepEqual(found('#人工智能'), ['hashtag']);
  assert.deepEqual(found('$TSLA'), ['cashtag']);
  assert.deepEqual(found('see t.me/x or https://a.example/b'), ['url', 'url']);
  assert.deepEqual(found('4242 4242 4242 4242'), ['bank_card_number']);
  assert.deepEqual(found('+12345678901'), ['phone_number']);
  assert.deepEqual(found('GPT-5.2 costs $20 and 3/4 of 1,000.50 (v1.2.3)'), []);
});

test('nothing in a hostile post is more than letters', () => {
  for (const { text } of hostilePosts) assert.deepEqual(detectEntities(inert(text)), [], text);
  const more = [
    'a@t.me ton://x http://1.2.3.4/ 1.2.3.4 пример.рф 例.中国 💩.la x.com。next',
    '(415) 555-2671 415.555.2671 13800138000 138 0013 8000 8 800 555-35-35',
    '4242424242424242 4242-4242-4242-4242 1234567890123456789',
    '@a_b. @@cc /a/b //x </x> ##a #1a $A$B $1INCH',
  ];
  for (const text of more) assert.deepEqual(detectEntities(inert(text)), [], text);
});

test('any text at all stays plain', () => {
  const piece = fc.constantFrom(
    '@',
    '/',
    '#',
    '$',
    '.',
    ':',
    '//',
    'abc',
    'TSLA',
    'com',
    '42',
    ' ',
    '中',
    '\u200d',
    '+1',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      assert.deepEqual(detectEntities(inert(pieces.join(''))), []);
    }),
    { numRuns: 2000 },
  );
});

test('figures, versions, prices and dates are left as they are', () => {
  for (const text of ['GPT-5.2', '$20 billion', '2025-12-27', '1,234.5', '88.6 %', 'C++ and 24/7', '3/4']) {
    assert.equal(inert(text), text);
  }
});

test('invisible characters, bidi marks and stacked marks are gone, line breaks are single', () => {
  assert.equal(readable('a\u202eb\u2066c\u200f'), 'abc');
  assert.equal(readable(`x${'\u0301'.repeat(30)}`).length, 3);
  assert.equal(readable('a \n\n\n b\tc'), 'a\nb c');
  assert.equal(readable('👩‍👩‍👧 ok'), '👩‍👩‍👧 ok');
});

test('a link names its true host, and only http and https are links', () => {
  const runs = (text: string, href: string) => cleanSpans([{ text, href }], readable);
  assert.deepEqual(runs('@nora', 'https://www.x.com/nora/1'), [
    { text: '@nora · x.com', href: 'https://www.x.com/nora/1' },
  ]);
  assert.equal(runs('https://x.com', 'https://evil.example/')[0]?.text, 'https://x.com · evil.example');
  assert.equal(runs('x.com', 'https://x.com@evil.example/')[0]?.text, 'x.com · evil.example');
  assert.equal(runs('x.com', 'https://x.com/')[0]?.text, 'x.com');
  assert.deepEqual(runs('a', 'javascript:alert(1)'), [{ text: 'a' }]);
  assert.deepEqual(runs('a', 'tg://user?id=1'), [{ text: 'a' }]);
});

test('a hundred thousand hostile characters are read in good time', () => {
  for (const unit of ['@a ', ' ', '1 ', '+1 ', 'a.b', '\n ', '(415) '])
    inert(unit.repeat(100_000 / unit.length));
});
