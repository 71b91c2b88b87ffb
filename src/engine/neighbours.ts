import type { Vectors } from './vectors.ts';

/** Edges between rows, `from > to`, with the cosine as weight. */
export interface Edges {
  length: number;
  from: Int32Array;
  to: Int32Array;
  weights: Float32Array;
}

export interface NeighbourOptions {
  /** Most edges from a row to earlier rows. */
  k: number;
  /** Smallest cosine of an edge. */
  threshold: number;
  /** Longest part of a posting list that is read, newest first. */
  depth: number;
  /** Only pairs that this admits. */
  admits?: (row: number, earlier: number, cosine: number) => boolean;
}

/** The nearest earlier rows of each row, found term by term over an inverted index. */
export function nearest(vectors: Vectors, options: NeighbourOptions, tick?: (share: number) => void): Edges {
  const index = createIndex(vectors);
  const scores = new Float32Array(vectors.rows);
  const touched = new Int32Array(vectors.rows);
  const edges = createEdges(vectors.rows * 4 + 64);
  const best: { row: number; score: number }[] = [];
  for (let row = 0; row < vectors.rows; row++) {
    if (row % 4096 === 0) tick?.(row / vectors.rows);
    const count = accumulate(vectors, row, index, scores, touched, options.depth);
    selectBest(row, count, scores, touched, options, best);
    for (const { row: other, score } of best) pushEdge(edges, row, other, score);
  }
  return edges;
}

interface Index {
  starts: Int32Array;
  fills: Int32Array;
  rows: Int32Array;
  weights: Float32Array;
}

function createIndex(vectors: Vectors): Index {
  const starts = new Int32Array(vectors.width + 1);
  for (const term of vectors.terms) starts[term + 1] = (starts[term + 1] ?? 0) + 1;
  for (let term = 0; term < vectors.width; term++)
    starts[term + 1] = (starts[term + 1] ?? 0) + (starts[term] ?? 0);
  const size = vectors.terms.length;
  return {
    starts,
    fills: starts.slice(0, vectors.width),
    rows: new Int32Array(size),
    weights: new Float32Array(size),
  };
}

/** Adds the products of one row with the earlier rows of its terms, then files the row itself. */
function accumulate(
  vectors: Vectors,
  row: number,
  index: Index,
  scores: Float32Array,
  touched: Int32Array,
  depth: number,
): number {
  const { starts, fills, rows, weights } = index;
  const end = vectors.offsets[row + 1] ?? 0;
  let count = 0;
  for (let k = vectors.offsets[row] ?? 0; k < end; k++) {
    const term = vectors.terms[k] ?? 0;
    const weight = vectors.weights[k] ?? 0;
    const fill = fills[term] ?? 0;
    const start = Math.max(starts[term] ?? 0, fill - depth);
    for (let p = start; p < fill; p++) {
      const other = rows[p] ?? 0;
      const score = scores[other] ?? 0;
      if (score === 0) touched[count++] = other;
      scores[other] = score + weight * (weights[p] ?? 0);
    }
    rows[fill] = row;
    weights[fill] = weight;
    fills[term] = fill + 1;
  }
  return count;
}

function selectBest(
  row: number,
  count: number,
  scores: Float32Array,
  touched: Int32Array,
  options: NeighbourOptions,
  best: { row: number; score: number }[],
): void {
  best.length = 0;
  for (let i = 0; i < count; i++) {
    const other = touched[i] ?? 0;
    const score = scores[other] ?? 0;
    scores[other] = 0;
    if (score < options.threshold) continue;
    if (best.length === options.k && score <= (best[best.length - 1]?.score ?? 0)) continue;
    if (options.admits && !options.admits(row, other, score)) continue;
    insert(best, { row: other, score }, options.k);
  }
}

function insert(
  best: { row: number; score: number }[],
  entry: { row: number; score: number },
  k: number,
): void {
  let at = best.length;
  while (at > 0 && isBetter(entry, best[at - 1])) at--;
  best.splice(at, 0, entry);
  if (best.length > k) best.pop();
}

function isBetter(a: { row: number; score: number }, b: { row: number; score: number } | undefined): boolean {
  if (!b) return false;
  return a.score > b.score || (a.score === b.score && a.row < b.row);
}

function createEdges(capacity: number): Edges {
  return {
    length: 0,
    from: new Int32Array(capacity),
    to: new Int32Array(capacity),
    weights: new Float32Array(capacity),
  };
}

function pushEdge(edges: Edges, from: number, to: number, weight: number): void {
  if (edges.length === edges.from.length) widen(edges);
  edges.from[edges.length] = from;
  edges.to[edges.length] = to;
  edges.weights[edges.length++] = weight;
}

function widen(edges: Edges): void {
  const wider = createEdges(Math.ceil(edges.length * 1.6) + 64);
  wider.from.set(edges.from);
  wider.to.set(edges.to);
  wider.weights.set(edges.weights);
  edges.from = wider.from;
  edges.to = wider.to;
  edges.weights = wider.weights;
}

/** Edge numbers by falling weight; equal weights keep their order. */
export function byWeight(edges: Edges): Int32Array {
  const scale = 2 ** 26;
  const keys = new Float64Array(edges.length);
  for (let e = 0; e < edges.length; e++) {
    keys[e] = Math.round((2 - Math.min(2, edges.weights[e] ?? 0)) * 2 ** 24) * scale + e;
  }
  keys.sort();
  const order = new Int32Array(edges.length);
  for (let place = 0; place < order.length; place++) order[place] = (keys[place] ?? 0) % scale;
  return order;
}
