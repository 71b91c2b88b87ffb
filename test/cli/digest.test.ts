import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Post } from '../../src/core/post.ts';
import { type Claim, detailClaims, type Report, reportSchema } from '../../src/core/report.ts';
import { smallDay } from '../fixtures/posts.ts';
import { type Outcome, run } from '../tools/run.ts';

let dir: string;

before(() => {
  dir = mkdtempSync(join(tmpdir(), 'broadsheet-digest-'));
  writePosts('day.ndjson', smallDay);
});

after(() => rmSync(dir, { recursive: true }));

function writePosts(name: string, posts: Post[]): void {
  writeFileSync(join(dir, name), posts.map((post) => `${JSON.stringify(post)}\n`).join(''));
}

function digest(...args: string[]): Promise<Outcome> {
  return run('src/cli.mjs', ['digest', ...args], { cwd: dir });
}

function readReport(out: string, name = 'twitter_ai_20251227_20251227.json'): Report {
  return reportSchema.parse(JSON.parse(readFileSync(join(dir, out, name), 'utf8')));
}

const base = 'twitter_ai_20251227_20251227';

test('a build writes the page, the report and both pictures under the contract’s names', async () => {
  const { code, stdout, stderr } = await digest('--posts', 'day.ndjson', '--out', 'a');
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    readdirSync(join(dir, 'a')).sort(),
    [`${base}.json`, `${base}.md`, `wordcloud_${base}.jpg`, `wordcloud_${base}.png`].sort(),
  );
  assert.match(stdout, /2025-12-27/);
  const report = readReport('a');
  assert.equal(report.coverage.posts, smallDay.length);
  assertCited(report, smallDay);
});

test('the same posts give the same bytes, twice and in any order', async () => {
  mkdirSync(join(dir, 'reversed'));
  writePosts('reversed/day.ndjson', [...smallDay].reverse());
  await digest('--posts', 'day.ndjson', '--out', 'b');
  await digest('--posts', 'day.ndjson', '--out', 'c');
  await digest('--posts', 'reversed/day.ndjson', '--out', 'd');
  for (const file of readdirSync(join(dir, 'b'))) {
    const bytes = readFileSync(join(dir, 'b', file));
    assert.deepEqual(bytes, readFileSync(join(dir, 'c', file)), file);
    assert.deepEqual(bytes, readFileSync(join(dir, 'd', file)), `${file} of the reversed posts`);
  }
});

test('with --json the report alone stands on standard output', async () => {
  const { code, stdout } = await digest('--posts', 'day.ndjson', '--out', 'j', '--json', '--lang', 'en');
  assert.equal(code, 0);
  const report = reportSchema.parse(JSON.parse(stdout));
  assert.equal(report.language, 'en');
  assert.deepEqual(report, readReport('j'));
});

test('the page has the front matter and the sections of the format, in both languages', async () => {
  await digest('--posts', 'day.ndjson', '--out', 'zh', '--lang', 'zh');
  await digest('--posts', 'day.ndjson', '--out', 'en', '--lang', 'en');
  const zh = readFileSync(join(dir, 'zh', `${base}.md`), 'utf8');
  const en = readFileSync(join(dir, 'en', `${base}.md`), 'utf8');
  for (const page of [zh, en]) {
    assert.match(
      page,
      new RegExp(
        `^---\nlayout: post\ntitle: "${base}"\ndate: "2025-12-27 23:59:59 \\+0800"\nposttime: "2025-12-27 23:59:59 \\+0800"\n---\n`,
      ),
    );
    assert.match(page, new RegExp(`!\\[.+\\]\\(wordcloud_${base}\\.jpg\\)`));
  }
  const inOrder = (page: string, headings: string[]) => {
    const places = headings.map((heading) => page.indexOf(`\n${heading}`));
    assert.ok(
      places.every((place, index) => place > (places[index - 1] ?? 0)),
      `${headings} at ${places}`,
    );
  };
  inOrder(zh, [
    'Twitter AI 报告 (2025-12-27 至 2025-12-27)',
    '# Twitter AI主题推文总结报告',
    '## 简要部分',
    '### 主要话题与行业趋势概述',
    '### 核心信息',
    '## 详细分析部分',
    '### 重要观点与见解',
    '### 关键事件与发展',
    '### 专项分析',
    '## 词云分析',
    '## 来源与覆盖',
  ]);
  inOrder(en, [
    '# Twitter AI',
    '## In brief',
    '### Topics and trends',
    '### Core points',
    '## In detail',
    '### Opinions and insights',
    '### Key events',
    '### Special analyses',
    '## Word cloud',
    '## What this report rests on',
  ]);
});

test('one post is a report, and it says that it is thin', async () => {
  writePosts('one.ndjson', smallDay.slice(0, 1));
  const { code, stdout, stderr } = await digest('--posts', 'one.ndjson', '--out', 'one', '--lang', 'en');
  assert.equal(code, 0, stderr);
  assert.match(stdout, /evidence of this window is thin/);
  assertCited(readReport('one'), smallDay);
});

test('no posts are an honest empty report', async () => {
  writePosts('none.ndjson', []);
  const { code, stdout, stderr } = await digest(
    '--posts',
    'none.ndjson',
    '--out',
    'none',
    '--date',
    '2025-12-27',
    '--lang',
    'en',
  );
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Nothing was read in this window/);
  assert.equal(readReport('none').points.length, 0);
});

test('broken rows are named by line, counted in coverage, and the good ones used', async () => {
  const good = smallDay.map((post) => JSON.stringify(post));
  writeFileSync(join(dir, 'broken.ndjson'), [good[0], '{"id": ', ...good.slice(1), '{"id":"9"}'].join('\n'));
  const { code, stderr } = await digest('--posts', 'broken.ndjson', '--out', 'broken');
  assert.equal(code, 0, stderr);
  assert.match(stderr, /line 2 of broken\.ndjson/);
  assert.match(stderr, /line 10 of broken\.ndjson/);
  const { coverage } = readReport('broken');
  assert.equal(coverage.posts, smallDay.length);
  assert.equal(coverage.leftOut.unreadable, 2);
});

test('a topic is a slice with its own files', async () => {
  const { code, stderr } = await digest('--posts', 'day.ndjson', '--out', 'slice', '--topic', 'chips');
  assert.equal(code, 0, stderr);
  const report = readReport('slice', `${base}_chips.json`);
  assert.equal(report.topic, 'chips');
  assert.ok(report.coverage.posts < smallDay.length);
});

const mistakes: [name: string, args: string[], says: RegExp][] = [
  [
    'an unknown edition',
    ['--edition', 'nope'],
    /^There is no edition "nope"; use one of sample, twitter_ai\.\n$/,
  ],
  ['an unknown writer', ['--writer', 'quill'], /^There is no writer "quill"; use extractive or openai\.\n$/],
  ['a writer without its key', ['--writer', 'openai'], /set OPENAI_API_KEY/],
  ['a future date', ['--date', '2999-01-01'], /2999-01-01 has not come yet/],
  ['a word that is no date', ['--date', 'soonish'], /--date "soonish" is not a date/],
  ['from after to', ['--from', '2025-12-27', '--to', '2025-12-20'], /swap the two dates/],
  ['from without to', ['--from', '2025-12-27'], /belong together/],
  ['date and from', ['--date', '2025-12-27', '--from', '2025-12-20', '--to', '2025-12-21'], /not both/],
  [
    'a date outside the files',
    ['--posts', 'day.ndjson', '--date', '2025-12-20'],
    /No post at hand falls on 2025-12-20 .* nearest days are 2025-12-27/,
  ],
  [
    'a date before the sample',
    ['--date', '2025-01-01'],
    /No post at hand falls on 2025-01-01 .* nearest days are 2025-12-14, 2025-12-15, 2025-12-16\.\n$/,
  ],
  ['a file that is missing', ['--posts', 'absent.ndjson'], /absent\.ndjson/],
  ['an unknown option', ['--colour', 'red'], /Unknown option '--colour'/],
  ['a wrong language', ['--posts', 'day.ndjson', '--lang', 'fr'], /--lang is "fr"; use one of zh, en/],
];

for (const [name, args, says] of mistakes) {
  test(`${name} ends with exit code 2 and one sentence`, async () => {
    const { code, stdout, stderr } = await digest(...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, says);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
    assert.equal(stdout, '');
  });
}

test('an unknown verb is told with the known ones', async () => {
  const { code, stderr } = await run('src/cli.mjs', ['dance'], { cwd: dir });
  assert.equal(code, 2);
  assert.match(stderr, /Unknown verb "dance"; use one of digest, cloud, check/);
});

test('check prints what would run and no secret', async () => {
  const env = {
    DISCORD_TOKEN: 'planted-discord',
    OPENAI_API_KEY: 'planted-openai',
    STORE_URL: 'redis://user:planted-store@127.0.0.1:1',
  };
  const { code, stdout } = await run('src/cli.mjs', ['check'], { cwd: dir, env });
  assert.equal(code, 0);
  assert.match(stdout, /discord +on/);
  assert.match(stdout, /telegram +off/);
  assert.doesNotMatch(stdout, /planted/);
});

/** Every claim cites posts that exist, with words that stand in them; points are detail claims. */
function assertCited(report: Report, posts: Post[]): void {
  const byId = new Map(posts.map((post) => [post.id, post]));
  const detail = detailClaims(report);
  for (const claim of [...report.overview, ...report.points, ...detail]) assertClaim(claim, byId);
  const ids = new Set(detail.map((claim) => claim.id));
  for (const point of report.points) assert.ok(ids.has(point.id), `point ${point.id} is no detail claim`);
}

function assertClaim(claim: Claim, byId: Map<string, Post>): void {
  assert.ok(claim.cites.length > 0, claim.text);
  for (const cite of claim.cites) {
    const post = byId.get(cite.postId);
    assert.ok(post, `${claim.id} cites ${cite.postId}`);
    assert.equal(cite.url, post.url);
    const fold = (text: string) => text.normalize('NFKC').replace(/\s+/g, ' ');
    assert.ok(fold(post.text).includes(fold(cite.quote)), `"${cite.quote}" stands in ${cite.postId}`);
  }
}
