import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemo } from '../../src/app/memo.ts';
import { createReports } from '../../src/app/reports.ts';
import type { DigestWant } from '../../src/core/command.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { openFakeLine, postOf } from '../fakes/line.ts';

const want: DigestWant = {
  edition: 'daily',
  language: 'en',
  window: { firstDay: '2026-01-02', lastDay: '2026-01-02', timezone: 'Asia/Shanghai' },
};

const first = postOf('1', '2026-01-02T02:00:00.000Z', 'agents');
const evening = postOf('2', '2026-01-02T14:00:00.000Z', 'markets');

test('a day that was read before it was over is read again once it is', async () => {
  const line = await openFakeLine({ posts: [first], now: '2026-01-02T12:00:00Z' });
  const reports = createReports(line);
  assert.equal((await reports.digest(want))?.coverage.posts, 1);
  await line.store.savePosts('daily', [evening]);
  line.clock.set('2026-01-03T00:00:00Z');
  const report = await reports.digest(want);
  assert.deepEqual([report?.coverage.posts, report?.window.partial], [2, false]);
});

test('a day under way is built again after ten minutes, not before', async () => {
  const line = await openFakeLine({ posts: [first], now: '2026-01-02T12:00:00Z' });
  const reports = createReports(line);
  for (const afterMs of [0, 9 * 60_000, 2 * 60_000]) {
    line.clock.addMs(afterMs);
    await reports.digest(want);
  }
  assert.equal(line.runs.length, 2);
});

test('whoever asks for a report under way is not charged, and a refused one leaves it alone', async () => {
  const line = await openFakeLine({ posts: [first] });
  const reports = createReports(line);
  const refuse = () => {
    throw new Error('no token');
  };
  const asks = [reports.digest(want), reports.digest(want, { charge: refuse }), reports.digest(want)];
  const [one, two] = await Promise.all(asks);
  assert.equal(one?.id, two?.id);
  await assert.rejects(reports.digest({ ...want, language: 'zh' }, { charge: refuse }), /no token/);
  assert.equal((await reports.digest({ ...want, language: 'zh' }))?.language, 'zh');
});

test('a report that was archived anew is the one that is shown', async () => {
  const line = await openFakeLine({ posts: [first], now: '2026-01-05T00:00:00Z' });
  const reports = createReports(line);
  await reports.digest(want);
  assert.equal((await reports.digest(want))?.coverage.posts, 1);
  await line.store.savePosts('daily', [evening]);
  const rebuilt = await createReports(line).build(want);
  assert.equal(rebuilt.coverage.posts, 2);
  assert.equal((await reports.digest(want))?.coverage.posts, 1, 'at hand for a moment');
  line.clock.addMs(5000);
  assert.equal((await reports.digest(want))?.coverage.posts, 2);
});

test('a memo finds once for all who ask meanwhile, and forgets failures, time and what it is told', async () => {
  const clock = createFakeClock('2026-01-01T00:00:00Z');
  const memo = createMemo<number>(clock, { forMs: 1000, keep: 2 });
  let finds = 0;
  const find = async () => ++finds;
  assert.deepEqual(await Promise.all([memo.of('a', find), memo.of('a', find)]), [1, 1]);
  clock.addMs(1000);
  assert.equal(await memo.of('a', find), 2);
  memo.forget('a');
  assert.equal(await memo.of('a', find), 3);
  await memo.of('b', find);
  await memo.of('c', find);
  assert.equal(await memo.of('a', find), 6, 'the oldest of three made room');
  await assert.rejects(memo.of('d', () => Promise.reject(new Error('away'))));
  assert.equal(await memo.of('d', find), 7);
});
