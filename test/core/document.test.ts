import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toDocument } from '../../src/core/document.ts';
import { claim, makeReport, names } from '../fixtures/report.ts';

const page = (more: Parameters<typeof makeReport>[0] = {}) => toDocument(makeReport(more), names);

test('a page is named for its edition and window, and a slice also for its topic', () => {
  assert.equal(page().name, 'sample_20251227_20251227.md');
  assert.equal(page({ topic: 'chips' }).name, 'sample_20251227_20251227_chips.md');
  assert.equal(page({ topic: 'q:claude code' }).name, 'sample_20251227_20251227_q-claude-code.md');
});

test('a core point leads with its theme, tells the day of its story, and links its posts', () => {
  const { text } = page();
  assert.match(
    text,
    /^1\. \*\*NVIDIA and Groq\*\*: NVIDIA signed .+ \[@nora\]\(https:\/\/posts\.example\/nora\/c1\) \(day 4\)$/m,
  );
});

test('a rumour and a text in another language are marked', () => {
  const { text } = page();
  assert.match(text, /A lab may open its coding model in January\. _\(rumour\)_/);
  assert.match(text, /MiniMax 开源 M2\.1。 _\(in Chinese\)_/);
});

test('the coverage tells window and zone, what was read, each source with its state, the writer and the cost', () => {
  const { text } = page();
  assert.match(text, /\*\*Window\*\*: 2025-12-27 00:00 to 2025-12-28 00:00 \(Asia\/Shanghai\)/);
  assert.match(text, /189 posts by 55 authors; 155 kept/);
  assert.match(text, /sample: ok \(189\); feed: failed \(0\), no answer within 20 s/);
  assert.match(text, /extractive \(no model\); 1 claim failed the check/);
  assert.match(text, /5 promotion, 1 hostile, 2 unreadable/);
  assert.match(text, /\*\*Cost\*\*: none/);
});

test('a partial window, a thin report, an empty one and a missing picture each say so', () => {
  const { window, coverage } = makeReport();
  assert.match(page({ window: { ...window, partial: true } }).text, /the day was not over: partial/);
  assert.match(page().text, /evidence of this window is thin/);
  const empty = page({
    points: [],
    overview: [],
    insights: [],
    events: [],
    words: [],
    coverage: { ...coverage, posts: 0 },
  });
  assert.match(empty.text, /Nothing was read in this window/);
  const undrawn = page({ coverage: { ...coverage, pictureError: 'no font' } });
  assert.match(undrawn.text, /The word cloud could not be drawn: no font/);
  assert.doesNotMatch(undrawn.text, /!\[/);
});

test('a slice without posts says that nothing speaks of its topic', () => {
  const { coverage } = makeReport();
  const bare = {
    points: [],
    overview: [],
    insights: [],
    events: [],
    words: [],
    coverage: { ...coverage, posts: 0 },
  };
  assert.match(page({ ...bare, topic: 'chips' }).text, /No post of this window speaks of Chips\./);
  assert.match(
    page({ ...bare, topic: 'q:warp drive' }).text,
    /No post of this window speaks of warp drive\./,
  );
});

test('the cloud has alt text with the top words, and tables of the top and the rising', () => {
  const { text } = page();
  assert.match(
    text,
    /!\[Word cloud, 2025-12-27, 189 posts\. Most used: Groq 12, 内存 5, M2\.1 4\]\(wordcloud_sample_20251227_20251227\.jpg\)/,
  );
  assert.match(text, /\| Groq \| 12 \| rising \|/);
  assert.match(
    text,
    /### New and rising words\n\n.*\n.*\n\| Groq \| 12 \| rising \|\n\| M2\.1 \| 4 \| new \|\n\n/,
  );
});

test('the sample is marked as invented', () => {
  assert.match(page().text, /> Sample: these posts and authors are invented/);
  assert.doesNotMatch(page({ sample: undefined }).text, /invented/);
});

test('hostile text stays text', () => {
  const hostile = claim('h', '[reward](https://evil.example) <img src=x> @everyone **x** ![p](q)');
  const { text } = page({ insights: [{ title: '# [t](u)', claims: [hostile] }] });
  assert.doesNotMatch(text, /(?<!\\)\]\((?!https:\/\/posts\.example|wordcloud_)|<img|@everyone/);
});

test('the Chinese page has the skeleton of the format', () => {
  const { text } = page({ language: 'zh' });
  assert.match(text, /# AI 列表样例主题推文总结报告/);
  assert.match(text, /### 核心信息（2个信息点概述）/);
  assert.match(text, /#### 人工智能相关内容/);
});
