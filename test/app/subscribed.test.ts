import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDesk } from '../../src/app/desk.ts';
import { createComposer } from '../../src/app/subscribed.ts';
import type { Subscription } from '../../src/core/delivery.ts';
import { toPlainText } from '../../src/core/message.ts';
import type { DigestRequest } from '../../src/delivery/due.ts';
import { createDelivery } from '../../src/delivery/index.ts';
import { daily } from '../fakes/desk.ts';
import { type FakeLine, openFakeLine, postOf } from '../fakes/line.ts';
import { createFakeOutbox } from '../fakes/outbox.ts';
import { subscriptionOf } from '../fakes/subscriptions.ts';

const posts = [
  postOf('1', '2026-01-01T02:00:00.000Z', 'agents are busy'),
  postOf('2', '2026-01-02T02:00:00.000Z', 'markets are calm'),
];

const request: DigestRequest = {
  edition: 'daily',
  topics: [],
  language: 'en',
  length: 'short',
  dueAt: '2026-01-02T00:00:00Z',
};

function composerOf(line: FakeLine) {
  const compose = createComposer(line, createDesk({ line, commands: [] }));
  return (more: Partial<DigestRequest> = {}) =>
    compose({ ...request, ...more }, new AbortController().signal);
}

test('in the morning the day before is told, in the evening the day itself', async () => {
  const compose = composerOf(await openFakeLine({ posts }));
  const idOf = async (dueAt: string) => (await compose({ dueAt }))[0]?.reportId;
  assert.equal(await idOf('2026-01-02T00:00:00Z'), 'daily_20260101_20260101_en');
  assert.equal(await idOf('2026-01-02T12:00:00Z'), 'daily_20260102_20260102_en');
});

test('a late digest tells the day it was meant for, and says behind its heading that it is late', async () => {
  const compose = composerOf(await openFakeLine({ posts, now: '2026-01-02T09:00:00Z' }));
  const [composed] = await compose({ late: '2026-01-02 08:00 (Asia/Shanghai)' });
  assert.ok(composed);
  const [heading, note] = toPlainText(composed.message).split('\n\n');
  assert.equal(heading, '# Daily AI · 2026-01-01');
  assert.equal(note, 'Late: this digest was due at 2026-01-02 08:00 (Asia/Shanghai).');
});

test('several topics are a message each, in the order in which they were chosen', async () => {
  const compose = composerOf(await openFakeLine({ posts }));
  const messages = await compose({ topics: ['markets', 'agents'], language: 'zh', late: 'x' });
  assert.deepEqual(
    messages.map(({ reportId }) => reportId),
    ['daily_20260101_20260101_zh_markets', 'daily_20260101_20260101_zh_agents'],
  );
  const late = messages.map(({ message }) => /迟到/.test(toPlainText(message)));
  assert.deepEqual(late, [true, false], 'one note is enough');
});

test('all who want the same day in one language share one build', async () => {
  const line = await openFakeLine({ posts });
  const compose = composerOf(line);
  await Promise.all([compose(), compose({ length: 'full' }), compose({ language: 'zh' })]);
  assert.deepEqual(line.runs, ['daily 2026-01-01']);
});

test('a day on which nothing was read is told as it is and not archived', async () => {
  const line = await openFakeLine({ posts });
  const [composed] = await composerOf(line)({ dueAt: '2026-01-05T00:00:00Z' });
  assert.match(
    toPlainText(composed?.message ?? { blocks: [], actions: [] }),
    /Nothing was read in this window/,
  );
  assert.deepEqual(await line.store.listReports({ edition: 'daily' }), []);
});

test('a sample tells its newest day', async () => {
  const compose = composerOf(await openFakeLine({ posts, editions: [{ ...daily, sample: true }] }));
  assert.equal((await compose({ dueAt: '2026-06-01T00:00:00Z' }))[0]?.reportId, 'daily_20260102_20260102_en');
});

test('an edition that is gone from the configuration cannot be told', async () => {
  const compose = composerOf(await openFakeLine({ posts }));
  await assert.rejects(compose({ edition: 'old' }), /no edition old/);
});

test('built before it is due, in every language and topic asked for, the due minute runs no engine and writes no report', async () => {
  const line = await openFakeLine({ posts, now: '2026-01-02T11:50:00Z' });
  const compose = createComposer(line, createDesk({ line, commands: [] }));
  const outbox = createFakeOutbox();
  const delivery = createDelivery({ ...line, outboxes: { telegram: outbox }, compose });
  const due = { time: '20:02', nextDue: '2026-01-02T12:02:00Z' };
  for (const [id, more] of Object.entries({
    zh: { language: 'zh' },
    en: { language: 'en' },
    full: { language: 'en', length: 'full' },
    topic: { language: 'en', topics: ['agents', 'markets'] },
  } as const)) {
    await line.store.saveSubscription(subscriptionOf(id, { ...due, ...more } as Partial<Subscription>));
  }
  const saved = async () =>
    (await line.store.listReports({ edition: 'daily' })).map(({ createdAt }) => createdAt);
  for (let minute = 50; minute < 62; minute++) {
    await delivery.tick();
    line.clock.addMs(60_000);
  }
  const runs = [...line.runs];
  const before = await saved();
  assert.equal(outbox.sent.length, 0);
  assert.equal(runs.filter((run, index) => runs.indexOf(run) === index).length, 1, 'one window');
  assert.ok(before.length >= 3);
  await delivery.tick();
  assert.equal(outbox.sent.length, 5, 'a message a topic');
  assert.deepEqual(line.runs, runs);
  assert.deepEqual(await saved(), before);
});
