import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { UserError } from '../../src/core/errors.ts';
import { parseTime } from '../../src/core/local-time.ts';
import { parsePick } from '../../src/core/pick.ts';
import {
  parseChannel,
  parseSubscribe,
  type SubscribeWords,
  toCommandLine,
} from '../../src/core/subscribing.ts';
import { daily, topics, weekly } from '../fakes/desk.ts';

const context = { editions: [daily, weekly], topics, language: 'en' };
const parse = (text: string, options: Record<string, string> = {}) => parseSubscribe(text, options, context);

const times: [text: string, time: string | undefined][] = [
  ['08:30', '08:30'],
  ['8:30', '08:30'],
  ['8', '08:00'],
  ['8：30', '08:30'],
  ['8am', '08:00'],
  ['8:30 PM', '20:30'],
  ['12am', '00:00'],
  ['12pm', '12:00'],
  ['8点', '08:00'],
  ['早上8点半', '08:30'],
  ['晚上8点', '20:00'],
  ['中午12点', '12:00'],
  ['中午11点', '11:00'],
  ['中午1点', '13:00'],
  ['下午3点20分', '15:20'],
  ['20时', '20:00'],
  ['24:00', undefined],
  ['8:60', undefined],
  ['13pm', undefined],
  ['0am', undefined],
  ['noon', undefined],
  ['', undefined],
];

for (const [text, time] of times) {
  test(`"${text}" ${time ? `is ${time}` : 'is no time of day'}`, () => {
    assert.equal(parseTime(text), time);
  });
}

test('words come in any order', () => {
  const whole: SubscribeWords = {
    time: '08:30',
    timezone: 'Asia/Shanghai',
    topics: ['markets'],
    language: 'zh',
    length: 'full',
    channel: '@channel',
  };
  const words = '08:30 Asia/Shanghai markets zh full @channel'.split(' ');
  fc.assert(
    fc.property(fc.shuffledSubarray(words, { minLength: words.length }), (shuffled) => {
      assert.deepEqual(parse(shuffled.join(' ')), whole);
    }),
  );
});

test('names of several words, lists and both languages are understood', () => {
  assert.deepEqual(parse('daily ai open source 8 pm new york'), {
    edition: 'daily',
    topics: ['open-source'],
    time: '20:00',
    timezone: 'America/New_York',
  });
  assert.deepEqual(parse('市场、智能体 早上8点半 北京 中文 完整'), {
    topics: ['markets', 'agents'],
    time: '08:30',
    timezone: 'Asia/Shanghai',
    language: 'zh',
    length: 'full',
  });
  assert.deepEqual(parse('markets, agents, markets'), { topics: ['markets', 'agents'] });
  assert.deepEqual(parse('全部 9'), { topics: [], time: '09:00' });
  assert.deepEqual(parse(''), {});
});

test('words may carry their names, in both languages', () => {
  const expected = {
    time: '07:15',
    timezone: 'Europe/Berlin',
    topics: ['agents'],
    language: 'en',
    length: 'short',
  };
  assert.deepEqual(parse('time:7:15 tz:berlin topic:agents lang:en length:short'), expected);
  assert.deepEqual(parse('时间：7:15 时区：柏林 话题：智能体 语言：英文 长度：简要'), expected);
});

test('named options win over free words, and hold lists and names with blanks', () => {
  assert.deepEqual(
    parse('08:00 zh', {
      time: '9',
      topics: 'open source, AI agents',
      timezone: 'los angeles',
      channel: '<#123456>',
    }),
    {
      time: '09:00',
      language: 'zh',
      topics: ['open-source', 'agents'],
      timezone: 'America/Los_Angeles',
      channel: '123456',
    },
  );
});

test('a word that means nothing is named in one sentence, in the language of the asker', () => {
  const says = (run: () => unknown, pattern: RegExp) =>
    assert.throws(run, (error) => error instanceof UserError && pattern.test(error.message));
  says(() => parse('xyzzy 08:30'), /do not know what "xyzzy" means here.*a time such as 08:30/);
  says(() => parse('time:soon'), /"soon" is not a time; write it like 08:30/);
  says(() => parse('', { timezone: 'Mars' }), /"Mars" is not a time zone/);
  says(() => parse('', { topics: 'agents, cooking' }), /"agents, cooking" is not a topic/);
  says(() => parse('', { language: '??' }), /is not a language/);
  says(() => parseSubscribe('某某', {}, { ...context, language: 'zh' }), /不明白“某某”的意思/);
});

test('no words make the parser fail in any other way than with a sentence', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.dictionary(fc.string(), fc.string()), (text, options) => {
      try {
        parse(text, options);
      } catch (error) {
        assert.ok(error instanceof UserError, String(error));
      }
    }),
  );
});

test('chats are named by @, #, a mention or their number', () => {
  assert.equal(parseChannel('@ai_news'), '@ai_news');
  assert.equal(parseChannel('#daily-ai'), '#daily-ai');
  assert.equal(parseChannel('<#123456789012345678>'), '123456789012345678');
  assert.equal(parseChannel('-1001234567890'), '-1001234567890');
  for (const word of ['@ab', '12345', 'news', '@', '#', '<@123456>', '@a b'])
    assert.equal(parseChannel(word), undefined);
});

test('a command line reads back as the words it was made of', () => {
  const words = fc.record(
    {
      id: fc.constant('s-abcdefghij'),
      channel: fc.constantFrom('@channel', '#daily', '123456789012345678'),
      edition: fc.constantFrom('daily', 'weekly'),
      topics: fc.constantFrom<string[]>([], ['markets'], ['agents', 'markets']),
      time: fc.constantFrom('00:00', '08:30', '23:59'),
      timezone: fc.constantFrom('Asia/Shanghai', 'UTC', 'America/New_York'),
      language: fc.constantFrom('zh', 'en'),
      length: fc.constantFrom('short' as const, 'full' as const),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(words, (given) => {
      const line = toCommandLine('subscribe', given);
      if (line === undefined) return;
      assert.ok(new TextEncoder().encode(line).length <= 60);
      assert.deepEqual(parse(line.slice('subscribe'.length)), { ...given });
    }),
  );
  assert.equal(toCommandLine('subscribe', { channel: `#${'长'.repeat(20)}` }), undefined);
});

test('a subscription is picked by number, id or all', () => {
  assert.deepEqual(parsePick('2 @channel', {}, 'en'), { number: 2, channel: '@channel' });
  assert.deepEqual(parsePick('s-abcdefghij', {}, 'en'), { id: 's-abcdefghij' });
  assert.deepEqual(parsePick('', { which: '全部', channel: 'general' }, 'en'), {
    isAll: true,
    channel: 'general',
  });
  assert.throws(() => parsePick('markets', {}, 'en'), /"markets" names no subscription/);
});
