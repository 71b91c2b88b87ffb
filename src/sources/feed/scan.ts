import { compact, type Entry, firstText, type ParsedFeed } from './entry.ts';
import { decodeEntities } from './html.ts';

/**
 * A tolerant reader for feeds that are no well-formed XML, or whose entries use elements that no standard names.
 * It walks the tags once, from left to right, believes no namespace and never expands an entity of the document.
 */

const entryName = /^(?:item|entry)$/;
const entryTag = /<(?:[\w.-]+:)?(?:item|entry)(?=[\s>/])/gi;

/** Local names by the field they fill, best first. */
const fields: Record<'id' | 'title' | 'body' | 'author' | 'date', readonly string[]> = {
  id: ['id', 'guid'],
  title: ['title'],
  body: ['encoded', 'content', 'body', 'fullitem', 'description', 'summary', 'abstract', 'tagline'],
  author: ['creator', 'author', 'publisher'],
  date: ['published', 'pubdate', 'issued', 'date', 'created', 'updated', 'modified', 'lastmod'],
};

export function countEntries(text: string): number {
  const shown = text.replace(/<!--[\s\S]*?-->/g, '').replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '');
  return shown.match(entryTag)?.length ?? 0;
}

/** Undefined when the text has neither a feed's root nor an entry. */
export function scanFeed(text: string, maxEntries: number): ParsedFeed | undefined {
  const isFeed = /<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)[\s>]/i.test(text);
  const entries: Entry[] = [];
  const top: Found[] = [];
  for (const element of elements(text)) {
    if (entryName.test(element.name) && entries.length < maxEntries) entries.push(toEntry(element));
    else if (element.depthInFeed) top.push(element);
  }
  if (!isFeed && entries.length === 0) return undefined;
  const title = textOf(top, ['title']);
  return compact({ format: 'scan' as const, title, link: linkOf(top), entries });
}

interface Found {
  name: string;
  attributes: string;
  content: string;
  /** Stands beside the entries rather than in one. */
  depthInFeed?: boolean;
}

/** Entries, and the simple elements that stand outside of them. */
function* elements(text: string): Generator<Found> {
  const tag =
    /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(?:[\w.-]+:)?([a-z][\w.-]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>/gi;
  for (let match = tag.exec(text); match; match = tag.exec(text)) {
    const name = match[1]?.toLowerCase();
    if (name === undefined) continue;
    const attributes = match[2] ?? '';
    const isEmpty = attributes.endsWith('/');
    if (entryName.test(name)) {
      const end = isEmpty
        ? { at: tag.lastIndex, next: tag.lastIndex }
        : endOfEntry(text, name, tag.lastIndex);
      yield { name, attributes, content: text.slice(tag.lastIndex, end.at) };
      tag.lastIndex = end.next;
    } else if (name === 'title' || name === 'link') {
      const end = isEmpty ? undefined : endOf(text, name, tag.lastIndex);
      yield { name, attributes, content: end ? text.slice(tag.lastIndex, end.at) : '', depthInFeed: true };
    }
  }
}

/** The closing tag, else the next entry, else the end of the text: a cut-off feed gives what it has. */
function endOfEntry(text: string, name: string, from: number): { at: number; next: number } {
  const closed = endOf(text, name, from);
  if (closed) return closed;
  entryTag.lastIndex = from;
  const next = entryTag.exec(text);
  return next ? { at: next.index, next: next.index } : { at: text.length, next: text.length };
}

function endOf(text: string, name: string, from: number): { at: number; next: number } | undefined {
  const close = new RegExp(`</(?:[\\w.-]+:)?${name}\\s*>|<!\\[CDATA\\[[\\s\\S]*?\\]\\]>`, 'gi');
  close.lastIndex = from;
  for (let match = close.exec(text); match; match = close.exec(text)) {
    if (!match[0].startsWith('<!')) return { at: match.index, next: close.lastIndex };
  }
  return undefined;
}

function toEntry({ attributes, content }: Found): Entry {
  const children = [...childrenOf(content)];
  const about = attribute(attributes, 'about');
  const id = firstText(textOf(children, fields.id), about);
  return compact({
    id,
    link: firstText(
      linkOf(children),
      attribute(attributes, 'href'),
      /^https?:/i.test(id ?? '') ? id : undefined,
    ),
    title: textOf(children, fields.title),
    body: textOf(children, fields.body),
    author: textOf(children, fields.author),
    date: firstText(textOf(children, fields.date), attribute(attributes, 'lastmod')),
  });
}

/** The direct children: each element is skipped with all it holds. */
function* childrenOf(content: string): Generator<Found> {
  const open = /<(?:[\w.-]+:)?([a-z][\w.-]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>/gi;
  for (let match = open.exec(content); match; match = open.exec(content)) {
    const name = String(match[1]).toLowerCase();
    const attributes = match[2] ?? '';
    if (attributes.endsWith('/')) {
      yield { name, attributes, content: '' };
      continue;
    }
    const end = endOf(content, name, open.lastIndex) ?? endOfText(content, open.lastIndex);
    yield { name, attributes, content: content.slice(open.lastIndex, end.at) };
    open.lastIndex = end.next;
  }
}

/** An element that is never closed holds the text up to the next tag. */
function endOfText(content: string, from: number): { at: number; next: number } {
  const start = content.startsWith('<![CDATA[', from) ? from + 9 : from;
  const next = content.indexOf('<', start);
  return next < 0 ? { at: content.length, next: content.length } : { at: next, next };
}

function textOf(found: readonly Found[], names: readonly string[]): string | undefined {
  const texts = names.flatMap((name) =>
    found.filter((element) => element.name === name).map((element) => toValue(element)),
  );
  return firstText(...texts);
}

/** CDATA as it stands; other text with its entities resolved once, as an XML parser would. */
function toValue({ content, attributes }: Found): string | undefined {
  const value = content
    .split(/(<!\[CDATA\[[\s\S]*?(?:\]\]>|$))/)
    .map((part) =>
      part.startsWith('<![CDATA[') ? part.slice(9).replace(/\]\]>$/, '') : decodeEntities(part),
    )
    .join('');
  return firstText(value, attribute(attributes, 'value'));
}

function linkOf(found: readonly Found[]): string | undefined {
  const links = found.filter(({ name }) => name === 'link' || name === 'a');
  const page = links.find(({ attributes }) => /^(|alternate)$/.test(attribute(attributes, 'rel') ?? ''));
  const link = page ?? links[0];
  return link && firstText(decodeEntities(link.content), attribute(link.attributes, 'href'));
}

function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(attributes);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : decodeEntities(value);
}
