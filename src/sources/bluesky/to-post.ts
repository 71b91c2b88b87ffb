import { parseInstant } from '../../core/instants.ts';
import type { Metrics, Post } from '../../core/post.ts';
import { isRaw, type Raw } from '../rows/raw.ts';
import { toCount } from '../rows/raw-fields.ts';

/**
 * A post view of Bluesky, bare as search gives it or in a feed's wrapper. A repost stays the original post, which is
 * what the feed shows: it has no words of its own. Returns why the row is no post, and undefined for a post of
 * pictures alone.
 */
export function toBlueskyPost(row: unknown, source: string): Post | string | undefined {
  const view = isRaw(row) && isRaw(row.post) ? row.post : row;
  if (!isRaw(view) || !isRaw(view.record) || !isRaw(view.author)) return 'it is no post';
  const { uri, record, author } = view;
  const handle = author.handle;
  if (typeof uri !== 'string' || typeof handle !== 'string') return 'it has no id';
  const text = typeof record.text === 'string' ? record.text.trim() : '';
  if (text === '') return undefined;
  const createdAt = toTime(record.createdAt, view.indexedAt);
  if (createdAt === undefined) return 'it has no date';
  return {
    id: uri,
    url: `https://bsky.app/profile/${handle}/post/${uri.split('/').at(-1)}`,
    author: { handle, ...nameOf(author) },
    text,
    createdAt,
    ...languageOf(record),
    metrics: toMetrics(view),
    ...referencesOf(record),
    source,
  };
}

/** The author's clock is their own affair: a time after the service first saw the post is not believed. */
function toTime(created: unknown, indexed: unknown): string | undefined {
  const [own, seen] = [parseInstant(created), parseInstant(indexed)];
  if (own === undefined || seen === undefined) return own ?? seen;
  return [own, seen].sort()[0];
}

function nameOf({ displayName }: Raw): { name?: string } {
  return typeof displayName === 'string' && displayName.trim() !== '' ? { name: displayName.trim() } : {};
}

function languageOf({ langs }: Raw): { language?: string } {
  const first = Array.isArray(langs) ? langs[0] : undefined;
  return typeof first === 'string' ? { language: first.toLowerCase().split('-')[0] ?? first } : {};
}

function toMetrics(view: Raw): Metrics {
  return {
    likes: toCount(view.likeCount) ?? 0,
    reposts: toCount(view.repostCount) ?? 0,
    replies: toCount(view.replyCount) ?? 0,
    quotes: toCount(view.quoteCount) ?? 0,
    views: 0,
  };
}

function referencesOf({ reply, embed }: Raw): Pick<Post, 'replyTo' | 'quoteOf'> {
  const parent = isRaw(reply) && isRaw(reply.parent) ? reply.parent.uri : undefined;
  const quoted = isRaw(embed) ? quotedUri(embed) : undefined;
  return {
    ...(typeof parent === 'string' && { replyTo: parent }),
    ...(typeof quoted === 'string' && { quoteOf: quoted }),
  };
}

/** `app.bsky.embed.record`, alone or beside media; lists and packs are records too, but no posts. */
function quotedUri({ record }: Raw): string | undefined {
  if (!isRaw(record)) return undefined;
  if (isRaw(record.record)) return quotedUri(record);
  const { uri } = record;
  return typeof uri === 'string' && uri.includes('/app.bsky.feed.post/') ? uri : undefined;
}
