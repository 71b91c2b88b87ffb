import type { Entry } from './entry.ts';
import { htmlToText, isHtml } from './html.ts';

/** A post on X that reached us through a bridge such as RSSHub or Nitter. */
export interface Status {
  /** X's own status id, the same through every bridge. */
  id: string;
  url: string;
  handle: string;
  name?: string;
  text: string;
  quoteOf?: string;
}

const address = /^https?:\/\/[^/]+\/@?(\w{1,15})\/status(?:es)?\/(\d{5,25})/i;
const addressWithin = /https?:\/\/[^/"'\s]+\/@?\w{1,15}\/status(?:es)?\/(\d{5,25})/i;

/** The quoted post as the bridges set it apart: a block quote or RSSHub's own class, up to its end. */
const quoteBlock =
  /(?:<hr\s*\/?>\s*)?<(blockquote|div)\b(?=[^>]*rsshub-quote|(?<=<blockquote\b))[^>]*>[\s\S]*?<\/\1>/i;

/** Reads an entry that stands for a post on X; undefined for any other. */
export function readStatus(entry: Entry): Status | undefined {
  const match = address.exec(entry.link ?? '') ?? address.exec(entry.id ?? '');
  const [, handle, id] = match ?? [];
  if (handle === undefined || id === undefined) return undefined;
  const body = entry.body ?? '';
  const quoted = entry.bodyIsPlain ? undefined : quoteBlock.exec(body)?.[0];
  const quoteOf = quoted && addressWithin.exec(quoted)?.[1];
  const own = quoted && quoteOf ? body.replace(quoted, '') : body;
  return {
    id,
    url: `https://x.com/${handle}/status/${id}`,
    handle,
    ...nameOf(entry, handle),
    text: textOf(entry, own),
    ...(quoteOf && quoteOf !== id ? { quoteOf } : {}),
  };
}

/** The body is whole where the title is cut; a title of its own words only stands in for an empty body. */
function textOf(entry: Entry, body: string): string {
  const text = entry.bodyIsPlain || !isHtml(body) ? body.trim() : htmlToText(body);
  return withoutPrefix(text === '' ? (entry.title ?? '').trim() : text);
}

/** Nitter writes who reposted or was answered before the words of the post itself. */
function withoutPrefix(text: string): string {
  return text.replace(/^(?:RT by @\w{1,15}: |R to @\w{1,15}: )/, '');
}

/** Bridges put the handle, the name, or nothing into the author field. */
function nameOf(entry: Entry, handle: string): { name?: string } {
  const author = entry.author?.trim() ?? '';
  const isHandle = author === '' || author.replace(/^@/, '').toLowerCase() === handle.toLowerCase();
  return isHandle || author.startsWith('@') ? {} : { name: author };
}
