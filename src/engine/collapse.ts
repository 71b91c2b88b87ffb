import type { Post } from '../core/post.ts';
import { splitRepostPrefix } from '../core/text/normalise.ts';
import { createComparer } from './compare.ts';
import type { Corpus } from './corpus.ts';
import { partByOriginal } from './originals.ts';
import { mayBeAlike, sketchSize, writeSketch } from './sketch.ts';

/** Which posts stand for which. `keptOf[i] === i` for a kept post. */
export interface Collapsed {
  keptOf: Int32Array;
  /** 1 for the kept post of a copy-paste wave: one text by several accounts within minutes. */
  waves: Uint8Array;
}

const waveAuthors = 4;
const waveMinutes = 30;
const candidatesPerPost = 14;
const fewestUnits = 4;

/** Reposts by their ids, then equal texts, then near-duplicates; each group is kept once. */
export function collapse(corpus: Corpus): Collapsed {
  const leaders = Int32Array.from({ length: corpus.posts.length }, (_, index) => index);
  joinReposts(corpus, leaders);
  joinEqualTexts(corpus, leaders);
  joinNearDuplicates(corpus, leaders);
  corpus.units = new Int32Array(0);
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
  const originals = corpus.posts.map(repostedId);
  const targets = placesOf(originals, corpus.posts);
  originals.forEach((original, index) => {
    if (original === undefined || original === corpus.posts[index]?.id) return;
    const target = targets.get(original);
    if (target === undefined) targets.set(original, index);
    else if (target !== index) join(leaders, index, target);
  });
}

/** Places of the posts that are asked for: an index of all posts would be large, and most days need none. */
export function placesOf(ids: readonly (string | undefined)[], posts: readonly Post[]): Map<string, number> {
  const wanted = new Set(ids);
  wanted.delete(undefined);
  const places = new Map<string, number>();
  if (wanted.size === 0) return places;
  posts.forEach(({ id }, place) => {
    if (wanted.has(id)) places.set(id, place);
  });
  return places;
}

/** A repost by id, or a quote that adds no word of its own. */
function repostedId(post: Post): string | undefined {
  if (post.repostOf) return post.repostOf;
  return post.quoteOf && !/[\p{L}\p{N}]/u.test(post.text.replace(/https?:\S+|@\w+/g, ''))
    ? post.quoteOf
    : undefined;
}

/** Texts by their hash in an open table: a million numbers are too many for a map. */
function joinEqualTexts({ hashes }: Corpus, leaders: Int32Array): void {
  const slots = new Int32Array(tableSize(hashes.length)).fill(-1);
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i] ?? 0;
    if (hash === 0) continue;
    let slot = hash & (slots.length - 1);
    while ((slots[slot] ?? -1) >= 0 && hashes[slots[slot] ?? 0] !== hash)
      slot = (slot + 1) & (slots.length - 1);
    const known = slots[slot] ?? -1;
    if (known < 0) slots[slot] = i;
    else join(leaders, i, known);
  }
}

/** A power of two that leaves an open table of so many entries at most two thirds full. */
function tableSize(entries: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, entries * 1.5)));
}

/**
 * Longer texts lead, so that a cut text joins a whole one and never ties two whole ones together. Each text
 * is compared with the leaders of a bounded number of candidates: no input makes this quadratic.
 */
function joinNearDuplicates(corpus: Corpus, leaders: Int32Array): void {
  const order = byLength(corpus, leaders);
  const sketches = sketchesOf(corpus, order);
  const candidates = findCandidates(sketches, order.length);
  const rankOf = new Int32Array(corpus.posts.length);
  order.forEach((post, rank) => {
    rankOf[post] = rank;
  });
  const comparer = createComparer(corpus, (post, other) =>
    mayBeAlike(sketches, rankOf[post] ?? 0, rankOf[other] ?? 0),
  );
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

function sketchesOf({ units, unitOffsets }: Corpus, order: Int32Array): Int32Array {
  const sketches = new Int32Array(order.length * sketchSize);
  for (let rank = 0; rank < order.length; rank++) {
    const post = order[rank] ?? 0;
    writeSketch(units, unitOffsets[post] ?? 0, unitOffsets[post + 1] ?? 0, sketches, rank * sketchSize);
  }
  return sketches;
}

/** Leaders of equal texts with enough units to compare, longest first, then in reading order: a counting sort. */
function byLength({ sizes }: Corpus, leaders: Int32Array): Int32Array {
  const longest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const placeOf = (post: number): number =>
    leaders[post] === post && (sizes[post] ?? 0) >= fewestUnits ? longest - (sizes[post] ?? 0) : -1;
  const fills = new Int32Array(longest + 2);
  for (let post = 0; post < sizes.length; post++) {
    const place = placeOf(post) + 1;
    if (place > 0) fills[place] = (fills[place] ?? 0) + 1;
  }
  for (let place = 0; place <= longest; place++) {
    fills[place + 1] = (fills[place + 1] ?? 0) + (fills[place] ?? 0);
  }
  const order = new Int32Array(fills[longest + 1] ?? 0);
  for (let post = 0; post < sizes.length; post++) {
    const place = placeOf(post);
    if (place < 0) continue;
    const at = fills[place] ?? 0;
    order[at] = post;
    fills[place] = at + 1;
  }
  return order;
}

/**
 * For each rank up to 14 smaller ranks that share a sketch key: the first of its bucket and the last two before
 * it. A table a band, four numbers a slot: the key, and the first, the last and the last but one rank, counted
 * from 1.
 */
function findCandidates(sketches: Int32Array, ranks: number): Int32Array {
  const found = new Int32Array(ranks * candidatesPerPost).fill(-1);
  const table = new Int32Array(tableSize(ranks) * 4);
  for (let band = sketchSize - 1; band >= 0; band--) {
    table.fill(0);
    for (let rank = 0; rank < ranks; rank++) {
      meet(table, sketches[rank * sketchSize + band] ?? 0, rank, found);
    }
  }
  return found;
}

function meet(table: Int32Array, key: number, rank: number, found: Int32Array): void {
  const at = slotOf(table, key);
  const last = table[at + 2] ?? 0;
  if (last === 0) table[at + 1] = rank + 1;
  else {
    addCandidate(found, rank, (table[at + 1] ?? 0) - 1);
    addCandidate(found, rank, last - 1);
    addCandidate(found, rank, (table[at + 3] ?? 0) - 1);
  }
  table[at + 2] = rank + 1;
  table[at + 3] = last;
}

/** The slot of a key, which is written there if it is new. */
function slotOf(table: Int32Array, key: number): number {
  const mask = table.length - 1;
  let at = (key << 2) & mask;
  while (table[at + 1] !== 0 && table[at] !== key) at = (at + 4) & mask;
  table[at] = key;
  return at;
}

function addCandidate(found: Int32Array, rank: number, other: number): void {
  if (other < 0) return;
  const end = (rank + 1) * candidatesPerPost;
  let at = end - candidatesPerPost;
  while (at < end && (found[at] ?? 0) >= 0) {
    if (found[at] === other) return;
    at++;
  }
  if (at < end) found[at] = other;
}

function partOriginals(corpus: Corpus, leaders: Int32Array): void {
  for (const members of groupsOf(leaders).values()) partGroup(members, corpus, leaders);
}

/** Members of each group of two and more by their leader, which stands first. */
function groupsOf(leaders: Int32Array): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < leaders.length; i++) {
    const root = leaderOf(leaders, i);
    if (root === i) continue;
    const known = groups.get(root);
    if (known) known.push(i);
    else groups.set(root, [root, i]);
  }
  return groups;
}

function partGroup(members: readonly number[], corpus: Corpus, leaders: Int32Array): void {
  const parts = partByOriginal(members.map((index) => corpus.posts[index] as Post));
  if (parts.length < 2) return;
  for (const part of parts) {
    const first = members[part[0] ?? 0] ?? 0;
    for (const place of part) leaders[members[place] ?? 0] = first;
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
  return post.text.trimEnd().endsWith('…') ? 1 : 0;
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
