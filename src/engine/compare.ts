import type { Corpus } from './corpus.ts';
import { mayBeAlike, shingleHash } from './sketch.ts';

/** Decides whether one post repeats another. */
export interface Comparer {
  /** `post` is no longer than `other`. */
  isCopy(post: number, other: number): boolean;
}

const sameJaccard = 0.7;
const within = 0.9;
const fewestShingles = 8;
const fewestUnits = 4;
const mostWrapping = 5;
const cacheSlots = 8192;

/**
 * Exact comparison of shingle sets behind the sketches: Jaccard ≥ .7, containment ≥ .9 of at least 8 shingles,
 * or a cut text that is the other's beginning. Figures decide over likeness: a text with another figure or
 * version is another text, unless it is a cut one, whose figures are a multiset subset.
 */
export function createComparer(corpus: Corpus): Comparer {
  const cachedPosts = new Int32Array(cacheSlots).fill(-1);
  const cached = new Array<Compared>(cacheSlots);
  const read = (post: number): Compared => {
    const slot = post % cacheSlots;
    if (cachedPosts[slot] !== post) {
      cachedPosts[slot] = post;
      cached[slot] = readCompared(corpus, post);
    }
    return cached[slot] as Compared;
  };
  return {
    isCopy(post, other) {
      const figures = compareFigures(corpus, post, other);
      if (figures === 'differ' || !mayBeAlike(corpus.sketches, post, other)) return false;
      const a = read(post);
      const b = read(other);
      const shared = countShared(a.shingles, b.shingles);
      const size = a.shingles.length;
      const contained = size >= fewestShingles && shared >= within * size;
      if (contained || (a.isCut && isPrefix(a.units, b.units))) return true;
      if (figures === 'equal' && isWrapped(a.units, b.units)) return true;
      return figures === 'equal' && shared >= sameJaccard * (size + b.shingles.length - shared);
    },
  };
}

/** A post's text as it is compared. */
interface Compared {
  units: Int32Array;
  /** Hashes of neighbouring units, ascending, distinct. */
  shingles: Int32Array;
  isCut: boolean;
}

function readCompared(corpus: Corpus, post: number): Compared {
  const units = corpus.units.subarray(corpus.unitOffsets[post] ?? 0, corpus.unitOffsets[post + 1] ?? 0);
  return {
    units,
    shingles: shinglesOf(units),
    isCut: /…\s*$/.test(corpus.posts[post]?.text.slice(-4) ?? ''),
  };
}

/** A short text with a few words before or behind it. */
function isWrapped(units: Int32Array, by: Int32Array): boolean {
  const extra = by.length - units.length;
  if (units.length < fewestUnits || extra > mostWrapping) return false;
  for (let start = 0; start <= extra; start++) {
    if (units.every((unit, place) => unit === by[start + place])) return true;
  }
  return false;
}

function isPrefix(units: Int32Array, of: Int32Array): boolean {
  return (
    units.length >= fewestUnits &&
    units.length <= of.length &&
    units.every((unit, place) => unit === of[place])
  );
}

function shinglesOf(units: Int32Array): Int32Array {
  const hashes = new Int32Array(Math.max(0, units.length - 1));
  for (let i = 0; i < hashes.length; i++) hashes[i] = shingleHash(units[i] ?? 0, units[i + 1] ?? 0);
  hashes.sort();
  let distinct = 0;
  for (let i = 0; i < hashes.length; i++) {
    if (i === 0 || hashes[i] !== hashes[i - 1]) hashes[distinct++] = hashes[i] ?? 0;
  }
  return hashes.subarray(0, distinct);
}

function countShared(a: Int32Array, b: Int32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = (a[i] ?? 0) - (b[j] ?? 0);
    if (difference === 0) shared++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return shared;
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
