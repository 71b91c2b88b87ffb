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
  const likely = new Int32Array(vectors.rows);
  const edges = createEdges(vectors.rows * 4 + 64);
  const best: Neighbour[] = [];
  for (let row = 0; row < vectors.rows; row++) {
    if (row % 4096 === 0) tick?.(row / vectors.rows);
    const count = accumulate(vectors, row, index, scores, likely, options);
    selectBest(row, count, scores, likely, options, best);
    clear(vectors, row, index, scores, options.depth);
    file(vectors, row, index);
    for (const { row: other, score } of best) pushEdge(edges, row, other, score);
  }
  return edges;
}

interface Neighbour {
  row: number;
  score: number;
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

/**
 * Adds the products of one row with the earlier rows of its terms. Returns how many reached the threshold, and
 * lists them: hundreds of others do not, and each costs no more than its sum.
 */
function accumulate(
  vectors: Vectors,
  row: number,
  index: Index,
  scores: Float32Array,
  likely: Int32Array,
  { depth, threshold }: NeighbourOptions,
): number {
  const { starts, fills, rows, weights } = index;
  const end = vectors.offsets[row + 1] ?? 0;
  let count = 0;
  for (let k = vectors.offsets[row] ?? 0; k < end; k++) {
    const term = vectors.terms[k] ?? 0;
    const weight = vectors.weights[k] ?? 0;
    const fill = fills[term] ?? 0;
    for (let p = Math.max(starts[term] ?? 0, fill - depth); p < fill; p++) {
      const other = rows[p] ?? 0;
      const score = scores[other] ?? 0;
      const sum = Math.fround(score + weight * (weights[p] ?? 0));
      scores[other] = sum;
      if (sum >= threshold && score < threshold) likely[count++] = other;
    }
  }
  return count;
}

/** The same walk again is cheaper than a list of what was touched. */
function clear(vectors: Vectors, row: number, index: Index, scores: Float32Array, depth: number): void {
  const { starts, fills, rows } = index;
  const end = vectors.offsets[row + 1] ?? 0;
  for (let k = vectors.offsets[row] ?? 0; k < end; k++) {
    const term = vectors.terms[k] ?? 0;
    const fill = fills[term] ?? 0;
    for (let p = Math.max(starts[term] ?? 0, fill - depth); p < fill; p++) scores[rows[p] ?? 0] = 0;
  }
}

function file(vectors: Vectors, row: number, { fills, rows, weights }: Index): void {
  const end = vectors.offsets[row + 1] ?? 0;
  for (let k = vectors.offsets[row] ?? 0; k < end; k++) {
    const term = vectors.terms[k] ?? 0;
    const fill = fills[term] ?? 0;
    rows[fill] = row;
    weights[fill] = vectors.weights[k] ?? 0;
    fills[term] = fill + 1;
  }
}

/** The k likeliest that are admitted; of equal ones the earlier. */
function selectBest(
  row: number,
  count: number,
  scores: Float32Array,
  likely: Int32Array,
  options: NeighbourOptions,
  best: Neighbour[],
): void {
  best.length = 0;
  for (let i = 0; i < count; i++) {
    const other = likely[i] ?? 0;
    const score = scores[other] ?? 0;
    if (best.length === options.k && !isBetter(other, score, best[options.k - 1])) continue;
    if (options.admits && !options.admits(row, other, score)) continue;
    insert(best, other, score, options.k);
  }
}

function insert(best: Neighbour[], row: number, score: number, k: number): void {
  let at = Math.min(best.length, k - 1);
  for (; at > 0 && isBetter(row, score, best[at - 1]); at--) best[at] = best[at - 1] as Neighbour;
  best[at] = { row, score };
}

function isBetter(row: number, score: number, than: Neighbour | undefined): boolean {
  return than !== undefined && (score > than.score || (score === than.score && row < than.row));
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
