import { agglomerate } from './agglomerate.ts';
import { louvain, renumber } from './louvain.ts';
import { nearest } from './neighbours.ts';
import { centroids, type Vectors } from './vectors.ts';
import { themeLimits } from './weights.ts';

/**
 * Subjects over post vectors: a nearest-neighbour graph, Louvain communities, an agglomeration of those whose
 * centroids agree, and a round in which every row moves to its nearest centroid. Returns a theme number per row.
 */
export function findThemes(vectors: Vectors): Int32Array {
  const edges = nearest(vectors, {
    k: themeLimits.neighbours,
    threshold: themeLimits.edge,
    depth: themeLimits.depth,
  });
  const runs = vectors.rows > themeLimits.runsUpTo ? 1 : themeLimits.runs;
  const communities = louvain(vectors.rows, edges, themeLimits.resolution, runs);
  return reassign(vectors, agglomerate(vectors, communities));
}

export function groupRows(labels: Int32Array): number[][] {
  const count = renumber(labels);
  const groups: number[][] = Array.from({ length: count }, () => []);
  labels.forEach((label, row) => {
    groups[label]?.push(row);
  });
  return groups;
}

function reassign(vectors: Vectors, labels: Int32Array): Int32Array {
  const centres = centroids(vectors, groupRows(labels), 200);
  const nearestCentre = assign(vectors, centres, 0);
  return nearestCentre.map((centre, row) => (centre < 0 ? (labels[row] ?? 0) : centre));
}

/** The centre with the largest cosine for each row, or -1 where none exceeds the threshold. */
export function assign(vectors: Vectors, centres: Vectors, threshold: number): Int32Array {
  const postings = invert(centres);
  const scores = new Float32Array(centres.rows);
  const touched: number[] = [];
  const chosen = new Int32Array(vectors.rows).fill(-1);
  for (let row = 0; row < vectors.rows; row++) {
    touched.length = 0;
    for (let k = vectors.offsets[row] ?? 0; k < (vectors.offsets[row + 1] ?? 0); k++) {
      const term = vectors.terms[k] ?? 0;
      const weight = vectors.weights[k] ?? 0;
      for (let p = postings.starts[term] ?? 0; p < (postings.starts[term + 1] ?? 0); p++) {
        const centre = postings.rows[p] ?? 0;
        if (scores[centre] === 0) touched.push(centre);
        scores[centre] = (scores[centre] ?? 0) + weight * (postings.weights[p] ?? 0);
      }
    }
    chosen[row] = takeBest(touched, scores, threshold);
  }
  return chosen;
}

function takeBest(touched: number[], scores: Float32Array, threshold: number): number {
  let best = -1;
  let most = threshold;
  for (const centre of touched) {
    const score = scores[centre] ?? 0;
    scores[centre] = 0;
    if (score < most || (score === most && (best < 0 || centre > best))) continue;
    most = score;
    best = centre;
  }
  return best;
}

function invert(vectors: Vectors): { starts: Int32Array; rows: Int32Array; weights: Float32Array } {
  const starts = new Int32Array(vectors.width + 1);
  for (const term of vectors.terms) starts[term + 1] = (starts[term + 1] ?? 0) + 1;
  for (let term = 0; term < vectors.width; term++)
    starts[term + 1] = (starts[term + 1] ?? 0) + (starts[term] ?? 0);
  const fills = starts.slice();
  const rows = new Int32Array(vectors.terms.length);
  const weights = new Float32Array(vectors.terms.length);
  for (let row = 0; row < vectors.rows; row++) {
    for (let k = vectors.offsets[row] ?? 0; k < (vectors.offsets[row + 1] ?? 0); k++) {
      const term = vectors.terms[k] ?? 0;
      const at = fills[term] ?? 0;
      rows[at] = row;
      weights[at] = vectors.weights[k] ?? 0;
      fills[term] = at + 1;
    }
  }
  return { starts, rows, weights };
}
