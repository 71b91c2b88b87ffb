import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHealth } from '../../src/lib/health.ts';
import { createFakeClock } from '../fakes/clock.ts';

const well = async () => {};

test('a process lives while its clock ticks, and is to be started anew after three silent minutes', () => {
  const clock = createFakeClock('2026-01-01T00:00:00Z');
  const health = createHealth(clock.now, well);
  clock.addMs(2 * 60_000);
  assert.deepEqual(health.live(), []);
  clock.addMs(2 * 60_000);
  assert.deepEqual(health.live(), ['The clock has not ticked for three minutes.']);
  health.beat();
  assert.deepEqual(health.live(), []);
});

test('an event loop that was blocked for more than a second is told once, and forgotten when it runs again', async () => {
  const health = createHealth(createFakeClock('2026-01-01T00:00:00Z').now, well);
  await sleep(100);
  const endMs = performance.now() + 1300;
  while (performance.now() < endMs);
  await sleep(50);
  assert.deepEqual(health.live(), ['The event loop is blocked for more than a second.']);
  await sleep(100);
  assert.deepEqual(health.live(), []);
});

test('it is ready while the store can be written and nobody stops it', async () => {
  const clock = createFakeClock('2026-01-01T00:00:00Z');
  let isFull = false;
  const health = createHealth(clock.now, async () => {
    if (isFull) throw new Error('the disk is full');
  });
  assert.deepEqual(await health.ready(), []);
  isFull = true;
  assert.deepEqual(await health.ready(), ['The store cannot be written.']);
  isFull = false;
  health.stopping();
  assert.deepEqual(await health.ready(), ['The bot is stopping.']);
});
