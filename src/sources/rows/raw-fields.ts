import type { Metrics, Post } from '../../core/post.ts';
import { isRaw, pick, type Raw } from './raw.ts';

const metricKeys: Record<keyof Metrics, string[]> = {
  likes: ['likes', 'like_count', 'favorite_count', 'favoriteCount', 'likeCount', 'favorites', 'likes_count'],
  reposts: ['reposts', 'retweets', 'retweet_count', 'retweetCount', 'repost_count', 'repostCount'],
  replies: ['replies', 'reply_count', 'replyCount', 'replies_count'],
  quotes: ['quotes', 'quote_count', 'quoteCount'],
  views: ['views', 'impression_count', 'view_count', 'viewCount', 'impressions'],
};

/** What the row tells of reactions, in whatever place; undefined when it tells nothing. */
export function readMetrics(raw: Raw): Metrics | undefined {
  const places = [raw.metrics, raw.public_metrics, raw].filter(isRaw);
  const read = (keys: string[]) =>
    places.map((place) => toCount(pick(place, keys))).find((count) => count !== undefined);
  const metrics = Object.entries(metricKeys).map(([name, keys]) => [name, read(keys)] as const);
  if (metrics.every(([, count]) => count === undefined)) return undefined;
  return Object.fromEntries(metrics.map(([name, count]) => [name, count ?? 0])) as Metrics;
}

export function toCount(value: unknown): number | undefined {
  if (typeof value === 'string' && /^[\d,.]+$/.test(value)) return toCount(Number(value.replaceAll(',', '')));
  if (isRaw(value)) return toCount(value.count);
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** The author in a field of its own, in flat columns, among the page's accounts, or in the post's address. */
export function readAuthor(raw: Raw, users?: ReadonlyMap<string, Raw>): Post['author'] {
  const account = users?.get(String(raw.author_id ?? ''));
  const nested = [account, raw.author, raw.user].find(isRaw);
  const handle = toHandle(nested ? nestedHandle(nested) : flatHandle(raw)) ?? handleOfUrl(raw) ?? 'unknown';
  const name = nested
    ? pick(nested, ['name', 'display_name', 'displayName'])
    : pick(raw, ['user_name', 'author_name', 'name']);
  const followers = nested ? nestedFollowers(nested) : flatFollowers(raw);
  return {
    handle,
    ...(typeof name === 'string' ? { name } : {}),
    ...(followers === undefined ? {} : { followers }),
  };
}

function nestedHandle(account: Raw): unknown {
  return pick(account, ['handle', 'username', 'screen_name', 'userName', 'screenName', 'acct']);
}

function nestedFollowers(account: Raw): number | undefined {
  const metrics = isRaw(account.public_metrics) ? account.public_metrics : {};
  return (
    toCount(pick(metrics, ['followers_count'])) ??
    toCount(pick(account, ['followers', 'followers_count', 'followersCount']))
  );
}

function flatHandle(raw: Raw): unknown {
  const keys = ['user_username', 'author_username', 'author_handle', 'username', 'screen_name', 'handle'];
  const value = pick(raw, [...keys, 'user_screen_name', 'author', 'user']);
  return typeof value === 'string' ? value : pick(raw, ['user_name', 'author_name']);
}

function flatFollowers(raw: Raw): number | undefined {
  return toCount(
    pick(raw, [
      'user_followers_count',
      'author_followers',
      'author_followers_count',
      'followers',
      'followers_count',
    ]),
  );
}

function toHandle(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const handle = value.trim().replace(/^@/, '');
  return handle === '' ? undefined : handle;
}

function handleOfUrl(raw: Raw): string | undefined {
  const url = pick(raw, ['url', 'link', 'permalink', 'tweet_url']);
  const handle =
    typeof url === 'string' ? /^https?:\/\/[^/]+\/(\w{1,15})\/status\/\d/.exec(url)?.[1] : undefined;
  return handle === 'i' ? undefined : handle;
}

type References = Pick<Post, 'repostOf' | 'quoteOf' | 'replyTo'>;

const relations: Record<string, keyof References> = {
  retweeted: 'repostOf',
  quoted: 'quoteOf',
  replied_to: 'replyTo',
};

/** Which posts this one repeats, quotes or answers. A post never points at itself. */
export function readReferences(raw: Raw, ownId: string): References {
  const flat = {
    repostOf: toId(pick(raw, ['repostOf', 'retweeted_status_id', 'retweet_of', 'retweeted_status'])),
    quoteOf: toId(pick(raw, ['quoteOf', 'quoted_status_id_str', 'quoted_status_id', 'quoted_tweet_id'])),
    replyTo: toId(pick(raw, ['replyTo', 'in_reply_to_status_id_str', 'in_reply_to_status_id'])),
  };
  const listed = Array.isArray(raw.referenced_tweets) ? raw.referenced_tweets.filter(isRaw) : [];
  const entries = [
    ...Object.entries(flat),
    ...listed.map((reference) => [relations[String(reference.type)], toId(reference.id)] as const),
  ].filter(([key, id]) => key !== undefined && id !== undefined && id !== ownId);
  return Object.fromEntries(entries);
}

function toId(value: unknown): string | undefined {
  if (isRaw(value)) return toId(value.id_str ?? value.id);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
