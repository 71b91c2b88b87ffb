import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preview } from '../../commands/preview.ts';
import { subscribe } from '../../commands/subscribe.ts';
import { subscriptions } from '../../commands/subscriptions.ts';
import { unsubscribe } from '../../commands/unsubscribe.ts';
import type { Command } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { type Message, toPlainText } from '../../src/core/message.ts';
import { type AskOptions, askOf, createFakeDesk, type FakeDesk, noRights, ownChat } from '../fakes/desk.ts';
import { subscriptionOf } from '../fakes/subscriptions.ts';
import { makeReport } from '../fixtures/report.ts';

const byName: Record<string, Command> = { subscribe, subscriptions, unsubscribe, preview };

function run(desk: FakeDesk, line: string, more: AskOptions = {}): Promise<Message> {
  const ask = askOf(line, more);
  const command = byName[ask.command];
  assert.ok(command, line);
  return command.run(ask, desk);
}

const says = (pattern: RegExp) => (error: unknown) =>
  error instanceof UserError && pattern.test(error.message);

const whole = subscriptionOf('s-aaaaaaaaaa', { chat: ownChat });
const markets = subscriptionOf('s-bbbbbbbbbb', { chat: ownChat, topics: ['markets'], time: '21:00' });

test('a subscription is kept, told with its next run in local time, and offers preview, change and end', async () => {
  const desk = createFakeDesk();
  const message = await run(desk, '/subscribe 08:30 Asia/Shanghai markets zh full');
  assert.equal(
    toPlainText(message),
    'Subscribed: #daily gets Daily AI (Markets), full, in Chinese, daily at 08:30 Asia/Shanghai; next run 2026-01-02 08:30.',
  );
  const [kept] = desk.kept;
  assert.deepEqual(
    [kept?.topics, kept?.time, kept?.length, kept?.nextDue],
    [['markets'], '08:30', 'full', '2026-01-02T00:30:00Z'],
  );
  assert.deepEqual(
    message.actions.map(({ label, command }) => `${label}: ${command}`),
    [
      `Preview: preview ${kept?.id}`,
      `Change: subscriptions ${kept?.id}`,
      `Unsubscribe: unsubscribe ${kept?.id}`,
    ],
  );
  assert.equal(message.ephemeral, true);
});

test('named options say the same as free words', async () => {
  const desk = createFakeDesk({ targets: { '123456789': { title: '#other' } } });
  const options = {
    time: '7',
    timezone: 'berlin',
    topics: 'AI agents, 市场',
    channel: '<#123456789>',
    language: 'zh',
  };
  const message = await run(desk, '/subscribe', { options });
  assert.match(
    toPlainText(message),
    /#other gets Daily AI \(AI agents, Markets\), short, in Chinese, daily at 07:00 Europe\/Berlin/,
  );
});

test('the answer is in the language of the asker', async () => {
  const desk = createFakeDesk({ place: { language: 'zh' } });
  assert.equal(
    toPlainText(await run(desk, '/subscribe')),
    '已订阅：#daily 将收到 每日 AI，中文，简版，每天 08:00（Asia/Shanghai）；下次发送 2026-01-02 08:00。',
  );
});

test('each missing right of the bot is named before anything is kept, with a button to try again', async () => {
  const desk = createFakeDesk({ targets: { '': { missingRights: noRights } } });
  const message = await run(desk, '/subscribe 08:30 markets');
  assert.equal(
    toPlainText(message),
    'I may not post in #daily yet; please allow me: Send Messages, Attach Files.',
  );
  assert.deepEqual(message.actions, [{ label: 'Try again', command: 'subscribe markets 08:30' }]);
  assert.deepEqual(desk.kept, []);
});

test('asking again changes what was said and keeps the rest', async () => {
  const desk = createFakeDesk({ subscriptions: [{ ...whole, length: 'full' }] });
  const message = await run(desk, '/subscribe 21:15');
  assert.match(toPlainText(message), /^Changed: .*full.*daily at 21:15/);
  assert.equal(desk.kept.length, 1);
});

test('a button changes one thing of the subscription it belongs to, and wakes a paused one', async () => {
  const desk = createFakeDesk({ subscriptions: [whole, { ...markets, state: 'paused', reason: 'gone' }] });
  await run(desk, '/subscribe s-bbbbbbbbbb 07:00');
  const [, changed] = desk.kept;
  assert.deepEqual([changed?.time, changed?.topics, changed?.state], ['07:00', ['markets'], 'active']);
});

test('a subscription does not move to another chat', async () => {
  const desk = createFakeDesk({ subscriptions: [whole] });
  await assert.rejects(run(desk, '/subscribe s-aaaaaaaaaa @channel'), says(/stays in its chat/));
});

test('a chat that cannot be seen is told', async () => {
  await assert.rejects(run(createFakeDesk(), '/subscribe @nowhere'), says(/cannot see @nowhere/));
});

test('options suggest values as they are typed', async () => {
  const desk = createFakeDesk();
  const suggest = async (name: string, options: Record<string, string>) => {
    const option = subscribe.options.find((candidate) => candidate.name === name);
    return (await option?.suggest?.(askOf('/subscribe', { options }), desk))?.map(({ value }) => value);
  };
  assert.deepEqual(await suggest('edition', { edition: 'week' }), ['weekly']);
  assert.deepEqual(await suggest('topics', { topics: 'agents, mar' }), ['agents, markets']);
  assert.equal((await suggest('timezone', { timezone: '纽约' }))?.[0], 'America/New_York');
  assert.equal((await suggest('timezone', { timezone: '' }))?.length, 25);
  assert.deepEqual(await suggest('time', { time: '8' }), ['08:00', '08:30']);
  assert.deepEqual(await suggest('language', { edition: 'weekly' }), ['en']);
  assert.deepEqual(await suggest('length', {}), ['short', 'full']);
});

test('the list tells every subscription with its next run, or why it is paused', async () => {
  const paused = { ...markets, state: 'paused' as const, reason: 'The bot was removed.' };
  const message = await run(createFakeDesk({ subscriptions: [whole, paused] }), '/subscriptions');
  const text = toPlainText(message);
  assert.match(
    text,
    /1\. Daily AI, short, in English, daily at 08:00 Asia\/Shanghai; next run 2026-01-02 08:00/,
  );
  assert.match(text, /2\. Daily AI \(Markets\).*; paused: The bot was removed\./);
  assert.deepEqual(
    message.actions.map(({ command }) => command),
    ['subscriptions s-aaaaaaaaaa', 'subscriptions s-bbbbbbbbbb'],
  );
});

test('a chat without subscriptions is told how to start one', async () => {
  const desk = createFakeDesk();
  assert.match(toPlainText(await run(desk, '/subscriptions')), /has no subscription; \/subscribe starts one/);
  assert.match(toPlainText(await run(desk, '/unsubscribe')), /has no subscription/);
});

test('one subscription is shown with a button for each change', async () => {
  const desk = createFakeDesk({ subscriptions: [whole, { ...markets, state: 'paused' }] });
  const message = await run(desk, '/subscriptions 2');
  assert.deepEqual(
    message.actions.map(({ label, command }) => `${label}: ${command}`),
    [
      'Resume: subscribe s-bbbbbbbbbb',
      '07:00: subscribe s-bbbbbbbbbb 07:00',
      '08:00: subscribe s-bbbbbbbbbb 08:00',
      '12:00: subscribe s-bbbbbbbbbb 12:00',
      '18:00: subscribe s-bbbbbbbbbb 18:00',
      'Full: subscribe s-bbbbbbbbbb full',
      '中文: subscribe s-bbbbbbbbbb zh',
      'Preview: preview s-bbbbbbbbbb',
      'Unsubscribe: unsubscribe s-bbbbbbbbbb',
    ],
  );
  for (const { command } of message.actions) {
    await run(createFakeDesk({ subscriptions: [whole, markets] }), `/${command}`);
  }
  await assert.rejects(run(desk, '/subscriptions 3'), says(/no subscription 3; there are 2/));
});

test('the only subscription ends at once, and one button brings it back', async () => {
  const desk = createFakeDesk({ subscriptions: [markets] });
  const message = await run(desk, '/unsubscribe');
  assert.equal(toPlainText(message), 'Unsubscribed: #daily no longer gets Daily AI (Markets).');
  assert.equal(desk.kept.length, 0);
  const undo = message.actions[0]?.command ?? '';
  await run(desk, `/${undo}`);
  assert.deepEqual([desk.kept[0]?.topics, desk.kept[0]?.time], [['markets'], '21:00']);
});

test('of several subscriptions the chosen one ends, by button, number or all', async () => {
  const both = { subscriptions: [whole, markets] };
  const asked = await run(createFakeDesk(both), '/unsubscribe');
  assert.match(toPlainText(asked), /has 2 subscriptions; which one should end\?/);
  for (const [line, left] of [
    [`/${asked.actions[1]?.command}`, 1],
    ['/unsubscribe 2', 1],
    ['/unsubscribe all', 0],
    ['/unsubscribe 全部', 0],
  ] as const) {
    const desk = createFakeDesk(both);
    await run(desk, line);
    assert.equal(desk.kept.length, left, line);
  }
  await assert.rejects(run(createFakeDesk(both), '/unsubscribe 7'), says(/no subscription 7/));
});

test('suggestions for what may end are for managers alone', async () => {
  const desk = createFakeDesk({ subscriptions: [whole, markets] });
  const suggest = unsubscribe.options[0]?.suggest;
  const values = async (canManage: boolean, which = '') =>
    (await suggest?.(askOf('/unsubscribe', { canManage, options: { which } }), desk))?.map(
      ({ value }) => value,
    );
  assert.deepEqual(await values(true), ['s-aaaaaaaaaa', 's-bbbbbbbbbb']);
  assert.deepEqual(await values(true, 'market'), ['s-bbbbbbbbbb']);
  assert.deepEqual(await values(false), []);
});

test('a preview asks for the newest ready day as the subscription would, and is for the asker alone', async () => {
  const desk = createFakeDesk({
    subscriptions: [{ ...markets, topics: ['markets', 'agents'], language: 'zh', length: 'full' }],
    report: () => makeReport(),
  });
  const message = await run(desk, '/preview s-bbbbbbbbbb');
  assert.deepEqual(desk.wants, [
    {
      edition: 'daily',
      language: 'zh',
      window: { firstDay: '2026-01-01', lastDay: '2026-01-01', timezone: 'Asia/Shanghai' },
      topic: { id: 'markets' },
    },
  ]);
  assert.equal(message.ephemeral, true);
  assert.match(toPlainText(message), /^Preview: this is what a subscription would bring now\./);
  assert.match(toPlainText(message), /NVIDIA and Groq/);
  assert.deepEqual(message.actions[0], { label: 'AI agents', command: 'preview s-bbbbbbbbbb agents' });
  await run(desk, '/preview s-bbbbbbbbbb agents');
  assert.deepEqual(desk.wants[1]?.topic, { id: 'agents' });
});

test('before the build time a preview shows the day before', async () => {
  const desk = createFakeDesk({ now: '2026-01-02T01:00:00Z', report: () => makeReport() });
  await run(desk, '/preview');
  assert.equal(desk.wants[0]?.window.firstDay, '2026-01-01');
});

test('a preview of words needs no subscription, and says when there is nothing to show', async () => {
  const desk = createFakeDesk();
  const message = await run(desk, '/preview markets full');
  assert.deepEqual(desk.wants[0]?.topic, { id: 'markets' });
  assert.match(toPlainText(message), /nothing to show yet/);
});
