import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePost, run } from './day.ts';

const places = ['Rome', 'Oslo', 'Lima', 'Bern', 'Kyiv', 'Cairo'];
const posts = (count: number, text: (i: number) => string, tag: string) =>
  Array.from({ length: count }, (_, i) => makePost(`${tag}${i}`, text(i), { handle: `${tag}${i}` }));

test('words show in the form most posts use, heaviest first with weight 1', () => {
  const { words } = run([
    ...posts(6, (i) => `We run claude code in ${places[i]} for the whole team`, 'a'),
    ...posts(3, (i) => `The people of ${places[i]} like GLM-4.7 a lot`, 'b'),
  ]);
  assert.equal(words[0]?.text, 'Claude Code');
  assert.equal(words[0]?.weight, 1);
  assert.equal(words[0]?.count, 6);
  assert.equal(words[0]?.group, 'coding');
  assert.ok(words.some(({ text }) => text === 'GLM-4.7'));
  assert.ok(words.every(({ weight }) => weight > 0 && weight <= 1));
});

test('a longer name takes its count from its parts', () => {
  const { words } = run([
    ...posts(5, (i) => `People in ${places[i]} say Meta shows Muse Spark today`, 'a'),
    ...posts(2, (i) => `Sparks fly over ${places[i]} while Claude writes`, 'b'),
  ]);
  assert.equal(words.find(({ text }) => text === 'Muse Spark')?.count, 5);
  assert.equal(
    words.find(({ text }) => text === 'Muse'),
    undefined,
  );
});

test('Chinese names show in Chinese when mostly Chinese posts hold them', () => {
  const { words } = run(
    posts(
      4,
      (i) =>
        ['英伟达的新卡涨价', '昨晚看英伟达发布会到两点', '朋友跳槽去英伟达做编译器', '英伟达财报超出预期'][
          i
        ] ?? '',
      'a',
    ),
  );
  assert.ok(words.some(({ text }) => text === '英伟达'));
  assert.ok(words.every(({ text }) => text !== 'NVIDIA'));
});

test('stop words, handles and addresses are no words, and one form stands for all letter cases', () => {
  const { words } = run(
    posts(
      6,
      (i) => `The @handle and NVIDIA${i % 2 ? '' : ' or nvidia'} at https://t.co/x${i} in ${places[i]}`,
      'a',
    ),
  );
  const texts = words.map(({ text }) => text.toLowerCase());
  assert.equal(new Set(texts).size, texts.length);
  assert.ok(!texts.some((text) => ['the', 'and', 'handle', 'https'].includes(text)));
});

test('at most 120 words are handed on', () => {
  const many = posts(300, (i) => `Name${i % 150}a and also Name${i % 150}a of ${places[i % 6]}`, 'a');
  assert.ok(run(many).words.length <= 120);
});
