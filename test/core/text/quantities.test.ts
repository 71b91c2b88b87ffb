import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findQuantities } from '../../../src/core/text/quantities.ts';

const today = '2025-12-27';
const keysOf = (text: string) => findQuantities(text, { today }).map((quantity) => quantity.key);

const alike: [key: string, ...spellings: string[]][] = [
  [
    'money:USD:20000000000',
    '$20B',
    'US$20bn',
    'US$20 billion',
    '20 billion dollars',
    '20 billion US dollars',
    'USD 20 billion',
    '200亿美元',
    '200 亿美元',
    '两百亿美元',
    '２００亿美元',
    '$20,000,000,000',
    'twenty billion dollars',
  ],
  ['money:USD:500000000', 'half a billion dollars', '5亿美元', '$500M', '$500 million', '五亿美元'],
  ['money:CNY:140000000000', '1400亿 RMB', '¥1400亿', '1400亿元', 'RMB 140 billion', '1400亿元人民币'],
  ['count:1500000000000', '1.5万亿', '1.5 trillion', '1.5T', '一点五万亿'],
  ['percent:41', '41%', '41 %', '41 percent', '41 per cent', '百分之四十一', '百分之41', '４１％'],
  ['percent:40', '40%', '四成', '百分之四十'],
  ['percent:pp:5.8', '5.8个百分点', '5.8 percentage points', '5.8pp'],
  ['times:10', '10x', '10倍', '10 倍', '10×', '10-fold', 'ten times faster', '十倍'],
  ['count:235000000000', '235B', '2350亿', '235 billion', '235bn'],
  ['count:1000000', 'a million', 'one million', '1 million', '100万', '一百万', '1M', '1,000,000'],
  ['count:12000', '12k', '1.2万', '1万2千', '12,000', 'twelve thousand'],
  [
    'date:2025-12-24',
    '12月24日',
    'Dec. 24th',
    'December 24, 2025',
    '24 December 2025',
    '2025-12-24',
    '2025年12月24日',
    '2025/12/24',
    'Dec 24',
  ],
  ['date:2025', '2025年', '2025'],
  ['date:Q3', 'Q3', '第三季度', '三季度', '3季度'],
  ['version:glm4.7', 'GLM-4.7', 'GLM 4.7', 'glm4.7', 'GLM4.7', 'GLM‑4.7'],
  ['version:opus4.5', 'Opus 4.5', 'Claude Opus 4.5', 'opus-4.5'],
  ['version:m2.1', 'M2.1', 'MiniMax M2.1', 'MiniMax-M2.1'],
  ['version:v2.0', 'v2.0', 'version 2.0', 'V2.0'],
  ['count:GB:16', '16GB', '16 GB', '16G'],
  ['count:MW:450~520', '450-520 MW', '450–520MW', '450到520兆瓦', '450 to 520 megawatts'],
  ['money:USD:10000000~50000000', '$10-50 million', '$10M–$50M', '1000万到5000万美元', '1000万至5000万美元'],
  ['count:hour:3', '3 hours', '3小时', '3个小时', '三小时', 'three hours'],
  ['count:1600000000', '1.6B parameters', '16亿参数', '1.6B'],
];

for (const [key, ...spellings] of alike) {
  test(`every spelling of ${key} folds to it`, () => {
    for (const spelling of spellings) assert.deepEqual(keysOf(spelling), [key], spelling);
  });
}

test('words that only look like numbers are none', () => {
  for (const text of [
    '三星发布',
    '四川',
    '万一',
    '百度和千问',
    '十分',
    '一家公司',
    '数百亿美元',
    '几十家',
    '十几亿',
    '第一',
    '@user123',
    'https://t.co/ab12?x=20',
    '$NVDA',
    '1. First',
    '2、再说',
    '成功',
    'one of them',
  ])
    assert.deepEqual(keysOf(text), [], text);
});

test('a number belongs to the unit behind it before it belongs to the word in front', () => {
  assert.deepEqual(keysOf('RAM 41%, Raised 20 million, Hiring 3 engineers'), [
    'percent:41',
    'count:20000000',
    'count:3',
  ]);
  assert.deepEqual(keysOf('Verified 73.8%'), ['percent:73.8']);
  assert.deepEqual(keysOf('Llama 3.1 405B, Qwen3-235B'), [
    'version:llama3.1',
    'count:405000000000',
    'version:qwen3',
    'count:235000000000',
  ]);
});

test('a change from one figure to another is two figures, no range', () => {
  assert.deepEqual(keysOf('from 10 to 20 people'), ['count:10', 'count:20']);
  assert.deepEqual(keysOf('从10亿到20亿美元'), ['count:1000000000', 'money:USD:2000000000']);
});

test('a Chinese comma between two numbers parts them', () => {
  assert.deepEqual(keysOf('增长20，300家公司'), ['count:20', 'count:300']);
});

test('hedges around a figure are its bound', () => {
  const bound = (text: string) => findQuantities(text)[0]?.bound;
  assert.equal(bound('超过200亿美元'), 'over');
  assert.equal(bound('200多亿美元'), 'over');
  assert.equal(bound('more than $20B'), 'over');
  assert.equal(bound('$20B+'), 'over');
  assert.equal(bound('up to $1 billion'), 'under');
  assert.equal(bound('最多10亿美元'), 'under');
  assert.equal(bound('近百亿美元'), 'under');
  assert.equal(bound('约200亿'), 'about');
  assert.equal(bound('200亿左右'), 'about');
  assert.equal(bound('$20B in cash'), undefined);
});

test('start and end point at the raw words of the original text', () => {
  const text = '据称，Ｇｒｏｑ 以２００亿美元授权；\u200bRAM 𝟒𝟏%。';
  for (const { raw, start, end } of findQuantities(text)) assert.equal(text.slice(start, end), raw);
  assert.deepEqual(keysOf(text), ['money:USD:20000000000', 'percent:41']);
});

const scales: [string, string, number][] = [
  ['亿', '', 1e8],
  ['万', '', 1e4],
  ['', ' million', 1e6],
  ['', 'B', 1e9],
  ['', ' thousand', 1e3],
];

test('a number times its scale is the same in any spelling of both', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9999 }), fc.constantFrom(...scales), (number, [zh, en, factor]) => {
      const [found] = findQuantities(`共 ${number}${zh}${en} 。`);
      assert.equal(found?.value, number * factor);
    }),
  );
});

test('money has one key in Chinese and in English', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999_999 }), (tenMillions) => {
      const billions = (tenMillions / 100).toFixed(2);
      const yi = (tenMillions / 10).toFixed(1);
      assert.deepEqual(keysOf(`$${billions} billion`), keysOf(`${yi}亿美元`));
    }),
  );
});

test('a figure is found wherever it stands between plain words', () => {
  const words = fc.array(fc.constantFrom('芯片', 'the ', 'deal ', '，', '模型', '. ', '\n', '（'), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(words, words, (before, after) => {
      const text = `${before.join('')} $4.75B ${after.join('')}`;
      assert.ok(keysOf(text).includes('money:USD:4750000000'), text);
    }),
  );
});

test('any text at all is read without throwing, and raw words are slices of it', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom('200亿', '$', '第', '-', '12:', '1/', '百分之', 'Dec ', '\ud83d', '1.', '万'),
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('');
      for (const { raw, start, end } of findQuantities(text)) {
        assert.equal(text.slice(start, end), raw);
        assert.ok(end > start);
      }
    }),
  );
});

test('work grows with the length of hostile texts, not faster', () => {
  const hostile = [
    '1',
    '一',
    'a1',
    '1-',
    '$1-',
    '百',
    '1:',
    '三分之',
    '十点',
    'half a ',
    '@a',
    'a.b/',
    '1万',
    'ab-',
  ];
  for (const piece of hostile) {
    const [short, long] = [8_000, 64_000].map((length) =>
      cpuMs(() => findQuantities(piece.repeat(length / piece.length))),
    );
    assert.ok((long ?? 0) < 40 * Math.max(short ?? 0, 5), `${piece}: ${short} ms, then ${long} ms`);
  }
});

function cpuMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  return process.cpuUsage(before).user / 1000;
}
