import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runUpkeep } from '../../src/bot/editions.ts';
import type { Delivery } from '../../src/core/delivery.ts';
import { plainMessage } from '../../src/core/message.ts';
import { freeze, thaw } from '../../src/delivery/frozen.ts';
import { dropOldDeliveries, keepDeliveriesDays } from '../../src/delivery/retention.ts';
import { openStore } from '../../src/stores/index.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { openFakeLine } from '../fakes/line.ts';
import { createFakeLog } from '../fakes/log.ts';
import { chatOf } from '../fakes/subscriptions.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Stores know when a blob came by the real clock, so the days to come are told from today on. */
async function openWorld() {
  const store = await openStore('sqlite::memory:');
  const clock = createFakeClock(new Date().toISOString());
  const log = createFakeLog().log;
  const picture = { bytes: new Uint8Array([1, 2, 3]), width: 1, height: 1, alt: '' };
  const digestOf = (text: string) => {
    const { blocks, ...message } = plainMessage(text);
    const image = { kind: 'image', picture } as unknown as (typeof blocks)[number];
    return freeze(store, [{ reportId: 'r', message: { ...message, blocks: [...blocks, image] } }]);
  };
  const rowOf = (part: number, frozen: string, state: Delivery['state']): Delivery => ({
    ...{ id: `d${part}`, subscriptionId: 's', date: '2026-01-02', reportId: 'r', chat: chatOf('c') },
    ...{ part, frozen, state, attempts: 1, at: clock.now() },
  });
  const drop = () => dropOldDeliveries({ store, clock, log });
  return { store, clock, digestOf, rowOf, drop };
}

test('deliveries and what was frozen for them go when they are old, and not before', async () => {
  const { store, clock, digestOf, rowOf, drop } = await openWorld();
  const [old, open] = [await digestOf('old'), await digestOf('open')];
  await store.saveBlob('report.png', new Uint8Array([9]));
  await store.saveDeliveries([rowOf(0, old, 'sent'), rowOf(1, open, 'pending')]);
  clock.addMs((keepDeliveriesDays - 1) * dayMs);
  await drop();
  assert.equal((await store.findDeliveries({})).length, 2);
  assert.ok(await thaw(store, old));
  clock.addMs(2 * dayMs);
  await drop();
  assert.deepEqual(
    (await store.findDeliveries({})).map(({ id }) => id),
    ['d1'],
    'what is still to be sent stays',
  );
  assert.equal(await thaw(store, old), undefined);
  assert.ok(await thaw(store, open), 'with its picture, which the old one shared');
  assert.ok(await store.findBlob('report.png'));
});

test('the ledger is looked through once a day', async () => {
  const { store, clock, rowOf, drop, digestOf } = await openWorld();
  clock.addMs(2 * keepDeliveriesDays * dayMs);
  await drop();
  await store.saveDelivery({ ...rowOf(0, await digestOf('a'), 'sent'), at: new Date().toISOString() });
  await drop();
  assert.equal((await store.findDeliveries({})).length, 1);
  clock.addMs(dayMs);
  await drop();
  assert.deepEqual(await store.findDeliveries({}), []);
});

test('the upkeep of a running bot looks after the ledger', async () => {
  const line = await openFakeLine({ editions: [] });
  const { rowOf } = await openWorld();
  await line.store.saveDelivery({ ...rowOf(0, 'f', 'sent'), at: line.clock.now() });
  line.clock.addMs((keepDeliveriesDays + 1) * dayMs);
  await runUpkeep(line);
  assert.deepEqual(await line.store.findDeliveries({}), []);
});
