import type { Corpus } from './corpus.ts';

export type Reason = 'promotion' | 'hostile' | 'unreadable';

/** Why a post is left out before ranking, if it is. */
export function reasonToLeaveOut(corpus: Corpus, post: number): Reason | undefined {
  if ((corpus.instructions[post] ?? 0) > 0) return 'hostile';
  if (isUnreadable(corpus, post)) return 'unreadable';
  return isPromotion(corpus, post) ? 'promotion' : undefined;
}

/** No word, figure or emoji: an address alone, or nothing. */
function isUnreadable(corpus: Corpus, post: number): boolean {
  return (corpus.sizes[post] ?? 0) === 0 && !/\p{Extended_Pictographic}/u.test(corpus.posts[post]?.text ?? '');
}

const unitsPerHit = 120;

/** Two hits or more, dense enough: a long text may name a course and a coupon in passing. */
function isPromotion(corpus: Corpus, post: number): boolean {
  const hits = corpus.promotions[post] ?? 0;
  return hits >= 2 && hits * unitsPerHit >= (corpus.sizes[post] ?? 0);
}
