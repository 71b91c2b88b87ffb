import type { Edition } from '../../core/edition.ts';
import { mergePosts, withMetrics } from '../../core/merge.ts';
import type { Post } from '../../core/post.ts';
import { dayOf } from '../../core/window.ts';
import type { Line } from '../line.ts';
import { holdOldPosts } from './retention.ts';

/** Posts looked up and saved at once: few enough that the event loop is not held for long. */
const batchSize = 1000;

/**
 * Saves posts, each id once; what was remembered of their days is forgotten when any of them is new. Counts of
 * reactions never go down, so that an old file read again does not take back what was read since.
 */
export async function keepPosts(line: Line, edition: Edition, posts: readonly Post[]): Promise<void> {
  const merged = mergePosts(posts);
  const added: Post[] = [];
  for (let start = 0; start < merged.length; start += batchSize) {
    added.push(...(await keepBatch(line, edition, merged.slice(start, start + batchSize))));
  }
  await holdOldPosts(line, edition, added);
  await forgetDays(line, edition, added);
}

/** Resolves to the posts that the store did not have. */
async function keepBatch(line: Line, edition: Edition, posts: readonly Post[]): Promise<Post[]> {
  const ids = posts.map(({ id }) => id);
  const stored = new Map((await line.store.postsById(edition.id, ids)).map((post) => [post.id, post]));
  const refreshed = posts.map((post) => withMetrics(post, stored.get(post.id)?.metrics));
  await line.store.savePosts(edition.id, refreshed);
  return posts.filter(({ id }) => !stored.has(id));
}

/** Drops posts that their place shows no longer, and what was remembered of their days. */
export async function forgetPosts(line: Line, edition: Edition, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const posts = await line.store.postsById(edition.id, ids);
  await line.store.deletePosts(edition.id, ids);
  await forgetDays(line, edition, posts);
}

async function forgetDays(line: Line, edition: Edition, posts: readonly Post[]): Promise<void> {
  const days = new Set(posts.map((post) => dayOf(post.createdAt, edition.timezone)));
  if (days.size > 0) await line.store.dropMemories(edition.id, [...days]);
}
