import type { Post } from '../core/post.ts';
import type { Corpus } from './corpus.ts';
import type { Former } from './former.ts';
import { countMentions } from './mentions.ts';
import { habitPrior, reactionWeights } from './weights.ts';

/** Reactions in one number; undefined where the source does not tell, and for a repost, whose count is another's. */
export function engagementOf(post: Post): number | undefined {
  const { metrics } = post;
  if (!metrics || post.repostOf !== undefined || post.text.startsWith('RT @')) return undefined;
  return (
    reactionWeights.likes * (metrics.likes || 0) +
    reactionWeights.reposts * (metrics.reposts || 0) +
    reactionWeights.quotes * (metrics.quotes || 0) +
    reactionWeights.replies * (metrics.replies || 0)
  );
}

export interface Habits {
  /**
   * How a post did against its author's own habit: log(1 + engagement / habit), .69 is usual; undefined without
   * metrics.
   */
  surprise(post: number): number | undefined;
  /** By how much the share of an author's posts on a topic exceeds the usual one. */
  focus(post: number): number;
  /** Logarithm of an author's posts a day. */
  volume(post: number): number;
  /** Logarithm of how many authors spoke to or of this one, today and on former days, bounded. */
  authority(post: number): number;
  /** How an author's habit stands to the usual one of all: 0 is usual, 1 is e times as much. */
  standing(post: number): number;
}

/**
 * Each author's habit is the median of the logarithms of their engagement, today and on former days, drawn
 * towards the habit of all where they wrote little.
 */
export function createHabits(corpus: Corpus, former: Former): Habits {
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
  const beats = readBeats(corpus, former);
  const authority = readAuthority(corpus, former);
  const habitOf = (post: number) => habits.get(corpus.authors[post] ?? 0);
  return {
    surprise(post) {
      const engagement = engagementOf(corpus.posts[post] as Post);
      if (engagement === undefined) return undefined;
      return Math.log1p((1 + engagement) / Math.exp(habitOf(post) ?? usual));
    },
    focus: (post) => beats.focus[corpus.authors[post] ?? 0] ?? 0,
    volume: (post) => beats.volume[corpus.authors[post] ?? 0] ?? 0,
    authority: (post) => authority[corpus.authors[post] ?? 0] ?? 0,
    standing(post) {
      const habit = habitOf(post);
      return habit === undefined ? reach(corpus.posts[post] as Post) : habit - usual;
    },
  };
}

/** Posts, and posts on a topic, by author number. */
export function countByAuthor(corpus: Corpus): { posts: Int32Array; onTopic: Int32Array } {
  const posts = new Int32Array(corpus.handles.length);
  const onTopic = new Int32Array(corpus.handles.length);
  corpus.posts.forEach((_, index) => {
    const author = corpus.authors[index] ?? 0;
    const speaks = (corpus.topicOffsets[index + 1] ?? 0) > (corpus.topicOffsets[index] ?? 0);
    posts[author] = (posts[author] ?? 0) + 1;
    if (speaks) onTopic[author] = (onTopic[author] ?? 0) + 1;
  });
  return { posts, onTopic };
}

/** What authors write about and how much, today and on former days. */
function readBeats(corpus: Corpus, former: Former): { focus: Float64Array; volume: Float64Array } {
  const { posts, onTopic } = countByAuthor(corpus);
  const focus = new Float64Array(posts.length);
  const volume = new Float64Array(posts.length);
  const all = onTopic.reduce((sum, count) => sum + count, 0) / Math.max(1, corpus.posts.length);
  corpus.handles.forEach((handle, author) => {
    const [formerPosts, formerOnTopic] = former.authors.get(handle) ?? [0, 0];
    const total = (posts[author] ?? 0) + formerPosts;
    focus[author] = ((onTopic[author] ?? 0) + formerOnTopic + all * habitPrior) / (total + habitPrior) - all;
    volume[author] = Math.log1p(total / (former.days + 1));
  });
  return { focus, volume };
}

const mostAuthority = Math.log1p(60);

/** Accounts that many speak of are the source of news or its measure. */
function readAuthority(corpus: Corpus, former: Former): Float64Array {
  const today = countMentions(corpus.posts);
  return Float64Array.from(corpus.handles, (handle) =>
    Math.min(mostAuthority, Math.log1p((today.get(handle) ?? 0) + (former.mentions.get(handle) ?? 0))),
  );
}

const usualFollowers = 10_000;
const longestReach = 2;

/** What followers let expect where no reactions are known. */
function reach(post: Post): number {
  const { followers } = post.author;
  if (followers === undefined) return 0;
  const expected = Math.log((1 + followers) / usualFollowers) / 2;
  return Math.max(-longestReach, Math.min(longestReach, expected));
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
