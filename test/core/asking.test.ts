import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkDays, findTopic, nearestDays, parseAsk, parseDays } from '../../src/core/asking.ts';
import { UserError } from '../../src/core/errors.ts';

const context = { today: '2025-12-27', language: 'en' };
const one = (day: string) => ({ firstDay: day, lastDay: day });

const days: [text: string, first: string, last?: string][] = [
  ['2025-12-27', '2025-12-27'],
  ['20251227', '2025-12-27'],
  ['2025/12/7', '2025-12-07'],
  ['2025年12月7日', '2025-12-07'],
  ['12-26', '2025-12-26'],
  ['12月26日', '2025-12-26'],
  ['12-28', '2024-12-28'],
  ['today', '2025-12-27'],
  ['今天', '2025-12-27'],
  ['Yesterday', '2025-12-26'],
  ['昨天', '2025-12-26'],
  ['前天', '2025-12-25'],
  ['last-week', '2025-12-15', '2025-12-21'],
  ['上周', '2025-12-15', '2025-12-21'],
  ['本周', '2025-12-22', '2025-12-27'],
  ['2025-12-20..2025-12-26', '2025-12-20', '2025-12-26'],
  ['20251220..20251226', '2025-12-20', '2025-12-26'],
  ['12-20至12-26', '2025-12-20', '2025-12-26'],
];

for (const [text, firstDay, lastDay = firstDay] of days) {
  test(`"${text}" means ${firstDay === lastDay ? firstDay : `${firstDay} to ${lastDay}`}`, () => {
    assert.deepEqual(parseDays(text, context), { firstDay, lastDay });
  });
}

test('words that are no date are none', () => {
  for (const text of ['agents', 'GLM-4.7', '4.7', 'o3-mini', '市场', 'gpt-5', '1.5', '2025', '']) {
    assert.equal(parseDays(text, context), undefined, text);
  }
});

test('free words may come in any order', () => {
  assert.deepEqual(parseAsk('agents 2025-12-26', context), { topic: 'agents', days: one('2025-12-26') });
  assert.deepEqual(parseAsk('2025-12-26 agents full zh', context), {
    topic: 'agents',
    days: one('2025-12-26'),
    length: 'full',
    language: 'zh',
  });
  assert.deepEqual(parseAsk('市场 昨天', context), { topic: '市场', days: one('2025-12-26') });
  assert.deepEqual(parseAsk('date:2025-12-26 topic:markets lang:en', context), {
    topic: 'markets',
    days: one('2025-12-26'),
    language: 'en',
  });
});

test('several words are one topic, and a spoken range is one range', () => {
  assert.equal(parseAsk('claude code', context).topic, 'claude code');
  assert.deepEqual(parseAsk('last week chips', context), {
    topic: 'chips',
    days: { firstDay: '2025-12-15', lastDay: '2025-12-21' },
  });
  assert.deepEqual(parseAsk('2025-12-20 to 2025-12-26', context).days, {
    firstDay: '2025-12-20',
    lastDay: '2025-12-26',
  });
});

test('a date that cannot be is refused in the language of the asker', () => {
  const says = (text: string, pattern: RegExp, language = 'en') =>
    assert.throws(
      () => parseAsk(text, { today: '2025-12-27', language }),
      (error) => error instanceof UserError && pattern.test(error.message),
    );
  says('2025-13-01', /is not a date; write it like 2025-12-27/);
  says('date:soon', /"soon" is not a date/);
  says('2025-12-28', /has not come yet; today is 2025-12-27/);
  says('2025-12-28', /还没有到，今天是 2025-12-27/, 'zh');
  says('2025-12-26..2025-12-20', /swap the two dates/);
  says('2025-10-01..2025-12-20', /at most 31 days/);
});

test('days in order and not ahead pass unchanged', () => {
  assert.deepEqual(checkDays({ firstDay: '2025-12-01', lastDay: '2025-12-27' }, context), {
    firstDay: '2025-12-01',
    lastDay: '2025-12-27',
  });
});

test('no words make the parser fail in any other way than with a sentence', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      try {
        parseAsk(text, context);
      } catch (error) {
        assert.ok(error instanceof UserError, String(error));
      }
    }),
  );
});

test('a topic is found by id, either name or a word of its ask list, in any case and spacing', () => {
  const topic = {
    id: 'open-source',
    names: { en: 'Open source', zh: '开源' },
    ask: ['open weights'],
    terms: { en: [], zh: [] },
  };
  for (const words of ['open-source', 'OPEN SOURCE', 'opensource', '开源', 'Open Weights']) {
    assert.equal(findTopic(words, [topic]), topic, words);
  }
  assert.equal(findTopic('open', [topic]), undefined);
});

test('the nearest days come first, the earlier of two equally near ones before the later', () => {
  assert.deepEqual(nearestDays('2025-12-20', ['2025-12-10', '2025-12-22', '2025-12-18', '2025-12-21'], 3), [
    '2025-12-21',
    '2025-12-18',
    '2025-12-22',
  ]);
});
