import { z } from 'zod';

/** How often readers reacted to a post; a source that does not tell leaves `metrics` out. */
export const metricsSchema = z.object({
  likes: z.number().nonnegative().default(0),
  reposts: z.number().nonnegative().default(0),
  replies: z.number().nonnegative().default(0),
  quotes: z.number().nonnegative().default(0),
  views: z.number().nonnegative().default(0),
});
export type Metrics = z.infer<typeof metricsSchema>;

/** One post of one author, as read from a source. `createdAt` is an ISO instant in UTC, ids are text. */
export const postSchema = z.object({
  id: z.string().min(1),
  url: z.string(),
  author: z.object({
    handle: z.string(),
    name: z.string().optional(),
    followers: z.number().nonnegative().optional(),
  }),
  text: z.string(),
  createdAt: z.string(),
  language: z.string().optional(),
  metrics: metricsSchema.optional(),
  repostOf: z.string().optional(),
  quoteOf: z.string().optional(),
  replyTo: z.string().optional(),
  source: z.string(),
});
export type Post = z.infer<typeof postSchema>;

/** Order by time, then id: the one order in which posts are read, so that results never depend on arrival. */
export function comparePosts(a: Post, b: Post): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
