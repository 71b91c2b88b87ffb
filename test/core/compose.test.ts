import assert from 'node:assert/strict';
import { test } from 'node:test';
import { composeDigest, toPicture } from '../../src/core/compose.ts';
import { toPlainText } from '../../src/core/message.ts';
import { makeReport, names } from '../fixtures/report.ts';

const days = ['2025-12-28', '2025-12-27', '2025-12-26'];

test('the short digest holds title, sample mark, overview, points and coverage, and no detail', () => {
  const text = toPlainText(composeDigest(makeReport(), { length: 'short', names }));
  assert.match(text, /^# Sample AI list · 2025-12-27/);
  assert.match(text, /invented/);
  assert.match(text, /Most was said about the chip deal\./);
  assert.match(
    text,
    /1\. NVIDIA and Groq · day 4: NVIDIA signed .+ @nora <https:\/\/posts\.example\/nora\/c1>/,
  );
  assert.match(text, /189 posts by 55 authors/);
  assert.doesNotMatch(text, /Coding models/);
});

test('the full digest adds every theme of the detail once', () => {
  const text = toPlainText(composeDigest(makeReport(), { length: 'full', names }));
  for (const title of [
    'Opinions and insights',
    'Coding models',
    'Key events',
    'Artificial intelligence',
    'MiniMax M2.1',
  ]) {
    assert.ok(text.includes(title), title);
  }
});

test('buttons lead to topics, neighbouring days and the whole report, each within 60 bytes', () => {
  const { actions } = composeDigest(makeReport(), { length: 'short', names, days });
  assert.deepEqual(actions, [
    { label: 'Chips', command: 'digest chips 2025-12-27 en' },
    { label: 'Models', command: 'digest models 2025-12-27 en' },
    { label: '‹ 2025-12-26', command: 'digest 2025-12-26 en' },
    { label: '2025-12-28 ›', command: 'digest 2025-12-28 en' },
    { label: 'Full report', command: 'digest 2025-12-27 full en' },
  ]);
  for (const { command } of actions) assert.ok(Buffer.byteLength(command) <= 60, command);
});

test('a slice offers the way back and keeps its topic from day to day', () => {
  const { actions } = composeDigest(makeReport({ topic: 'chips' }), { length: 'short', names, days });
  assert.equal(actions[0]?.command, 'digest 2025-12-27 en');
  assert.ok(actions.some(({ command }) => command === 'digest chips 2025-12-26 en'));
});

test('the picture carries alt text in the language of the report', () => {
  const image = { bytes: new Uint8Array(), width: 1, height: 1, contentType: 'image/png' } as const;
  assert.match(
    toPicture(makeReport({ language: 'zh' }), 'a.png', image).alt,
    /^词云，2025-12-27，189 帖。高频词：Groq 12/,
  );
});
