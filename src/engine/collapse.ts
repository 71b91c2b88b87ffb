import type { Post } from '../core/post.ts';
import { splitRepostPrefix } from '../core/text/normalise.ts';
import { createComparer } from './compare.ts';
import type { Corpus } from './corpus.ts';
import { partByOriginal } from './originals.ts';
import { sketchSize } from './sketch.ts';

/** Which posts stand for which. `keptOf[i] === i` for a kept post. */
export interface Collapsed {
  keptOf: Int32Array;
  /** 1 for the kept post of a copy-paste wave: one text by several accounts within minutes. */
  waves: Uint8Array;
}

const waveAuthors = 4;
const waveMinutes = 30;
const candidatesPerPost = 14;

/** Reposts by their ids, then equal texts, then near-duplicates; each group is kept once. */
export function collapse(corpus: Corpus): Collapsed {
  const leaders = Int32Array.from({ length: corpus.posts.length }, (_, index) => index);
  joinReposts(corpus, leaders);
  joinEqualTexts(corpus, leaders);
  joinNearDuplicates(corpus, leaders);
  corpus.units = new Int32Array(0);
  corpus.sketches = new Int32Array(0);
  partOriginals(corpus, leaders);
  const keptOf = chooseKept(corpus, leaders);
  return { keptOf, waves: findWaves(corpus, keptOf) };
}

function leaderOf(leaders: Int32Array, post: number): number {
  let root = post;
  while (leaders[root] !== root) root = leaders[root] ?? root;
  while (leaders[post] !== root) {
    const next = leaders[post] ?? root;
    leaders[post] = root;
    post = next;
  }
  return root;
}

function join(leaders: Int32Array, member: number, to: number): void {
  leaders[leaderOf(leaders, member)] = leaderOf(leaders, to);
}

function joinReposts(corpus: Corpus, leaders: Int32Array): void {
  const indexOf = new Map<string, number>();
  const absent = new Map<string, number>();
  for (const [index, post] of corpus.posts.entries()) indexOf.set(post.id, index);
  for (const [index, post] of corpus.posts.entries()) {
    const original = repostedId(post);
    if (original === undefined || original === post.id) continue;
    const target = indexOf.get(original) ?? absent.get(original);
    if (target === undefined) absent.set(original, index);
    else if (target !== index) join(leaders, index, target);
  }
}

/** A repost by id, or a quote that adds no word of its own. */
function repostedId(post: Post): string | undefined {
  if (post.repostOf) return post.repostOf;
  return post.quoteOf && !/[\p{L}\p{N}]/u.test(post.text.replace(/https?:\S+|@\w+/g, ''))
    ? post.quoteOf
    : undefined;
}

function joinEqualTexts(corpus: Corpus, leaders: Int32Array): void {
  const first = new Map<number, number>();
  for (let i = 0; i < corpus.posts.length; i++) {
    const hash = corpus.hashes[i] ?? 0;
    if (hash === 0) continue;
    const known = first.get(hash);
    if (known === undefined) first.set(hash, i);
    else join(leaders, i, known);
  }
}

/**
 * Longer texts lead, so that a cut text joins a whole one and never ties two whole ones together. Each text
 * is compared with the leaders of a bounded number of candidates: no input makes this quadratic.
 */
function joinNearDuplicates(corpus: Corpus, leaders: Int32Array): void {
  const order = byLength(corpus, leaders);
  const candidates = findCandidates(corpus, order);
  const comparer = createComparer(corpus);
  for (let rank = 0; rank < order.length; rank++) {
    const post = order[rank] ?? 0;
    for (let k = 0; k < candidatesPerPost; k++) {
      const other = candidates[rank * candidatesPerPost + k] ?? -1;
      if (other < 0) break;
      const leader = leaderOf(leaders, order[other] ?? 0);
      if (leader === post || !comparer.isCopy(post, leader)) continue;
      leaders[post] = leader;
      break;
    }
  }
}

/** Leaders of equal texts with enough units to compare, longest first, then in reading order. */
function byLength(corpus: Corpus, leaders: Int32Array): Int32Array {
  const chosen: number[] = [];
  for (let i = 0; i < corpus.posts.length; i++) {
    if (leaders[i] === i && (corpus.sizes[i] ?? 0) >= 4) chosen.push(i);
  }
  const sizes = corpus.sizes;
  return Int32Array.from(chosen).sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b);
}

/** For each rank up to 14 smaller ranks that share a sketch key: its two neighbours and the first of a bucket. */
function findCandidates(corpus: Corpus, order: Int32Array): Int32Array {
  const found = new Int32Array(order.length * candidatesPerPost).fill(-1);
  const counts = new Uint8Array(order.length);
  const keyed = new Float64Array(order.length);
  const width = 2 ** Math.ceil(Math.log2(Math.max(2, order.length)));
  const add = (rank: number, other: number) => {
    const count = counts[rank] ?? 0;
    if (count === candidatesPerPost) return;
    const start = rank * candidatesPerPost;
    for (let k = start; k < start + count; k++) if (found[k] === other) return;
    found[start + count] = other;
    counts[rank] = count + 1;
  };
  for (let band = sketchSize - 1; band >= 0; band--) {
    for (let rank = 0; rank < order.length; rank++) {
      const key = (corpus.sketches[(order[rank] ?? 0) * sketchSize + band] ?? 0) >>> 0;
      keyed[rank] = key * width + rank;
    }
    keyed.sort();
    pairNeighbours(keyed, width, add);
  }
  return found;
}

function pairNeighbours(
  keyed: Float64Array,
  width: number,
  add: (rank: number, other: number) => void,
): void {
  let bucket = -1;
  let start = 0;
  for (let i = 0; i < keyed.length; i++) {
    const value = keyed[i] ?? 0;
    const key = Math.floor(value / width);
    if (key !== bucket) {
      bucket = key;
      start = i;
      continue;
    }
    const rank = value - key * width;
    for (const j of [start, i - 1, i - 2]) if (j >= start) add(rank, (keyed[j] ?? 0) - key * width);
  }
}

function partOriginals(corpus: Corpus, leaders: Int32Array): void {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < leaders.length; i++) {
    const root = leaderOf(leaders, i);
    if (root === i && leaders[i] === i) continue;
    const known = groups.get(root);
    if (known) known.push(i);
    else groups.set(root, [root, i]);
  }
  for (const members of groups.values()) {
    const parts = partByOriginal(members.map((index) => corpus.posts[index] as Post));
    if (parts.length < 2) continue;
    for (const part of parts) {
      const first = members[part[0] ?? 0] ?? 0;
      for (const place of part) leaders[members[place] ?? 0] = first;
    }
  }
}

/** In each group the original that others point to, else the first that is no repost by its words. */
function chooseKept(corpus: Corpus, leaders: Int32Array): Int32Array {
  const best = new Int32Array(leaders.length).fill(-1);
  for (let i = 0; i < leaders.length; i++) {
    const root = leaderOf(leaders, i);
    const known = best[root] ?? -1;
    if (known < 0 || keepRank(corpus.posts[i]) < keepRank(corpus.posts[known])) best[root] = i;
  }
  return leaders.map((_, index) => best[leaderOf(leaders, index)] ?? index);
}

function keepRank(post: Post | undefined): number {
  if (!post || post.repostOf) return 3;
  if (splitRepostPrefix(post.text).handle) return 2;
  return /…\s*$/.test(post.text) ? 1 : 0;
}

/** One text that several accounts wrote as their own within minutes: counted once, and said so. */
function findWaves(corpus: Corpus, keptOf: Int32Array): Uint8Array {
  const waves = new Uint8Array(keptOf.length);
  const writers = new Map<number, number[]>();
  keptOf.forEach((kept, index) => {
    const post = corpus.posts[index];
    if (kept === index || !post || keepRank(post) >= 2) return;
    const known = writers.get(kept);
    if (known) known.push(index);
    else writers.set(kept, [kept, index]);
  });
  for (const [kept, members] of writers) if (isWave(corpus, members)) waves[kept] = 1;
  return waves;
}

function isWave(corpus: Corpus, members: number[]): boolean {
  if (members.length < waveAuthors) return false;
  const times = members.map((index) => Date.parse(corpus.posts[index]?.createdAt ?? ''));
  const order = members.map((_, place) => place).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  let start = 0;
  const counts = new Map<number, number>();
  for (const place of order) {
    const author = corpus.authors[members[place] ?? 0] ?? 0;
    counts.set(author, (counts.get(author) ?? 0) + 1);
    while ((times[place] ?? 0) - (times[order[start] ?? 0] ?? 0) > waveMinutes * 60_000) {
      drop(counts, corpus.authors[members[order[start] ?? 0] ?? 0] ?? 0);
      start++;
    }
    if (counts.size >= waveAuthors) return true;
  }
  return false;
}

function drop(counts: Map<number, number>, author: number): void {
  const left = (counts.get(author) ?? 1) - 1;
  if (left === 0) counts.delete(author);
  else counts.set(author, left);
}
