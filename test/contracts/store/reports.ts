import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DayMemory } from '../../../src/core/pack.ts';
import type { Report } from '../../../src/core/report.ts';
import { awkwardKeys, type WithStore } from '../store.ts';

function reportOf(
  more: Partial<Report> & { id: string },
  firstDay = '2026-01-01',
  end = '2026-01-02',
): Report {
  return {
    version: 1,
    edition: 'e',
    language: 'zh',
    window: {
      from: `${firstDay}T00:00:00+08:00`,
      to: `${end}T00:00:00+08:00`,
      timezone: 'Asia/Shanghai',
      partial: false,
    },
    overview: [],
    points: [],
    insights: [],
    events: [],
    analyses: [],
    stories: [],
    words: [{ text: '芯片 👩‍💻', weight: 1, count: 3 }],
    coverage: {
      posts: 1,
      kept: 1,
      authors: 1,
      stories: 0,
      sources: [],
      writer: 'extractive',
      dropped: 0,
      leftOut: { promotion: 0, hostile: 0, unreadable: 0 },
    },
    createdAt: '2026-01-02T00:10:00Z',
    ...more,
  };
}

const oneDay = { edition: 'e', language: 'zh', firstDay: '2026-01-01', lastDay: '2026-01-01' };

function memoryOf(day: string): DayMemory {
  return { day, docs: 3, terms: [['芯片', 2]], engagement: [['ada', [1, 2]]], stories: [] };
}

export function testReports(withStore: WithStore): void {
  describe('reports', () => {
    it(
      'gives a report back by key and by id',
      withStore(async ({ store }) => {
        const report = reportOf({ id: 'r1' });
        await store.saveReport(report);
        assert.deepEqual(await store.findReport(oneDay), report);
        assert.deepEqual(await store.reportById('r1'), report);
      }),
    );

    it(
      'has nothing for an unknown key or id',
      withStore(async ({ store }) => {
        await store.saveReport(reportOf({ id: 'r1' }));
        assert.equal(await store.findReport({ ...oneDay, lastDay: '2026-01-02' }), undefined);
        assert.equal(await store.findReport({ ...oneDay, topic: 'agents' }), undefined);
        assert.equal(await store.findReport({ ...oneDay, language: 'en' }), undefined);
        assert.equal(await store.reportById('r2'), undefined);
      }),
    );

    it(
      'replaces the report of the same key, also under another id',
      withStore(async ({ store }) => {
        await store.saveReport(reportOf({ id: 'r1' }));
        await store.saveReport(reportOf({ id: 'r1', createdAt: '2026-01-02T01:00:00Z' }));
        await store.saveReport(reportOf({ id: 'r2', createdAt: '2026-01-02T02:00:00Z' }));
        assert.equal((await store.findReport(oneDay))?.id, 'r2');
        assert.equal((await store.listReports({ edition: 'e' })).length, 1);
      }),
    );

    it(
      'keeps topics, free words and the whole report apart',
      withStore(async ({ store }) => {
        for (const topic of awkwardKeys) await store.saveReport(reportOf({ id: `t-${topic}`, topic }));
        await store.saveReport(reportOf({ id: 'whole' }));
        for (const topic of awkwardKeys)
          assert.equal((await store.findReport({ ...oneDay, topic }))?.id, `t-${topic}`);
        assert.equal((await store.findReport(oneDay))?.id, 'whole');
      }),
    );

    it(
      'lists summaries with the newest window first',
      withStore(async ({ store }) => {
        await store.saveReport(reportOf({ id: 'a' }, '2026-01-01', '2026-01-02'));
        await store.saveReport(reportOf({ id: 'c' }, '2026-01-03', '2026-01-04'));
        await store.saveReport(reportOf({ id: 'week' }, '2025-12-28', '2026-01-04'));
        await store.saveReport(reportOf({ id: 'en', language: 'en' }, '2026-01-02', '2026-01-03'));
        await store.saveReport(reportOf({ id: 'other', edition: 'f' }, '2026-01-09', '2026-01-10'));
        const list = await store.listReports({ edition: 'e' });
        assert.deepEqual(
          list.map((summary) => summary.id),
          ['c', 'week', 'en', 'a'],
        );
        assert.deepEqual(list[1], {
          id: 'week',
          edition: 'e',
          language: 'zh',
          firstDay: '2025-12-28',
          lastDay: '2026-01-03',
          createdAt: '2026-01-02T00:10:00Z',
          partial: false,
        });
        const some = await store.listReports({ edition: 'e', language: 'zh', limit: 2 });
        assert.deepEqual(
          some.map((summary) => summary.id),
          ['c', 'week'],
        );
      }),
    );
  });

  describe('memories', () => {
    it(
      'gives memories of a half-open span of days, oldest first, the last saved of each',
      withStore(async ({ store }) => {
        for (const day of ['2026-01-03', '2026-01-01', '2026-01-02'])
          await store.saveMemory('e', memoryOf(day));
        await store.saveMemory('f', memoryOf('2026-01-02'));
        await store.saveMemory('e', { ...memoryOf('2026-01-02'), docs: 9 });
        const found = await store.findMemories({ edition: 'e', from: '2026-01-01', to: '2026-01-03' });
        assert.deepEqual(found, [memoryOf('2026-01-01'), { ...memoryOf('2026-01-02'), docs: 9 }]);
      }),
    );

    it(
      'forgets the named days of one edition',
      withStore(async ({ store }) => {
        for (const edition of ['e', 'f']) await store.saveMemory(edition, memoryOf('2026-01-01'));
        await store.dropMemories('e', ['2026-01-01', '2026-01-09']);
        const span = { from: '2026-01-01', to: '2026-02-01' };
        assert.deepEqual(await store.findMemories({ edition: 'e', ...span }), []);
        assert.equal((await store.findMemories({ edition: 'f', ...span })).length, 1);
      }),
    );

    it(
      'has reports and memories after it was opened again',
      withStore(async ({ store, reopen }) => {
        await store.saveReport(reportOf({ id: 'r1' }));
        await store.saveMemory('e', memoryOf('2026-01-01'));
        if (!reopen) return;
        const again = await reopen();
        assert.deepEqual(await again.findReport(oneDay), reportOf({ id: 'r1' }));
        const span = { edition: 'e', from: '2026-01-01', to: '2026-01-02' };
        assert.deepEqual(await again.findMemories(span), [memoryOf('2026-01-01')]);
      }),
    );
  });
}
