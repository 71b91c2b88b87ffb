import type { Corpus } from './corpus.ts';
import { nameWordWeight, plainWordWeight, subjectWeights } from './weights.ts';

/** Sparse rows of unit length: row `r` has `terms[offsets[r]..offsets[r + 1]]`, ascending, with `weights`. */
export interface Vectors {
  rows: number;
  /** Number of terms that rows may hold. */
  width: number;
  offsets: Int32Array;
  terms: Int32Array;
  weights: Float32Array;
}

export interface TermStatistics {
  /** Documents by term, among the day's rows. */
  frequency: Int32Array;
  /** Weights for comparing today's posts: 0 for terms of one post alone. */
  idf: Float32Array;
  /** Weights for comparing with former days: also terms that one post alone brings. */
  rareIdf: Float32Array;
}

const commonShare = 0.12;
const fewestForCommon = 200;

/**
 * Inverse document frequency over the day's kept posts and what is remembered of former days. Terms of one
 * post alone tie nothing and weigh 0, so do terms of more than 12 % of the posts.
 */
export function termStatistics(
  corpus: Corpus,
  rows: Int32Array,
  former: { docs: number; frequency: (term: number) => number },
): TermStatistics {
  const width = corpus.tokenizer.vocabulary.texts.length;
  const frequency = new Int32Array(width);
  for (const post of rows) {
    const end = corpus.offsets[post + 1] ?? 0;
    for (let k = corpus.offsets[post] ?? 0; k < end; k++) {
      const term = corpus.terms[k] ?? 0;
      frequency[term] = (frequency[term] ?? 0) + 1;
    }
  }
  const idf = new Float32Array(width);
  const rareIdf = new Float32Array(width);
  const common = rows.length < fewestForCommon ? Number.POSITIVE_INFINITY : rows.length * commonShare;
  const docs = rows.length + former.docs;
  for (let term = 0; term < width; term++) {
    const df = frequency[term] ?? 0;
    if (df === 0 || df > common) continue;
    const rarity = Math.log((docs + 1) / (df + former.frequency(term) + 1)) + 1;
    rareIdf[term] = rarity * subjectWeight(term, corpus);
    if (df > 1) idf[term] = rareIdf[term] ?? 0;
  }
  return { frequency, idf, rareIdf };
}

function subjectWeight(term: number, { tokenizer }: Corpus): number {
  const kind = tokenizer.vocabulary.kindOf(term);
  if (kind === 'word') return tokenizer.isWrittenAsName(term) ? nameWordWeight : plainWordWeight;
  return subjectWeights[kind] ?? 1;
}

export interface VectorWeights {
  /** Weight of each term in the rows; 0 leaves it out. */
  kept: Float32Array;
  /** Weight of each term in a row's length, where terms count that no other post shares. */
  length: Float32Array;
}

/**
 * TF-IDF rows of the given posts with logarithmic term frequency. A row's length counts its rare terms too,
 * though only shared ones are kept: two short posts with one word in common are not the same story.
 */
export function postVectors(corpus: Corpus, rows: Int32Array, by: VectorWeights): Vectors {
  let size = 0;
  for (const post of rows) size += (corpus.offsets[post + 1] ?? 0) - (corpus.offsets[post] ?? 0);
  const terms = new Int32Array(size);
  const weights = new Float32Array(size);
  const offsets = new Int32Array(rows.length + 1);
  let out = 0;
  for (let row = 0; row < rows.length; row++) {
    const post = rows[row] ?? 0;
    const start = out;
    const end = corpus.offsets[post + 1] ?? 0;
    let squares = 0;
    for (let k = corpus.offsets[post] ?? 0; k < end; k++) {
      const term = corpus.terms[k] ?? 0;
      const times = 1 + Math.log(corpus.counts[k] ?? 1);
      squares += ((by.length[term] ?? 0) * times) ** 2;
      const weight = (by.kept[term] ?? 0) * times;
      if (weight === 0) continue;
      terms[out] = term;
      weights[out++] = weight;
    }
    const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
    for (let k = start; k < out; k++) weights[k] = (weights[k] ?? 0) * scale;
    offsets[row + 1] = out;
  }
  return {
    rows: rows.length,
    width: by.kept.length,
    offsets,
    terms: terms.subarray(0, out),
    weights: weights.subarray(0, out),
  };
}

/** Mean direction of each group of rows; `members` lists every group's rows. At most `limit` terms a group. */
export function centroids(vectors: Vectors, members: readonly (readonly number[])[], limit: number): Vectors {
  const offsets = new Int32Array(members.length + 1);
  const sums = new Float64Array(vectors.width);
  const kept: number[] = [];
  const keptWeights: number[] = [];
  members.forEach((rows, group) => {
    const touched = addRows(vectors, rows, sums);
    touched.sort((a, b) => (sums[b] ?? 0) - (sums[a] ?? 0) || a - b);
    touched.length = Math.min(touched.length, limit);
    touched.sort((a, b) => a - b);
    const norm = Math.sqrt(touched.reduce((sum, term) => sum + (sums[term] ?? 0) ** 2, 0)) || 1;
    for (const term of touched) {
      kept.push(term);
      keptWeights.push((sums[term] ?? 0) / norm);
    }
    clearRows(vectors, rows, sums);
    offsets[group + 1] = kept.length;
  });
  return {
    rows: members.length,
    width: vectors.width,
    offsets,
    terms: Int32Array.from(kept),
    weights: Float32Array.from(keptWeights),
  };
}

function addRows(vectors: Vectors, rows: readonly number[], sums: Float64Array): number[] {
  const touched: number[] = [];
  for (const row of rows) {
    const end = vectors.offsets[row + 1] ?? 0;
    for (let k = vectors.offsets[row] ?? 0; k < end; k++) {
      const term = vectors.terms[k] ?? 0;
      if (sums[term] === 0) touched.push(term);
      sums[term] = (sums[term] ?? 0) + (vectors.weights[k] ?? 0);
    }
  }
  return touched;
}

function clearRows(vectors: Vectors, rows: readonly number[], sums: Float64Array): void {
  for (const row of rows) {
    const end = vectors.offsets[row + 1] ?? 0;
    for (let k = vectors.offsets[row] ?? 0; k < end; k++) sums[vectors.terms[k] ?? 0] = 0;
  }
}
