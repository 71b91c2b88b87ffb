import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Delivery, Subscription } from '../../../src/core/delivery.ts';
import type { Store } from '../../../src/ports.ts';
import { awkwardKeys, type WithStore } from '../store.ts';

const chat = { platform: 'discord', id: '111' } as const;
const dueAt = '2026-01-02T00:00:00Z';
const nextDay = '2026-01-03T00:00:00Z';

function subscriptionOf(id: string, more: Partial<Subscription> = {}): Subscription {
  return {
    id,
    chat,
    edition: 'e',
    topics: ['agents'],
    language: 'zh',
    length: 'short',
    time: '08:00',
    timezone: 'Asia/Shanghai',
    nextDue: dueAt,
    state: 'active',
    strikes: 0,
    createdAt: '2026-01-01T00:00:00Z',
    ...more,
  };
}

function deliveryOf(id: string, more: Partial<Delivery> = {}): Delivery {
  return {
    id,
    subscriptionId: 's1',
    date: '2026-01-02',
    reportId: 'r1',
    chat: { ...chat, thread: '9' },
    part: 0,
    state: 'pending',
    attempts: 0,
    at: dueAt,
    ...more,
  };
}

export function testLedger(withStore: WithStore): void {
  describe('subscriptions', () => testSubscriptions(withStore));
  describe('planning', () => testPlanning(withStore));
  describe('claims', () => testClaims(withStore));
  describe('deliveries', () => testDeliveries(withStore));
}

function testSubscriptions(withStore: WithStore): void {
  it(
    'saves, replaces and deletes a subscription',
    withStore(async ({ store }) => {
      await store.saveSubscription(subscriptionOf('s1'));
      const paused = subscriptionOf('s1', { state: 'paused', reason: 'chat is gone', strikes: 3 });
      await store.saveSubscription(paused);
      assert.deepEqual(await store.findSubscriptions({}), [paused]);
      assert.equal(await store.deleteSubscription('s1'), true);
      assert.equal(await store.deleteSubscription('s1'), false);
      assert.deepEqual(await store.findSubscriptions({}), []);
    }),
  );

  it(
    'finds by chat, edition and state, a thread being a chat of its own',
    withStore(async ({ store }) => {
      await store.saveSubscription(subscriptionOf('plain'));
      await store.saveSubscription(subscriptionOf('thread', { chat: { ...chat, thread: '9' } }));
      await store.saveSubscription(subscriptionOf('edition', { edition: 'f' }));
      await store.saveSubscription(subscriptionOf('paused', { state: 'paused' }));
      const find = async (filter: Parameters<Store['findSubscriptions']>[0]) =>
        (await store.findSubscriptions(filter)).map(({ id }) => id);
      assert.deepEqual(await find({ chat }), ['edition', 'paused', 'plain']);
      assert.deepEqual(await find({ chat: { ...chat, thread: '9' } }), ['thread']);
      assert.deepEqual(await find({ chat, edition: 'e' }), ['paused', 'plain']);
      assert.deepEqual(await find({ chat, edition: 'e', state: 'active' }), ['plain']);
      assert.deepEqual(await find({ state: 'paused' }), ['paused']);
      assert.deepEqual(await find({ edition: 'f' }), ['edition']);
    }),
  );

  it(
    'finds those of a chat together with its threads, and of no other chat',
    withStore(async ({ store }) => {
      await store.saveSubscription(subscriptionOf('plain'));
      await store.saveSubscription(subscriptionOf('thread', { chat: { ...chat, thread: '9' } }));
      await store.saveSubscription(subscriptionOf('longer', { chat: { ...chat, id: '1110' } }));
      await store.saveSubscription(subscriptionOf('other', { chat: { ...chat, platform: 'telegram' } }));
      const found = await store.findSubscriptions({ chat, withThreads: true });
      assert.deepEqual(
        found.map(({ id }) => id),
        ['plain', 'thread'],
      );
      assert.deepEqual(await store.findSubscriptions({ chat, withThreads: true, state: 'paused' }), []);
    }),
  );

  it(
    'finds active ones that are due, by due time and then id, whatever form the instants have',
    withStore(async ({ store }) => {
      await store.saveSubscription(subscriptionOf('b'));
      await store.saveSubscription(subscriptionOf('a', { nextDue: '2026-01-02T08:00:00+08:00' }));
      await store.saveSubscription(subscriptionOf('early', { nextDue: '2026-01-01T23:59:59.500Z' }));
      await store.saveSubscription(subscriptionOf('later', { nextDue: '2026-01-02T00:00:00.001Z' }));
      await store.saveSubscription(subscriptionOf('paused', { state: 'paused' }));
      const due = await store.findSubscriptions({ dueAt });
      assert.deepEqual(
        due.map(({ id }) => id),
        ['early', 'a', 'b'],
      );
      assert.deepEqual(await store.findSubscriptions({ dueAt, state: 'paused' }), []);
    }),
  );

  it(
    'keeps awkward ids apart',
    withStore(async ({ store }) => {
      for (const id of awkwardKeys) await store.saveSubscription(subscriptionOf(id, { edition: id }));
      for (const id of awkwardKeys)
        assert.deepEqual(await store.findSubscriptions({ edition: id }), [
          subscriptionOf(id, { edition: id }),
        ]);
    }),
  );
}

function testPlanning(withStore: WithStore): void {
  it(
    'plans each part of a subscription and date once',
    withStore(async ({ store }) => {
      await store.saveSubscription(subscriptionOf('s1'));
      const rows = [deliveryOf('d0'), deliveryOf('d1', { part: 1 })];
      const nextDue = [{ id: 's1', nextDue: nextDay }];
      assert.equal(await store.planDeliveries(rows, nextDue), 2);
      const others = [
        deliveryOf('x0'),
        deliveryOf('x2', { part: 2 }),
        deliveryOf('x3', { date: '2026-01-03' }),
      ];
      assert.equal(await store.planDeliveries(others, nextDue), 2);
      assert.deepEqual(await idsOf(store), ['d0', 'd1', 'x2', 'x3']);
    }),
  );

  it(
    'advances the next due time with the rows, never back',
    withStore(async ({ store }) => {
      await store.saveSubscription(subscriptionOf('s1'));
      await store.planDeliveries([deliveryOf('d0')], [{ id: 's1', nextDue: nextDay }]);
      assert.deepEqual(await store.findSubscriptions({ dueAt }), []);
      await store.planDeliveries([], [{ id: 's1', nextDue: dueAt }]);
      assert.equal((await store.findSubscriptions({}))[0]?.nextDue, nextDay);
    }),
  );

  it(
    'leaves a planned row as it is when it is planned again',
    withStore(async ({ store }) => {
      await store.planDeliveries([deliveryOf('d0')], []);
      await store.saveDelivery(deliveryOf('d0', { state: 'sent', messageId: 'm1', attempts: 1 }));
      assert.equal(await store.planDeliveries([deliveryOf('d0'), deliveryOf('d9')], []), 0);
      assert.deepEqual(await store.findDeliveries({}), [
        deliveryOf('d0', { state: 'sent', messageId: 'm1', attempts: 1 }),
      ]);
    }),
  );

  it(
    'does neither when a row cannot go in',
    withStore(async ({ store }) => {
      await store.saveSubscription(subscriptionOf('s1'));
      const broken = deliveryOf('d1', { part: 1, at: 'no instant' });
      await assert.rejects(
        store.planDeliveries([deliveryOf('d0'), broken], [{ id: 's1', nextDue: nextDay }]),
      );
      await assert.rejects(store.planDeliveries([deliveryOf('d0')], [{ id: 's1', nextDue: 'never' }]));
      assert.deepEqual(await store.findDeliveries({}), []);
      assert.equal((await store.findSubscriptions({}))[0]?.nextDue, dueAt);
    }),
  );

  it(
    'lets many planners at once plan every row once',
    withStore(async ({ store }) => {
      const rows = Array.from({ length: 50 }, (_, part) => deliveryOf(`d${part}`, { part }));
      const counts = await Promise.all([1, 2, 3].map(() => store.planDeliveries(rows, [])));
      assert.equal(
        counts.reduce((sum, count) => sum + count, 0),
        50,
      );
      assert.equal((await store.findDeliveries({})).length, 50);
    }),
  );
}

function testClaims(withStore: WithStore): void {
  it(
    'gives a row to one owner alone, with one more attempt',
    withStore(async ({ store }) => {
      await store.planDeliveries([deliveryOf('d0')], []);
      const claimed = await store.claimDeliveries(['d0', 'd0', 'none'], 'w1', nextDay);
      const mine = deliveryOf('d0', { state: 'sending', owner: 'w1', attempts: 1, at: nextDay });
      assert.deepEqual(claimed, [mine]);
      assert.deepEqual(await store.claimDeliveries(['d0'], 'w2', nextDay), []);
      assert.deepEqual(await store.findDeliveries({}), [mine]);
    }),
  );

  it(
    'shares rows among owners that claim at once without giving one twice',
    withStore(async ({ store }) => {
      const rows = Array.from({ length: 40 }, (_, part) => deliveryOf(`d${part}`, { part }));
      await store.planDeliveries(rows, []);
      const all = rows.map(({ id }) => id);
      const claims = await Promise.all(
        ['w1', 'w2', 'w3'].map((owner) => store.claimDeliveries(all, owner, dueAt)),
      );
      const got = claims.flat().map(({ id }) => id);
      assert.equal(got.length, 40);
      assert.equal(new Set(got).size, 40);
    }),
  );

  it(
    'leaves rows alone until their time has come',
    withStore(async ({ store }) => {
      await store.planDeliveries([deliveryOf('d0', { notBefore: '2026-01-02T08:00:00+08:00' })], []);
      assert.deepEqual(await store.claimDeliveries(['d0'], 'w1', '2026-01-01T23:59:59Z'), []);
      const [row] = await store.claimDeliveries(['d0'], 'w1', dueAt);
      assert.equal(row?.state, 'sending');
      assert.equal(row?.notBefore, undefined);
    }),
  );

  it(
    'gives a claimed row back as it was, but for its attempts',
    withStore(async ({ store }) => {
      await store.planDeliveries([deliveryOf('d0'), deliveryOf('d1', { part: 1 })], []);
      const [row] = await store.claimDeliveries(['d0'], 'w1', nextDay);
      assert.ok(row);
      const pending = deliveryOf('d0', { attempts: 1, at: nextDay });
      assert.deepEqual(await store.releaseDeliveries([row, deliveryOf('d1', { part: 1 })]), [pending]);
      assert.deepEqual(await store.findDeliveries({ states: ['pending'] }), [
        pending,
        deliveryOf('d1', { part: 1 }),
      ]);
      assert.equal((await store.claimDeliveries(['d0'], 'w2', nextDay))[0]?.attempts, 2);
    }),
  );

  it(
    'gives no row back that went on meanwhile',
    withStore(async ({ store }) => {
      await store.planDeliveries([deliveryOf('d0')], []);
      const [row] = await store.claimDeliveries(['d0'], 'w1', dueAt);
      assert.ok(row);
      assert.deepEqual(await store.releaseDeliveries([{ ...row, owner: 'w2' }]), []);
      await store.releaseDeliveries([row]);
      const [again] = await store.claimDeliveries(['d0'], 'w1', dueAt);
      assert.deepEqual(await store.releaseDeliveries([row]), [], 'it is at its second attempt');
      await store.saveDelivery({ ...row, state: 'sent', attempts: 2 });
      assert.deepEqual(await store.releaseDeliveries([again ?? row]), [], 'it was sent');
      assert.equal((await store.findDeliveries({}))[0]?.state, 'sent');
    }),
  );

  for (const state of ['sending', 'sent', 'failed', 'unknown', 'skipped'] as const)
    it(
      `never claims a row that is ${state}`,
      withStore(async ({ store }) => {
        await store.saveDelivery(deliveryOf('d0', { state }));
        assert.deepEqual(await store.claimDeliveries(['d0'], 'w1', nextDay), []);
      }),
    );
}

function testDeliveries(withStore: WithStore): void {
  it(
    'gives a delivery back as it was saved, and replaces it',
    withStore(async ({ store }) => {
      const full = deliveryOf('d0', {
        state: 'unknown',
        frozen: 'f1',
        messageId: '👩‍💻',
        attempts: 3,
        notBefore: nextDay,
        owner: 'w1',
        reason: 'the connection was cut',
      });
      await store.saveDelivery(full);
      assert.deepEqual(await store.findDeliveries({}), [full]);
      await store.saveDelivery(deliveryOf('d0', { state: 'sent', messageId: 'm' }));
      assert.deepEqual(await store.findDeliveries({}), [deliveryOf('d0', { state: 'sent', messageId: 'm' })]);
    }),
  );

  it(
    'saves several deliveries at once, all or none',
    withStore(async ({ store }) => {
      await store.saveDeliveries([deliveryOf('d0'), deliveryOf('d1', { part: 1 })]);
      const sent = [deliveryOf('d0', { state: 'sent' }), deliveryOf('d1', { part: 1, state: 'unknown' })];
      await store.saveDeliveries(sent);
      assert.deepEqual(await store.findDeliveries({}), sent);
      const broken = deliveryOf('d2', { part: 2, at: 'no instant' });
      await assert.rejects(store.saveDeliveries([deliveryOf('d0', { state: 'failed' }), broken]));
      assert.deepEqual(await store.findDeliveries({}), sent);
      await store.saveDeliveries([]);
    }),
  );

  it(
    'refuses a second row for the same subscription, date and part',
    withStore(async ({ store }) => {
      await store.saveDelivery(deliveryOf('d0'));
      await assert.rejects(store.saveDelivery(deliveryOf('other')));
      assert.deepEqual(await idsOf(store), ['d0']);
    }),
  );

  it(
    'finds by subscription, report, state and change, ordered by date, subscription, part',
    withStore(async ({ store }) => {
      const rows = [
        deliveryOf('c', { date: '2026-01-03', at: nextDay }),
        deliveryOf('b2', { subscriptionId: 's2', part: 10, state: 'sent' }),
        deliveryOf('b1', { subscriptionId: 's2', part: 9, state: 'unknown', reportId: 'r2' }),
        deliveryOf('a', { state: 'failed', at: '2026-01-02T00:00:00.500Z' }),
      ];
      for (const row of rows) await store.saveDelivery(row);
      assert.deepEqual(await idsOf(store), ['a', 'b1', 'b2', 'c']);
      assert.deepEqual(await idsOf(store, { subscriptionId: 's2' }), ['b1', 'b2']);
      assert.deepEqual(await idsOf(store, { reportId: 'r2' }), ['b1']);
      assert.deepEqual(await idsOf(store, { states: ['unknown', 'sent'] }), ['b1', 'b2']);
      assert.deepEqual(await idsOf(store, { states: [] }), []);
      assert.deepEqual(await idsOf(store, { since: '2026-01-02T00:00:00.500Z' }), ['a', 'c']);
      assert.deepEqual(await idsOf(store, { since: '2026-01-02T00:00:00.001Z', states: ['pending'] }), ['c']);
      assert.deepEqual(await idsOf(store, { limit: 2 }), ['a', 'b1']);
    }),
  );

  it(
    'finds the same rows whatever the filter, ordered and cut off after sorting',
    withStore(async ({ store }) => {
      const states = ['pending', 'sent', 'unknown'] as const;
      const rows = Array.from({ length: 90 }, (_, n) =>
        deliveryOf(`d${n}`, {
          date: `2026-01-${String(2 + ((n * 7) % 5)).padStart(2, '0')}`,
          subscriptionId: `s${(n * 11) % 9}`,
          part: n,
          state: states[(n * 5) % 3] ?? 'sent',
          at: new Date(Date.parse(dueAt) + ((n * 37) % 90) * 1000).toISOString(),
        }),
      );
      await store.saveDeliveries(rows);
      const all = await idsOf(store);
      const byId = new Map(rows.map((row) => [row.id, row]));
      const later = '2026-01-02T00:00:45Z';
      for (const wanted of [undefined, ['pending'], ['unknown', 'sent']] as const)
        for (const since of [undefined, later])
          for (const limit of [undefined, 0, 1, 7, 1000]) {
            const expected = all.filter((id) => {
              const row = byId.get(id);
              const isState = !wanted || wanted.some((state) => state === row?.state);
              return row && isState && (!since || Date.parse(row.at) >= Date.parse(since));
            });
            const filter = {
              ...(wanted && { states: [...wanted] }),
              ...(since && { since }),
              ...(limit !== undefined && { limit }),
            };
            assert.deepEqual(await idsOf(store, filter), expected.slice(0, limit), JSON.stringify(filter));
          }
    }),
  );

  it(
    'forgets rows that ended before an instant, and nothing that is still to be sent',
    withStore(async ({ store }) => {
      const old = { at: '2026-01-01T23:59:59.999Z' };
      const states = ['pending', 'sending', 'sent', 'failed', 'unknown', 'skipped'] as const;
      await store.saveDeliveries([
        ...states.map((state, part) => deliveryOf(state, { ...old, state, part })),
        deliveryOf('new', { state: 'sent', part: 9 }),
      ]);
      assert.equal(await store.dropDeliveries(dueAt), 4);
      assert.equal(await store.dropDeliveries(dueAt), 0);
      assert.deepEqual(await idsOf(store), ['pending', 'sending', 'new']);
      for (const filter of [{ subscriptionId: 's1' }, { reportId: 'r1' }, { since: old.at }, { limit: 9 }])
        assert.deepEqual(await idsOf(store, filter), ['pending', 'sending', 'new']);
      assert.deepEqual(await idsOf(store, { states: ['sent', 'failed'] }), ['new']);
      assert.equal(
        await store.planDeliveries([deliveryOf('again', { part: 2 })], []),
        1,
        'its place is free',
      );
    }),
  );

  it(
    'forgets thousands of rows at once',
    withStore(async ({ store }) => {
      const rows = Array.from({ length: 1203 }, (_, part) =>
        deliveryOf(`d${part}`, { part, state: part % 3 === 0 ? 'pending' : 'sent' }),
      );
      await store.planDeliveries(rows, []);
      assert.equal(await store.dropDeliveries(nextDay), 802);
      assert.equal((await store.findDeliveries({})).length, 401);
    }),
  );

  it(
    'knows what its rows name as frozen',
    withStore(async ({ store }) => {
      assert.deepEqual(await store.findFrozen(), []);
      await store.planDeliveries(
        [
          deliveryOf('a', { frozen: 'f1' }),
          deliveryOf('b', { frozen: 'f1', part: 1 }),
          deliveryOf('c', { frozen: 'f2', part: 2 }),
          deliveryOf('d', { part: 3 }),
        ],
        [],
      );
      await store.saveDelivery(deliveryOf('a', { frozen: 'f1', state: 'sent' }));
      assert.deepEqual((await store.findFrozen()).sort(), ['f1', 'f2']);
      assert.equal(await store.dropDeliveries(nextDay), 1);
      assert.deepEqual((await store.findFrozen()).sort(), ['f1', 'f2'], 'another row names it still');
      await store.saveDelivery(deliveryOf('b', { frozen: 'f1', part: 1, state: 'sent' }));
      assert.equal(await store.dropDeliveries(nextDay), 1);
      assert.deepEqual(await store.findFrozen(), ['f2']);
    }),
  );

  it(
    'has the ledger after it was opened again',
    withStore(async ({ store, reopen }) => {
      await store.saveSubscription(subscriptionOf('s1'));
      await store.planDeliveries([deliveryOf('d0')], [{ id: 's1', nextDue: nextDay }]);
      await store.claimDeliveries(['d0'], 'w1', dueAt);
      if (!reopen) return;
      const again = await reopen();
      assert.equal((await again.findSubscriptions({}))[0]?.nextDue, nextDay);
      assert.equal((await again.findDeliveries({ states: ['sending'] }))[0]?.owner, 'w1');
      assert.equal(await again.planDeliveries([deliveryOf('d9')], []), 0);
    }),
  );
}

async function idsOf(store: Store, filter: Parameters<Store['findDeliveries']>[0] = {}): Promise<string[]> {
  return (await store.findDeliveries(filter)).map(({ id }) => id);
}
