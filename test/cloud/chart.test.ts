import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawChart } from '../../src/cloud/chart.ts';
import { niceTicks, shortNumber } from '../../src/cloud/chart-scale.ts';
import type { ChartRequest } from '../../src/core/chart.ts';
import { inkedPixels, readPng } from './read-png.ts';

function days(values: number[]): ChartRequest['points'] {
  return values.map((value, i) => ({ label: `12-${i + 1}`, value }));
}

function chart(values: number[], more: Partial<ChartRequest> = {}): ChartRequest {
  return { title: '智能体', points: days(values), width: 1200, height: 675, theme: 'light', ...more };
}

test('ticks are round, start at 0 and reach the largest value', () => {
  assert.deepEqual(niceTicks(73), [0, 20, 40, 60, 80]);
  assert.deepEqual(niceTicks(3), [0, 1, 2, 3]);
  assert.deepEqual(niceTicks(0.4), [0, 0.1, 0.2, 0.3, 0.4]);
  assert.deepEqual(niceTicks(1_000_000), [0, 500_000, 1_000_000]);
  assert.deepEqual(niceTicks(0), [0, 1]);
});

test('numbers on the axis are short', () => {
  assert.deepEqual([0, 7, 12.5, 999, 1200, 3e6, 2e9].map(shortNumber), [
    '0',
    '7',
    '12.5',
    '999',
    '1.2k',
    '3M',
    '2B',
  ]);
});

test('a bar is as tall as its value', async () => {
  const { png } = await drawChart(chart([10, 20, 40]));
  assert.ok(png);
  const picture = readPng(png);
  const inks = [0, 1, 2].map((i) =>
    inkedPixels(picture, { x: 100 + i * 355, y: 120, width: 355, height: 470 }),
  );
  const [low = 0, middle = 0, high = 0] = inks;
  assert.ok(middle > 1.6 * low && high > 1.6 * middle, `${inks}`);
});

test('many values make a line, with any theme and size', async () => {
  for (const [width, height] of [
    [1200, 400],
    [400, 300],
    [64, 64],
  ] as const) {
    const values = Array.from({ length: 40 }, (_, i) => i % 7);
    const { png } = await drawChart(chart(values, { width, height, theme: 'dark', unit: '%' }));
    assert.ok(png && readPng(png).width === width);
  }
});

test('the same values give the same bytes, and JPEG on request', async () => {
  const wanted = chart([1, 0, 3], { formats: ['png', 'jpeg'] });
  const [first, second] = [await drawChart(wanted), await drawChart(wanted)];
  assert.deepEqual(first, second);
  assert.deepEqual([...(first.jpeg ?? []).slice(0, 2)], [0xff, 0xd8]);
});

test('values that cannot be drawn are refused in one sentence', async () => {
  await assert.rejects(drawChart(chart([])), { name: 'UserError', message: 'There are no values to draw.' });
  await assert.rejects(drawChart(chart([1, -2])), {
    message: 'The value of 12-2 must be 0 or more, not -2.',
  });
  await assert.rejects(drawChart(chart([Number.NaN])), { name: 'UserError' });
  await assert.rejects(drawChart(chart([1], { width: 5 })), { name: 'UserError' });
});

test('nothing but zeros is a chart too', async () => {
  const { png } = await drawChart(chart([0, 0]));
  assert.ok(png);
});
