import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTrend, termKeys } from '../../src/app/trend.ts';
import { daily } from '../fakes/desk.ts';
import { openFakeLine, postOf } from '../fakes/line.ts';

const lexicon = {
  aliases: [{ id: 'nvidia', kind: 'company', en: 'NVIDIA', zh: '英伟达', also: ['NVDA'] }],
  terms: [{ id: 'open-weights', group: 'models', en: 'open weights', zh: '开放权重', also: [] }],
};

const posts = [
  postOf('1', '2026-01-01T02:00:00.000Z', '=nvidia agents'),
  postOf('2', '2026-01-01T03:00:00.000Z', 'agents claude code'),
  postOf('3', '2026-01-02T02:00:00.000Z', '=nvidia'),
  postOf('4', '2026-01-02T03:00:00.000Z', 'claude code is here'),
];

test('a name is looked up under its id in either language and any spelling', () => {
  for (const term of ['NVIDIA', 'nvidia', '英伟达', ' nvda ', 'ＮＶＩＤＩＡ']) {
    assert.equal(termKeys(term, lexicon)[0], '=nvidia', term);
  }
  assert.equal(termKeys('Open-Weights', lexicon)[0], '~open-weights');
});

test('a version is looked up as the engine writes it, a plural as its singular', () => {
  assert.ok(termKeys('GLM 4.7', lexicon).includes('glm-4.7'));
  assert.ok(termKeys('Robots', lexicon).includes('robot'));
});

test('a known term is counted out of the memories of the days', async () => {
  const line = await openFakeLine({ posts, lexicon });
  assert.deepEqual((await findTrend(line, daily, '英伟达')).days, [
    { day: '2026-01-01', of: 2, posts: 1 },
    { day: '2026-01-02', of: 2, posts: 1 },
  ]);
});

test('a phrase that no day remembers is counted in the posts', async () => {
  const line = await openFakeLine({ posts, lexicon });
  assert.deepEqual((await findTrend(line, daily, 'claude code')).days, [
    { day: '2026-01-01', of: 2, posts: 1 },
    { day: '2026-01-02', of: 2, posts: 1 },
  ]);
});

test('a trend ends with the newest day that has posts and is not ahead', async () => {
  const ahead = postOf('9', '2026-03-01T02:00:00.000Z', 'agents');
  const line = await openFakeLine({ posts: [...posts, ahead], lexicon });
  assert.deepEqual(
    (await findTrend(line, daily, 'agents')).days.map(({ day, posts: count }) => `${day} ${count}`),
    ['2026-01-01 2', '2026-01-02 0'],
  );
});

test('three weeks are looked back on, no more', async () => {
  const old = postOf('0', '2025-12-12T02:00:00.000Z', 'agents');
  const older = postOf('00', '2025-12-11T23:00:00.000Z', 'agents');
  const line = await openFakeLine({
    posts: [...posts, old, older, postOf('x', '2025-12-12T17:00:00.000Z', 'agents')],
    lexicon,
  });
  const days = (await findTrend(line, daily, 'agents')).days.map(({ day }) => day);
  assert.deepEqual(days, ['2025-12-13', '2026-01-01', '2026-01-02']);
});

test('nothing read gives no days', async () => {
  const line = await openFakeLine({ lexicon });
  assert.deepEqual(await findTrend(line, daily, 'agents'), { term: 'agents', days: [] });
});
