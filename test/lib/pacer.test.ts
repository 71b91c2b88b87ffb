import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPacer } from '../../src/lib/pacer.ts';

/** A clock on which every wait ends late, as on a busy machine. */
function lateClock(lateMs: (call: number) => number) {
  let now = 0;
  let calls = 0;
  return {
    nowMs: () => now,
    wait: async (ms: number) => {
      now += ms + lateMs(calls++);
      return true;
    },
  };
}

async function timesOf(
  perSecond: number,
  count: number,
  lateMs: (call: number) => number,
): Promise<number[]> {
  const clock = lateClock(lateMs);
  const pacer = createPacer(perSecond, clock);
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    await pacer.turn();
    times.push(clock.nowMs());
  }
  return times;
}

function mostInAnySecond(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
}

const lates: [string, (call: number) => number][] = [
  ['timers on time', () => 0],
  ['timers up to 3 ms late', (call) => call % 4],
  ['a loop that stands still for 20 ms every two seconds', (call) => (call % 97 === 0 ? 20 : 0)],
];

for (const perSecond of [30, 50]) {
  for (const [name, lateMs] of lates) {
    test(`${perSecond} a second, ${name}: never one more in any second, and at least 97 % of them`, async () => {
      const times = await timesOf(perSecond, 3000, lateMs);
      assert.ok(mostInAnySecond(times) <= perSecond);
      const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
      assert.ok((times.length - 1) / seconds >= 0.97 * perSecond, `${(times.length - 1) / seconds} a second`);
    });
  }
}

test('after a rest there is no burst', async () => {
  let now = 0;
  const wait = async (ms: number) => {
    now += ms;
    return true;
  };
  const pacer = createPacer(50, { nowMs: () => now, wait });
  await pacer.turn();
  now = 60_000;
  const times: number[] = [];
  for (let index = 0; index < 20; index++) {
    await pacer.turn();
    times.push(now);
  }
  assert.ok((times.at(-1) ?? 0) - 60_000 >= 19 * 2 * 20 - 200, `${times}`);
});

test('who is called off while waiting is told so, and the next still has a turn', async () => {
  const pacer = createPacer(1);
  assert.equal(await pacer.turn(), true);
  const stop = new AbortController();
  const waiting = pacer.turn(stop.signal);
  stop.abort();
  assert.equal(await waiting, false);
});

test('without a limit nobody waits', async () => {
  const pacer = createPacer(Number.POSITIVE_INFINITY);
  assert.deepEqual(
    await Promise.all(Array.from({ length: 1000 }, () => pacer.turn())),
    Array(1000).fill(true),
  );
});
