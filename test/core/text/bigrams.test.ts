import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { toSearchPhrases, toSearchWords } from '../../../src/core/text/bigrams.ts';

describe('search words', () => {
  const cases: [text: string, words: string[]][] = [
    ['芯片', ['芯片', '片']],
    ['芯', ['芯']],
    ['AI芯片 up', ['ai', '芯片', '片', 'up']],
    ['央行，降息', ['央行', '行', '降息', '息']],
    ['GPT-5.2!', ['gpt', '5', '2']],
    ['Café', ['cafe']],
    ['𠮷野家', ['𠮷野', '野家', '家']],
    ['ＡＩ', ['ai']],
    ['🚀 …', []],
    ['', []],
  ];
  for (const [text, words] of cases) {
    it(`cuts "${text}" into ${words.length} words`, () => assert.deepEqual(toSearchWords(text), words));
  }

  it('holds letters, marks and digits alone, so that no search syntax gets through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const words = [...toSearchWords(text), ...toSearchPhrases(text).flatMap((phrase) => phrase.words)];
        assert.ok(words.every((word) => /^[\p{L}\p{M}\p{N}]+$/u.test(word)));
      }),
    );
  });

  it('finds every piece of two or more characters of a Chinese text', () => {
    const han = fc.string({
      unit: fc.constantFrom(...'央行宣布降息国产芯片出货𠮷'),
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(han, fc.nat(), fc.nat(), (text, start, length) => {
        const characters = [...text];
        const from = start % (characters.length - 1);
        const piece = characters.slice(from, from + 2 + (length % characters.length)).join('');
        const [phrase] = toSearchPhrases(piece);
        const indexed = ` ${toSearchWords(text).join(' ')} `;
        assert.ok(indexed.includes(` ${phrase?.words.join(' ')} `));
      }),
    );
  });

  it('makes one phrase of each blank-separated piece and opens a single last character', () => {
    assert.deepEqual(toSearchPhrases('coding AI芯 …'), [
      { words: ['coding'], open: false },
      { words: ['ai', '芯'], open: true },
    ]);
  });
});
