import { createHash } from 'node:crypto';
import { parseInstant } from '../../core/instants.ts';
import type { Post } from '../../core/post.ts';
import { readPoints, withoutBoilerplate } from './boilerplate.ts';
import type { Entry, ParsedFeed } from './entry.ts';
import { htmlToText, isHtml } from './html.ts';
import { readStatus } from './status.ts';

/** Longer bodies are whole essays: their start says what they are about. */
const maxBodyCharacters = 1_500;

export interface FeedPosts {
  posts: Post[];
  problems: string[];
}

/** Posts of a feed read from `url`, each id once. Entries without words or a date are named and left out. */
export function toPosts(feed: ParsedFeed, url: string, source: string): FeedPosts {
  const posts = new Map<string, Post>();
  const problems: string[] = [];
  const repeated = repeatedLinks(feed.entries);
  for (const [index, entry] of feed.entries.entries()) {
    const mapped = toPost(entry, { feed, url, source, repeated });
    if (typeof mapped === 'string') problems.push(`post ${index + 1} of ${source}: ${mapped}`);
    else if (!posts.has(mapped.id)) posts.set(mapped.id, mapped);
  }
  return { posts: [...posts.values()], problems };
}

interface Place {
  feed: ParsedFeed;
  url: string;
  source: string;
  repeated: ReadonlySet<string>;
}

function toPost(entry: Entry, place: Place): Post | string {
  const createdAt = parseInstant(entry.date);
  if (createdAt === undefined) return entry.date === undefined ? 'it has no date' : 'its date is no date';
  const status = readStatus(entry);
  const body = entry.bodyIsPlain ? (entry.body ?? '').trim() : plain(entry.body ?? '');
  const text = status ? status.text : toText(plain(entry.title ?? ''), cut(withoutBoilerplate(body)));
  if (text === '') return 'it has no text';
  if (status) {
    const { id, url, handle, name, quoteOf } = status;
    const author = { handle, ...(name && { name }) };
    return { id, url, author, text, createdAt, ...(quoteOf && { quoteOf }), source: place.source };
  }
  const link = resolveLink(entry.link, place);
  const metrics = readPoints(body);
  return {
    id: stableId(entry, link, place),
    url: link ?? '',
    author: toAuthor(entry, place),
    text,
    createdAt,
    ...(metrics && { metrics }),
    source: place.source,
  };
}

function toText(title: string, body: string): string {
  if (body === '' || title === '') return title || body;
  return startsAlike(body, title) ? body : `${title}\n\n${body}`;
}

function plain(text: string): string {
  return isHtml(text) ? htmlToText(text) : text.replace(/\s+/g, ' ').trim();
}

function cut(text: string): string {
  const characters = [...text];
  if (characters.length <= maxBodyCharacters) return text;
  const start = characters.slice(0, maxBodyCharacters).join('');
  const end = Math.max(...['. ', '。', '! ', '? ', '！', '？', '\n'].map((stop) => start.lastIndexOf(stop)));
  return end > start.length / 2 ? start.slice(0, end + 1).trimEnd() : `${start.trimEnd()}…`;
}

/** Feeds of short posts repeat the text as a title, often cut. */
function startsAlike(body: string, title: string): boolean {
  const bare = (text: string) => text.replace(/[\s….]+/g, '').slice(0, 60);
  return bare(title) !== '' && bare(body).startsWith(bare(title));
}

/** Bluesky's own feeds name each post by the id that its API gives it. */
const blueskyPost = /^at:\/\/did:[\w:.-]+\/app\.bsky\.feed\.post\/\w+$/;

/**
 * The same for the same entry in every feed that carries it: its address without what only counts visitors, its
 * guid where it has no address or shares it with others.
 */
function stableId(entry: Entry, link: string | undefined, place: Place): string {
  if (blueskyPost.test(entry.id ?? '')) return entry.id ?? '';
  const own = entry.id ?? `${entry.title ?? ''}\n${entry.date ?? ''}`;
  const unique = link === undefined || place.repeated.has(entry.link ?? '');
  const key = unique ? `${link ?? hostOf(place.url)}\n${own}` : withoutTracking(link);
  return `f${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;
}

function repeatedLinks(entries: readonly Entry[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = entries.map(({ link }) => link ?? '').filter((link) => seen.size === seen.add(link).size);
  return new Set(repeated);
}

function withoutTracking(link: string): string {
  const url = new URL(link);
  for (const name of [...url.searchParams.keys()]) {
    if (/^(utm_|fbclid|gclid|ref_src)/i.test(name)) url.searchParams.delete(name);
  }
  url.hash = '';
  return url.href;
}

function resolveLink(link: string | undefined, { feed, url }: Place): string | undefined {
  if (link === undefined) return undefined;
  const base = URL.parse(feed.link ?? '', url) ?? url;
  const resolved = URL.parse(link, base);
  return resolved && /^https?:$/.test(resolved.protocol) ? resolved.href : undefined;
}

/** A single word is a handle, as on link sites; else the site is who speaks, under the author's name. */
function toAuthor(entry: Entry, { feed, url }: Place): Post['author'] {
  const author = plain(entry.author ?? '').replace(/^(?:\/?u\/|@)/, '');
  if (/^[\w][\w.-]{1,39}$/.test(author)) return { handle: author };
  const name = author || plain(feed.title ?? '');
  return { handle: hostOf(resolveLink(feed.link, { feed, url } as Place) ?? url), ...(name && { name }) };
}

function hostOf(url: string): string {
  return (URL.parse(url)?.hostname ?? 'unknown').replace(/^www\./, '');
}
