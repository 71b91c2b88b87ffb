import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bare, verbatim } from '../../../src/core/text/fold.ts';
import { createNameFinder, latinNames } from '../../../src/core/text/names.ts';

const find = createNameFinder({
  aliases: [
    { id: 'nvidia', kind: 'company', en: 'NVIDIA', zh: '英伟达', also: ['Nvidia'] },
    { id: 'openai', kind: 'company', en: 'OpenAI', zh: 'OpenAI', also: ['openai'] },
    { id: 'google', kind: 'company', en: 'Google', zh: '谷歌', also: [] },
    { id: 'google-cloud', kind: 'product', en: 'Google Cloud', zh: '谷歌云', also: [] },
    { id: 'qwen', kind: 'model', en: 'Qwen', zh: '千问', also: ['qwen'] },
    { id: 'sora-2', kind: 'model', en: 'Sora 2', zh: 'Sora 2', also: [] },
  ],
});
const ids = (text: string) => find(text).map((hit) => hit.id);

test('one thing has one id in both languages and all its spellings', () => {
  assert.deepEqual(ids('英伟达, Nvidia and NVIDIA’s chips'), ['nvidia', 'nvidia', 'nvidia']);
});

test('the longest name wins', () => {
  assert.deepEqual(ids('Google Cloud 与谷歌云，Google 与谷歌'), [
    'google-cloud',
    'google-cloud',
    'google',
    'google',
  ]);
});

test('Latin names stand on word borders and keep the case of a form with capitals', () => {
  assert.deepEqual(ids('OpenAIX, MyOpenAI, nvidia'), []);
  assert.deepEqual(ids('openai @OpenAI 用OpenAI的模型'), ['openai', 'openai', 'openai']);
});

test('a version behind a name leaves the name found, a longer number does not', () => {
  assert.deepEqual(ids('Qwen3 and Qwen-2.5'), ['qwen', 'qwen']);
  assert.deepEqual(ids('Sora 2, Sora-2, Sora2'), ['sora-2', 'sora-2', 'sora-2']);
  assert.deepEqual(ids('Sora 25, Sora 2.1'), []);
});

test('names in links are no names', () => {
  assert.deepEqual(ids('https://openai.com/OpenAI 英伟达'), ['nvidia']);
});

test('start and end point at the raw words', () => {
  const text = '🚀 ＯｐｅｎＡＩ 与\u200b英伟达';
  for (const hit of find(text)) assert.equal(text.slice(hit.start, hit.end), hit.raw);
  assert.deepEqual(ids(text), ['openai', 'nvidia']);
});

test('Latin tokens with a capital or a digit are names, words of the trade and units are not', () => {
  const keys = latinNames(
    'The CEO of Groq says LLM costs fell; GPT-5.2 and o3 on 16GB, see https://Foo.com @Bar $NVDA',
  ).map((name) => name.key);
  assert.deepEqual(keys, ['groq', 'gpt-5.2', 'o3']);
});

test('a plain word that opens a sentence is marked as such', () => {
  const openers = latinNames('Developers like it. Karpathy says so, Developers agree. MiniMax too').map(
    (name) => [name.raw, name.isOpener],
  );
  assert.deepEqual(openers, [
    ['Developers', true],
    ['Karpathy', true],
    ['Developers', false],
    ['MiniMax', false],
  ]);
});

test('hostile texts are read in one pass', () => {
  for (const piece of ['Google ', 'Goog', '谷', 'A.', 'a-A-', 'https://']) {
    const text = piece.repeat(200_000 / piece.length);
    assert.ok(find(text).length <= text.length);
    assert.ok(latinNames(text).length <= text.length);
  }
});

test('a quotation is found through folds of width, case, blanks and quote marks', () => {
  const post = 'He said:  “Ｎｏｎ-exclusive\u200b licence”，\n就这样';
  assert.equal(
    verbatim(post, 'he said: "non-exclusive licence"'),
    'He said:  “Ｎｏｎ-exclusive\u200b licence”',
  );
  assert.equal(verbatim(post, 'exclusive licence"'), 'exclusive\u200b licence”');
  assert.equal(verbatim(post, 'an exclusive licence'), undefined);
});

test('every stretch of a text is verbatim in it, and the stretch given back says the same', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 3, maxLength: 40 }),
      fc.nat(20),
      fc.nat(20),
      (text, from, length) => {
        const words = text.slice(from, from + length);
        if (
          !words.isWellFormed() ||
          !text.isWellFormed() ||
          bare(words) === '' ||
          !bare(text).includes(bare(words))
        )
          return;
        const found = verbatim(text, words);
        assert.ok(
          found !== undefined && bare(found).includes(bare(words)),
          `${JSON.stringify(text)} ${JSON.stringify(words)}`,
        );
      },
    ),
  );
});
