import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery } from '../../src/core/delivery.ts';
import { SendError } from '../../src/core/errors.ts';
import { plainMessage } from '../../src/core/message.ts';
import type { DueGroup } from '../../src/delivery/due.ts';
import { freeze } from '../../src/delivery/frozen.ts';
import type { DeliveryQueue } from '../../src/delivery/queues/port.ts';
import type { Store } from '../../src/ports.ts';
import { createFakeOutbox, type FakeOutbox, type FakeOutboxOptions } from '../fakes/outbox.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';

export interface OpenedQueue {
  store: Store;
  queue: DeliveryQueue;
  /** Another process over the same store. */
  second(): Promise<DeliveryQueue>;
  /** Keys that were planned, in order. */
  planned: string[];
  close(): Promise<void>;
}

export type OpenQueue = (outbox: FakeOutbox, planMs?: number) => Promise<OpenedQueue>;

/** What every queue does for the ledger, however many processes share it. */
export function deliveryQueueContract(name: string, open: OpenQueue): void {
  const withQueue =
    (options: FakeOutboxOptions, test: (opened: OpenedQueue, outbox: FakeOutbox) => Promise<void>) =>
    async () => {
      const outbox = createFakeOutbox({ parts: 3, ...options });
      const opened = await open(outbox);
      try {
        await test(opened, outbox);
      } finally {
        await opened.close();
      }
    };

  describe(`${name} keeps the promises of the delivery queue`, () => {
    it(
      'sends every row once, in order and one at a time within a chat',
      withQueue({ before: () => wait(5) }, async ({ store, queue }, outbox) => {
        const rows = await planRows(store, { chats: 8, parts: 3 });
        await queue.offer(rows);
        await allEnded(store, 24);
        assert.equal(outbox.sent.length, 24);
        assert.equal(outbox.mostAtOnce(), 1);
        for (const chat of new Set(outbox.sent.map((sent) => sent.chat))) {
          const parts = outbox.sent.filter((sent) => sent.chat === chat).map(({ text }) => text.at(-4));
          assert.deepEqual(parts, ['1', '2', '3'], chat);
        }
      }),
    );

    it(
      'sends nothing twice when rows are offered again, here and by another process',
      withQueue({ before: () => wait(10) }, async ({ store, queue, second }, outbox) => {
        const rows = await planRows(store, { chats: 10, parts: 2 });
        const other = await second();
        await Promise.all([queue.offer(rows), other.offer(rows), queue.resume(), other.resume()]);
        await allEnded(store, 20);
        await Promise.all([queue.offer(rows), other.offer(rows), queue.resume()]);
        await wait(300);
        assert.equal(outbox.calls.length, 20);
        await other.stop();
      }),
    );

    it('keeps a chat in order while its first row waits, and holds up no other', async () => {
      let refusals = 0;
      const before: FakeOutboxOptions['before'] = ({ chat }) => {
        if (chat !== 'telegram:c0' || refusals > 0) return;
        refusals += 1;
        throw new SendError('slow down', { outcome: 'rate-limited', retryAfterMs: 600 });
      };
      await withQueue({ before }, async ({ store, queue }, outbox) => {
        await queue.offer(await planRows(store, { chats: 3, parts: 2 }));
        await until(() => outbox.sent.length === 4, 'the others are sent');
        assert.ok(outbox.sent.every(({ chat }) => chat !== 'telegram:c0'));
        await wait(700);
        await queue.resume();
        await allEnded(store, 6);
        const own = outbox.sent.filter(({ chat }) => chat === 'telegram:c0').map(({ text }) => text.at(-4));
        assert.deepEqual(own, ['1', '2']);
      })();
    });

    it('sends no more to a chat that is gone', async () => {
      const before: FakeOutboxOptions['before'] = ({ chat }) => {
        if (chat === 'telegram:c1') throw new SendError('kicked', { outcome: 'gone' });
      };
      await withQueue({ before }, async ({ store, queue }, outbox) => {
        await queue.offer(await planRows(store, { chats: 2, parts: 3 }));
        await allEnded(store, 6);
        assert.equal(outbox.calls.filter(({ chat }) => chat === 'telegram:c1').length, 1);
        assert.deepEqual(await statesOf(store, 's1'), ['failed', 'failed', 'failed']);
        assert.deepEqual(await statesOf(store, 's0'), ['sent', 'sent', 'sent']);
      })();
    });

    it('gives the rest of a run up where rights are missing', async () => {
      const before: FakeOutboxOptions['before'] = () => {
        throw new SendError('no rights', { outcome: 'forbidden' });
      };
      await withQueue({ before }, async ({ store, queue }, outbox) => {
        await queue.offer(await planRows(store, { chats: 1, parts: 3 }));
        await allEnded(store, 3);
        assert.equal(outbox.calls.length, 1);
        assert.deepEqual(await statesOf(store, 's0'), ['failed', 'failed', 'failed']);
      })();
    });

    it(
      'takes up what an ended process left behind: unknown where a repeat may show twice, the rest follows',
      withQueue({}, async ({ store, queue }, outbox) => {
        const rows = await planRows(store, { chats: 2, parts: 2 });
        const longAgo = new Date(Date.now() - 10 * 60_000).toISOString();
        await store.claimDeliveries([rows[0]?.id ?? ''], 'dead', longAgo);
        await queue.settle();
        await queue.resume();
        await allEnded(store, 4);
        assert.deepEqual(await statesOf(store, 's0'), ['unknown', 'sent']);
        assert.equal(outbox.sent.length, 3);
      }),
    );

    it(
      'leaves alone what another process is sending right now',
      withQueue({}, async ({ store, queue }, outbox) => {
        const rows = await planRows(store, { chats: 1, parts: 2 });
        await store.claimDeliveries([rows[0]?.id ?? ''], 'alive', new Date().toISOString());
        await queue.resume();
        await queue.offer(rows);
        await wait(400);
        assert.equal(outbox.calls.length, 0);
        assert.deepEqual(await statesOf(store, 's0'), ['sending', 'pending']);
      }),
    );

    it(
      'has each digest planned',
      withQueue({}, async ({ queue, planned }) => {
        await queue.plan([groupOf('a'), groupOf('b')], new AbortController().signal);
        await until(() => planned.length >= 2, 'both are planned');
        assert.deepEqual([...planned].sort(), ['a', 'b']);
      }),
    );

    it(
      'stops soon: sends in flight are recorded, none is begun',
      withQueue({ before: () => wait(200) }, async ({ store, queue }, outbox) => {
        await queue.offer(await planRows(store, { chats: 30, parts: 1 }));
        await until(() => outbox.calls.length > 0, 'sending began');
        const startedMs = performance.now();
        await queue.stop();
        assert.ok(performance.now() - startedMs < 5000);
        const states = (await store.findDeliveries({})).map(({ state }) => state);
        assert.ok(!states.includes('sending'), states.join());
        const calls = outbox.calls.length;
        await wait(300);
        assert.equal(outbox.calls.length, calls);
        assert.ok(calls < 30);
        assert.equal(states.filter((state) => state === 'sent').length, calls);
      }),
    );
  });
}

export function groupOf(key: string): DueGroup {
  const request = { edition: 'daily', topics: [], language: 'en', length: 'short', dueAt: '' } as const;
  return { key, platform: 'telegram', request: { ...request, topics: [] }, members: [] };
}

export async function planRows(
  store: Store,
  { chats, parts }: { chats: number; parts: number },
): Promise<Delivery[]> {
  const frozen = await freeze(store, [
    { reportId: 'r', message: { ...plainMessage('digest'), actions: [] } },
  ]);
  const at = new Date().toISOString();
  const rows: Delivery[] = [];
  for (let chat = 0; chat < chats; chat++) {
    const subscription = subscriptionOf(`s${chat}`, { chat: chatOf(`c${chat}`) });
    await store.saveSubscription(subscription);
    for (let part = 0; part < parts; part++) {
      const place = { subscriptionId: subscription.id, chat: subscription.chat, date: '2026-01-02', part };
      const id = `s${chat}.2026-01-02.${part}`;
      rows.push({ ...place, id, reportId: 'r', frozen, state: 'pending', attempts: 0, at });
    }
  }
  await store.planDeliveries(rows, []);
  return rows;
}

async function allEnded(store: Store, count: number): Promise<void> {
  const isEnded = ({ state }: Delivery) => state !== 'pending' && state !== 'sending';
  await until(
    async () => (await store.findDeliveries({})).filter(isEnded).length === count,
    'all rows ended',
  );
}

async function statesOf(store: Store, subscriptionId: string): Promise<string[]> {
  return (await store.findDeliveries({ subscriptionId })).map(({ state }) => state);
}

export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 15_000,
): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > endMs) assert.fail(`never came true: ${what}`);
    await wait(20);
  }
}
