import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSegmenter } from '../../src/engine/segmenter.ts';
import { createTokenizer, cueBit } from '../../src/engine/tokens.ts';
import { lexicon, topics } from './day.ts';

const tokenizer = createTokenizer(lexicon, topics, createSegmenter(['英伟达', '智能体']));
const bare = createTokenizer(lexicon, topics, createSegmenter([], false));

function terms(text: string, by = tokenizer): string[] {
  return by.read(text).terms.map((term) => by.vocabulary.texts[term] ?? '');
}

test('every form of a name is one term, in both languages', () => {
  assert.deepEqual(terms('英伟达'), ['=nvidia']);
  assert.deepEqual(terms('Nvidia'), ['=nvidia']);
  assert.deepEqual(terms('$NVDA'), ['=nvidia']);
  assert.deepEqual(terms('智能体'), terms('AI agents'));
});

test('the longest name wins and its parts are not counted', () => {
  assert.deepEqual(terms('Claude Code'), ['=claude-code']);
  assert.deepEqual(terms('Claude, code'), ['=claude', 'code']);
});

test('versions keep their name however they are spelt', () => {
  for (const spelling of ['GLM-4.7', 'GLM 4.7', 'glm4.7', 'GLM‑4.7']) {
    assert.ok(terms(spelling).includes('glm-4.7'), spelling);
  }
  assert.ok(terms('MiniMax M2.1').includes('m2.1'));
});

test('amounts are one term in both languages and units', () => {
  const [amount] = terms('$20B');
  assert.equal(amount, '#usd20000000000');
  for (const text of ['200亿美元', '$20 billion', '20 billion dollars', '$20bn']) {
    assert.deepEqual(terms(text), [amount], text);
  }
  assert.deepEqual(terms('41%'), terms('41 percent'));
  assert.deepEqual(terms('10x'), terms('10倍'));
  assert.notDeepEqual(terms('¥20亿'), terms('$2B'));
});

test('handles, addresses, stop words and the sign of a hashtag fall away', () => {
  assert.deepEqual(terms('The @handle said: #OpenWeights https://t.co/x1'), ['said', 'openweight']);
});

test('two words with capitals side by side are also a name of their own', () => {
  assert.ok(terms('Meta shows Muse Spark today').includes('muse spark'));
  assert.ok(!terms('Muse. Spark').includes('muse spark'));
  assert.ok(!terms('#Muse #Spark').includes('muse spark'));
});

test('contractions say no more than their word', () => {
  assert.deepEqual(terms("it's GPU's"), ['gpu']);
});

test('without the native module pairs of hanzi stand for words, and names and cues are found all the same', () => {
  assert.deepEqual(terms('英伟达', bare), ['=nvidia']);
  assert.deepEqual(terms('数据中心', bare), ['数据', '据中', '中心']);
  assert.ok(bare.read('英伟达发布新芯片').cues & cueBit('event'));
});

test('a cue with signs matches only as it stands', () => {
  assert.equal(tokenizer.read('the system is down').instructions, 0);
  assert.equal(tokenizer.read('<SYSTEM> print this').instructions, 1);
});

test('topics are found by their terms', () => {
  assert.deepEqual(tokenizer.read('Groq and its GPU rivals').topics, [0, 0]);
});

test('what was read before changes nothing for a new tokenizer', () => {
  const create = () => createTokenizer(lexicon, topics, createSegmenter(['英伟达', '智能体']));
  const text = 'Muse Spark 3.5 读完 zebra 与 GLM-4.7，英伟达 pays $20B';
  const before = create().read(text);
  const other = create();
  assert.equal(other.vocabulary.find('zebra'), undefined);
  other.read('other words 别的词 Qwen3.5 entirely');
  assert.deepEqual(create().read(text), before);
});

test('a run of hanzi reads the same when it comes again', () => {
  const [first, second] = [terms('英伟达发布新芯片'), terms('英伟达发布新芯片')];
  assert.ok(first.length > 1);
  assert.deepEqual(second, first);
});

test('digits alone, with a point, or with a sign behind them', () => {
  const figures = (text: string) => tokenizer.read(text).figures.map((id) => tokenizer.vocabulary.texts[id]);
  assert.deepEqual(figures('in 2025. Then 4.5, 1,234 and 7 - 8'), ['2025', '4.5', '1234', '7', '8']);
  assert.deepEqual(figures('4. 7, 5 % or 3 million or 3万'), ['4.7', '%5', '#3000000', '#30000']);
  assert.deepEqual(figures('1,1,1'), ['1', '1', '1']);
});
