import type { Corpus } from './corpus.ts';
import { comparedUnits, shingleHash } from './sketch.ts';

/** Decides whether one post repeats another. */
export interface Comparer {
  /** `post` is no longer than `other`; asking for one post many times in a row is cheap. */
  isCopy(post: number, other: number): boolean;
}

const sameJaccard = 0.7;
const within = 0.9;
const fewestShingles = 8;
const fewestUnits = 4;
const mostWrapping = 5;

/**
 * Exact comparison of shingle sets behind the sketches: Jaccard ≥ .7, containment ≥ .9 of at least 8 shingles,
 * or a cut text that is the other's beginning. Figures decide over likeness: a text with another figure or
 * version is another text, unless it is a cut one, whose figures are a multiset subset. `mayBeAlike` is the
 * sketches' cheap word on it.
 */
export function createComparer(
  corpus: Corpus,
  mayBeAlike: (post: number, other: number) => boolean,
): Comparer {
  const { units, unitOffsets } = corpus;
  const shingles = createShingleSet();
  const spare = createShingleSet();
  const sizes = new Uint16Array(corpus.posts.length);
  let loaded = -1;
  const load = (set: ShingleSet, post: number) => {
    sizes[post] = set.fill(units, unitOffsets[post] ?? 0, unitOffsets[post + 1] ?? 0);
  };
  const sizeOf = (post: number): number => {
    if (sizes[post] === 0) load(spare, post);
    return sizes[post] ?? 0;
  };
  return {
    isCopy(post, other) {
      const figures = compareFigures(corpus, post, other);
      if (figures === 'differ' || !mayBeAlike(post, other)) return false;
      if (loaded !== post) load(shingles, post);
      loaded = post;
      const size = sizes[post] ?? 0;
      const shared = shingles.countShared(units, unitOffsets[other] ?? 0, unitOffsets[other + 1] ?? 0);
      if (size >= fewestShingles && shared >= within * size) return true;
      if (startsWith(corpus, other, post, 0) && isCut(corpus, post)) return true;
      if (figures !== 'equal') return false;
      if (isWrapped(corpus, post, other)) return true;
      return shared >= sameJaccard * size && shared >= sameJaccard * (size + sizeOf(other) - shared);
    },
  };
}

function isCut(corpus: Corpus, post: number): boolean {
  return corpus.posts[post]?.text.slice(-4).trimEnd().endsWith('…') ?? false;
}

/** A short text with a few words before or behind it. */
function isWrapped(corpus: Corpus, post: number, by: number): boolean {
  const extra = lengthOf(corpus, by) - lengthOf(corpus, post);
  if (extra > mostWrapping) return false;
  for (let start = 0; start <= extra; start++) if (startsWith(corpus, by, post, start)) return true;
  return false;
}

/** Whether a post's units at `start` are all those of another, which has enough of them. */
function startsWith(corpus: Corpus, post: number, other: number, start: number): boolean {
  const { units, unitOffsets } = corpus;
  const length = lengthOf(corpus, other);
  if (length < fewestUnits || start + length > lengthOf(corpus, post)) return false;
  const from = (unitOffsets[post] ?? 0) + start;
  const otherFrom = unitOffsets[other] ?? 0;
  for (let i = 0; i < length; i++) if (units[from + i] !== units[otherFrom + i]) return false;
  return true;
}

function lengthOf({ unitOffsets }: Corpus, post: number): number {
  return (unitOffsets[post + 1] ?? 0) - (unitOffsets[post] ?? 0);
}

/** The distinct shingles of one text in a hash table that is filled again and again without being cleared. */
interface ShingleSet {
  /** Takes the shingles of `units[start..end]` in place of the former ones; returns how many are distinct. */
  fill(units: Int32Array, start: number, end: number): number;
  /** How many distinct shingles `units[start..end]` has in common with the set. */
  countShared(units: Int32Array, start: number, end: number): number;
}

const slots = 2 ** Math.ceil(Math.log2(comparedUnits * 2));

function createShingleSet(): ShingleSet {
  const keys = new Int32Array(slots);
  const filledAt = new Int32Array(slots);
  const metAt = new Int32Array(slots);
  let filling = 0;
  let meeting = 0;
  const slotOf = (shingle: number): number => {
    let slot = shingle & (slots - 1);
    while (filledAt[slot] === filling && keys[slot] !== shingle) slot = (slot + 1) & (slots - 1);
    return slot;
  };
  return {
    fill(units, start, end) {
      filling++;
      let distinct = 0;
      for (let i = start; i + 1 < end; i++) {
        const shingle = shingleHash(units[i] ?? 0, units[i + 1] ?? 0);
        const slot = slotOf(shingle);
        if (filledAt[slot] === filling) continue;
        filledAt[slot] = filling;
        keys[slot] = shingle;
        distinct++;
      }
      return distinct;
    },
    countShared(units, start, end) {
      meeting++;
      let shared = 0;
      for (let i = start; i + 1 < end; i++) {
        const slot = slotOf(shingleHash(units[i] ?? 0, units[i + 1] ?? 0));
        if (filledAt[slot] !== filling || metAt[slot] === meeting) continue;
        metAt[slot] = meeting;
        shared++;
      }
      return shared;
    },
  };
}

/** Equal, or the shorter text's figures a proper multiset subset of the longer one's, or different. */
function compareFigures(corpus: Corpus, post: number, other: number): 'equal' | 'fewer' | 'differ' {
  const { figures, figureOffsets } = corpus;
  let i = figureOffsets[post] ?? 0;
  let j = figureOffsets[other] ?? 0;
  const iEnd = figureOffsets[post + 1] ?? 0;
  const jEnd = figureOffsets[other + 1] ?? 0;
  if (iEnd - i > jEnd - j) return 'differ';
  const equalLength = iEnd - i === jEnd - j;
  while (i < iEnd && j < jEnd) {
    if (figures[i] === figures[j]) i++;
    else if ((figures[i] ?? 0) < (figures[j] ?? 0)) return 'differ';
    j++;
  }
  if (i < iEnd) return 'differ';
  return equalLength ? 'equal' : 'fewer';
}
