import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateTokens } from '../../src/engine/estimate.ts';
import { boundedText } from '../../src/engine/pack.ts';
import { makePost, run } from './day.ts';

const names = ['Rome', 'Oslo', 'Lima', 'Bern', 'Kyiv', 'Cairo', 'Quito', 'Delhi', 'Tunis', 'Hanoi'];
const filler = '机房的电力和散热由当地公司负责，训练任务从下个月开始排队，价格还没有公布。'.repeat(12);
const crowd = Array.from({ length: 900 }, (_, i) => {
  const place = `Site${names[i % 10]} Hall${names[Math.floor(i / 10) % 10]}`;
  return makePost(
    `p${String(i).padStart(4, '0')}`,
    `英伟达在 ${place} 发布新机房，共 ${i + 1003} 台。${place} 很大。${filler}`,
    { handle: `writer${i % 170}` },
  );
});

test('the pack stays within its stories, posts, authors and tokens, whatever the volume', () => {
  const { pack } = run(crowd);
  const perStory = new Map<string, number>();
  const perAuthor = new Map<string, number>();
  for (const { storyId, post } of pack.posts) {
    perStory.set(storyId, (perStory.get(storyId) ?? 0) + 1);
    perAuthor.set(post.author.handle, (perAuthor.get(post.author.handle) ?? 0) + 1);
  }
  assert.ok(pack.stories.length <= 60 && pack.stories.length > 0);
  assert.ok([...perStory.values()].every((count) => count <= 5));
  assert.ok([...perAuthor.values()].every((count) => count <= 5));
  assert.ok(pack.tokens <= 25_000 && pack.tokens > 20_000);
  assert.ok(pack.posts.reduce((sum, { text }) => sum + estimateTokens(text), 0) <= pack.tokens);
  assert.deepEqual(
    pack.posts.map(({ handle }) => handle),
    pack.posts.map((_, i) => `p${i + 1}`),
  );
});

test('a pack post carries its figures and names as they stand in the text', () => {
  const { pack } = run([makePost('1', 'NVIDIA pays $20 billion, 41% more than in 2024')]);
  const facts = pack.posts[0]?.facts.map(({ kind, raw }) => `${kind} ${raw}`) ?? [];
  assert.ok(facts.includes('money $20 billion'));
  assert.ok(facts.includes('percent 41%'));
  assert.ok(facts.includes('name NVIDIA'));
});

test('a story of several authors and languages shows both', () => {
  const { pack } = run([
    makePost('1', 'NVIDIA pays Groq $20 billion for inference technology', { handle: 'a' }),
    makePost('2', 'NVIDIA pays Groq $20 billion, people move over too', { handle: 'a' }),
    makePost('3', '英伟达向 Groq 支付200亿美元，获得推理技术', { handle: 'b' }),
  ]);
  assert.deepEqual([...new Set(pack.posts.map(({ language }) => language))].sort(), ['en', 'zh']);
});

test('texts are cut at a sentence where one fits, and never inside a character', () => {
  const sentence = 'This is a sentence of some length. ';
  assert.ok(boundedText(sentence.repeat(30)).endsWith('length.'));
  assert.ok(boundedText('🚀'.repeat(900)).isWellFormed());
  assert.equal(boundedText('  short '), 'short');
});

test('the token estimate grows with the text and counts hanzi above letters', () => {
  assert.equal(estimateTokens(''), 0);
  assert.ok(estimateTokens('模型推理芯片') > estimateTokens('models'));
  assert.ok(estimateTokens('two words and more') > estimateTokens('two words'));
});
