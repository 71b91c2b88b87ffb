import { renumber } from './louvain.ts';
import { TermSum } from './term-sums.ts';
import type { Vectors } from './vectors.ts';
import { themeLimits } from './weights.ts';

/** Groups that still stand, with what joins need: sums' products with each other, by pair. */
interface Table {
  count: number;
  /** `products[i * count + j]`: dot product of the term sums of groups i and j. */
  products: Float64Array;
  alive: Uint8Array;
  /** Best partner of each group and its cosine. */
  partners: Int32Array;
  cosines: Float64Array;
}

/**
 * Joins the two groups whose centroids agree most, again and again, until no pair reaches the threshold
 * (agglomerative clustering on centroid cosine). Lone rows and all but the largest groups stay as they are, so
 * that the work is bounded.
 */
export function agglomerate(vectors: Vectors, labels: Int32Array): Int32Array {
  const groups = largeGroups(labels);
  const table = createTable(
    vectors,
    groups.map(({ rows }) => rows),
  );
  const parents = groups.map((_, place) => place);
  for (;;) {
    const first = closest(table);
    if (first < 0) break;
    const second = table.partners[first] ?? first;
    const [into, from] = first < second ? [first, second] : [second, first];
    parents[from] = into;
    absorb(table, into, from);
  }
  const target = new Map(
    groups.map(({ label }, place) => [label, groups[rootOf(parents, place)]?.label ?? label]),
  );
  return labels.map((label) => target.get(label) ?? label);
}

function largeGroups(labels: Int32Array): { label: number; rows: number[] }[] {
  renumber(labels);
  const byLabel = new Map<number, number[]>();
  labels.forEach((label, row) => {
    const known = byLabel.get(label);
    if (known) known.push(row);
    else byLabel.set(label, [row]);
  });
  return [...byLabel]
    .map(([label, rows]) => ({ label, rows }))
    .filter(({ rows }) => rows.length > 1)
    .sort((a, b) => b.rows.length - a.rows.length || a.label - b.label)
    .slice(0, themeLimits.agglomerated)
    .sort((a, b) => a.label - b.label);
}

function rootOf(parents: readonly number[], place: number): number {
  let root = place;
  while (parents[root] !== root) root = parents[root] ?? root;
  return root;
}

function createTable(vectors: Vectors, groups: readonly number[][]): Table {
  const count = groups.length;
  const table: Table = {
    count,
    products: new Float64Array(count * count),
    alive: new Uint8Array(count).fill(1),
    partners: new Int32Array(count).fill(-1),
    cosines: new Float64Array(count).fill(-1),
  };
  fillProducts(vectors, groups, table);
  for (let group = 0; group < count; group++) findPartner(table, group);
  return table;
}

/** Term by term over an inverted index of the groups' sums. */
function fillProducts(vectors: Vectors, groups: readonly number[][], table: Table): void {
  const postings = new Map<number, Posting>();
  groups.forEach((rows, group) => {
    const sum = new TermSum();
    for (const row of rows) sum.addRow(vectors, row);
    sum.forEach((term, weight) => {
      let known = postings.get(term);
      if (!known) {
        known = { groups: [], weights: [] };
        postings.set(term, known);
      }
      known.groups.push(group);
      known.weights.push(weight);
    });
  });
  for (const posting of postings.values()) {
    for (let place = 0; place < posting.groups.length; place++) addProducts(posting, place, table);
  }
}

/** Groups that hold a term, and their weights of it. */
interface Posting {
  groups: number[];
  weights: number[];
}

function addProducts({ groups, weights }: Posting, place: number, { count, products }: Table): void {
  const start = (groups[place] ?? 0) * count;
  const weight = weights[place] ?? 0;
  for (let k = 0; k < groups.length; k++) {
    const at = start + (groups[k] ?? 0);
    products[at] = (products[at] ?? 0) + weight * (weights[k] ?? 0);
  }
}

function cosine({ count, products }: Table, a: number, b: number): number {
  const norms = Math.sqrt((products[a * count + a] ?? 0) * (products[b * count + b] ?? 0));
  return norms === 0 ? 0 : (products[a * count + b] ?? 0) / norms;
}

function findPartner(table: Table, group: number): void {
  table.partners[group] = -1;
  table.cosines[group] = -1;
  for (let other = 0; other < table.count; other++) {
    if (other === group || table.alive[other] === 0) continue;
    const likeness = cosine(table, group, other);
    if (likeness <= (table.cosines[group] ?? -1)) continue;
    table.partners[group] = other;
    table.cosines[group] = likeness;
  }
}

/** The group with the best partner over the threshold, or -1. */
function closest(table: Table): number {
  let best = -1;
  let most: number = themeLimits.merge;
  for (let group = 0; group < table.count; group++) {
    if (table.alive[group] === 0 || (table.cosines[group] ?? -1) <= most) continue;
    most = table.cosines[group] ?? -1;
    best = group;
  }
  return best;
}

function absorb(table: Table, into: number, from: number): void {
  const { count, products, alive, partners, cosines } = table;
  alive[from] = 0;
  for (let other = 0; other < count; other++) {
    products[into * count + other] =
      (products[into * count + other] ?? 0) + (products[from * count + other] ?? 0);
  }
  for (let other = 0; other < count; other++) {
    products[other * count + into] =
      (products[other * count + into] ?? 0) + (products[other * count + from] ?? 0);
  }
  findPartner(table, into);
  for (let other = 0; other < count; other++) {
    if (alive[other] === 0 || other === into) continue;
    if (partners[other] === into || partners[other] === from) findPartner(table, other);
    else if (cosine(table, other, into) > (cosines[other] ?? -1)) {
      partners[other] = into;
      cosines[other] = cosine(table, other, into);
    }
  }
}
