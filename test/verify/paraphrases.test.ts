import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNameFinder } from '../../src/core/text/names.ts';
import { isFatal } from '../../src/verify/candidate.ts';
import { openBook } from '../../src/verify/evidence.ts';
import { examine } from '../../src/verify/examine.ts';
import { readLexicon, readPosts } from '../bench/engine-data.ts';
import { packOfPosts } from '../bench/verify-data.ts';
import { type Paraphrase, paraphrases } from './paraphrases.ts';

const sample = new URL('../../config/sample/posts/2025-12-27.ndjson', import.meta.url);
const pack = packOfPosts(readPosts(sample.pathname), '2025-12-27');
const lexicon = readLexicon();
const names = createNameFinder(lexicon);
const contexts = Object.fromEntries(
  (['zh', 'en'] as const).map((language) => {
    const tools = { names, lexicon, language, today: '2025-12-27' };
    return [language, { tools, book: openBook(pack, tools) }];
  }),
);

function findings({ posts, language, text }: Paraphrase) {
  const cited = posts.flatMap((end) => pack.posts.filter((entry) => entry.post.id.endsWith(end)));
  assert.equal(cited.length, posts.length, `the sample has changed: ${posts.join()}`);
  const cites = cited.map((entry) => ({ handle: entry.handle, quote: entry.post.text.slice(0, 40) }));
  const context = contexts[language];
  assert.ok(context);
  return examine({ text, storyId: cited[0]?.storyId ?? '', cites, stance: 'fact' }, context);
}

test('claims that say in one language what posts say in the other pass', () => {
  for (const paraphrase of paraphrases) {
    const candidate = findings(paraphrase);
    assert.ok(!isFatal(candidate), `${paraphrase.text} ${JSON.stringify(candidate.findings)}`);
  }
});

test('the same claims with one digit changed are caught', () => {
  const changed = paraphrases.flatMap((paraphrase) =>
    [...paraphrase.text.matchAll(/(?<![\d.A-Za-z-])\d+(?![\d.])/g)].map((match) => ({
      ...paraphrase,
      text: `${paraphrase.text.slice(0, match.index)}${Number(match[0]) + 4}${paraphrase.text.slice(match.index + match[0].length)}`,
    })),
  );
  const missed = changed.filter((paraphrase) => !isFatal(findings(paraphrase)));
  assert.ok(changed.length > 40, String(changed.length));
  assert.ok(missed.length <= changed.length * 0.02, missed.map(({ text }) => text).join('\n'));
});
