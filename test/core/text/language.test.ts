import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { languageOf } from '../../../src/core/text/language.ts';

const cases: [text: string, language: string][] = [
  ['Claude Code wrote all of my commits this month', 'en'],
  ['英伟达与 Groq 达成非独家授权', 'zh'],
  ['GLM-4.7 在 SWE-bench Verified 上拿到 73.8%', 'zh'],
  ['Shipping the new 模型 to every developer in the world this week, with docs', 'en'],
  ['新しいモデルが公開されました', 'ja'],
  ['새로운 모델이 공개되었습니다', 'ko'],
  ['Новая модель уже доступна', 'ru'],
  ['النموذج الجديد متاح الآن', 'ar'],
  ['El nuevo modelo de la empresa es más rápido que los anteriores', 'es'],
  ['Das neue Modell ist nicht so schnell wie die anderen', 'de'],
  ['https://t.co/abc @handle', 'en'],
  ['🚀🚀🚀', 'und'],
  ['', 'und'],
];

for (const [text, language] of cases) {
  test(`"${text.slice(0, 30)}" reads as ${language}`, () => {
    assert.equal(languageOf(text), language);
  });
}

test('an address or a handle in Latin letters does not turn a Chinese post into an English one', () => {
  assert.equal(languageOf('涨价了 https://example.com/a-very-long-address-in-latin @some_handle_here'), 'zh');
});

test('every string has a language', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => languageOf(text).length >= 2));
});
