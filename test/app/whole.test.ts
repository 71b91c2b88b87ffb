import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Reading, writeReport } from '../../src/app/build.ts';
import type { Line } from '../../src/app/line.ts';
import { cutDraft } from '../../src/app/whole.ts';
import type { DigestWant } from '../../src/core/command.ts';
import type { Report } from '../../src/core/report.ts';
import { runEngine } from '../../src/engine/engine.ts';
import type { Store } from '../../src/ports.ts';
import { openStore } from '../../src/stores/index.ts';
import { createLocalLeases } from '../../src/stores/leases.ts';
import { type FakeOpenAi, startFakeOpenAi } from '../fakes/openai/index.ts';
import { fail, say } from '../writers/openai/answers.ts';
import { clock, config, extractive, modelWriter, silent, testEdition } from '../writers/openai/harness.ts';
import { day, packOf } from '../writers/openai/pack.ts';

let fake: FakeOpenAi;
let store: Store;
before(async () => {
  fake = await startFakeOpenAi();
  store = await openStore('sqlite::memory:');
});
after(async () => {
  await fake.close();
  await store.close();
});

const window = { firstDay: '2025-12-27', lastDay: '2025-12-27', timezone: 'UTC' };
const edition = testEdition();
const want = (more: Partial<DigestWant> = {}): DigestWant => ({
  edition: edition.id,
  language: 'en',
  window,
  ...more,
});

function newLine(): Line {
  return {
    config: { ...config, editions: [edition] },
    store,
    engine: {
      run: async (input) => runEngine(input),
      remember: async () => fail as never,
      close: async () => {},
    },
    writers: [modelWriter(fake.baseUrl), extractive],
    sourcesOf: () => [],
    artist: { draw: async () => fail as never, chart: async () => fail as never, close: async () => {} },
    leases: createLocalLeases(),
    clock,
    log: silent,
  };
}

const posts = packOf(day).posts.map(({ post }) => post);
const { topics, lexicon } = config;
const engine = runEngine({ edition, topics, lexicon, window, posts, history: [] });

/** The same day read anew: nothing is remembered of it. */
function newReading(): Reading {
  return { edition, read: { posts, outcomes: [], unreadable: 0 }, engine };
}

/** A model that reports every English post of the reading in words of its own. */
function answerTo({ engine }: Reading) {
  const english = engine.pack.posts.filter((post) => post.language === 'en');
  const themes = english.map(({ handle, text }, index) => ({
    part: 'events',
    title: 'The day',
    claims: [
      {
        n: index + 1,
        text: `Reported: ${text}`,
        cites: [{ post: handle, quote: text.slice(0, 30) }],
        stance: 'fact',
      },
    ],
  }));
  return say({ themes, points: [1, 2, 3, 4, 5, 6], overview: [] });
}

const textOf = (report: Report) =>
  JSON.stringify([report.overview, report.points, report.insights, report.events, report.analyses]);

test('one call serves the whole report and every slice of it', async () => {
  const line = newLine();
  const reading = newReading();
  await fake.follow([answerTo(reading)]);
  const whole = await writeReport(line, reading, want());
  const markets = await writeReport(line, reading, want({ topic: { id: 'markets' } }));
  const words = await writeReport(line, reading, want({ topic: { words: 'Waymo' } }));
  assert.equal((await fake.journal()).length, 1);
  assert.equal(whole.coverage.writer, 'openai');
  for (const slice of [markets, words]) {
    assert.equal(slice.coverage.writer, 'openai');
    assert.deepEqual([slice.coverage.tokens, slice.coverage.cost], [{ prompt: 0, completion: 0 }, 0]);
    assert.match(slice.coverage.notes?.join() ?? '', /cut from the whole report/);
    assert.match(textOf(slice), /Reported: /);
  }
  assert.match(textOf(words), /Reported: Waymo pauses/);
  assert.doesNotMatch(textOf(words), /Groq|Alphabet/);
});

test('a slice that is asked for first makes the one call, and the whole report then needs none', async () => {
  const line = newLine();
  const reading = newReading();
  await fake.follow([answerTo(reading)]);
  await writeReport(line, reading, want({ topic: { words: 'Waymo' } }));
  const whole = await writeReport(line, reading, want());
  assert.equal((await fake.journal()).length, 1);
  assert.ok((whole.coverage.cost ?? 0) > 0);
});

test('a slice of an archived day is cut from the archive', async () => {
  const reading = newReading();
  await fake.follow([answerTo(reading)]);
  await store.saveReport(await writeReport(newLine(), reading, want()));
  await fake.follow([answerTo(reading)]);
  const slice = await writeReport(newLine(), newReading(), want({ topic: { words: 'Waymo' } }));
  assert.equal((await fake.journal()).length, 0);
  assert.match(textOf(slice), /Reported: Waymo pauses/);
});

test('slices of a day on which the model failed are extractive, say why, and do not ask again', async () => {
  const line = newLine();
  const reading = newReading();
  await fake.follow([fail(401)]);
  const other = want({ language: 'zh' });
  const slice = await writeReport(line, reading, { ...other, topic: { words: 'Waymo' } });
  await writeReport(line, reading, { ...other, topic: { words: 'Groq' } });
  assert.equal((await fake.journal()).length, 1);
  assert.equal(slice.coverage.writer, 'extractive');
  assert.match(slice.coverage.fallbackReason ?? '', /401/);
  await writeReport(line, reading, other);
  assert.equal((await fake.journal()).length, 2, 'the whole report tries anew');
});

test('a slice takes the claims that rest on its posts, with their points, and leaves counts of the whole behind', () => {
  const pack = packOf(day.slice(0, 2));
  const cite = (postId: string) => ({ postId, url: '', author: '', quote: 'q' });
  const claim = (id: string, text: string, ...ids: string[]) => ({
    id,
    text,
    storyId: 'x',
    cites: ids.map(cite),
    stance: 'fact' as const,
    facts: [],
  });
  const [foreign, mixed, own] = [
    claim('c1', 'foreign', '9999'),
    claim('c2', 'mixed', '9999', '1003'),
    claim('c4', 'own', '1001'),
  ];
  const lead = claim('c3', 'Groq: 2 posts by 2 authors', '1001');
  const source = {
    points: [own, foreign, mixed],
    insights: [{ title: 'I', claims: [foreign] }],
    events: [{ title: 'E', claims: [mixed, lead, own] }],
    analyses: [],
  };
  const draft = cutDraft(source, pack);
  assert.deepEqual(draft.insights, []);
  assert.deepEqual(
    draft.events[0]?.claims.map(({ text, storyId, cites }) => [
      text,
      storyId,
      cites.map(({ handle }) => handle),
    ]),
    [
      ['mixed', 'glm', ['p3']],
      ['own', 'groq', ['p1']],
    ],
  );
  assert.deepEqual(draft.points, [1, 0]);
});
