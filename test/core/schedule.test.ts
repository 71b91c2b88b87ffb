import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  digestDay,
  dueInstant,
  dueRun,
  localTime,
  nextDate,
  nextDue,
  readyDay,
} from '../../src/core/schedule.ts';
import { addDays } from '../../src/core/window.ts';
import { checkZone, dueTimes } from '../bench/schedule.ts';

const berlin = (time: string) => ({ time, timezone: 'Europe/Berlin' });
const shanghai = { time: '08:00', timezone: 'Asia/Shanghai' };

const due: [what: string, date: string, rule: { time: string; timezone: string }, at: string][] = [
  ['an ordinary time is itself', '2026-01-02', shanghai, '2026-01-02T00:00:00Z'],
  ['a time in a gap is the end of the gap', '2027-03-28', berlin('02:30'), '2027-03-28T01:00:00Z'],
  ['the first time in a gap is its end as well', '2027-03-28', berlin('02:00'), '2027-03-28T01:00:00Z'],
  ['the end of a gap is itself', '2027-03-28', berlin('03:00'), '2027-03-28T01:00:00Z'],
  ['a time that comes twice is the first of the two', '2027-10-31', berlin('02:30'), '2027-10-31T00:30:00Z'],
  ['the time behind a repeated hour comes once', '2027-10-31', berlin('03:00'), '2027-10-31T02:00:00Z'],
  [
    'a gap before midnight ends on the next date',
    '2026-03-28',
    { time: '23:59', timezone: 'America/Nuuk' },
    '2026-03-29T01:00:00Z',
  ],
  [
    'a date that a zone left out begins with the next one',
    '2011-12-30',
    { time: '08:30', timezone: 'Pacific/Apia' },
    '2011-12-30T10:00:00Z',
  ],
  [
    'half an hour of summer time moves half an hour',
    '2026-10-04',
    { time: '02:15', timezone: 'Australia/Lord_Howe' },
    '2026-10-03T15:30:00Z',
  ],
];

for (const [what, date, rule, at] of due) {
  test(`${what}: ${rule.time} ${rule.timezone} on ${date}`, () => {
    assert.equal(dueInstant(date, rule), at);
  });
}

test('the next run is after the instant, not at it', () => {
  assert.equal(nextDue(shanghai, '2026-01-01T23:59:59Z'), '2026-01-02T00:00:00Z');
  assert.equal(nextDue(shanghai, '2026-01-02T00:00:00Z'), '2026-01-03T00:00:00Z');
  assert.equal(nextDate(shanghai, '2026-01-02T00:00:00Z'), '2026-01-03');
});

test('a run on time owes its date and nothing before it', () => {
  assert.deepEqual(dueRun(shanghai, '2026-01-02T00:00:00Z', '2026-01-02T00:00:30Z'), {
    date: '2026-01-02',
    dueAt: '2026-01-02T00:00:00Z',
    missed: [],
    next: '2026-01-03T00:00:00Z',
  });
});

test('after three days down the newest date is owed and the older ones are missed', () => {
  const run = dueRun(shanghai, '2026-01-02T00:00:00Z', '2026-01-05T03:00:00Z');
  assert.deepEqual(run.missed, ['2026-01-02', '2026-01-03', '2026-01-04']);
  assert.equal(run.date, '2026-01-05');
  assert.equal(run.next, '2026-01-06T00:00:00Z');
});

test('a run that a gap pushed into the next date keeps its intended date', () => {
  const nuuk = { time: '23:59', timezone: 'America/Nuuk' };
  const run = dueRun(nuuk, '2026-03-29T01:00:00Z', '2026-03-29T01:00:00Z');
  assert.equal(run.date, '2026-03-28');
  assert.equal(run.next, '2026-03-30T00:59:00Z');
});

test('every zone has one run a date, in order, each the first instant at or after its time', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom(...dueTimes),
      fc.integer({ min: 0, max: 1200 }),
      (timezone, time, offset) =>
        checkZone({ timezone, time, from: addDays('2026-01-01', offset), days: 12 }),
    ),
    { numRuns: 300 },
  );
});

test('zones with odd clocks hold over a whole year', () => {
  const odd = ['America/Nuuk', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Africa/Cairo', 'America/Havana'];
  for (const timezone of [...odd, 'Asia/Beirut', 'Antarctica/Troll', 'America/Santiago']) {
    for (const time of dueTimes) checkZone({ timezone, time, from: '2026-01-01', days: 400 });
  }
});

test('walking from run to run visits every date once, wherever the clock is read', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('Europe/Berlin', 'America/Nuuk', 'Asia/Shanghai', 'Australia/Lord_Howe'),
      fc.constantFrom(...dueTimes),
      fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 30 }),
      (timezone, time, stepsMinutes) => {
        const rule = { time, timezone };
        let planned = nextDue(rule, '2026-03-20T00:00:00Z');
        let now = planned;
        let expected = nextDate(rule, '2026-03-20T00:00:00Z');
        for (const minutes of stepsMinutes) {
          const run = dueRun(rule, planned, now);
          for (const date of [...run.missed, run.date]) {
            assert.equal(date, expected);
            expected = addDays(expected, 1);
          }
          planned = run.next;
          const later = Temporal.Instant.from(planned).add({ minutes });
          now = later.toString();
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('an edition tells today once its build time has come, before that yesterday', () => {
  const edition = { timezone: 'Asia/Shanghai', buildTime: '20:00' };
  assert.equal(readyDay(edition, '2026-01-02T11:59:59Z'), '2026-01-01');
  assert.equal(readyDay(edition, '2026-01-02T12:00:00Z'), '2026-01-02');
  assert.equal(readyDay({ ...edition, buildTime: '00:00' }, '2026-01-01T16:00:00Z'), '2026-01-02');
});

test('a sample tells its newest day, however long ago', () => {
  const sample = { timezone: 'Asia/Shanghai', buildTime: '20:00', sample: true };
  assert.equal(digestDay(sample, '2026-06-02T11:59:59Z', ['2025-12-27', '2025-12-26']), '2025-12-27');
  assert.equal(digestDay(sample, '2025-12-26T12:00:00Z', ['2025-12-27', '2025-12-26']), '2025-12-26');
  assert.equal(digestDay(sample, '2026-06-02T11:59:59Z', []), undefined);
});

test('local time is told to the minute', () => {
  assert.equal(localTime('2026-01-02T00:30:00Z', 'Asia/Shanghai'), '2026-01-02 08:30');
});
