import { type Corpus, ownText } from './corpus.ts';
import type { FindWritten } from './writing.ts';

/** Two neighbouring words that stand together far oftener than chance: one name in the cloud. */
export interface Collocation {
  first: number;
  second: number;
  text: string;
  posts: number[];
}

const mostPosts = 20_000;
const fewestPosts = 3;
const sampledPosts = 20;
const leastNpmi = 0.35;
/** Share of the rarer word's posts in which the pair stands. */
const leastShare = 0.4;

/**
 * Pairs by normalised pointwise mutual information (Bouma 2009) over the kept posts, or an even sample of
 * them on large days.
 */
export function findCollocations(
  corpus: Corpus,
  rows: Int32Array,
  frequency: Int32Array,
  find: FindWritten,
): Collocation[] {
  const step = Math.max(1, Math.ceil(rows.length / mostPosts));
  const pairs = countPairs(corpus, rows, frequency, step);
  const read = Math.ceil(rows.length / step);
  const found: Collocation[] = [];
  for (const [key, posts] of pairs) {
    const first = Math.floor(key / frequency.length);
    const second = key % frequency.length;
    if (posts.length < fewestPosts || !isBound(posts.length, frequency, first, second, read, step)) continue;
    const text = writtenPair(corpus, find, { first, second, posts });
    if (text) found.push({ first, second, text, posts });
  }
  return found;
}

function countPairs(
  corpus: Corpus,
  rows: Int32Array,
  frequency: Int32Array,
  step: number,
): Map<number, number[]> {
  const pairs = new Map<number, number[]>();
  const { vocabulary } = corpus.tokenizer;
  const isWord = (term: number) =>
    vocabulary.kindOf(term) === 'word' && (frequency[term] ?? 0) >= fewestPosts;
  for (let row = 0; row < rows.length; row += step) {
    const post = rows[row] ?? 0;
    const { terms, joints } = corpus.tokenizer.read(ownText(corpus.posts[post] as Corpus['posts'][number]));
    for (let i = 1; i < terms.length; i++) {
      const first = terms[i - 1] ?? 0;
      const second = terms[i] ?? 0;
      if (joints[i] !== 1 || !isWord(first) || !isWord(second) || first === second) continue;
      const key = first * frequency.length + second;
      const known = pairs.get(key);
      if (!known) pairs.set(key, [post]);
      else if (known.at(-1) !== post) known.push(post);
    }
  }
  return pairs;
}

function isBound(
  count: number,
  frequency: Int32Array,
  first: number,
  second: number,
  read: number,
  step: number,
): boolean {
  const a = (frequency[first] ?? 1) / step;
  const b = (frequency[second] ?? 1) / step;
  if (count < leastShare * Math.min(a, b)) return false;
  const together = count / read;
  return Math.log((together * read * read) / (a * b)) / -Math.log(together) >= leastNpmi;
}

/** The pair as most posts write it; none when it is not written as a name. */
function writtenPair(
  corpus: Corpus,
  find: FindWritten,
  pair: { first: number; second: number; posts: readonly number[] },
): string | undefined {
  const { texts } = corpus.tokenizer.vocabulary;
  const [first, second] = [texts[pair.first] ?? '', texts[pair.second] ?? ''];
  const variants = [`${first} ${second}`, `${first}s ${second}`, `${first}-${second}`];
  const counts = new Map<string, number>();
  for (const post of pair.posts.slice(0, sampledPosts)) {
    const form = find(post, variants)?.form;
    if (form !== undefined) counts.set(form, (counts.get(form) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best && isName(best[0]) ? best[0] : undefined;
}

/** Both words begin with a capital: `Muse Spark`, not `full time`. */
function isName(form: string): boolean {
  return form.split(/[\s-]/).every((word) => word !== word.toLowerCase());
}
