import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digest } from '../../commands/digest.ts';
import { settings } from '../../commands/settings.ts';
import { status } from '../../commands/status.ts';
import { topics as topicsCommand } from '../../commands/topics.ts';
import { trend } from '../../commands/trend.ts';
import type { Command } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { type Message, type Picture, toPlainText } from '../../src/core/message.ts';
import { type AskOptions, askOf, createFakeDesk, daily, type FakeDesk, ownChat } from '../fakes/desk.ts';
import { subscriptionOf } from '../fakes/subscriptions.ts';
import { makeReport } from '../fixtures/report.ts';

const byName: Record<string, Command> = { digest, settings, status, trend, topics: topicsCommand };

function run(desk: FakeDesk, line: string, more: AskOptions = {}): Promise<Message> {
  const ask = askOf(line, more);
  const command = byName[ask.command];
  assert.ok(command, line);
  return command.run(ask, desk);
}

const says = (pattern: RegExp) => (error: unknown) =>
  error instanceof UserError && pattern.test(error.message);

test('settings without words are shown, with the other languages and editions as buttons', async () => {
  const message = await run(createFakeDesk(), '/settings');
  assert.match(toPlainText(message), /^#daily: English, Asia\/Shanghai, edition Daily AI\./);
  assert.match(toPlainText(message), /Editions: Daily AI \(daily\), Weekly \(weekly\)/);
  assert.deepEqual(
    message.actions.map(({ command }) => command),
    ['settings zh', 'settings weekly'],
  );
});

test('settings change what was said and keep the rest', async () => {
  const desk = createFakeDesk({ settings: [{ chat: ownChat, language: 'zh' }] });
  const message = await run(desk, '/settings Europe/Berlin weekly');
  assert.deepEqual(desk.saved.at(-1), {
    chat: ownChat,
    language: 'zh',
    timezone: 'Europe/Berlin',
    edition: 'weekly',
  });
  assert.match(toPlainText(message), /Europe\/Berlin, edition Weekly/);
});

test('settings of another chat keep its name on their buttons', async () => {
  const channel = { chat: { platform: 'telegram', id: '-100123' }, title: '@news_ai' } as const;
  const desk = createFakeDesk({ targets: { '@news_ai': channel } });
  const message = await run(desk, '/settings @news_ai zh');
  assert.deepEqual(desk.saved, [{ chat: channel.chat, language: 'zh' }]);
  assert.match(toPlainText(message), /^@news_ai: Chinese/);
  assert.equal(message.actions[0]?.command, 'settings @news_ai en');
});

test('settings refuse what belongs to a subscription', async () => {
  for (const line of ['/settings 08:30', '/settings full', '/settings all']) {
    await assert.rejects(run(createFakeDesk(), line), says(/the rest belongs to a subscription/), line);
  }
});

const picture: Picture = {
  name: 'trend.png',
  contentType: 'image/png',
  bytes: new Uint8Array([1]),
  width: 10,
  height: 5,
  alt: 'a chart',
};

const found = {
  term: 'NVIDIA',
  days: [
    { day: '2025-12-31', posts: 2, of: 100 },
    { day: '2026-01-01', posts: 9, of: 120 },
  ],
};

test('a trend tells its numbers in text, with a chart where one can be drawn', async () => {
  const message = await run(createFakeDesk({ trend: found, picture }), '/trend NVIDIA');
  assert.deepEqual(
    message.blocks.map(({ kind }) => kind),
    ['heading', 'paragraph', 'image', 'list'],
  );
  assert.match(
    toPlainText(message),
    /“NVIDIA” stood in 7\.5 % of the posts on 2026-01-01 \(9 of 120\); in the day before it was 2\.0 %\./,
  );
  assert.match(
    toPlainText(message),
    /- 2026-01-01: 7\.5 % \(9 of 120 posts\)\n- 2025-12-31: 2\.0 % \(2 of 100 posts\)/,
  );
  assert.deepEqual(message.actions, [{ label: 'Digest', command: 'digest NVIDIA' }]);
});

test('a trend is whole without its chart', async () => {
  const message = await run(createFakeDesk({ trend: found }), '/trend', { options: { term: ' NVIDIA ' } });
  assert.deepEqual(
    message.blocks.map(({ kind }) => kind),
    ['heading', 'paragraph', 'list'],
  );
});

test('a term nobody speaks of gets one sentence', async () => {
  const silent = { term: 'x', days: found.days.map((day) => ({ ...day, posts: 0 })) };
  const message = await run(createFakeDesk({ trend: silent, picture }), '/trend x');
  assert.equal(toPlainText(message), 'No post of the last 2 days that were read speaks of “x”.');
});

test('a trend without a term offers terms on the move', async () => {
  const message = await run(createFakeDesk({ trendTerms: ['Groq', '内存'] }), '/trend');
  assert.match(toPlainText(message), /Name a term, such as \/trend NVIDIA/);
  assert.deepEqual(
    message.actions.map(({ command }) => command),
    ['trend Groq', 'trend 内存'],
  );
  await assert.rejects(run(createFakeDesk(), `/trend ${'x'.repeat(61)}`), says(/at most 60 characters/));
});

test('status tells everybody the runs, and managers what failed and what it cost', async () => {
  const { coverage } = makeReport();
  const report = makeReport({
    coverage: { ...coverage, sources: [{ name: 'x-list', status: 'failed', posts: 0, error: 'HTTP 503' }] },
  });
  const desk = createFakeDesk({
    status: {
      report,
      nextBuild: '2026-01-01T12:00:00Z',
      cost: 1.5,
      subscriptions: [
        { subscription: subscriptionOf('a'), last: { date: '2026-01-01', at: '', parts: { sent: 1 } } },
      ],
    },
  });
  const manager = toPlainText(await run(desk, '/status'));
  assert.match(manager, /Last report: 2025-12-27/);
  assert.match(manager, /next run 2026-01-02 08:00; 2026-01-01: 1 sent\./);
  assert.match(manager, /Source x-list failed: HTTP 503/);
  assert.match(manager, /\$1\.5000/);
  const member = toPlainText(await run(desk, '/status', { canManage: false }));
  assert.match(member, /next run 2026-01-02 08:00\./);
  assert.doesNotMatch(member, /x-list|1\.5|sent/);
});

test('a digest of a day that nobody named gives way to the newest day with posts', async () => {
  const desk = createFakeDesk({
    now: '2026-01-02T03:00:00Z',
    days: ['2026-01-01', '2025-12-30'],
    report: ({ window }) => (window.firstDay === '2026-01-01' ? makeReport() : undefined),
  });
  const message = await run(desk, '/digest');
  assert.deepEqual(
    desk.wants.map(({ window }) => window.firstDay),
    ['2026-01-02', '2026-01-01'],
  );
  assert.match(toPlainText(message), /NVIDIA and Groq/);
});

test('a day that was named and has nothing is told, with the nearest days as buttons', async () => {
  const desk = createFakeDesk({ days: ['2026-01-01', '2025-12-30'] });
  const message = await run(desk, '/digest markets 2025-12-29');
  assert.match(toPlainText(message), /There are no posts for 2025-12-29; the nearest days are below\./);
  assert.deepEqual(
    message.actions.map(({ command }) => command),
    ['digest markets 2025-12-30 en', 'digest markets 2026-01-01 en'],
  );
});

test('a digest in a language that the edition does not speak is refused', async () => {
  await assert.rejects(run(createFakeDesk(), '/digest lang:fr'), says(/Daily AI comes in: zh, en\./));
  const desk = createFakeDesk({ place: { edition: { ...daily, languages: ['en'] }, language: 'zh' } });
  await run(desk, '/digest');
  assert.equal(desk.wants[0]?.language, 'en');
});

test('topics are buttons that ask for a digest', async () => {
  const message = await run(createFakeDesk({ place: { language: 'zh' } }), '/topics');
  assert.deepEqual(message.actions[1], { label: '金融市场', command: 'digest markets' });
});
