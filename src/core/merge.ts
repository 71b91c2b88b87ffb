import { comparePosts, type Metrics, type Post } from './post.ts';

/**
 * Every post once, in order of time: of several tellings of one id the first is kept, and what it leaves out is
 * filled from the others, as when a bridge gives the words of a post and the platform its counts.
 */
export function mergePosts(posts: readonly Post[]): Post[] {
  const merged = new Map<string, Post>();
  for (const post of posts) {
    const former = merged.get(post.id);
    merged.set(post.id, former ? mergeTwo(former, post) : post);
  }
  return [...merged.values()].sort(comparePosts);
}

function mergeTwo(first: Post, other: Post): Post {
  const merged = { ...other, ...first, author: { ...other.author, ...first.author } };
  return withMetrics(merged, first.metrics && other.metrics);
}

/**
 * The post with the greater of both counts each. Reactions only gather, so the greatest count seen is the newest,
 * whichever source told it and in whatever order; a place that does not tell a count writes 0.
 */
export function withMetrics(post: Post, other: Metrics | undefined): Post {
  if (!post.metrics || !other) return post;
  const { metrics } = post;
  const names = Object.keys(metrics) as (keyof Metrics)[];
  const greater = names.map((name) => [name, Math.max(metrics[name], other[name])]);
  return { ...post, metrics: Object.fromEntries(greater) as Metrics };
}
