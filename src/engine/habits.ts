import type { Post } from '../core/post.ts';
import type { Corpus } from './corpus.ts';
import type { Former } from './former.ts';
import { habitPrior, reactionWeights } from './weights.ts';

/** Reactions in one number; undefined where the source does not tell. */
export function engagementOf(post: Post): number | undefined {
  const { metrics } = post;
  if (!metrics) return undefined;
  return (
    reactionWeights.likes * (metrics.likes || 0) +
    reactionWeights.reposts * (metrics.reposts || 0) +
    reactionWeights.quotes * (metrics.quotes || 0) +
    reactionWeights.replies * (metrics.replies || 0)
  );
}

/** How a post did against its author's own habit: 0 is usual, 1 is e times as much. */
export type Surprise = (post: number) => number | undefined;

/**
 * Each author's habit is the median of the logarithms of their engagement, today and on former days, drawn
 * towards the habit of all where they wrote little.
 */
export function createSurprise(corpus: Corpus, former: Former): Surprise {
  const byAuthor = new Map<number, number[]>();
  const all: number[] = [];
  corpus.posts.forEach((post, index) => {
    const engagement = engagementOf(post);
    if (engagement === undefined) return;
    const value = Math.log1p(engagement);
    all.push(value);
    pushTo(byAuthor, corpus.authors[index] ?? 0, value);
  });
  corpus.handles.forEach((handle, author) => {
    for (const value of former.engagement.get(handle) ?? []) pushTo(byAuthor, author, Math.log1p(value));
  });
  const usual = median(all);
  const habits = new Map<number, number>();
  for (const [author, values] of byAuthor) {
    habits.set(author, (median(values) * values.length + usual * habitPrior) / (values.length + habitPrior));
  }
  return (post) => {
    const engagement = engagementOf(corpus.posts[post] as Post);
    if (engagement === undefined) return undefined;
    return Math.log1p(engagement) - (habits.get(corpus.authors[post] ?? 0) ?? usual);
  };
}

function pushTo<K>(lists: Map<K, number[]>, key: K, value: number): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
