import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Subscription } from '../../src/core/delivery.ts';
import { createFakeOutbox } from '../fakes/outbox.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';
import { composed, dueAt, openWorld, type World, type WorldOptions } from './world.ts';

const minuteMs = 60_000;

/** Ten minutes before everything is due. */
async function early(options: Partial<WorldOptions> = {}): Promise<World> {
  const world = await openWorld(options);
  world.clock.addMs(-10 * minuteMs);
  return world;
}

async function tickMinutes(world: World, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    await world.delivery.tick();
    world.clock.addMs(minuteMs);
  }
}

test('what is due is built five minutes before, once for each language and choice of topics', async () => {
  const discord = createFakeOutbox();
  const telegram = createFakeOutbox();
  const world = await early({ outboxes: { discord, telegram } });
  const chosen: Record<string, Partial<Subscription>> = {
    whole: {},
    other: { chat: chatOf('other') },
    short: { length: 'short' },
    discord: { chat: chatOf('d', 'discord') },
    english: { language: 'en' },
    topic: { topics: ['agents'] },
    later: { nextDue: '2026-01-02T00:30:00Z', time: '08:30' },
    nobody: { chat: chatOf('w', 'web'), topics: ['models'] },
  };
  for (const [id, more] of Object.entries(chosen)) {
    await world.store.saveSubscription(subscriptionOf(id, { language: 'zh', length: 'full', ...more }));
  }
  await tickMinutes(world, 5);
  assert.equal(world.requests.length, 0);
  await tickMinutes(world, 5);
  const built = world.requests.map(({ language, topics }) => [language, ...topics].join(' '));
  assert.deepEqual(built.toSorted(), ['en', 'zh', 'zh agents']);
  assert.ok(world.requests.every((request) => request.dueAt === dueAt && request.late === undefined));
  assert.equal(telegram.sent.length + discord.sent.length, 0);
  await tickMinutes(world, 1);
  assert.equal(telegram.sent.length + discord.sent.length, 6);
});

test('what is built ahead is what is asked for when it is due', async () => {
  const world = await early();
  await world.store.saveSubscription(subscriptionOf('a'));
  await tickMinutes(world, 11);
  assert.equal(world.requests.length, 2);
  assert.deepEqual(world.requests[0], world.requests[1]);
});

test('a build ahead that fails is told, tried no more before it is due, and costs nobody the digest', async () => {
  let calls = 0;
  const world = await early({
    compose: async (request) => {
      calls += 1;
      if (calls === 1) throw new Error('the writer is away');
      return [composed(request)];
    },
  });
  await world.store.saveSubscription(subscriptionOf('a'));
  await tickMinutes(world, 10);
  assert.equal(calls, 1);
  assert.deepEqual(
    world.log.lines.map(({ msg }) => msg),
    ['not built ahead'],
  );
  await tickMinutes(world, 1);
  assert.equal(world.outbox.sent.length, 1);
});

test('a build ahead that takes long holds up no digest that is due, and ends when the bot stops', async () => {
  const world = await early({
    compose: (request) =>
      request.language === 'en' ? new Promise(() => {}) : Promise.resolve([composed(request)]),
  });
  await world.store.saveSubscription(subscriptionOf('slow', { language: 'en' }));
  await world.store.saveSubscription(
    subscriptionOf('quick', { language: 'zh', nextDue: '2026-01-01T23:56:00Z', time: '07:56' }),
  );
  world.clock.addMs(5 * minuteMs);
  const first = world.delivery.tick();
  world.clock.addMs(minuteMs);
  const second = world.delivery.tick();
  while (world.outbox.sent.length < 1) await new Promise((go) => setImmediate(go));
  await world.delivery.stop();
  await Promise.all([first, second]);
  assert.equal(world.outbox.sent.length, 1);
});
