import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageChoices, timeChoices, topicListChoices } from '../../src/core/choices.ts';
import { editionLines, subscriptionLines, troubleLines } from '../../src/core/status-text.ts';
import { describeSubscription, nextText } from '../../src/core/subscription-text.ts';
import { describeTrend, trendRows } from '../../src/core/trend-text.ts';
import { daily, topics } from '../fakes/desk.ts';
import { subscriptionOf } from '../fakes/subscriptions.ts';
import { makeReport } from '../fixtures/report.ts';

const names = { edition: daily, topics };
const markets = subscriptionOf('a', { topics: ['markets'], language: 'zh', length: 'full' });
const place = (language: string) => ({ edition: daily, language, timezone: 'Asia/Shanghai' });

test('a subscription is told in the words of the reader', () => {
  assert.equal(
    describeSubscription(markets, names, 'en'),
    'Daily AI (Markets), full, in Chinese, daily at 08:00 Asia/Shanghai',
  );
  assert.equal(
    describeSubscription(markets, names, 'zh'),
    '每日 AI（金融市场），中文，完整版，每天 08:00（Asia/Shanghai）',
  );
});

test('a subscription whose edition is gone is told by its id', () => {
  const gone = { edition: undefined, topics: [] };
  assert.equal(
    describeSubscription(subscriptionOf('a', { edition: 'old', topics: ['x'] }), gone, 'en'),
    'old (x), short, in English, daily at 08:00 Asia/Shanghai',
  );
});

test('the next run is told in local time, a pause with its reason', () => {
  assert.equal(nextText(markets, 'en'), 'next run 2026-01-02 08:00');
  const paused = subscriptionOf('a', { state: 'paused', reason: 'The bot was removed.' });
  assert.equal(nextText(paused, 'en'), 'paused: The bot was removed.');
  assert.equal(nextText(paused, 'zh'), '已暂停：The bot was removed.');
});

const days = [
  { day: '2026-01-01', posts: 0, of: 0 },
  { day: '2026-01-02', posts: 5, of: 200 },
  { day: '2026-01-03', posts: 12, of: 300 },
];

test('a trend sets the newest day against the days before it', () => {
  assert.equal(
    describeTrend({ term: 'NVIDIA', days }, 'en'),
    '“NVIDIA” stood in 4.0 % of the posts on 2026-01-03 (12 of 300); in the 2 days before it was 2.5 %.',
  );
  assert.equal(
    describeTrend({ term: 'NVIDIA', days }, 'zh'),
    '2026-01-03，4.0% 的帖子提到“NVIDIA”（300 帖中 12 帖）；此前 2 天为 2.5%。',
  );
  assert.match(describeTrend({ term: 'x', days: [] }, 'en'), /Nothing has been read yet/);
  assert.match(describeTrend({ term: 'x', days: days.slice(2) }, 'en'), /the only day that was read/);
  const silent = days.map((day) => ({ ...day, posts: 0 }));
  assert.equal(
    describeTrend({ term: 'x', days: silent }, 'en'),
    'No post of the last 3 days that were read speaks of “x”.',
  );
});

test('the rows of a trend give every day with its numbers, the newest first', () => {
  assert.deepEqual(trendRows({ term: 'x', days }, 'en'), [
    '2026-01-03: 4.0 % (12 of 300 posts)',
    '2026-01-02: 2.5 % (5 of 200 posts)',
    '2026-01-01: 0.0 % (0 of 0 posts)',
  ]);
});

test('everybody reads when the last report was and when the next one comes', () => {
  const report = makeReport();
  assert.deepEqual(
    editionLines({ report, cost: 0, nextBuild: '2026-01-02T12:00:00Z', subscriptions: [] }, place('en')),
    [
      `Last report: 2025-12-27, ${report.coverage.posts} posts read.`,
      'Next report: 2026-01-02 20:00 (Asia/Shanghai).',
    ],
  );
  assert.deepEqual(editionLines({ cost: 0, subscriptions: [] }, place('zh')), [
    '还没有生成过报告。',
    '报告在有人查询时生成。',
  ]);
});

test('what became of the last digest is for managers', () => {
  const status = {
    cost: 0,
    subscriptions: [
      {
        subscription: markets,
        last: {
          date: '2026-01-01',
          at: '2026-01-01T00:00:09Z',
          parts: { sent: 2, unknown: 1 },
          reason: 'no answer in time',
        },
      },
      { subscription: subscriptionOf('b') },
    ],
  };
  const tools = { names: () => names, place: place('en') };
  assert.deepEqual(subscriptionLines(status, { ...tools, isManager: true }), [
    'Daily AI (Markets): next run 2026-01-02 08:00; 2026-01-01: 2 sent, 1 may not have arrived (no answer in time).',
    'Daily AI: next run 2026-01-02 08:00; nothing was due yet.',
  ]);
  assert.deepEqual(subscriptionLines(status, { ...tools, isManager: false }), [
    'Daily AI (Markets): next run 2026-01-02 08:00.',
    'Daily AI: next run 2026-01-02 08:00.',
  ]);
});

test('managers read each source that failed, why another writer wrote, what could not be built, and the cost', () => {
  const { coverage } = makeReport();
  const report = makeReport({
    coverage: {
      ...coverage,
      sources: [
        { name: 'x-list', status: 'failed', posts: 0, error: 'HTTP 503' },
        { name: 'feeds', status: 'ok', posts: 3 },
      ],
      fallbackReason: 'openai: quota used up',
    },
  });
  const trouble = { at: '2026-01-01T00:00:00Z', reason: 'the engine stopped' };
  assert.deepEqual(troubleLines({ report, trouble, cost: 0.1234, subscriptions: [] }, place('en')), [
    'Source x-list failed: HTTP 503',
    'Writer: openai: quota used up',
    'A digest could not be built at 2026-01-01 08:00: the engine stopped',
    'Cost of the last 30 days: $0.1234.',
  ]);
});

test('choices complete what is typed', () => {
  assert.deepEqual(
    timeChoices('8').map(({ value }) => value),
    ['08:00', '08:30'],
  );
  assert.deepEqual(timeChoices('2').length, 10);
  assert.equal(timeChoices('')[0]?.value, '08:00');
  assert.deepEqual(languageChoices(['zh', 'en']), [
    { label: '中文', value: 'zh' },
    { label: 'English', value: 'en' },
  ]);
  assert.deepEqual(topicListChoices(topics, 'markets, ag', 'en'), [
    { label: 'markets, AI agents', value: 'markets, agents' },
  ]);
  assert.equal(topicListChoices(topics, 'markets, ', 'zh').length, 2);
});
