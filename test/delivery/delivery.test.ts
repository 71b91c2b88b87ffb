import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdapterError, SendError } from '../../src/core/errors.ts';
import type { Store } from '../../src/ports.ts';
import { createFakeOutbox } from '../fakes/outbox.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';
import { composed, countStates, dueAt, openWorld } from './world.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

test('a due digest arrives once, is recorded, and the next run is planned', async () => {
  const world = await openWorld();
  await world.store.saveSubscription(subscriptionOf('a'));
  await world.delivery.tick();
  await world.delivery.tick();
  assert.deepEqual(
    world.outbox.sent.map(({ chat, text }) => [chat, text]),
    [['telegram:a', 'digest']],
  );
  const [row] = await world.rows();
  assert.equal(row?.state, 'sent');
  assert.equal(row?.messageId, 'm1');
  assert.equal(row?.date, '2026-01-02');
  assert.equal(row?.attempts, 1);
  assert.equal((await world.subscription('a'))?.nextDue, '2026-01-03T00:00:00Z');
});

test('nothing is sent before its time', async () => {
  const world = await openWorld();
  await world.store.saveSubscription(subscriptionOf('a', { nextDue: '2026-01-02T00:00:01Z' }));
  await world.delivery.tick();
  assert.deepEqual(await world.rows(), []);
  world.clock.addMs(1000);
  await world.delivery.tick();
  assert.equal(world.outbox.sent.length, 1);
});

test('chats that want the same get it from one build', async () => {
  const world = await openWorld();
  for (let index = 0; index < 50; index++) await world.store.saveSubscription(subscriptionOf(`s${index}`));
  await world.store.saveSubscription(subscriptionOf('zh', { language: 'zh' }));
  await world.delivery.tick();
  assert.equal(world.requests.length, 2);
  assert.equal(world.outbox.sent.length, 51);
});

test('paused subscriptions and platforms that do not run here wait', async () => {
  const world = await openWorld();
  await world.store.saveSubscription(subscriptionOf('paused', { state: 'paused' }));
  await world.store.saveSubscription(subscriptionOf('elsewhere', { chat: chatOf('1', 'discord') }));
  await world.delivery.tick();
  assert.deepEqual(await world.rows(), []);
  assert.equal((await world.subscription('elsewhere'))?.nextDue, dueAt);
});

test('parts arrive in order, one at a time in a chat, and every part under a key of its own', async () => {
  const outbox = createFakeOutbox({ parts: 4, before: () => new Promise((go) => setTimeout(go, 1)) });
  const world = await openWorld({ outbox });
  const chat = chatOf('shared');
  await world.store.saveSubscription(subscriptionOf('a', { chat }));
  await world.store.saveSubscription(subscriptionOf('b', { chat: { ...chat, thread: '7' } }));
  await world.delivery.tick();
  assert.equal(outbox.mostAtOnce(), 1);
  assert.deepEqual(
    outbox.sent.map(({ text }) => text),
    [...[1, 2, 3, 4], ...[1, 2, 3, 4]].map((part) => `digest (${part}/4)`),
  );
  const keys = new Set(outbox.sent.map(({ key }) => key));
  assert.equal(keys.size, 8);
  for (const key of keys) assert.match(key, /^[0-9A-Za-z]{22}$/);
});

test('one slow chat does not hold up the others', async () => {
  const slow = Promise.withResolvers<void>();
  const outbox = createFakeOutbox({
    before: ({ chat }) => (chat === 'telegram:slow' ? slow.promise : undefined),
  });
  const world = await openWorld({ outbox });
  await world.store.saveSubscription(subscriptionOf('slow'));
  for (let index = 0; index < 30; index++) await world.store.saveSubscription(subscriptionOf(`s${index}`));
  const ticking = world.delivery.tick();
  while (outbox.sent.length < 30) await new Promise((go) => setImmediate(go));
  slow.resolve();
  await ticking;
  assert.equal(outbox.sent.length, 31);
});

test('the row is durable as being sent before the platform is called', async () => {
  const seen: string[] = [];
  const world = await openWorld({
    outbox: createFakeOutbox({
      before: async () => {
        const [row] = await world.rows();
        seen.push(`${row?.state} ${row?.attempts} ${row?.owner !== undefined}`);
      },
    }),
  });
  await world.store.saveSubscription(subscriptionOf('a'));
  await world.delivery.tick();
  assert.deepEqual(seen, ['sending 1 true']);
});

test('after five hours down a digest is sent late, once, and says so', async () => {
  const world = await openWorld();
  await world.store.saveSubscription(subscriptionOf('a'));
  world.clock.addMs(5 * hourMs);
  await world.delivery.tick();
  await world.delivery.tick();
  assert.deepEqual(
    world.outbox.sent.map(({ text }) => text),
    ['digest late for 2026-01-02 08:00 (Asia/Shanghai)'],
  );
});

test('after three days down one edition is sent, and the dates before it are counted as skipped', async () => {
  const world = await openWorld();
  await world.store.saveSubscription(subscriptionOf('a'));
  world.clock.addMs(3 * dayMs + hourMs);
  await world.delivery.tick();
  assert.equal(world.outbox.sent.length, 1);
  const rows = await world.rows();
  assert.deepEqual(
    rows.map(({ date, state }) => `${date} ${state}`),
    ['2026-01-02 skipped', '2026-01-03 skipped', '2026-01-04 skipped', '2026-01-05 sent'],
  );
});

test('a digest a few minutes after its time is not called late', async () => {
  const world = await openWorld();
  await world.store.saveSubscription(subscriptionOf('a'));
  world.clock.addMs(10 * minuteMs);
  await world.delivery.tick();
  assert.equal(world.outbox.sent[0]?.text, 'digest');
});

test('a clock that steps back an hour sends nothing twice, one that steps forth loses nothing', async () => {
  const world = await openWorld();
  await world.store.saveSubscription(subscriptionOf('a'));
  await world.delivery.tick();
  world.clock.addMs(-hourMs);
  await world.delivery.tick();
  world.clock.addMs(hourMs + 1000);
  await world.delivery.tick();
  assert.equal(world.outbox.sent.length, 1);
  world.clock.addMs(dayMs + hourMs);
  await world.delivery.tick();
  assert.equal(world.outbox.sent.length, 2);
  assert.deepEqual(countStates(await world.rows()), { sent: 2 });
});

test('ticks that overlap and a second scheduler add no row and send nothing twice', async () => {
  const world = await openWorld({ outbox: createFakeOutbox({ parts: 2 }) });
  for (let index = 0; index < 20; index++) await world.store.saveSubscription(subscriptionOf(`s${index}`));
  const other = world.restart();
  await Promise.all([world.delivery.tick(), world.delivery.tick(), other.tick(), other.tick()]);
  world.clock.addMs(minuteMs);
  await Promise.all([world.delivery.tick(), other.tick()]);
  assert.equal(world.outbox.calls.length, 40);
  assert.deepEqual(countStates(await world.rows()), { sent: 40 });
});

test('a digest that cannot be composed is tried again with growing pauses, and others are sent', async () => {
  let isBroken = true;
  const world = await openWorld({
    compose: async (request) => {
      if (request.language === 'zh' && isBroken) throw new Error('the model is away');
      return [composed(request)];
    },
  });
  await world.store.saveSubscription(subscriptionOf('zh', { language: 'zh' }));
  await world.store.saveSubscription(subscriptionOf('en'));
  for (let minute = 0; minute < 10; minute++) {
    await world.delivery.tick();
    world.clock.addMs(minuteMs);
  }
  assert.equal(world.outbox.sent.length, 1);
  assert.equal(world.requests.filter(({ language }) => language === 'zh').length, 4, 'at minutes 0, 1, 3, 7');
  assert.match((await world.store.getValue('delivery-trouble:daily')) ?? '', /the model is away/);
  isBroken = false;
  world.clock.addMs(20 * minuteMs);
  await world.delivery.tick();
  assert.equal(world.outbox.sent.length, 2);
  assert.match(world.outbox.sent[1]?.text ?? '', /late/);
  assert.equal(await world.store.getValue('delivery-trouble:daily'), '');
});

test('who unsubscribes, pauses or changes while the digest is composed gets nothing from it', async () => {
  const world = await openWorld({
    compose: async (request) => {
      await world.store.deleteSubscription('gone');
      await world.store.saveSubscription(subscriptionOf('paused', { state: 'paused' }));
      await world.store.saveSubscription(
        subscriptionOf('later', { nextDue: '2026-01-02T13:00:00Z', time: '21:00' }),
      );
      return [composed(request)];
    },
  });
  for (const id of ['gone', 'paused', 'later', 'stays'])
    await world.store.saveSubscription(subscriptionOf(id));
  await world.delivery.tick();
  assert.deepEqual(
    world.outbox.sent.map(({ chat }) => chat),
    ['telegram:stays'],
  );
});

test('several messages of one digest are one run of parts, each under its report', async () => {
  const world = await openWorld({
    outbox: createFakeOutbox({ parts: 2 }),
    compose: async (request) => [
      { ...composed(request, 'agents'), reportId: 'r-agents' },
      { ...composed(request, 'markets'), reportId: 'r-markets' },
    ],
  });
  await world.store.saveSubscription(subscriptionOf('a', { topics: ['agents', 'markets'] }));
  await world.delivery.tick();
  assert.deepEqual(
    world.outbox.sent.map(({ text }) => text),
    ['agents (1/2)', 'agents (2/2)', 'markets (1/2)', 'markets (2/2)'],
  );
  const rows = await world.rows();
  assert.deepEqual(
    rows.map(({ part, reportId }) => `${part} ${reportId}`),
    ['0 r-agents', '1 r-agents', '2 r-markets', '3 r-markets'],
  );
});

test('a store that cannot be written stops the sending, and nothing goes out without a durable row', async () => {
  const world = await openWorld();
  const full = new AdapterError('The store failed: the disk is full.', { retryable: true });
  const broken: Store = { ...world.store, claimDeliveries: () => Promise.reject(full) };
  const stuck = await openWorld({ store: broken });
  for (const id of ['a', 'b', 'c']) await stuck.store.saveSubscription(subscriptionOf(id));
  await stuck.delivery.tick();
  assert.deepEqual(stuck.outbox.calls, []);
  assert.equal(stuck.log.lines.filter(({ msg }) => msg === 'delivery halted until the next tick').length, 1);
  broken.claimDeliveries = world.store.claimDeliveries;
  await stuck.delivery.tick();
  assert.equal(stuck.outbox.sent.length, 3);
});

test('an outcome that the store could not take is written before anything else is sent', async () => {
  const world = await openWorld();
  let isFull = true;
  const store: Store = {
    ...world.store,
    saveDeliveries: (rows) =>
      isFull
        ? Promise.reject(new AdapterError('The store failed: the disk is full.', { retryable: true }))
        : world.store.saveDeliveries(rows),
  };
  const stuck = await openWorld({ store });
  await stuck.store.saveSubscription(subscriptionOf('a'));
  await stuck.delivery.tick();
  assert.deepEqual(countStates(await stuck.rows()), { sending: 1 });
  await stuck.store.saveSubscription(subscriptionOf('b'));
  await stuck.delivery.tick();
  assert.equal(stuck.outbox.calls.length, 1, 'nothing more while the outcome is owed');
  isFull = false;
  await stuck.delivery.tick();
  assert.deepEqual(countStates(await stuck.rows()), { sent: 2 });
});

test('a digest is sent once the store gives back what was frozen', async () => {
  const world = await openWorld();
  let isAway = true;
  const away = new AdapterError('The store failed: Redis cannot be reached.', { retryable: true });
  const store: Store = {
    ...world.store,
    findBlob: (key) => (isAway ? Promise.reject(away) : world.store.findBlob(key)),
  };
  const stuck = await openWorld({ store });
  await stuck.store.saveSubscription(subscriptionOf('a'));
  await stuck.delivery.tick();
  assert.deepEqual(countStates(await stuck.rows()), { pending: 1 });
  isAway = false;
  stuck.clock.addMs(60_000);
  await stuck.delivery.tick();
  assert.deepEqual(countStates(await stuck.rows()), { sent: 1 });
});

test('a store that cannot be written is noticed before anything is composed', async () => {
  const world = await openWorld();
  const full = new AdapterError('The store failed: the disk is full.', { retryable: true });
  let isFull = true;
  const store: Store = {
    ...world.store,
    check: () => (isFull ? Promise.reject(full) : world.store.check()),
  };
  const stuck = await openWorld({ store });
  await stuck.store.saveSubscription(subscriptionOf('a'));
  await stuck.delivery.tick();
  assert.deepEqual(stuck.requests, []);
  isFull = false;
  await stuck.delivery.tick();
  assert.equal(stuck.outbox.sent.length, 1);
});

test('a digest that could not be planned is planned by the next tick', async () => {
  const world = await openWorld();
  const full = new AdapterError('The store failed: the disk is full.', { retryable: true });
  let isFull = true;
  const store: Store = {
    ...world.store,
    planDeliveries: (...args) => (isFull ? Promise.reject(full) : world.store.planDeliveries(...args)),
  };
  const stuck = await openWorld({ store });
  await stuck.store.saveSubscription(subscriptionOf('a'));
  await stuck.delivery.tick();
  isFull = false;
  await stuck.delivery.tick();
  assert.equal(stuck.outbox.sent.length, 1);
});

test('a row whose claim was never answered is sent by the process that claimed it', async () => {
  const world = await openWorld();
  const late = new AdapterError('The store failed: Redis cannot be reached.', { retryable: true });
  let isLate = true;
  const store: Store = {
    ...world.store,
    async claimDeliveries(...args) {
      const rows = await world.store.claimDeliveries(...args);
      if (isLate) throw late;
      return rows;
    },
  };
  const stuck = await openWorld({ store });
  await stuck.store.saveSubscription(subscriptionOf('a'));
  await stuck.delivery.tick();
  assert.deepEqual(countStates(await stuck.rows()), { sending: 1 });
  isLate = false;
  await stuck.delivery.tick();
  assert.deepEqual(countStates(await stuck.rows()), { sent: 1 });
  assert.equal(stuck.outbox.calls.length, 1);
});

test('a store that fails to be read is logged, and the tick ends', async () => {
  const world = await openWorld();
  await world.store.close();
  await world.delivery.tick();
  assert.equal(world.log.lines.at(-1)?.msg, 'delivery tick failed');
});

test('stopping lets the send in flight end and starts no other', async () => {
  const started = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const outbox = createFakeOutbox({
    parts: 2,
    before: () => {
      started.resolve();
      return answer.promise;
    },
  });
  const world = await openWorld({ outbox });
  await world.store.saveSubscription(subscriptionOf('a'));
  const ticking = world.delivery.tick();
  await started.promise;
  const stopping = world.delivery.stop();
  answer.resolve();
  await Promise.all([stopping, ticking]);
  assert.deepEqual(countStates(await world.rows()), { sent: 1, pending: 1 });
  await world.delivery.tick();
  assert.equal(outbox.calls.length, 1);
  await world.restart().tick();
  assert.deepEqual(
    outbox.sent.map(({ text }) => text),
    ['digest (1/2)', 'digest (2/2)'],
  );
});

test('stopping does not wait for a digest that is being composed', async () => {
  const world = await openWorld({ compose: () => new Promise(() => {}) });
  await world.store.saveSubscription(subscriptionOf('a'));
  const ticking = world.delivery.tick();
  await new Promise((go) => setImmediate(go));
  await world.delivery.stop();
  await ticking;
  assert.equal((await world.subscription('a'))?.nextDue, dueAt);
});

test('sends that fail for want of a network come back until they arrive', async () => {
  const outbox = createFakeOutbox({
    before: (_, call) => {
      if (call <= 3) throw new SendError('connection refused', { outcome: 'not-sent' });
    },
  });
  const world = await openWorld({ outbox });
  await world.store.saveSubscription(subscriptionOf('a'));
  for (let minute = 0; minute < 5; minute++) {
    await world.delivery.tick();
    world.clock.addMs(minuteMs);
  }
  assert.equal(outbox.sent.length, 1);
  assert.equal(outbox.calls.length, 4);
  const [row] = await world.rows();
  assert.deepEqual([row?.state, row?.attempts, row?.reason], ['sent', 4, undefined]);
});
