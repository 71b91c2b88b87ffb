import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStore } from '../../../src/stores/index.ts';
import { postOf } from '../../fakes/line.ts';

test('after posts are deleted every other verb still works, however the index moved its segments', async () => {
  const store = await openStore('sqlite::memory:');
  try {
    for (let round = 0; round < 40; round++) {
      const day = `2026-01-${String(1 + (round % 28)).padStart(2, '0')}`;
      const posts = Array.from({ length: 30 }, (_, n) =>
        postOf(`${round}-${n}`, `${day}T08:00:00.000Z`, `words ${round} ${n} about agents and markets`),
      );
      await store.savePosts('daily', posts);
      assert.equal(
        await store.deletePosts(
          'daily',
          posts.slice(0, 10).map(({ id }) => id),
        ),
        10,
      );
      await store.dropMemories('daily', [day]);
      await store.check();
    }
    assert.equal((await store.searchPosts({ edition: 'daily', text: 'agents', limit: 1000 })).length, 800);
  } finally {
    await store.close();
  }
});
