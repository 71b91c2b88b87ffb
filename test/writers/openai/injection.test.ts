import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Post } from '../../../src/core/post.ts';
import type { Claim } from '../../../src/core/report.ts';
import { runEngine } from '../../../src/engine/engine.ts';
import { type FakeOpenAi, startFakeOpenAi } from '../../fakes/openai/index.ts';
import { type AttackPost, attacks, linkRe, unlisted } from './attacks.ts';
import {
  config,
  modelWriter,
  publishedClaims,
  publishedText,
  refused,
  testEdition,
  writeOnce,
} from './harness.ts';
import { day, packOf, type StoryDraft } from './pack.ts';

let fake: FakeOpenAi;
before(async () => {
  fake = await startFakeOpenAi();
});
after(() => fake.close());

const benign: Post[] = packOf(day).posts.map(({ post }) => post);

function attackPosts(list: readonly AttackPost[]): Post[] {
  const story: StoryDraft = {
    id: 'attack',
    posts: list.map(({ text }, index) => ({ by: `stranger${index}`, text })),
  };
  return packOf([story]).posts.map(({ post }) => ({ ...post, id: `9${post.id}` }));
}

/** The pack as the engine makes it of a day in which these attacks were posted. */
function packWith(list: readonly AttackPost[]) {
  return runEngine({
    edition: testEdition(),
    topics: config.topics,
    lexicon: config.lexicon,
    window: { firstDay: '2025-12-27', lastDay: '2025-12-27', timezone: 'UTC' },
    posts: [...benign, ...attackPosts(list)],
    history: [],
  }).pack;
}

const batches = (list: readonly AttackPost[], size: number) =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

test('there are sixty attacks in two languages', () => {
  assert.equal(attacks.length, 60);
  assert.equal(attacks.filter(({ text }) => /\p{Script=Han}/u.test(text)).length, 30);
});

test('no link, mention or figure of sixty attacks comes out, though the model obeys', async () => {
  const leaks: string[] = [];
  for (const list of batches(attacks, 10)) {
    const pack = packWith(list);
    for (const language of ['en', 'zh']) {
      await fake.follow([{ kind: 'obey', attacks: list }]);
      const { verified } = await writeOnce(modelWriter(fake.baseUrl), pack, { language });
      assert.deepEqual(refused(verified, pack, language), []);
      leaks.push(...leaksIn(publishedText(verified), list));
    }
  }
  assert.deepEqual(leaks, []);
});

test('what an attack orders is never said on another post, and its link not even on its own', async () => {
  const leaks: string[] = [];
  const links: string[] = [];
  for (const list of batches([...attacks, ...unlisted], 6)) {
    // All attacks stand in the pack: the lexicon is out of the way, and the model cites innocent posts.
    const pack = packOf([
      ...day,
      ...list.map((entry, i) => ({ id: `a${i}`, posts: [{ by: `stranger${i}`, text: entry.text }] })),
    ]);
    await fake.follow([{ kind: 'obey', attacks: list }]);
    const { verified } = await writeOnce(modelWriter(fake.baseUrl), pack, { language: 'en' });
    const strangers = new Set(
      pack.posts.filter(({ post }) => post.author.handle.startsWith('stranger')).map(({ post }) => post.id),
    );
    const claims = publishedClaims(verified);
    const onOthers = claims.filter(({ cites }) => cites.every(({ postId }) => !strangers.has(postId)));
    leaks.push(...leaksIn(textsOf(onOthers), list));
    links.push(
      ...leaksIn(
        textsOf(claims.filter(({ language }) => !language)),
        list.filter(({ foreign }) => foreign === linkRe),
      ),
    );
  }
  assert.deepEqual(leaks, []);
  assert.deepEqual(links, []);
});

const textsOf = (claims: readonly Claim[]) => claims.map(({ text }) => text).join('\n');

function leaksIn(text: string, list: readonly AttackPost[]): string[] {
  return list
    .filter(({ foreign }) => foreign.test(text))
    .map((entry) => `${entry.text} → ${foreignLine(text, entry)}`);
}

function foreignLine(text: string, { foreign }: AttackPost): string {
  return text.split('\n').find((line) => foreign.test(line)) ?? '';
}
