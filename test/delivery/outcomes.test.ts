import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SendError, type SendOutcome } from '../../src/core/errors.ts';
import { createFakeOutbox, type FakeOutboxOptions } from '../fakes/outbox.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';
import { countStates, openWorld, type World } from './world.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A world whose outbox fails the calls for which `outcome` names a failure. */
async function failing(
  outcome: (chat: string, call: number) => SendOutcome | undefined,
  options: FakeOutboxOptions = {},
): Promise<World> {
  const before: FakeOutboxOptions['before'] = ({ chat }, call) => {
    const found = outcome(chat, call);
    if (found) throw new SendError(`said ${found}`, { outcome: found });
  };
  return openWorld({ outbox: createFakeOutbox({ ...options, before }) });
}

const never = new Promise<void>(() => {});

test('an outcome that is not known is written down, never sent again, and later parts still come', async () => {
  const world = await failing((_, call) => (call === 1 ? 'unknown' : undefined), { parts: 2 });
  await world.store.saveSubscription(subscriptionOf('a'));
  await world.delivery.tick();
  world.clock.addMs(30 * minuteMs);
  await world.delivery.tick();
  const rows = await world.rows();
  assert.deepEqual(
    rows.map(({ state, reason }) => [state, reason]),
    [
      ['unknown', 'said unknown'],
      ['sent', undefined],
    ],
  );
  assert.equal(world.outbox.calls.length, 2);
});

test('anything but a send error leaves the outcome open too', async () => {
  const outbox = createFakeOutbox({
    after: () => {
      throw new TypeError('cannot read the answer');
    },
  });
  const world = await openWorld({ outbox });
  await world.store.saveSubscription(subscriptionOf('a'));
  await world.delivery.tick();
  world.clock.addMs(30 * minuteMs);
  await world.delivery.tick();
  assert.deepEqual(countStates(await world.rows()), { unknown: 1 });
  assert.equal(outbox.sent.length, 1);
});

test('a part that the platform refuses as it is fails alone', async () => {
  const world = await failing((_, call) => (call === 1 ? 'malformed' : undefined), { parts: 2 });
  await world.store.saveSubscription(subscriptionOf('a'));
  await world.delivery.tick();
  assert.deepEqual(countStates(await world.rows()), { failed: 1, sent: 1 });
});

test('a chat that is gone costs one request, pauses its subscriptions with the reason, and loses none', async () => {
  const world = await failing((chat) => (chat.startsWith('telegram:dead') ? 'gone' : undefined), {
    parts: 3,
  });
  const chat = chatOf('dead');
  await world.store.saveSubscription(subscriptionOf('a', { chat }));
  await world.store.saveSubscription(subscriptionOf('b', { chat, topics: ['agents'] }));
  await world.store.saveSubscription(subscriptionOf('c', { chat: { ...chat, thread: '5' } }));
  await world.store.saveSubscription(subscriptionOf('lively'));
  await world.delivery.tick();
  world.clock.addMs(dayMs);
  await world.delivery.tick();
  assert.equal(world.outbox.calls.filter((call) => call.chat.startsWith('telegram:dead')).length, 1);
  assert.deepEqual(countStates(await world.rows()), { failed: 9, sent: 6 });
  for (const id of ['a', 'b', 'c']) {
    const found = await world.subscription(id);
    assert.deepEqual([found?.state, found?.reason], ['paused', 'said gone'], id);
  }
});

test('a thread that is gone leaves the rest of its chat alone', async () => {
  const world = await failing((chat) => (chat === 'telegram:group:5' ? 'gone' : undefined));
  await world.store.saveSubscription(subscriptionOf('a', { chat: { ...chatOf('group'), thread: '5' } }));
  await world.store.saveSubscription(subscriptionOf('b', { chat: chatOf('group') }));
  await world.delivery.tick();
  assert.equal((await world.subscription('a'))?.state, 'paused');
  assert.equal((await world.subscription('b'))?.state, 'active');
  assert.deepEqual(countStates(await world.rows()), { failed: 1, sent: 1 });
});

test('without rights there is one try a day, and a pause after the third day in a row', async () => {
  const world = await failing(() => 'forbidden', { parts: 2 });
  await world.store.saveSubscription(subscriptionOf('a'));
  for (let day = 1; day <= 4; day++) {
    await world.delivery.tick();
    world.clock.addMs(30 * minuteMs);
    await world.delivery.tick();
    world.clock.addMs(dayMs - 30 * minuteMs);
    const found = await world.subscription('a');
    assert.equal(found?.state, day < 3 ? 'active' : 'paused', `day ${day}`);
  }
  assert.equal(world.outbox.calls.length, 3);
  assert.deepEqual(countStates(await world.rows()), { failed: 6 });
  assert.equal((await world.subscription('a'))?.reason, 'said forbidden');
});

test('a part that arrives ends the strikes', async () => {
  const world = await failing((_, call) => (call === 1 ? 'forbidden' : undefined));
  await world.store.saveSubscription(subscriptionOf('a'));
  await world.delivery.tick();
  assert.equal((await world.subscription('a'))?.strikes, 1);
  world.clock.addMs(dayMs);
  await world.delivery.tick();
  const found = await world.subscription('a');
  assert.deepEqual([found?.strikes, found?.nextDue], [0, '2026-01-04T00:00:00Z']);
});

test('a chat that is told to slow down waits as long as it was told, and its parts stay in order', async () => {
  const outbox = createFakeOutbox({
    parts: 2,
    before: (_, call) => {
      if (call === 1) throw new SendError('slow down', { outcome: 'rate-limited', retryAfterMs: 150_000 });
    },
  });
  const world = await openWorld({ outbox });
  await world.store.saveSubscription(subscriptionOf('a'));
  const callsPerTick: number[] = [];
  for (let minute = 0; minute < 5; minute++) {
    const before = outbox.calls.length;
    await world.delivery.tick();
    callsPerTick.push(outbox.calls.length - before);
    world.clock.addMs(minuteMs);
  }
  assert.deepEqual(callsPerTick, [1, 0, 0, 2, 0]);
  assert.deepEqual(
    outbox.sent.map(({ text }) => text),
    ['digest (1/2)', 'digest (2/2)'],
  );
});

test('a new digest does not overtake an older part that waits in the same chat', async () => {
  const outbox = createFakeOutbox({
    before: (_, call) => {
      if (call === 1)
        throw new SendError('slow down', { outcome: 'rate-limited', retryAfterMs: 3 * minuteMs });
    },
  });
  const world = await openWorld({ outbox });
  const chat = chatOf('shared');
  await world.store.saveSubscription(subscriptionOf('first', { chat }));
  await world.store.saveSubscription(
    subscriptionOf('second', { chat, time: '08:01', nextDue: '2026-01-02T00:01:00Z' }),
  );
  for (let minute = 0; minute < 5; minute++) {
    await world.delivery.tick();
    world.clock.addMs(minuteMs);
  }
  const rows = await world.rows();
  assert.deepEqual(countStates(rows), { sent: 2 });
  assert.deepEqual(
    rows
      .toSorted((a, b) => ((a.messageId ?? '') < (b.messageId ?? '') ? -1 : 1))
      .map((row) => row.subscriptionId),
    ['first', 'second'],
  );
});

test('a chat that moved is followed: the part, the rest of its parts, its subscriptions and its settings', async () => {
  const outbox = createFakeOutbox({
    parts: 2,
    before: ({ chat }) => {
      if (chat === 'telegram:old') {
        throw new SendError('moved', { outcome: 'not-sent', migratedTo: '-100new' });
      }
    },
  });
  const world = await openWorld({ outbox });
  await world.store.saveSubscription(subscriptionOf('a', { chat: chatOf('old') }));
  await world.store.saveSubscription(subscriptionOf('b', { chat: { ...chatOf('old'), thread: '3' } }));
  await world.store.saveChat({ chat: chatOf('old'), language: 'zh' });
  await world.delivery.tick();
  assert.deepEqual(
    outbox.sent.map(({ chat, text }) => `${chat} ${text}`),
    [
      'telegram:-100new digest (1/2)',
      'telegram:-100new digest (2/2)',
      'telegram:-100new:3 digest (1/2)',
      'telegram:-100new:3 digest (2/2)',
    ],
  );
  assert.equal((await world.subscription('a'))?.chat.id, '-100new');
  assert.equal((await world.subscription('b'))?.chat.id, '-100new');
  assert.equal((await world.store.findChat(chatOf('-100new')))?.language, 'zh');
  assert.deepEqual(countStates(await world.rows()), { sent: 4 });
});

test('a part that never gets through is given up after many tries', async () => {
  const world = await failing(() => 'not-sent');
  await world.store.saveSubscription(subscriptionOf('a'));
  for (let count = 0; count < 60; count++) {
    await world.delivery.tick();
    world.clock.addMs(23 * minuteMs);
  }
  const row = (await world.rows()).find(({ date }) => date === '2026-01-02');
  assert.deepEqual([row?.state, row?.attempts], ['failed', 50]);
});

test('after a crash the sent parts stay sent and work goes on at the first unsent one', async () => {
  const outbox = createFakeOutbox({ parts: 4, before: (_, call) => (call === 3 ? never : undefined) });
  const world = await openWorld({ outbox });
  await world.store.saveSubscription(subscriptionOf('a'));
  void world.delivery.tick();
  while (outbox.calls.length < 3) await new Promise((go) => setImmediate(go));

  const revived = createFakeOutbox({ parts: 4 });
  const other = world.restart({ outbox: revived });
  await other.tick();
  assert.deepEqual(revived.calls, [], 'the other process may still be sending it');
  world.clock.addMs(minuteMs);
  await other.tick();
  assert.deepEqual(
    revived.sent.map(({ text }) => text),
    ['digest (4/4)'],
  );
  assert.deepEqual(
    (await world.rows()).map(({ state }) => state),
    ['sent', 'sent', 'unknown', 'sent'],
  );
});

test('where a repeat shows up once, a part left by a crash is sent again under the same key', async () => {
  const outbox = createFakeOutbox({ before: () => never, repeatSafeMs: 120_000 });
  const world = await openWorld({ outbox });
  await world.store.saveSubscription(subscriptionOf('a'));
  void world.delivery.tick();
  while (outbox.calls.length < 1) await new Promise((go) => setImmediate(go));
  const revived = createFakeOutbox({ repeatSafeMs: 120_000 });
  world.clock.addMs(minuteMs);
  await world.restart({ outbox: revived }).tick();
  assert.deepEqual(
    revived.sent.map(({ key }) => key),
    outbox.calls.map(({ key }) => key),
  );
  assert.deepEqual(countStates(await world.rows()), { sent: 1 });
});

test('past the time in which a repeat is safe the outcome stays unknown', async () => {
  const outbox = createFakeOutbox({ before: () => never, repeatSafeMs: 120_000 });
  const world = await openWorld({ outbox });
  await world.store.saveSubscription(subscriptionOf('a'));
  void world.delivery.tick();
  while (outbox.calls.length < 1) await new Promise((go) => setImmediate(go));
  const revived = createFakeOutbox({ repeatSafeMs: 120_000 });
  world.clock.addMs(2 * minuteMs);
  await world.restart({ outbox: revived }).tick();
  assert.deepEqual(revived.calls, []);
  assert.deepEqual(countStates(await world.rows()), { unknown: 1 });
});

test('what a crash left of an older date gives way to the digest that is due', async () => {
  const outbox = createFakeOutbox({
    parts: 3,
    before: (_, call) => {
      if (call === 2) throw new SendError('slow down', { outcome: 'rate-limited', retryAfterMs: dayMs * 2 });
    },
  });
  const world = await openWorld({ outbox });
  await world.store.saveSubscription(subscriptionOf('a'));
  await world.delivery.tick();
  world.clock.addMs(dayMs);
  await world.restart().tick();
  const rows = await world.rows();
  assert.deepEqual(
    rows.map(({ date, state }) => `${date} ${state}`),
    [
      '2026-01-02 sent',
      '2026-01-02 skipped',
      '2026-01-02 skipped',
      '2026-01-03 sent',
      '2026-01-03 sent',
      '2026-01-03 sent',
    ],
  );
});

test('a digest that is under way stays as it is when its report is built anew', async () => {
  const outbox = createFakeOutbox({
    parts: 2,
    before: (_, call) => {
      if (call === 2) throw new SendError('refused', { outcome: 'not-sent' });
    },
  });
  const world = await openWorld({ outbox });
  await world.store.saveSubscription(subscriptionOf('a'));
  await world.delivery.tick();
  world.clock.addMs(minuteMs);
  const later = world.restart({
    compose: async () => {
      throw new Error('must not be composed again');
    },
  });
  await later.tick();
  assert.deepEqual(
    outbox.sent.map(({ text }) => text),
    ['digest (1/2)', 'digest (2/2)'],
  );
});

test('a digest whose frozen pieces are lost fails with the reason instead of sending something else', async () => {
  const world = await failing((_, call) => (call === 1 ? 'not-sent' : undefined));
  await world.store.saveSubscription(subscriptionOf('a'));
  await world.delivery.tick();
  world.clock.addMs(minuteMs);
  const row = (await world.rows())[0];
  await world.store.saveDelivery({ ...(row as NonNullable<typeof row>), frozen: 'lost' });
  await world.restart().tick();
  const [failed] = await world.rows();
  assert.deepEqual([failed?.state, failed?.reason], ['failed', 'the part could not be made again']);
});
