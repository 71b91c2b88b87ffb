import type { Collapsed } from './collapse.ts';
import type { Corpus } from './corpus.ts';

export type Reason = 'promotion' | 'hostile' | 'unreadable';

export interface Sifted {
  /** Kept posts by number, in reading order. */
  rows: Int32Array;
  /** Kept post → posts that were collapsed into it. */
  copiesOf: Map<number, number[]>;
  /** Posts left out with all their copies. */
  leftOut: Record<Reason, number>;
  /** Distinct authors of all posts that were not left out. */
  authors: number;
}

/** Parts the posts that stories are made of from copies and from what is left out. */
export function sift(corpus: Corpus, collapsed: Collapsed): Sifted {
  const rows: number[] = [];
  const copiesOf = new Map<number, number[]>();
  const leftOut = { promotion: 0, hostile: 0, unreadable: 0 };
  const authors = new Set<number>();
  const reasons = corpus.posts.map((_, post) =>
    collapsed.keptOf[post] === post ? reasonToLeaveOut(corpus, post) : undefined,
  );
  for (let post = 0; post < corpus.posts.length; post++) {
    const kept = collapsed.keptOf[post] ?? post;
    const reason = reasons[kept];
    if (reason) leftOut[reason]++;
    else authors.add(corpus.authors[post] ?? 0);
    if (!reason && kept === post) rows.push(post);
    if (!reason && kept !== post) pushCopy(copiesOf, kept, post);
  }
  return { rows: Int32Array.from(rows), copiesOf, leftOut, authors: authors.size };
}

function pushCopy(copiesOf: Map<number, number[]>, kept: number, copy: number): void {
  const known = copiesOf.get(kept);
  if (known) known.push(copy);
  else copiesOf.set(kept, [copy]);
}

/** Why a post is left out before ranking, if it is. */
function reasonToLeaveOut(corpus: Corpus, post: number): Reason | undefined {
  if ((corpus.instructions[post] ?? 0) > 0) return 'hostile';
  if (isUnreadable(corpus, post)) return 'unreadable';
  return isPromotion(corpus, post) ? 'promotion' : undefined;
}

/** No word, figure or emoji: an address alone, or nothing. */
function isUnreadable(corpus: Corpus, post: number): boolean {
  return (
    (corpus.sizes[post] ?? 0) === 0 && !/\p{Extended_Pictographic}/u.test(corpus.posts[post]?.text ?? '')
  );
}

const unitsPerHit = 120;

/** Two hits or more, dense enough: a long text may name a course and a coupon in passing. */
function isPromotion(corpus: Corpus, post: number): boolean {
  const hits = corpus.promotions[post] ?? 0;
  return hits >= 2 && hits * unitsPerHit >= (corpus.sizes[post] ?? 0);
}
