import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addDays,
  dayOf,
  daysBetween,
  fromReportWindow,
  toReportWindow,
  windowInstants,
} from '../../src/core/window.ts';

const shanghai = { firstDay: '2025-12-27', lastDay: '2025-12-27', timezone: 'Asia/Shanghai' };

test('a day starts and ends at its own midnight in its zone', () => {
  assert.deepEqual(windowInstants(shanghai), {
    from: '2025-12-26T16:00:00.000Z',
    to: '2025-12-27T16:00:00.000Z',
  });
});

test('the day on which clocks go forward has 23 hours', () => {
  const { from, to } = windowInstants({
    firstDay: '2027-03-28',
    lastDay: '2027-03-28',
    timezone: 'Europe/Berlin',
  });
  assert.equal((Date.parse(to) - Date.parse(from)) / 3_600_000, 23);
});

test('a window is partial until its last instant has passed', () => {
  assert.equal(toReportWindow(shanghai, '2025-12-27T15:59:59Z').partial, true);
  assert.equal(toReportWindow(shanghai, '2025-12-27T16:00:00Z').partial, false);
});

test('a report window tells local time with its offset and leads back to its days', () => {
  const window = toReportWindow({ ...shanghai, firstDay: '2025-12-20' }, '2026-01-01T00:00:00Z');
  assert.equal(window.from, '2025-12-20T00:00:00+08:00');
  assert.equal(window.to, '2025-12-28T00:00:00+08:00');
  assert.deepEqual(fromReportWindow(window), { ...shanghai, firstDay: '2025-12-20' });
});

test('an instant belongs to the local day of its zone', () => {
  assert.equal(dayOf('2025-12-26T16:00:00Z', 'Asia/Shanghai'), '2025-12-27');
  assert.equal(dayOf('2025-12-26T15:59:59.999Z', 'Asia/Shanghai'), '2025-12-26');
});

test('days are counted over months and years', () => {
  assert.equal(addDays('2024-02-28', 2), '2024-03-01');
  assert.equal(daysBetween('2025-12-31', '2026-01-02'), 2);
  assert.equal(daysBetween('2026-01-02', '2025-12-31'), -2);
});
