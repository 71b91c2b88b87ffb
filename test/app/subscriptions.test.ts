import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSubscriptions } from '../../src/app/subscriptions.ts';
import type { SubscribeWant } from '../../src/core/command.ts';
import type { Delivery } from '../../src/core/delivery.ts';
import { openStore } from '../../src/stores/index.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';

const want: SubscribeWant = {
  chat: chatOf('42'),
  edition: 'daily',
  topics: [],
  language: 'en',
  length: 'short',
  time: '08:00',
  timezone: 'Asia/Shanghai',
};

async function open(now = '2026-01-02T03:00:00Z') {
  const store = await openStore('sqlite::memory:');
  const clock = createFakeClock(now);
  return { store, clock, members: createSubscriptions(store, clock) };
}

function rowOf(id: string, more: Partial<Delivery> = {}): Delivery {
  return {
    id: `${id}.2026-01-02.0`,
    subscriptionId: id,
    date: '2026-01-02',
    reportId: 'r1',
    chat: chatOf('42'),
    part: 0,
    state: 'sent',
    attempts: 1,
    at: '2026-01-02T00:00:05Z',
    ...more,
  };
}

test('a new subscription is active, runs next at its time, and has an id that fits a button', async () => {
  const { members } = await open();
  const { subscription, isNew } = await members.subscribe(want);
  assert.equal(isNew, true);
  assert.match(subscription.id, /^s-[0-9a-z]{10}$/);
  assert.deepEqual(
    [subscription.state, subscription.nextDue, subscription.strikes],
    ['active', '2026-01-03T00:00:00Z', 0],
  );
});

test('the same edition and topics are changed, other topics are another subscription', async () => {
  const { members } = await open();
  const first = await members.subscribe({ ...want, topics: ['b', 'a'] });
  const second = await members.subscribe({ ...want, topics: ['a', 'b'], time: '09:00' });
  assert.equal(second.isNew, false);
  assert.equal(second.subscription.id, first.subscription.id);
  await members.subscribe({ ...want, topics: ['a'] });
  assert.equal((await members.of(want.chat)).length, 2);
});

test('a subscription whose topics changed leaves its id to nobody else', async () => {
  const { members } = await open();
  const first = await members.subscribe(want);
  await members.subscribe({ ...want, id: first.subscription.id, topics: ['markets'] });
  const second = await members.subscribe(want);
  assert.notEqual(second.subscription.id, first.subscription.id);
  assert.equal((await members.of(want.chat)).length, 2);
});

test('a date that had its digest gets no other when the time is moved to later on that day', async () => {
  const { store, members } = await open();
  const { subscription } = await members.subscribe(want);
  await store.saveDelivery(rowOf(subscription.id));
  const { subscription: moved } = await members.subscribe({ ...want, time: '21:00' });
  assert.equal(moved.nextDue, '2026-01-03T13:00:00Z');
});

test('subscribing wakes a paused subscription and forgets why it slept', async () => {
  const { store, members } = await open();
  const { subscription } = await members.subscribe(want);
  await store.saveSubscription({ ...subscription, state: 'paused', reason: 'gone', strikes: 3 });
  const { subscription: woken } = await members.subscribe(want);
  assert.deepEqual([woken.state, woken.reason, woken.strikes], ['active', undefined, 0]);
});

test('unsubscribing drops what was still to be sent, and keeps the record of it', async () => {
  const { store, members } = await open();
  const { subscription } = await members.subscribe(want);
  await store.saveDelivery(rowOf(subscription.id, { state: 'pending', notBefore: '2026-01-02T09:00:00Z' }));
  await members.unsubscribe(subscription.id);
  assert.deepEqual(await members.of(want.chat), []);
  const [row] = await store.findDeliveries({});
  assert.deepEqual([row?.state, row?.reason, row?.notBefore], ['skipped', 'unsubscribed', undefined]);
});

test('a chat that goes pauses all its subscriptions, threads too, and one that is back wakes them', async () => {
  const { store, clock, members } = await open();
  await store.saveSubscription(subscriptionOf('a', { chat: chatOf('42') }));
  await store.saveSubscription(subscriptionOf('b', { chat: { ...chatOf('42'), thread: '9' } }));
  await store.saveSubscription(subscriptionOf('other', { chat: chatOf('421') }));
  await store.saveDelivery(rowOf('a', { state: 'pending' }));
  await members.note({ kind: 'gone', chat: chatOf('42'), reason: 'The bot was removed.' });
  const states = async () =>
    Object.fromEntries((await store.findSubscriptions({})).map((one) => [one.id, one.reason ?? one.state]));
  assert.deepEqual(await states(), { a: 'The bot was removed.', b: 'The bot was removed.', other: 'active' });
  assert.equal((await store.findDeliveries({}))[0]?.state, 'failed');
  clock.set('2026-02-01T03:00:00Z');
  await members.note({ kind: 'back', chat: chatOf('42') });
  assert.deepEqual(await states(), { a: 'active', b: 'active', other: 'active' });
  const [first] = await store.findSubscriptions({ chat: chatOf('42') });
  assert.equal(first?.nextDue, '2026-02-02T00:00:00Z', 'the days of the pause are not made up for');
});

test('a thread that goes leaves its chat alone', async () => {
  const { store, members } = await open();
  await store.saveSubscription(subscriptionOf('a', { chat: chatOf('42') }));
  await store.saveSubscription(subscriptionOf('b', { chat: { ...chatOf('42'), thread: '9' } }));
  await members.note({ kind: 'gone', chat: { ...chatOf('42'), thread: '9' }, reason: 'deleted' });
  const found = await store.findSubscriptions({ state: 'paused' });
  assert.deepEqual(
    found.map(({ id }) => id),
    ['b'],
  );
});

test('a chat that moved takes its subscriptions, settings and unsent parts along', async () => {
  const { store, members } = await open();
  await store.saveSubscription(subscriptionOf('a', { chat: { ...chatOf('42'), thread: '9' } }));
  await store.saveChat({ chat: { ...chatOf('42'), thread: '9' }, language: 'zh' });
  await store.saveDelivery(rowOf('a', { state: 'pending', chat: { ...chatOf('42'), thread: '9' } }));
  await members.note({ kind: 'migrated', chat: chatOf('42'), toId: '-10042' });
  const moved = { ...chatOf('-10042'), thread: '9' };
  assert.deepEqual((await store.findSubscriptions({}))[0]?.chat, moved);
  assert.equal((await store.findChat(moved))?.language, 'zh');
  assert.deepEqual((await store.findDeliveries({}))[0]?.chat, moved);
});

test('the status of a chat tells the states of the newest date, with the reason of what failed', async () => {
  const { store, members } = await open();
  await store.saveSubscription(subscriptionOf('a', { chat: chatOf('42') }));
  await store.saveSubscription(subscriptionOf('b', { chat: chatOf('42'), topics: ['markets'] }));
  await store.saveDelivery(rowOf('a', { id: 'old', date: '2026-01-01' }));
  await store.saveDelivery(rowOf('a'));
  const late = '2026-01-02T00:00:09Z';
  await store.saveDelivery(
    rowOf('a', { id: 'a1', part: 1, state: 'unknown', reason: 'no answer', at: late }),
  );
  const [first, second] = await members.status(chatOf('42'));
  assert.deepEqual(first?.last, {
    date: '2026-01-02',
    at: late,
    parts: { sent: 1, unknown: 1 },
    reason: 'no answer',
  });
  assert.equal(second?.last, undefined);
});
