import type { Post } from '../core/post.ts';
import { type Collapsed, placesOf } from './collapse.ts';
import type { Corpus } from './corpus.ts';
import { createEvidence, createLinkEvidence } from './evidence.ts';
import type { Former } from './former.ts';
import { tieThreads } from './moments.ts';
import { nearest } from './neighbours.ts';
import { createGroups, type Groups, joinByEdges, membersOf, merge } from './stories.ts';
import { readSubjects, type Subjects, weighEvents } from './subjects.ts';
import { TermSum } from './term-sums.ts';
import type { TermStatistics } from './vectors.ts';
import { postVectors, type Vectors, type VectorWeights } from './vectors.ts';
import { storyLimits } from './weights.ts';

/**
 * Kept posts to stories, as post numbers in reading order: what posts themselves tie (threads, quotes), then likeness
 * of texts, then the names, versions and quantities that zh and en posts share.
 */
export function groupStories(
  corpus: Corpus,
  collapsed: Collapsed,
  rows: Int32Array,
  statistics: TermStatistics,
  former: Former,
  tick: (share: number) => void,
): number[][] {
  const subjects = readSubjects(corpus, rows, statistics, former);
  const weights = weighEvents(statistics, subjects);
  const vectors = postVectors(corpus, rows, weights);
  const groups = createGroups(rows.length);
  joinTied(corpus, collapsed, rows, groups, vectors);
  const depth = postingDepth(rows.length);
  const isEvident = createEvidence(corpus, rows, vectors, subjects);
  const edges = nearest(
    vectors,
    {
      k: storyLimits.neighbours,
      threshold: storyLimits.edge,
      depth,
      admits: isEvident,
    },
    (share) => tick(share * 0.6),
  );
  joinByEdges(groups, vectors, edges, {
    centroid: storyLimits.centroid,
    perDoubling: storyLimits.perDoubling,
  });
  linkLanguages(corpus, rows, weights, groups, { depth, subjects });
  tick(1);
  return membersOf(groups).map((members) => members.map((row) => rows[row] ?? 0));
}

/** How far back a posting list is read: all of it on a usual day, ever less on huge ones. */
function postingDepth(rows: number): number {
  const { postingBudget, leastDepth, mostDepth } = storyLimits;
  return Math.max(leastDepth, Math.min(mostDepth, Math.floor(postingBudget / Math.max(1, rows))));
}

/** A thread is one story, a quote belongs to what it quotes, as do quotes of one absent post. */
function joinTied(
  corpus: Corpus,
  collapsed: Collapsed,
  rows: Int32Array,
  groups: Groups,
  vectors: Vectors,
): void {
  const kept = Array.from(rows, (index) => corpus.posts[index] as Post);
  const places = placesOf(
    kept.flatMap(({ replyTo, quoteOf }) => [replyTo, quoteOf]),
    corpus.posts,
  );
  const rowOfPost = new Int32Array(corpus.posts.length).fill(-1);
  rows.forEach((post, row) => {
    rowOfPost[post] = row;
  });
  const rowOf = (id: string): number | undefined => {
    const place = places.get(id);
    const row = place === undefined ? -1 : (rowOfPost[collapsed.keptOf[place] ?? place] ?? -1);
    return row < 0 ? undefined : row;
  };
  tieThreads(corpus, rows, (row, earlier) => merge(groups, vectors, row, earlier));
  const absent = new Map<string, number>();
  kept.forEach((post, row) => {
    const index = rows[row] ?? 0;
    const thread = post.replyTo === undefined ? undefined : rowOf(post.replyTo);
    if (thread !== undefined && corpus.authors[rows[thread] ?? 0] === corpus.authors[index]) {
      merge(groups, vectors, row, thread);
    }
    if (post.quoteOf === undefined) return;
    const quoted = rowOf(post.quoteOf) ?? absent.get(post.quoteOf);
    if (quoted === undefined) absent.set(post.quoteOf, row);
    else merge(groups, vectors, row, quoted);
  });
}

/** Joins stories across zh and en over pivots alone: everything else differs between the languages. */
function linkLanguages(
  corpus: Corpus,
  rows: Int32Array,
  weights: VectorWeights,
  groups: Groups,
  by: { depth: number; subjects: Subjects },
): void {
  const isChinese = Uint8Array.from(rows, (post) => (corpus.languages[post] === 'zh' ? 1 : 0));
  if (!isChinese.includes(1) || !isChinese.includes(0)) return;
  const pivots = postVectors(
    corpus,
    rows,
    pivotWeights(corpus, weights, spokenInBoth(corpus, rows, isChinese)),
  );
  const isEvident = createLinkEvidence(corpus, rows, pivots, by.subjects);
  const edges = nearest(pivots, {
    k: 8,
    threshold: storyLimits.linkEdge,
    depth: by.depth,
    admits: (row, other, cosine) => isChinese[row] !== isChinese[other] && isEvident(row, other, cosine),
  });
  groups.sums.fill(undefined);
  rebuildSums(groups, pivots);
  joinByEdges(groups, pivots, edges, { centroid: storyLimits.linkCentroid, perDoubling: 0 });
}

/** Terms of zh posts and of others: what one language alone says tells nothing of what both speak of. */
function spokenInBoth(corpus: Corpus, rows: Int32Array, isChinese: Uint8Array): Uint8Array {
  const { vocabulary } = corpus.tokenizer;
  const spoken = new Uint8Array(vocabulary.texts.length);
  rows.forEach((post, row) => {
    const end = corpus.offsets[post + 1] ?? 0;
    for (let at = corpus.offsets[post] ?? 0; at < end; at++) {
      const term = corpus.terms[at] ?? 0;
      spoken[term] = (spoken[term] ?? 0) | (isChinese[row] ? 1 : 2);
    }
  });
  return spoken;
}

/** Latin words, versions, quantities and canonical names that posts of both languages hold. */
function pivotWeights(corpus: Corpus, { kept, length }: VectorWeights, spoken: Uint8Array): VectorWeights {
  const { vocabulary } = corpus.tokenizer;
  const isPivot = (term: number) => vocabulary.kindOf(term) !== 'hanzi' && spoken[term] === 3;
  return {
    kept: kept.map((weight, term) => (isPivot(term) ? weight : 0)),
    length: length.map((weight, term) => (isPivot(term) ? weight : 0)),
  };
}

function rebuildSums(groups: Groups, vectors: Vectors): void {
  for (const members of membersOf(groups)) {
    if (members.length < 2) continue;
    const sum = new TermSum();
    for (const row of members) sum.addRow(vectors, row);
    const root = groups.parents[members[0] ?? 0] ?? 0;
    groups.sums[root] = sum;
    groups.norms[root] = Math.sqrt(sum.dot(sum)) || 1;
  }
}
