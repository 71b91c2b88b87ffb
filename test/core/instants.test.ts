import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseInstant } from '../../src/core/instants.ts';

describe('an instant', () => {
  const forms: [given: unknown, instant: string][] = [
    ['2026-04-08T00:04:04.234Z', '2026-04-08T00:04:04.234Z'],
    ['2026-04-08T00:04:04Z', '2026-04-08T00:04:04.000Z'],
    ['2026-04-08T00:04:04.2345678Z', '2026-04-08T00:04:04.234Z'],
    ['2023-04-03 13:59:44+00:00', '2023-04-03T13:59:44.000Z'],
    ['2023-04-08 01:07:02.538242', '2023-04-08T01:07:02.538Z'],
    ['2026-04-08T08:00:00+08:00', '2026-04-08T00:00:00.000Z'],
    ['2026-04-08T08:00:00+0800', '2026-04-08T00:00:00.000Z'],
    ['2026-04-08T08:00-05', '2026-04-08T13:00:00.000Z'],
    ['2026-04-08', '2026-04-08T00:00:00.000Z'],
    ['2026-04', '2026-04-01T00:00:00.000Z'],
    ['20260408', '2026-04-08T00:00:00.000Z'],
    ['20260408T101500Z', '2026-04-08T10:15:00.000Z'],
    ['2026/4/8 9:05', '2026-04-08T09:05:00.000Z'],
    ['2026年4月8日 09:05', '2026-04-08T09:05:00.000Z'],
    ['Wed, 08 Apr 2026 10:15:00 GMT', '2026-04-08T10:15:00.000Z'],
    ['Wed, 8 Apr 2026 10:15 EST', '2026-04-08T15:15:00.000Z'],
    ['08 Apr 26 10:15:00 +0200', '2026-04-08T08:15:00.000Z'],
    ['Wed, 08 Apr 2026 10:15:00 +0000 (UTC)', '2026-04-08T10:15:00.000Z'],
    ['Wed Oct 10 20:19:24 +0000 2018', '2018-10-10T20:19:24.000Z'],
    ['Wed Oct 10 20:19:24 2018', '2018-10-10T20:19:24.000Z'],
    ['Apr 8, 2026 · 12:04 AM UTC', '2026-04-08T00:04:00.000Z'],
    ['April 8, 2026 at 3:30 p.m.', '2026-04-08T15:30:00.000Z'],
    [1_775_606_400, '2026-04-08T00:00:00.000Z'],
    [1_775_606_400_000, '2026-04-08T00:00:00.000Z'],
    [1_775_606_400_000_000, '2026-04-08T00:00:00.000Z'],
    ['1775606400', '2026-04-08T00:00:00.000Z'],
    ['1775606400.5', '2026-04-08T00:00:00.500Z'],
    ['  2026-04-08  ', '2026-04-08T00:00:00.000Z'],
  ];
  for (const [given, instant] of forms) {
    it(`is read from ${given}`, () => assert.equal(parseInstant(given), instant));
  }

  const none = [
    '',
    'soon',
    'yesterday',
    '2026-13-01',
    '2026-02-30',
    '2026-04-08T25:00',
    '12',
    12,
    0,
    -1,
    1e18,
  ];
  for (const given of [
    ...none,
    Number.NaN,
    null,
    undefined,
    {},
    [],
    true,
    '04/08/2026',
    'x'.repeat(10_000),
  ]) {
    it(`is not read from ${String(given).slice(0, 20)}`, () => assert.equal(parseInstant(given), undefined));
  }

  it('is read back from what it was written to', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1975-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          assert.equal(parseInstant(date.toISOString()), date.toISOString());
          assert.equal(parseInstant(date.getTime()), date.toISOString());
          assert.equal(parseInstant(date.toUTCString()), date.toISOString().replace(/\d{3}Z$/, '000Z'));
        },
      ),
    );
  });

  it('is undefined or valid for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const instant = parseInstant(text);
        assert.ok(instant === undefined || !Number.isNaN(Date.parse(instant)));
      }),
    );
  });
});
