import { createHash } from 'node:crypto';
import { parseInstant } from '../../core/instants.ts';
import { type Post, postSchema } from '../../core/post.ts';
import { isRaw, pick, type Raw } from './raw.ts';
import { readAuthor, readMetrics, readReferences } from './raw-fields.ts';

/** What stands beside the rows: the accounts and the referenced posts that an API page includes, by id. */
export interface RowContext {
  /** Becomes `source` of the posts. */
  source: string;
  users?: ReadonlyMap<string, Raw>;
  referenced?: ReadonlyMap<string, Raw>;
}

/** A post, or why the row is none, in a few words. */
export type Mapped = { post: Post } | { problem: string };

const idKeys = ['id', 'id_str', 'tweet_id', 'tweetId', 'status_id', 'rest_id', 'post_id', 'guid'];
const textKeys = ['text', 'full_text', 'fullText', 'content', 'content_text', 'body', 'tweet'];
const dateKeys = [
  'createdAt',
  'created_at',
  'tweet_created',
  'timestamp',
  'date',
  'time',
  'datetime',
  'published',
  'published_at',
  'date_published',
  'posted_at',
  'pubDate',
  'created',
];

/** Maps a row of any common shape: our own posts, X API v2 and v1 tweets, flat CSV columns. */
export function toPost(value: unknown, context: RowContext): Mapped {
  if (!isRaw(value)) return { problem: 'it is no post' };
  const own = typeof value.createdAt === 'string' ? postSchema.safeParse(value) : undefined;
  if (own?.success && parseInstant(own.data.createdAt)) return fromOwn(own.data, context);
  return fromForeign(isRaw(value.tweet) ? value.tweet : value, context);
}

function fromOwn(post: Post, context: RowContext): Mapped {
  if (post.text.trim() === '') return { problem: 'it has no text' };
  return {
    post: { ...post, createdAt: parseInstant(post.createdAt) ?? post.createdAt, source: context.source },
  };
}

function fromForeign(raw: Raw, context: RowContext): Mapped {
  const text = readText(raw, context);
  if (text === undefined) return { problem: 'it has no text' };
  const date = pick(raw, dateKeys);
  const createdAt = parseInstant(date);
  if (createdAt === undefined)
    return { problem: date === undefined ? 'it has no date' : 'its date is no date' };
  const author = readAuthor(raw, context.users);
  const id = readId(raw, `${author.handle}\n${createdAt}\n${text}`);
  if (id === undefined) return { problem: 'it has no id' };
  return {
    post: {
      id,
      url: readUrl(raw, id, author.handle),
      author,
      text,
      createdAt,
      ...defined('language', readLanguage(raw)),
      ...defined('metrics', readMetrics(raw)),
      ...readReferences(raw, id),
      source: context.source,
    },
  };
}

function readText(raw: Raw, context: RowContext): string | undefined {
  const own = ownText(raw);
  const original = context.referenced?.get(readReferences(raw, '').repostOf ?? '');
  const whole = original && ownText(original);
  const prefix = /^RT @\w+: /.exec(own ?? '')?.[0];
  // X cuts a repost's text at 140 characters; the page often includes the original in full.
  return whole && prefix ? prefix + whole : own;
}

/** The full text of a long post before its cut one; X writes `&`, `<` and `>` as entities. */
function ownText(raw: Raw): string | undefined {
  const long = [raw.note_tweet, raw.extended_tweet].find(isRaw);
  const text = (long && pick(long, ['text', 'full_text'])) ?? pick(raw, textKeys);
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  return text.trim().replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/**
 * The row's id as text. An id that passed through floating point stands for many posts: the row is then known by
 * what it says, who said it and when.
 */
function readId(raw: Raw, identity: string): string | undefined {
  const given = pick(raw, idKeys);
  const id = typeof given === 'number' || typeof given === 'bigint' ? String(given) : given;
  if (typeof id !== 'string' || id.trim() === '') return undefined;
  if (/^\d+(\.\d+)?e\+?\d+$|^\d{16,}\.0*$/i.test(id.trim())) return `h${hash(identity)}`;
  return id.trim().replace(/^(\d+)\.0+$/, '$1');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

function readUrl(raw: Raw, id: string, handle: string): string {
  const url = pick(raw, ['url', 'link', 'permalink', 'tweet_url']);
  if (typeof url === 'string' && /^https?:\/\//i.test(url.trim())) return url.trim();
  if (/^\d{6,}$/.test(id)) return `https://x.com/${handle === 'unknown' ? 'i' : handle}/status/${id}`;
  return id.startsWith('h') && handle !== 'unknown' ? `https://x.com/${handle}` : '';
}

/** X marks texts without a language by codes that begin with q, `und`, `zxx` and `art`. */
function readLanguage(raw: Raw): string | undefined {
  const tag = pick(raw, ['language', 'lang']);
  if (typeof tag !== 'string') return undefined;
  const primary = /^[a-z]{2,3}(?=[-_?]|$)/.exec(tag.trim().toLowerCase())?.[0];
  return primary === undefined || /^(und|zxx|art|q[a-t][a-z])$/.test(primary) ? undefined : primary;
}

function defined<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
