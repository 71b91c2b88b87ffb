import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Chat } from '../../src/core/delivery.ts';
import { SendError } from '../../src/core/errors.ts';
import type { Outbox, SendResult } from '../../src/ports.ts';
import { ids } from '../fakes/discord/world.ts';
import { createFakeOutbox } from '../fakes/outbox.ts';
import { subscriptionOf } from '../fakes/subscriptions.ts';
import { openStage, type Stage } from '../platforms/discord/stage.ts';
import { countStates, openWorld, type World } from './world.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage.end());
beforeEach(async () => {
  await stage.discord.forget();
  await stage.discord.set({ nonceWindowMs: 120_000, withoutHistory: [] });
});

const minuteMs = 60_000;
const chat: Chat = { platform: 'discord', id: ids.general };

/** Discord whose next send ends with its process: after the message arrived there, or before. */
function dying(arrives: boolean): Outbox {
  const { outbox } = stage.platform;
  const send = async (...request: Parameters<Outbox['send']>): Promise<SendResult> => {
    if (arrives) await outbox.send(...request);
    return new Promise(() => {});
  };
  return { ...outbox, send };
}

/** A digest of one part whose sending process died; the world is another process on real Discord. */
async function crashed(arrives: boolean): Promise<World> {
  const world = await openWorld({ outboxes: { discord: dying(arrives) } });
  await world.store.saveSubscription(subscriptionOf('a', { chat }));
  void world.delivery.tick();
  const arrived = async () => (await stage.discord.evidence()).messages.length === (arrives ? 1 : 0);
  while (countStates(await world.rows()).sending !== 1 || !(await arrived())) {
    await new Promise((go) => setTimeout(go, 5));
  }
  return world;
}

const revive = async (world: World, laterMs: number, outbox: Outbox = stage.platform.outbox) => {
  world.clock.addMs(laterMs);
  await world.restart({ outboxes: { discord: outbox } }).tick();
};

const arrivals = async () => (await stage.discord.evidence()).messages.length;

for (const nonceWindowMs of [0, 120_000]) {
  for (const laterMs of [minuteMs, 5 * minuteMs, 5 * 60 * minuteMs]) {
    const when = `${laterMs / minuteMs} minutes later, Discord's nonces lasting ${nonceWindowMs / 1000} s`;
    test(`a part that arrived before the crash is found and not sent again, ${when}`, async () => {
      await stage.discord.set({ nonceWindowMs });
      const world = await crashed(true);
      await revive(world, laterMs);
      const [message] = (await stage.discord.evidence()).messages;
      const [row] = await world.rows();
      assert.deepEqual([row?.state, row?.messageId], ['sent', message?.id]);
      assert.equal(await arrivals(), 1);
    });

    test(`a part that did not arrive before the crash is sent, ${when}`, async () => {
      await stage.discord.set({ nonceWindowMs });
      const world = await crashed(false);
      await revive(world, laterMs);
      assert.deepEqual(countStates(await world.rows()), { sent: 1 });
      assert.equal(await arrivals(), 1);
    });
  }
}

test('where history cannot be read, the nonce still answers within its time', async () => {
  const world = await crashed(true);
  await stage.discord.set({ withoutHistory: [ids.general] });
  await revive(world, minuteMs);
  assert.deepEqual(countStates(await world.rows()), { sent: 1 });
  assert.equal(await arrivals(), 1);
});

test('where history cannot be read and the nonce is forgotten, the outcome is unknown', async () => {
  const world = await crashed(true);
  await stage.discord.set({ withoutHistory: [ids.general] });
  await revive(world, 3 * minuteMs);
  assert.deepEqual(countStates(await world.rows()), { unknown: 1 });
  assert.equal(await arrivals(), 1);
});

test('while Discord does not answer the look, the row waits; once it does, it is settled', async () => {
  const world = await crashed(true);
  const path = `/channels/${ids.general}/messages`;
  await stage.discord.fault({ method: 'GET', path, times: 1, kind: 'status', status: 503, body: {} });
  await revive(world, 3 * minuteMs);
  assert.deepEqual(countStates(await world.rows()), { sending: 1 });
  await revive(world, minuteMs);
  assert.deepEqual(countStates(await world.rows()), { sent: 1 });
});

test('an answer that leaves it open is looked up, not given up', async () => {
  const world = await openWorld({ outboxes: { discord: stage.platform.outbox } });
  await world.store.saveSubscription(subscriptionOf('a', { chat }));
  const path = `/channels/${ids.general}/messages`;
  await stage.discord.fault({ method: 'POST', path, times: 2, kind: 'status', status: 502, body: {} });
  await world.delivery.tick();
  assert.deepEqual(countStates(await world.rows()), { sending: 1 });
  world.clock.addMs(minuteMs);
  await world.delivery.tick();
  assert.deepEqual(countStates(await world.rows()), { sent: 1 });
  assert.equal(await arrivals(), 1);
});

test('a repeat that is told to wait stays in doubt: it is not sent once the nonce is forgotten', async () => {
  let calls = 0;
  const limited: Outbox = {
    ...createFakeOutbox({ repeatSafeMs: 120_000 }),
    find: async () => {
      throw new SendError('no history', { outcome: 'forbidden' });
    },
    async send() {
      calls += 1;
      throw new SendError('wait', { outcome: 'rate-limited', retryAfterMs: 10 * minuteMs });
    },
  };
  const world = await crashed(true);
  await revive(world, minuteMs, limited);
  await revive(world, 11 * minuteMs, limited);
  await revive(world, 11 * minuteMs, limited);
  assert.equal(calls, 1);
  assert.deepEqual(countStates(await world.rows()), { unknown: 1 });
});

test('what a crash left in doubt days ago is no second edition beside the one that is due', async () => {
  const world = await crashed(false);
  await revive(world, 3 * 24 * 60 * minuteMs);
  const rows = await world.rows();
  assert.deepEqual(
    rows.map(({ date, state }) => `${date} ${state}`),
    ['2026-01-02 skipped', '2026-01-03 skipped', '2026-01-04 skipped', '2026-01-05 sent'],
  );
  assert.equal(await arrivals(), 1);
});
