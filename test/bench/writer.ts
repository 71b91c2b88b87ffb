import { resolve } from 'node:path';
import { loadConfig } from '../../src/config.ts';
import type { WriteRequest } from '../../src/core/draft.ts';
import type { Post } from '../../src/core/post.ts';
import { runEngine } from '../../src/engine/engine.ts';
import { estimateTokens } from '../../src/engine/estimate.ts';
import { withoutCommands } from '../../src/writers/openai/evidence.ts';
import { writePrompt } from '../../src/writers/openai/prompt.ts';
import { reportSchema } from '../../src/writers/openai/shapes.ts';
import { dataPath, readPosts } from './engine-data.ts';

const config = loadConfig({}, resolve(import.meta.dirname, '../..'));
const sizes = [500, 2000, 5000, 20_000];

/** What a post's handle, language and author take in a line. */
const lineTokens = 6;

/**
 * Prompt tokens: the evidence against the bare texts of every post of the day, and the whole question with its frame
 * of instructions and schema against the same question over every post.
 */
export async function run(_args: string[]): Promise<void> {
  const path = dataPath('posts/fortnight_2026-03-25_2026-04-08.ndjson.gz');
  if (!path) {
    process.stdout.write('skipped: the posts of the fortnight are absent (set BROADSHEET_DATA)\n');
    return;
  }
  const posts = readPosts(path);
  const titles = ['posts', 'stories', 'in pack', 'all posts', 'evidence', 'share', 'frame', 'of all'];
  process.stdout.write(`${titles.map((title) => title.padStart(10)).join('')}\n`);
  for (const size of sizes) process.stdout.write(`${measure(take(posts, size))}\n`);
}

/** One day of any size: the latest posts of the fortnight, and beyond them posts joined from halves of two. */
function take(posts: readonly Post[], size: number): Post[] {
  const ordered = posts.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  return Array.from({ length: size }, (_, index) => {
    const post = ordered[index % ordered.length] ?? ordered[0];
    const round = Math.floor(index / ordered.length);
    const other = ordered[(index + 37 * round) % ordered.length] ?? post;
    if (!post || !other) throw new Error('no posts');
    const createdAt = `2026-04-08${post.createdAt.slice(10)}`;
    if (round === 0) return { ...post, createdAt };
    const text = `${half(post.text, 0)} ${half(other.text, 1)}`;
    return { ...post, id: `${post.id}-${round}`, text, createdAt };
  });
}

function half(text: string, which: 0 | 1): string {
  const middle = text.indexOf(' ', text.length / 2);
  const at = middle < 0 ? Math.floor(text.length / 2) : middle;
  return which === 0 ? text.slice(0, at) : text.slice(at).trim();
}

function measure(posts: Post[]): string {
  const edition = config.editions.find((candidate) => !candidate.sample) ?? config.editions[0];
  if (!edition) throw new Error('no edition');
  const window = { firstDay: '2026-04-08', lastDay: '2026-04-08', timezone: 'UTC' };
  const { topics, lexicon } = config;
  const { pack, stories } = runEngine({ edition, topics, lexicon, window, posts, history: [] });
  const request: WriteRequest = {
    pack: withoutCommands(pack, [...lexicon.cues.instruction.en, ...lexicon.cues.instruction.zh]),
    language: 'zh',
    sections: edition.sections.map(({ id, names }) => ({ id, title: names.zh })),
  };
  const { system, user } = writePrompt(config.prompts, request, 'a1b2c3d4e5f6');
  const schema = JSON.stringify(reportSchema(edition.sections.map(({ id }) => id)));
  const frame = estimateTokens(system) + estimateTokens(schema);
  const all = posts.reduce((sum, post) => sum + estimateTokens(post.text), 0);
  const evidence = estimateTokens(user);
  const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
  const cells = [posts.length, stories.length, pack.posts.length, all, evidence, share(evidence, all), frame];
  return [...cells, share(evidence + frame, all + frame + posts.length * lineTokens)]
    .map((cell) => String(cell).padStart(10))
    .join('');
}
