import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { type Post, postSchema } from '../../src/core/post.ts';
import { addDays, dayOf } from '../../src/core/window.ts';

const dir = resolve(import.meta.dirname, '../../config/sample/posts');
const lastDay = '2025-12-27';

const days = new Map(
  readdirSync(dir)
    .sort()
    .map((name) => [name.replace('.ndjson', ''), readDay(name)]),
);
const last = days.get(lastDay) ?? [];

function readDay(name: string): Post[] {
  const lines = readFileSync(join(dir, name), 'utf8').trimEnd().split('\n');
  return lines.map((line) => postSchema.parse(JSON.parse(line)));
}

test('the sample is fourteen days in a row, each of its own local date', () => {
  const wanted = Array.from({ length: 14 }, (_, index) => addDays(lastDay, index - 13));
  assert.deepEqual([...days.keys()], wanted);
  for (const [day, posts] of days) {
    for (const post of posts) assert.equal(dayOf(post.createdAt, 'Asia/Shanghai'), day, post.id);
  }
});

test('every day has enough posts for trends, and the last for a whole digest', () => {
  assert.ok(last.length >= 150);
  for (const [day, posts] of days) assert.ok(posts.length >= 30, day);
});

test('both languages have their share of every day', () => {
  for (const [day, posts] of days) {
    const chinese = posts.filter((post) => post.language === 'zh').length / posts.length;
    assert.ok(chinese > 0.35 && chinese < 0.65, `${day}: ${chinese}`);
  }
});

test('ids are unique, and whatever a post refers to is there', () => {
  const all = [...days.values()].flat();
  const ids = new Set(all.map((post) => post.id));
  assert.equal(ids.size, all.length);
  for (const post of all) {
    for (const other of [post.repostOf, post.quoteOf, post.replyTo])
      assert.ok(!other || ids.has(other), post.id);
  }
});

test('no post of the sample points at a real account', () => {
  for (const post of [...days.values()].flat()) assert.match(post.url, /^https:\/\/posts\.example\//);
});

test('the last day holds what a digest must withstand', () => {
  const holds = (pattern: RegExp) => last.filter((post) => pattern.test(post.text)).length;
  assert.equal(holds(/20亿美元/), 1, 'a deal told ten times too small');
  assert.ok(holds(/200亿美元|\$20 ?(billion|B)/) >= 3, 'and told rightly by several');
  assert.ok(
    holds(/@everyone/) >= 1 && holds(/<script>/) >= 1 && holds(/ignore all previous/i) >= 1,
    'a hostile post',
  );
  assert.ok(last.filter((post) => post.repostOf).length >= 10, 'reposts');
  assert.ok(last.filter((post) => post.quoteOf).length >= 5, 'quotes');
  assert.ok(
    last.some((post) => post.author.handle === 'bay_rumors'),
    'a rumour',
  );
  assert.ok(last.filter((post) => !post.metrics).length >= 5, 'posts without metrics');
});
