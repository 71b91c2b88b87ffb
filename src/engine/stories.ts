import { byWeight, type Edges } from './neighbours.ts';
import { createPairTable } from './pair-table.ts';
import { dotOf, TermSum } from './term-sums.ts';
import type { Vectors } from './vectors.ts';

export interface JoinOptions {
  /** Smallest cosine between the centroids of two groups that an edge may join. */
  centroid: number;
  /** How much more two groups must agree with each doubling of the smaller one. */
  perDoubling: number;
}

/** Groups of rows under construction: disjoint sets with a term sum each. */
export interface Groups {
  parents: Int32Array;
  sizes: Int32Array;
  /** None for a row alone. */
  sums: (TermSum | undefined)[];
  norms: Float64Array;
}

export function createGroups(rows: number): Groups {
  return {
    parents: Int32Array.from({ length: rows }, (_, row) => row),
    sizes: new Int32Array(rows).fill(1),
    sums: new Array<TermSum | undefined>(rows).fill(undefined),
    norms: new Float64Array(rows).fill(1),
  };
}

/**
 * Joins groups along edges by falling weight where their centroids agree: a wrong merge is worse than a
 * split, and one strong pair must not tie two groups that share nothing else.
 */
export function joinByEdges(groups: Groups, vectors: Vectors, edges: Edges, options: JoinOptions): void {
  const refused = createPairTable();
  for (const edge of byWeight(edges)) {
    const a = rootOf(groups, edges.from[edge] ?? 0);
    const b = rootOf(groups, edges.to[edge] ?? 0);
    if (a === b) continue;
    const size = (groups.sizes[a] ?? 1) + (groups.sizes[b] ?? 1);
    const [first, second] = a < b ? [a, b] : [b, a];
    if (size < refused.get(first, second) * secondLookGrowth) continue;
    const product = size === 2 ? undefined : productOf(groups, vectors, a, b);
    const likeness =
      product === undefined
        ? (edges.weights[edge] ?? 0)
        : product / ((groups.norms[a] ?? 1) * (groups.norms[b] ?? 1));
    if (likeness >= neededLikeness(groups, a, b, options))
      unite(groups, vectors, { a, b, product: product ?? productOf(groups, vectors, a, b) });
    else refused.set(first, second, size);
  }
}

/** Two groups that disagreed are compared again when they have grown by so much. */
const secondLookGrowth = 1.3;

function neededLikeness(groups: Groups, a: number, b: number, options: JoinOptions): number {
  const smaller = Math.min(groups.sizes[a] ?? 1, groups.sizes[b] ?? 1);
  return options.centroid + options.perDoubling * Math.log2(smaller);
}

export function rootOf(groups: Groups, row: number): number {
  const { parents } = groups;
  let root = row;
  while (parents[root] !== root) root = parents[root] ?? root;
  while (parents[row] !== root) {
    const next = parents[row] ?? root;
    parents[row] = root;
    row = next;
  }
  return root;
}

/** Puts two rows' groups together whatever their likeness. */
export function merge(groups: Groups, vectors: Vectors, rowA: number, rowB: number): void {
  const a = rootOf(groups, rowA);
  const b = rootOf(groups, rowB);
  if (a === b) return;
  unite(groups, vectors, { a, b, product: productOf(groups, vectors, a, b) });
}

/** Two roots with the dot product of their sums; the smaller root stays. */
function unite(
  groups: Groups,
  vectors: Vectors,
  { a, b, product }: { a: number; b: number; product: number },
): void {
  const [into, from] = a < b ? [a, b] : [b, a];
  groups.norms[into] = normOfSum(groups, a, b, product);
  groups.sums[into] = addUp(groups, vectors, into, from);
  groups.sums[from] = undefined;
  groups.parents[from] = into;
  groups.sizes[into] = (groups.sizes[into] ?? 0) + (groups.sizes[from] ?? 0);
}

/** The length of a sum from those of its parts: nothing is walked again. */
function normOfSum({ norms }: Groups, a: number, b: number, product: number): number {
  return Math.sqrt((norms[a] ?? 0) ** 2 + (norms[b] ?? 0) ** 2 + 2 * product) || 1;
}

function productOf(groups: Groups, vectors: Vectors, a: number, b: number): number {
  return dotOf(sumOf(groups, vectors, a, leftRow), sumOf(groups, vectors, b, rightRow));
}

/** Most groups are one row, looked at often: two sums serve for all of them. */
const leftRow = new TermSum();
const rightRow = new TermSum();

function sumOf(groups: Groups, vectors: Vectors, root: number, row: TermSum): TermSum {
  const known = groups.sums[root];
  if (known) return known;
  row.clear();
  row.addRow(vectors, root);
  return row;
}

/** The larger sum takes the smaller one in. */
function addUp(groups: Groups, vectors: Vectors, into: number, from: number): TermSum {
  const a = sumOf(groups, vectors, into, leftRow);
  const b = sumOf(groups, vectors, from, rightRow);
  const [large, small] = a.size >= b.size ? [a, b] : [b, a];
  const isRow = large === leftRow || large === rightRow;
  const sum = isRow ? new TermSum() : large;
  if (isRow) sum.addAll(large);
  sum.addAll(small);
  return sum;
}

/** Rows by group, groups by their first row. */
export function membersOf(groups: Groups): number[][] {
  const members = new Map<number, number[]>();
  for (let row = 0; row < groups.parents.length; row++) {
    const root = rootOf(groups, row);
    const known = members.get(root);
    if (known) known.push(row);
    else members.set(root, [row]);
  }
  return [...members.values()];
}
