import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitSentences } from '../../../src/core/text/sentences.ts';

const texts = (text: string) => splitSentences(text).map((sentence) => sentence.text);

test('Chinese and English stops end sentences, closing marks stay with them', () => {
  assert.deepEqual(texts('英伟达否认收购。“只是授权。”Groq 继续运营！'), [
    '英伟达否认收购。',
    '“只是授权。”',
    'Groq 继续运营！',
  ]);
  assert.deepEqual(texts('It ships today. Really? (Yes.) Good!'), [
    'It ships today.',
    'Really?',
    '(Yes.)',
    'Good!',
  ]);
});

test('the points of decimals, versions and host names end nothing', () => {
  assert.deepEqual(texts('GLM-4.7 scores 73.8 on openai.com tests. Nice.'), [
    'GLM-4.7 scores 73.8 on openai.com tests.',
    'Nice.',
  ]);
});

test('abbreviations and initials end nothing', () => {
  assert.deepEqual(texts('Dr. Chen of the U.S. team met J. Ross, e.g. in Dec. 2025. He left.'), [
    'Dr. Chen of the U.S. team met J. Ross, e.g. in Dec. 2025.',
    'He left.',
  ]);
});

test('list numbers stay with their line, line breaks end sentences', () => {
  assert.deepEqual(texts('Three things:\n1. Faster\n2. Cheaper\n\n3. Open'), [
    'Three things:',
    '1. Faster',
    '2. Cheaper',
    '3. Open',
  ]);
});

test('an emoji bullet behind a full sentence opens the next one', () => {
  assert.deepEqual(texts('Summarize is out! 🎞️ Local slides. 🤖 More backends'), [
    'Summarize is out!',
    '🎞️ Local slides.',
    '🤖 More backends',
  ]);
});

test('sentences are slices of the text, in order, and lose nothing but space', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'B', '1', '.', '。', '!', ' ', '\n', '文', '…', '”', '🚀') }),
      (text) => {
        let last = 0;
        let kept = '';
        for (const sentence of splitSentences(text)) {
          assert.equal(text.slice(sentence.start, sentence.end), sentence.text);
          assert.ok(sentence.start >= last);
          last = sentence.end;
          kept += sentence.text;
        }
        assert.equal(kept.replace(/\s/g, ''), text.replace(/\s/g, ''));
      },
    ),
  );
});
