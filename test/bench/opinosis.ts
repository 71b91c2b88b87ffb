import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidencePack, PackPost, Story } from '../../src/core/pack.ts';
import { createNameFinder } from '../../src/core/text/names.ts';
import { createChooser } from '../../src/writers/extractive/choose.ts';
import { createPoolTools, readPools } from '../../src/writers/extractive/pool.ts';
import { dataPath, readLexicon } from './engine-data.ts';

/** Two sentences of each Opinosis topic (Ganesan et al. 2010), ROUGE-1 and ROUGE-2 F against its 4-5 summaries. */
export async function run(): Promise<void> {
  const folder = dataPath('summaries/opinosis');
  if (!folder) {
    console.log('skipped: the data folder with Opinosis is not here');
    return;
  }
  const topics = readTopics(folder);
  console.log(`${topics.length} topics, two sentences each`.padEnd(36), 'ROUGE-1 F', 'ROUGE-2 F');
  for (const [name, choose] of Object.entries(choosers)) {
    const scores = topics.map(({ sentences, summaries }) => rouge(choose(sentences).join(' '), summaries));
    const mean = (key: 'one' | 'two') =>
      (scores.reduce((sum, score) => sum + score[key], 0) / scores.length).toFixed(4);
    console.log(name.padEnd(36), mean('one').padStart(9), mean('two').padStart(9));
  }
}

interface Topic {
  sentences: string[];
  summaries: string[];
}

function readTopics(folder: string): Topic[] {
  return readdirSync(join(folder, 'topics'))
    .sort()
    .map((file) => {
      const gold = join(folder, 'summaries-gold', file.replace('.txt.data', ''));
      return {
        sentences: readFileSync(join(folder, 'topics', file), 'latin1')
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== ''),
        summaries: readdirSync(gold)
          .sort()
          .map((name) => readFileSync(join(gold, name), 'latin1')),
      };
    });
}

const tokensOf = (text: string) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
const grams = (tokens: readonly string[], size: number) =>
  Array.from({ length: Math.max(0, tokens.length - size + 1) }, (_, i) =>
    tokens.slice(i, i + size).join(' '),
  );

function rouge(text: string, summaries: readonly string[]): { one: number; two: number } {
  const mean = (size: number) => {
    const values = summaries.map((summary) =>
      overlapF(grams(tokensOf(text), size), grams(tokensOf(summary), size)),
    );
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return { one: mean(1), two: mean(2) };
}

function overlapF(ours: readonly string[], theirs: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const gram of theirs) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  let shared = 0;
  for (const gram of ours) {
    const left = counts.get(gram) ?? 0;
    if (left > 0) shared++;
    counts.set(gram, left - 1);
  }
  return ours.length + theirs.length === 0 ? 0 : (2 * shared) / (ours.length + theirs.length);
}

const lexicon = readLexicon();
const tools = createPoolTools(lexicon, createNameFinder(lexicon));
const stops = new Set(lexicon.stopWords.en);

/** Two sentences of each method out of the same list. */
const choosers: Record<string, (sentences: string[]) => string[]> = {
  'first two': (sentences) => sentences.slice(0, 2),
  'centroid, redundancy removed': centroidChoice,
  TextRank: textRankChoice,
  'the extractive writer': ownChoice,
};

type Bag = Map<string, number>;

function bags(sentences: readonly string[]): Bag[] {
  const lists = sentences.map((sentence) => tokensOf(sentence).filter((token) => !stops.has(token)));
  const frequency = new Map<string, number>();
  for (const list of lists)
    for (const token of new Set(list)) frequency.set(token, (frequency.get(token) ?? 0) + 1);
  return lists.map((list) => {
    const bag: Bag = new Map();
    for (const token of list)
      bag.set(token, (bag.get(token) ?? 0) + Math.log(1 + sentences.length / (frequency.get(token) ?? 1)));
    return bag;
  });
}

function cosineOf(a: Bag, b: Bag): number {
  let dot = 0;
  for (const [token, weight] of a) dot += weight * (b.get(token) ?? 0);
  const length = (bag: Bag) => Math.hypot(...bag.values());
  return dot === 0 ? 0 : dot / (length(a) * length(b));
}

function centroidChoice(sentences: string[]): string[] {
  const all = bags(sentences);
  const heart: Bag = new Map();
  for (const bag of all)
    for (const [token, weight] of bag) heart.set(token, (heart.get(token) ?? 0) + weight);
  return bestTwo(
    sentences,
    all,
    all.map((bag) => cosineOf(bag, heart)),
  );
}

function textRankChoice(sentences: string[]): string[] {
  const all = bags(sentences);
  const weights = all.map((a) => all.map((b) => (a === b ? 0 : cosineOf(a, b))));
  const sums = weights.map((row) => row.reduce((sum, weight) => sum + weight, 0) || 1);
  let ranks = all.map(() => 1);
  for (let round = 0; round < 40; round++) {
    ranks = ranks.map(
      (_, i) =>
        0.15 +
        0.85 * ranks.reduce((sum, rank, j) => sum + (rank * (weights[j]?.[i] ?? 0)) / (sums[j] ?? 1), 0),
    );
  }
  return bestTwo(sentences, all, ranks);
}

function bestTwo(sentences: readonly string[], all: readonly Bag[], scores: readonly number[]): string[] {
  const order = sentences.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const [first = 0, ...rest] = order;
  const second =
    rest.find((i) => cosineOf(all[first] ?? new Map(), all[i] ?? new Map()) < 0.5) ?? rest[0] ?? 0;
  return [sentences[first] ?? '', sentences[second] ?? ''];
}

/** The topic as one story of one-sentence posts, from which the writer's own chooser takes two. */
function ownChoice(sentences: string[]): string[] {
  const [pool] = readPools(packOf(sentences), tools);
  const chooser = createChooser('en');
  if (!pool) return [];
  return [chooser.next(pool), chooser.next(pool)].flatMap((sentence) => sentence?.text ?? []);
}

function packOf(sentences: readonly string[]): EvidencePack {
  const posts = sentences.map(
    (text, index): PackPost => ({
      handle: `p${index + 1}`,
      text,
      language: 'en',
      storyId: 's1',
      copies: 0,
      facts: [],
      post: {
        id: `${index}`,
        url: '',
        author: { handle: `a${index}` },
        text,
        createdAt: '2010-01-01T00:00:00Z',
        source: 'bench',
      },
    }),
  );
  const story = {
    id: 's1',
    postIds: posts.map(({ post }) => post.id),
    names: [],
    terms: [],
    authors: [],
    languages: ['en'],
  };
  return {
    edition: 'bench',
    window: { firstDay: '2010-01-01', lastDay: '2010-01-01', timezone: 'UTC' },
    stories: [story as unknown as Story],
    themes: [],
    posts,
    tokens: 0,
  };
}
