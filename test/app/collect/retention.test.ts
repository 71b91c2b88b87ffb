import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keepUp } from '../../../src/app/collect/upkeep.ts';
import { keepPosts } from '../../../src/app/collect.ts';
import { createWorld, postOf, type World } from './world.ts';

const at = (instant: string) => postOf(instant, 'list', { createdAt: `${instant}T08:00:00.000Z` });
const known = async ({ store, edition }: World, ids: string[]) =>
  (await store.postsById(edition.id, ids)).map(({ id }) => id);

describe('posts that grow old', () => {
  it('are dropped once a day when they are older than the edition keeps them, with the memory of their days', async () => {
    const world = await createWorld({}, { keepPostsDays: 30 });
    const days = ['2025-12-05', '2025-12-20'];
    await keepPosts(world.line, world.edition, days.map(at));
    for (const day of days) await world.store.saveMemory(world.edition.id, { day } as never);
    await keepUp(world.line, world.edition);
    assert.deepEqual(await known(world, days), days);
    world.clock.set('2026-01-05T09:00:00Z');
    await keepUp(world.line, world.edition);
    assert.deepEqual(await known(world, days), ['2025-12-20']);
    const memories = await world.store.findMemories({
      edition: world.edition.id,
      from: '2025-01-01',
      to: '2027-01-01',
    });
    assert.deepEqual(
      memories.map(({ day }) => day),
      ['2025-12-20'],
    );
  });

  it('are looked for once a local day', async () => {
    const world = await createWorld({}, { keepPostsDays: 30 });
    const borders: string[] = [];
    world.line.store = {
      ...world.store,
      dropPosts: async (_edition, before) => borders.push(before) && 0,
    };
    for (const now of ['01T12:00', '01T12:01', '01T23:59', '02T00:00', '02T00:01']) {
      world.clock.set(`2026-01-${now}:00Z`);
      await keepUp(world.line, world.edition);
    }
    assert.deepEqual(borders, ['2025-12-02T00:00:00.000Z', '2025-12-03T00:00:00.000Z']);
  });

  it('stay for ever when the edition says 0, or nothing', async () => {
    for (const keepPostsDays of [0, undefined]) {
      const world = await createWorld({}, keepPostsDays === undefined ? {} : { keepPostsDays });
      await keepPosts(world.line, world.edition, [at('1999-12-31')]);
      world.clock.set('2036-01-01T00:00:00Z');
      await keepUp(world.line, world.edition);
      assert.deepEqual(await known(world, ['1999-12-31']), ['1999-12-31']);
    }
  });

  it('stay as long as new ones from the day on which they were imported', async () => {
    const world = await createWorld({}, { keepPostsDays: 30 });
    await keepPosts(world.line, world.edition, [at('2022-09-10')]);
    for (const day of ['2026-01-02', '2026-01-30']) {
      world.clock.set(`${day}T12:00:00Z`);
      await keepUp(world.line, world.edition);
      assert.deepEqual(await known(world, ['2022-09-10']), ['2022-09-10']);
    }
    world.clock.set('2026-02-01T12:00:00Z');
    await keepUp(world.line, world.edition);
    assert.deepEqual(await known(world, ['2022-09-10']), []);
  });
});
