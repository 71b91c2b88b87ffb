import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Place } from '../../src/core/command.ts';
import { troubleLines } from '../../src/core/status-text.ts';

const place = (language: string) => ({ language, timezone: 'Asia/Shanghai' }) as Place;
const source = {
  name: 'blog',
  reason: 'blog.example answered 503',
  failures: 3,
  since: '2026-01-01T00:00:00Z',
  nextTryAt: '2026-01-01T00:30:00Z',
};

test('a source that fails now is told with how often, since when, and the next try in the reader’s time', () => {
  const status = { cost: 0, subscriptions: [], sources: [source] };
  const why = 'blog.example answered 503 (3× since 2026-01-01 08:00; next try at 2026-01-01 08:30)';
  assert.equal(troubleLines(status, place('en'))[0], `Source blog failed: ${why}`);
  assert.equal(troubleLines(status, place('zh'))[0], `来源 blog 失败：${why}`);
});

test('a source that failed for the last report and works now is no trouble', () => {
  const report = { coverage: { sources: [{ name: 'blog', status: 'failed', posts: 0 }] } } as never;
  const lines = troubleLines({ cost: 0, subscriptions: [], report, sources: [] }, place('en'));
  assert.deepEqual(lines, ['Cost of the last 30 days: none.']);
});
