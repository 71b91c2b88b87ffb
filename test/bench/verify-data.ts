import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DraftClaim } from '../../src/core/draft.ts';
import type { EvidencePack, PackPost } from '../../src/core/pack.ts';
import type { Post } from '../../src/core/post.ts';
import { languageOf } from '../../src/core/text/language.ts';
import { createNameFinder } from '../../src/core/text/names.ts';
import { splitSentences } from '../../src/core/text/sentences.ts';
import type { Context } from '../../src/verify/candidate.ts';
import { openBook } from '../../src/verify/evidence.ts';
import { dataPath, readLexicon, readPosts } from './engine-data.ts';

/** Real posts where the data folder is there, else the bundled sample. */
export function benchPosts(): { name: string; posts: Post[] } {
  const fortnight = dataPath('posts/fortnight_2026-03-25_2026-04-08.ndjson.gz');
  if (fortnight) return { name: 'fortnight', posts: readPosts(fortnight) };
  const folder = fileURLToPath(new URL('../../config/sample/posts/', import.meta.url));
  const files = readdirSync(folder).filter((file) => file.endsWith('.ndjson'));
  return { name: 'sample', posts: files.sort().flatMap((file) => readPosts(folder + file)) };
}

const lexicon = readLexicon();
const names = createNameFinder(lexicon);

export function benchContext(pack: EvidencePack, language: string): Context {
  const tools = { names, lexicon, language, today: pack.window.lastDay };
  return { tools, book: openBook(pack, tools) };
}

/** A pack in which every post is a story of its own. */
export function packOfPosts(posts: readonly Post[], day = '2026-04-08'): EvidencePack {
  const packPosts = posts.map(
    (post, index): PackPost => ({
      handle: `p${index + 1}`,
      post,
      text: post.text,
      language: languageOf(post.text),
      storyId: `s${index + 1}`,
      copies: 0,
      facts: [],
    }),
  );
  const window = { firstDay: day, lastDay: day, timezone: 'UTC' };
  return { edition: 'bench', window, stories: [], themes: [], posts: packPosts, tokens: 0 };
}

/** Every sentence of the posts that could be a claim, cited to its own post. */
export function sentenceClaims(pack: EvidencePack): DraftClaim[] {
  return pack.posts.flatMap((entry) =>
    splitSentences(entry.post.text)
      .map((sentence) => sentence.text)
      .filter((text) => text.length >= 20 && text.length <= 400)
      .map((text) => ({
        text,
        storyId: entry.storyId,
        cites: [{ handle: entry.handle, quote: text.slice(0, 110).replace(/[\ud800-\udbff]$/, '') }],
        stance: 'fact' as const,
        language: languageOf(text),
      })),
  );
}
