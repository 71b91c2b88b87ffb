import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { createPageCache } from '../../../src/platforms/web/page-cache.ts';
import { createFakeClock } from '../../fakes/clock.ts';

function open() {
  const clock = createFakeClock('2026-01-01T00:00:00Z');
  const cache = createPageCache(clock.now);
  const made: string[] = [];
  const state = { version: 'v1', fails: false };
  const page = (name: string, size = 10) => ({
    version: async () => state.version,
    render: async () => {
      if (state.fails) throw new Error('no page');
      made.push(name);
      return { status: 200 as const, type: 'text/html', text: `${name} ${made.length}`.padEnd(size, '.') };
    },
  });
  const get = (name: string, size?: number) => cache.of(name, page(name, size));
  return { clock, state, made, get };
}

test('a page is made and packed once for all who ask at once and later, while its version stays', async () => {
  const { clock, made, get } = open();
  const [first] = await Promise.all([get('day'), get('day'), get('day')]);
  assert.equal(gunzipSync(first.gzip).toString(), first.text);
  for (let second = 0; second < 50; second += 5) {
    clock.addMs(5000);
    assert.equal(await get('day'), first);
    await turn();
  }
  assert.deepEqual(made, ['day']);
});

test('a newer version is made in the background, and nobody waits for it', async () => {
  const { clock, state, made, get } = open();
  const first = await get('day');
  state.version = 'v2';
  assert.equal(await get('day'), first, 'seen anew after five seconds only');
  clock.addMs(5000);
  assert.equal(await get('day'), first);
  for (let left = 1000; left > 0 && made.length < 2; left--) await turn();
  await new Promise((go) => setTimeout(go, 20));
  const second = await get('day');
  assert.notEqual(second.etag, first.etag);
});

test('after a long silence a reader waits for a page of now, and a fault is told, not kept', async () => {
  const { clock, state, get } = open();
  const first = await get('day');
  clock.addMs(120_000);
  state.fails = true;
  await assert.rejects(get('day'), /no page/);
  state.fails = false;
  assert.notEqual((await get('day')).text, first.text);
});

test('pages under different keys are different pages, and the oldest go when all are too large', async () => {
  const { made, get } = open();
  await get('a');
  await get('b', 2_900_000);
  await get('a');
  assert.deepEqual(made, ['a', 'b']);
  await get('c', 2_900_000);
  await get('d', 2_900_000);
  await get('b', 2_900_000);
  assert.deepEqual(made, ['a', 'b', 'c', 'd', 'b']);
});
