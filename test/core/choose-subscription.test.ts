import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Choice, chooseSubscription } from '../../src/core/choose-subscription.ts';
import { UserError } from '../../src/core/errors.ts';
import { daily, ownChat, topics, weekly } from '../fakes/desk.ts';
import { subscriptionOf } from '../fakes/subscriptions.ts';

const there = subscriptionOf('s-there', {
  chat: ownChat,
  language: 'en',
  length: 'full',
  time: '21:00',
  timezone: 'Europe/Berlin',
});

function choose(more: Partial<Choice> = {}) {
  return chooseSubscription({
    words: {},
    chat: ownChat,
    existing: [],
    settings: undefined,
    place: { edition: daily, language: 'zh', timezone: 'Asia/Shanghai' },
    editions: [daily, weekly],
    topicsOf: () => topics,
    ...more,
  });
}

test('without words it is the whole edition of the chat, at eight in its zone and language', () => {
  assert.deepEqual(choose(), {
    chat: ownChat,
    edition: 'daily',
    topics: [],
    language: 'zh',
    length: 'short',
    time: '08:00',
    timezone: 'Asia/Shanghai',
  });
});

test('what the other chat chose for itself counts before what the asker sees', () => {
  const settings = { chat: ownChat, language: 'en', timezone: 'UTC', edition: 'weekly' };
  const want = choose({ settings });
  assert.deepEqual([want.edition, want.language, want.timezone], ['weekly', 'en', 'UTC']);
});

test('the same edition and topics again mean the subscription that is there, and what was not said stays', () => {
  const want = choose({ existing: [there], words: { time: '07:00' } });
  assert.deepEqual(
    [want.id, want.time, want.length, want.timezone],
    ['s-there', '07:00', 'full', 'Europe/Berlin'],
  );
});

test('other topics are a subscription of their own', () => {
  const want = choose({ existing: [there], words: { topics: ['markets'] } });
  assert.equal(want.id, undefined);
  assert.equal(want.time, '08:00');
});

test('topics are the same in any order', () => {
  const both = { ...there, topics: ['markets', 'agents'] };
  assert.equal(choose({ existing: [both], words: { topics: ['agents', 'markets'] } }).id, 's-there');
});

test('a subscription that is meant by its id keeps its topics until others are named', () => {
  const meant = { ...there, topics: ['markets'] };
  assert.deepEqual(choose({ meant, existing: [meant], words: { time: '07:00' } }).topics, ['markets']);
  assert.deepEqual(choose({ meant, existing: [meant], words: { topics: [] } }).topics, []);
});

test('an edition that does not speak the language of the chat speaks its own', () => {
  assert.equal(choose({ words: { edition: 'weekly' } }).language, 'en');
});

test('what cannot be is refused in one sentence', () => {
  const says = (more: Partial<Choice>, pattern: RegExp) =>
    assert.throws(
      () => choose({ place: { edition: daily, language: 'en', timezone: 'UTC' }, ...more }),
      (error) => error instanceof UserError && pattern.test(error.message),
    );
  says({ words: { topics: ['cooking'] } }, /Daily AI has no topic "cooking"/);
  says({ words: { edition: 'weekly', language: 'zh' } }, /Weekly comes in: en\./);
  const ten = Array.from({ length: 10 }, (_, index) =>
    subscriptionOf(`s${index}`, { topics: [`t${index}`] }),
  );
  says({ existing: ten }, /at most 10 subscriptions/);
  const markets = { ...there, id: 's-other', topics: ['markets'] };
  says(
    { meant: there, existing: [there, markets], words: { topics: ['markets'] } },
    /already has that subscription/,
  );
});
