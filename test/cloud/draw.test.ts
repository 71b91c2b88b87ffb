import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawCloud } from '../../src/cloud/draw.ts';
import type { CloudPicture } from '../../src/core/cloud.ts';
import type { Word } from '../../src/core/report.ts';
import { inkedPixels, readPng } from './read-png.ts';
import { request, word, wordList } from './request.ts';

function reasonOf(picture: CloudPicture, text: string): string | undefined {
  return picture.left.find((left) => left.text === text)?.reason;
}

async function refusal(words: Word[], more: Parameters<typeof request>[1] = {}): Promise<string> {
  const error = await drawCloud(request(words, more)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error && error.name === 'UserError', String(error));
  return error.message;
}

const bars = [
  { count: 200, fill: 0.75, smallestPx: 20, bytes: 150_000 },
  { count: 500, fill: 0.7, smallestPx: 14, bytes: 200_000 },
] as const;

for (const { count, fill, smallestPx, bytes } of bars) {
  test(`${count} words all have their place, fill the picture and can be read`, async () => {
    const { png, placements, left } = await drawCloud(request(wordList(count)));
    const covered = placements.reduce((sum, { width, height }) => sum + width * height, 0);
    assert.deepEqual(left, []);
    assert.equal(placements.length, count);
    assert.ok(covered >= fill * 1200 * 675, `fill ${covered / 1200 / 675}`);
    assert.ok(Math.min(...placements.map(({ size }) => size)) >= smallestPx);
    assert.ok(png && png.length <= bytes, `${png?.length} bytes`);
  });

  test(`no pixel belongs to two of ${count} words`, async () => {
    const { png, placements } = await drawCloud(request(wordList(count)));
    assert.ok(png);
    const picture = readPng(png);
    const owners = new Uint16Array(1200 * 675);
    let shared = 0;
    for (const [i, { x, y, width, height }] of placements.entries()) {
      for (let row = y; row < y + height; row += 1) {
        for (let column = x; column < x + width; column += 1) {
          if (owners[row * 1200 + column] !== 0) shared += 1;
          owners[row * 1200 + column] = i + 1;
        }
      }
    }
    const owned = placements.reduce((sum, box) => sum + inkedPixels(picture, box), 0);
    assert.equal(shared, 0);
    assert.equal(inkedPixels(picture, { x: 0, y: 0, width: 1200, height: 675 }), owned);
    assert.ok(placements.every((box) => inkedPixels(picture, box) > 0));
  });
}

test('the same words in another order give the same bytes', async () => {
  const words = wordList(200).map((one, i) => (i % 7 === 0 ? { ...one, trend: 'new' as const } : one));
  const more = { title: '日报', formats: ['png', 'jpeg'] as ('png' | 'jpeg')[] };
  const first = await drawCloud(request(words, more));
  const second = await drawCloud(request([...words].reverse(), more));
  assert.deepEqual(first, second);
});

test('another seed gives another picture', async () => {
  const first = await drawCloud(request(wordList(200)));
  const second = await drawCloud(request(wordList(200), { seed: 2 }));
  assert.notDeepEqual(first.placements, second.placements);
});

test('Chinese words are never turned', async () => {
  for (const seed of [1, 2, 3]) {
    const { placements } = await drawCloud(request(wordList(500), { seed }));
    const turned = placements.filter(({ rotated }) => rotated).map(({ text }) => text);
    assert.deepEqual(
      turned.filter((text) => /\p{Script=Han}/u.test(text)),
      [],
    );
    assert.ok(turned.length <= 50);
  }
});

test('words that cannot be drawn are named with the reason, and the others are drawn', async () => {
  const picture = await drawCloud(
    request([
      word('fine', 2),
      word('zero', 0),
      word('minus', -1),
      word('nan', Number.NaN),
      word('endless', Number.POSITIVE_INFINITY),
      word('𠮷野家'),
      word('🚀'),
      word('\u0000\u200b'),
      word('智'.repeat(300)),
    ]),
  );
  assert.deepEqual(
    picture.placements.map(({ text }) => text),
    ['fine'],
  );
  for (const text of ['zero', 'minus', 'nan', 'endless']) {
    assert.equal(reasonOf(picture, text), 'its weight is no number above 0');
  }
  assert.equal(reasonOf(picture, '𠮷野家'), 'no font has 𠮷 (U+20BB7)');
  assert.equal(reasonOf(picture, '🚀'), 'nothing in it can be drawn');
  assert.equal(reasonOf(picture, '\u0000\u200b'), 'nothing in it can be drawn');
  assert.equal(reasonOf(picture, '智'.repeat(300)), 'it is too long to be read at this width');
});

test('a word that was given twice is drawn once, with its greater weight', async () => {
  const { placements, left } = await drawCloud(request([word('AI', 1), word('AI', 4), word('ok', 4)]));
  const sizes = new Map(placements.map(({ text, size }) => [text, size]));
  assert.equal(sizes.get('AI'), sizes.get('ok'));
  assert.deepEqual(left, [{ text: 'AI', reason: 'it was given twice' }]);
});

test('one word is drawn in the middle and not as large as a poster', async () => {
  const { placements } = await drawCloud(request([word('AI代理')]));
  const { x = 0, y = 0, width = 0, height = 0 } = placements[0] ?? {};
  assert.ok(Math.abs(x + width / 2 - 600) <= 2 && Math.abs(y + height / 2 - 337) <= 2);
  assert.ok(height < 250);
});

test('weights of any range give sizes that can be read', async () => {
  const { placements } = await drawCloud(
    request([word('a', 1e308), word('b', 1), word('c', 1e-308), word('d', 5e-324)]),
  );
  assert.equal(placements.length, 4);
  assert.ok(Math.min(...placements.map(({ size }) => size)) >= 9);
});

test('five thousand words end in a picture and a list of those without room', async () => {
  const words = Array.from({ length: 5000 }, (_, i) => word(`词语${i}`, 5000 - i, { group: `g${i % 7}` }));
  const { placements, left } = await drawCloud(request(words));
  assert.equal(placements.length + left.length, 5000);
  assert.ok(placements.length > 1000);
  assert.equal(left[0]?.reason, 'there is no room for it at a size that can be read');
});

test('a picture without any word is refused in one sentence', async () => {
  assert.equal(await refusal([]), 'There are no words to draw.');
  assert.equal(
    await refusal([word('no', 0)]),
    'None of the 1 words can be drawn: "no" was left out because its weight is no number above 0.',
  );
  assert.match(
    await refusal([word('x'.repeat(300))]),
    /^None of the 1 words .* too long to be read at this width\.$/,
  );
});

test('sizes out of range are refused in one sentence', async () => {
  for (const width of [0, -5, 63, 4097, 100.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    const message = await refusal([word('a')], { width });
    assert.equal(message, `The picture's width must be a whole number from 64 to 4096, not ${width}.`);
  }
  assert.match(await refusal([word('a')], { height: 1e9 }), /height/);
});

test('extreme shapes of pictures are drawn', async () => {
  const words = Array.from({ length: 30 }, (_, i) => word(`词汇${i}`, 30 - i));
  for (const [width, height] of [
    [64, 64],
    [4096, 64],
    [64, 4096],
    [2000, 2000],
  ] as const) {
    const { png, placements } = await drawCloud(request(words, { width, height, title: '题目' }));
    assert.ok(png && placements.length > 0, `${width} x ${height}`);
    assert.deepEqual([readPng(png).width, readPng(png).height], [width, height]);
  }
});

test('title, subtitle and legend stand clear of the words', async () => {
  const words = wordList(200)
    .slice(0, 120)
    .map((one, i) => ({ ...one, ...(i % 9 === 0 ? { trend: 'rising' as const } : {}) }));
  const bare = await drawCloud(request(words));
  const framed = await drawCloud(
    request(words, {
      title: 'AI 日报',
      subtitle: '2025-12-27',
      groups: [{ id: 'agents', label: '智能体' }],
      trendLabels: { new: '新', rising: '上升' },
    }),
  );
  assert.ok(bare.png && framed.png);
  assert.ok(Math.min(...bare.placements.map(({ y }) => y)) < 10);
  const top = Math.min(...framed.placements.map(({ y }) => y));
  const bottom = Math.max(...framed.placements.map(({ y, height }) => y + height));
  assert.ok(top > 70 && bottom < 630);
  const picture = readPng(framed.png);
  assert.ok(inkedPixels(picture, { x: 0, y: 0, width: 600, height: top - 5 }) > 500, 'title');
  assert.ok(inkedPixels(picture, { x: 700, y: 0, width: 500, height: top - 5 }) > 300, 'subtitle');
  assert.ok(inkedPixels(picture, { x: 0, y: bottom + 5, width: 1200, height: 670 - bottom }) > 300, 'legend');
});

test('a title of any length stays within the picture', async () => {
  const { png, placements } = await drawCloud(
    request([word('ok')], { title: `🚀 𠮷${'长'.repeat(300)}`, subtitle: 'x'.repeat(900) }),
  );
  assert.ok(png);
  assert.equal(placements.length, 1);
  assert.equal(inkedPixels(readPng(png), { x: 1180, y: 0, width: 20, height: 675 }), 0);
});

test('marks of new and rising words are part of their boxes', async () => {
  const plain = await drawCloud(request([word('智能')]));
  const marked = await drawCloud(request([word('智能', 1, { trend: 'new' })]));
  const fading = await drawCloud(request([word('智能', 1, { trend: 'fading' })]));
  const share = ({ placements }: CloudPicture): number =>
    (placements[0]?.width ?? 0) / (placements[0]?.size ?? 1);
  assert.ok(share(marked) > share(plain) + 0.2);
  assert.equal(share(fading), share(plain));
  assert.ok(marked.png);
  const everything = { x: 0, y: 0, width: 1200, height: 675 };
  const box = marked.placements[0] ?? everything;
  const corner = { x: box.x + box.width - 20, y: box.y, width: 20, height: 20 };
  assert.ok(inkedPixels(readPng(marked.png), corner) > 100);
  assert.equal(inkedPixels(readPng(marked.png), everything), inkedPixels(readPng(marked.png), box));
});

test('JPEG comes from the same canvas', async () => {
  const { jpeg, png } = await drawCloud(request(wordList(200), { formats: ['jpeg'] }));
  assert.equal(png, undefined);
  assert.ok(jpeg);
  assert.deepEqual([...jpeg.subarray(0, 3)], [0xff, 0xd8, 0xff]);
  assert.deepEqual([...jpeg.subarray(-2)], [0xff, 0xd9]);
});
