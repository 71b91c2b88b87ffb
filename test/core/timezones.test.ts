import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTimezone, suggestTimezones } from '../../src/core/timezones.ts';

const winter = '2026-01-01T00:00:00Z';

const meant: [text: string, zone: string | undefined][] = [
  ['asia/shanghai', 'Asia/Shanghai'],
  ['America/new york', 'America/New_York'],
  ['上海', 'Asia/Shanghai'],
  ['北京', 'Asia/Shanghai'],
  ['New York', 'America/New_York'],
  ['berlin', 'Europe/Berlin'],
  ['San Francisco', 'America/Los_Angeles'],
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['buenos aires', 'America/Argentina/Buenos_Aires'],
  ['utc', 'UTC'],
  ['UTC+8', 'Etc/GMT-8'],
  ['gmt-5', 'Etc/GMT+5'],
  ['UTC+0', 'UTC'],
  ['ＵＴＣ＋８', 'Etc/GMT-8'],
  ['UTC+99', undefined],
  ['Mars/Olympus', undefined],
  ['../etc', undefined],
  ['markets', undefined],
  ['zh', undefined],
  ['', undefined],
];

for (const [text, zone] of meant) {
  test(`"${text}" ${zone ? `means ${zone}` : 'is no time zone'}`, () => {
    assert.equal(parseTimezone(text), zone);
  });
}

test('every zone that is suggested is one that is understood, and known to the runtime', () => {
  const all = suggestTimezones('', winter, 1000);
  assert.ok(all.length > 400, `${all.length}`);
  for (const { value } of all) assert.equal(parseTimezone(value), value);
});

test('unasked, at most 25 common zones come, each with what its clock shows now', () => {
  const found = suggestTimezones('', winter, 25);
  assert.equal(found.length, 25);
  assert.deepEqual(found[0], { label: 'Asia/Shanghai 上海 (UTC+08:00)', value: 'Asia/Shanghai' });
});

test('zones are found by any part of their names, in Chinese too, those that begin with it first', () => {
  const values = (typed: string) => suggestTimezones(typed, winter, 25).map(({ value }) => value);
  assert.equal(values('sh')[0], 'Asia/Shanghai');
  assert.ok(values('york').includes('America/New_York'));
  assert.ok(values('america/').length === 25);
  assert.deepEqual(values('纽约'), ['America/New_York']);
  assert.ok(values('kolk').includes('Asia/Kolkata'));
  assert.deepEqual(values('nowhere'), []);
});

test('a typed offset finds the zones whose clock shows it at the moment', () => {
  const values = suggestTimezones('UTC+1', winter, 25).map(({ value }) => value);
  assert.ok(values.includes('Europe/Berlin'));
  assert.ok(!values.includes('Europe/London'));
  const summer = suggestTimezones('UTC+1', '2026-07-01T00:00:00Z', 25).map(({ value }) => value);
  assert.ok(summer.includes('Europe/London'));
});
