import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Store } from '../../../src/ports.ts';
import type { WithStore } from '../store.ts';
import { ids, postAt } from './posts.ts';

const texts = {
  rate: '央行宣布降息，市场大涨',
  chips: '国产芯片出货翻倍 AI芯片产能紧张',
  agents: 'Coding agents: GPT-5.2 beats the café benchmark',
  kana: 'エージェントが速い',
  hangul: '반도체 수출 증가',
};

export function testSearch(withStore: WithStore): void {
  describe('search', () => {
    const finds: [query: string, found: string[]][] = [
      ['降息', ['rate']],
      ['芯片', ['chips']],
      ['大涨', ['rate']],
      ['涨大', []],
      ['央行宣布降息', ['rate']],
      ['芯', ['chips']],
      ['涨', ['rate']],
      ['AI芯片', ['chips']],
      ['ai', ['chips']],
      ['AGENTS', ['agents']],
      ['agent', []],
      ['gpt-5.2', ['agents']],
      ['cafe', ['agents']],
      ['café', ['agents']],
      ['coding benchmark', ['agents']],
      ['coding 降息', []],
      ['国产 紧张', ['chips']],
      ['ジェ', ['kana']],
      ['수출', ['hangul']],
      ['ＧＰＴ', ['agents']],
    ];
    for (const [query, found] of finds) {
      it(
        `finds ${found.length === 0 ? 'nothing' : found.join(', ')} for ${query}`,
        withStore(async ({ store }) => {
          await saveTexts(store);
          assert.deepEqual(ids(await store.searchPosts({ edition: 'e', text: query, limit: 10 })), found);
        }),
      );
    }

    it(
      'takes search syntax of any kind as plain words',
      withStore(async ({ store }) => {
        await saveTexts(store);
        const hostile = [
          '"',
          "'",
          '""',
          '*',
          'a*',
          '(',
          'NEAR(a b)',
          'AND',
          'OR NOT',
          'words:ai',
          '{ai} : x',
          '^coding',
          '-ai',
          "'; DROP TABLE posts; --",
          '\u0000',
          '%',
          '\\',
          '🚀',
          '\uD800',
          'a '.repeat(5000),
          '芯'.repeat(5000),
        ];
        for (const text of hostile) await store.searchPosts({ edition: 'e', text, limit: 10 });
        assert.equal((await store.searchPosts({ edition: 'e', text: '降息', limit: 10 })).length, 1);
        assert.deepEqual(ids(await store.searchPosts({ edition: 'e', text: '^coding*', limit: 10 })), [
          'agents',
        ]);
        assert.deepEqual(await store.searchPosts({ edition: 'e', text: 'coding OR 降息', limit: 10 }), []);
      }),
    );

    it(
      'finds nothing for a text without words',
      withStore(async ({ store }) => {
        await saveTexts(store);
        for (const text of ['', '  ', '…', '🚀'])
          assert.deepEqual(await store.searchPosts({ edition: 'e', text, limit: 10 }), []);
      }),
    );

    it(
      'gives the newest first, at most as many as asked',
      withStore(async ({ store }) => {
        const hours = ['09', '11', '10', '12'];
        await store.savePosts(
          'e',
          hours.map((hour) => postAt(hour, `2026-01-01T${hour}:00:00Z`, { text: '大模型' })),
        );
        const search = (limit: number) => store.searchPosts({ edition: 'e', text: '模型', limit });
        assert.deepEqual(ids(await search(10)), ['12', '11', '10', '09']);
        assert.deepEqual(ids(await search(2)), ['12', '11']);
        assert.deepEqual(await search(0), []);
      }),
    );

    it(
      'searches one edition alone',
      withStore(async ({ store }) => {
        await store.savePosts('twitter_ai', [postAt('1', '2026-01-01T12:00:00Z', { text: 'same words' })]);
        for (const edition of ['twitter', 'ai', 'twitter ai', 'Twitter_AI', '*'])
          assert.deepEqual(await store.searchPosts({ edition, text: 'same', limit: 5 }), []);
        const found = await store.searchPosts({ edition: 'twitter_ai', text: 'same', limit: 5 });
        assert.deepEqual(ids(found), ['1']);
      }),
    );

    it(
      'gives the refreshed metrics of a post that it found',
      withStore(async ({ store }) => {
        const metrics = { likes: 7, reposts: 0, replies: 0, quotes: 0, views: 0 };
        await store.savePosts('e', [postAt('1', '2026-01-01T12:00:00Z')]);
        await store.savePosts('e', [postAt('1', '2026-01-01T12:00:00Z', { metrics })]);
        const found = await store.searchPosts({ edition: 'e', text: 'post', limit: 5 });
        assert.deepEqual(
          found.map((post) => post.metrics),
          [metrics],
        );
      }),
    );
  });
}

async function saveTexts(store: Store): Promise<void> {
  const posts = Object.entries(texts).map(([id, text]) => postAt(id, '2026-01-01T12:00:00Z', { text }));
  await store.savePosts('e', posts);
}
