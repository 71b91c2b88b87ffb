import { type AtomFeed, type JsonFeed, parseFeed, type RdfFeed, type RssFeed } from 'feedsmith';
import { compact, type Entry, firstText, type ParsedFeed } from './entry.ts';
import { countEntries, scanFeed } from './scan.ts';

type Deep<T> = T extends (infer U)[] ? Deep<U>[] : T extends object ? { [K in keyof T]?: Deep<T[K]> } : T;
type RssItem = Deep<RssFeed.Item<string>>;
type RdfItem = Deep<RdfFeed.Item<string>>;
type AtomEntry = Deep<AtomFeed.Entry<string>>;
type JsonItem = Deep<JsonFeed.Item<string>>;

/**
 * The entries of an RSS, Atom, RDF or JSON feed in feed order. Where the strict parser gives up or loses entries,
 * as it does on feeds that are cut off or use elements of their own, a tolerant scan reads them instead. Throws
 * when the text is no feed at all.
 */
export function parseFeedText(text: string, maxEntries: number): ParsedFeed {
  const strict = tryParse(text, maxEntries);
  if (strict?.format === 'json') return strict;
  const present = Math.min(countEntries(text), maxEntries);
  if (strict && strict.entries.length >= present && strict.entries.every(isTelling)) return strict;
  const scanned = scanFeed(text, maxEntries);
  if (!scanned) {
    if (strict) return strict;
    throw new Error('it is no feed');
  }
  return strict ? merge(strict, scanned) : scanned;
}

function isTelling(entry: Entry): boolean {
  return Boolean((entry.title ?? entry.body) && entry.date && (entry.link ?? entry.id));
}

/** Entry by entry, what the parser left empty is filled from the scan; of unequal lists the longer one counts. */
function merge(strict: ParsedFeed, scanned: ParsedFeed): ParsedFeed {
  if (strict.entries.length !== scanned.entries.length) {
    return strict.entries.length > scanned.entries.length ? strict : { ...strict, entries: scanned.entries };
  }
  const entries = strict.entries.map((entry, index) => ({ ...scanned.entries[index], ...entry }));
  return { ...strict, entries };
}

function tryParse(text: string, maxItems: number): ParsedFeed | undefined {
  try {
    const { format, feed } = parseFeed(text.replace(/^\uFEFF/, ''), { maxItems });
    if (format === 'rss') return fromRss(feed as Deep<RssFeed.Feed<string>>);
    if (format === 'atom') return fromAtom(feed as Deep<AtomFeed.Feed<string>>);
    if (format === 'rdf') return fromRdf(feed as Deep<RdfFeed.Feed<string>>);
    return fromJson(feed as Deep<JsonFeed.Feed<string>>);
  } catch {
    return undefined;
  }
}

function fromRss(feed: Deep<RssFeed.Feed<string>>): ParsedFeed {
  const entries = (feed.items ?? []).map(fromRssItem);
  return compact({ format: 'rss' as const, title: feed.title, link: feed.link, entries });
}

function fromRssItem(item: RssItem): Entry {
  const atomLink = item.atom?.links?.find((link) => link.rel === undefined || link.rel === 'alternate');
  const permalink = item.guid?.isPermaLink === false ? undefined : item.guid?.value;
  return compact({
    id: firstText(item.guid?.value, item.atom?.id),
    link: firstText(item.link, atomLink?.href, toAddress(permalink), item.enclosures?.[0]?.url),
    title: firstText(item.title, item.dc?.titles?.[0], item.media?.title?.value, item.itunes?.title),
    body: firstText(
      item.content?.encoded,
      item.description,
      item.itunes?.summary,
      item.dc?.descriptions?.[0],
    ),
    author: firstText(
      item.dc?.creators?.[0],
      item.authors?.[0]?.name,
      item.authors?.[0]?.email,
      item.itunes?.author,
    ),
    date: firstText(
      item.pubDate,
      item.dc?.dates?.[0],

      ...atomDates(item.atom),
      item.dcterms?.created?.[0],
    ),
  });
}

function fromRdf(feed: Deep<RdfFeed.Feed<string>>): ParsedFeed {
  const entries = (feed.items ?? []).map(fromRdfItem);
  return compact({ format: 'rdf' as const, title: feed.title, link: feed.link, entries });
}

function fromRdfItem(item: RdfItem): Entry {
  return compact({
    id: firstText(item.rdf?.about),
    link: firstText(item.link, toAddress(item.rdf?.about)),
    title: firstText(item.title, item.dc?.titles?.[0]),
    body: firstText(item.content?.encoded, item.description, item.dc?.descriptions?.[0]),
    author: firstText(item.dc?.creators?.[0]),
    date: firstText(item.dc?.dates?.[0], ...atomDates(item.atom), item.dcterms?.created?.[0]),
  });
}

function fromAtom(feed: Deep<AtomFeed.Feed<string>>): ParsedFeed {
  const entries = (feed.entries ?? []).map((entry) => fromAtomEntry(entry, feed.authors?.[0]?.name));
  const link = alternate(feed.links);
  return compact({ format: 'atom' as const, title: feed.title?.value, link, entries });
}

function fromAtomEntry(entry: AtomEntry, feedAuthor: string | undefined): Entry {
  const body = [entry.content, entry.summary].find((text) => text?.value?.trim());
  return compact({
    id: firstText(entry.id),
    link: firstText(alternate(entry.links), entry.content?.src, toAddress(entry.id)),
    title: firstText(entry.title?.value, entry.dc?.titles?.[0], entry.media?.title?.value),
    body: firstText(body?.value, entry.media?.description?.value),
    ...(body?.type === 'text' || body?.type === 'text/plain' ? { bodyIsPlain: true } : {}),
    author: firstText(entry.authors?.[0]?.name, entry.dc?.creators?.[0], feedAuthor),
    authorUrl: firstText(entry.authors?.[0]?.uri),
    date: firstText(...atomDates(entry), entry.dc?.dates?.[0], entry.dcterms?.created?.[0]),
  });
}

function atomDates(entry: { published?: string; updated?: string } | undefined): (string | undefined)[] {
  return [entry?.published, entry?.updated];
}

function alternate(links: { href?: string; rel?: string }[] | undefined): string | undefined {
  const page = links?.find(({ href, rel }) => href && (rel === undefined || rel === 'alternate'));
  return (page ?? links?.find(({ href, rel }) => href && rel !== 'self'))?.href;
}

function fromJson(feed: Deep<JsonFeed.Feed<string>>): ParsedFeed {
  const entries = (feed.items ?? []).map((item) => fromJsonItem(item, feed.authors?.[0]));
  return compact({ format: 'json' as const, title: feed.title, link: feed.home_page_url, entries });
}

function fromJsonItem(item: JsonItem, feedAuthor: { name?: string; url?: string } | undefined): Entry {
  const author = item.authors?.[0] ?? feedAuthor;
  const isPlain = !item.content_html?.trim();
  return compact({
    id: firstText(item.id),
    link: firstText(item.url, item.external_url, toAddress(item.id)),
    title: firstText(item.title),
    body: firstText(item.content_html, item.content_text, item.summary),
    ...(isPlain ? { bodyIsPlain: true } : {}),
    author: firstText(author?.name),
    authorUrl: firstText(author?.url),
    date: firstText(item.date_published, item.date_modified),
  });
}

function toAddress(id: string | undefined): string | undefined {
  return id !== undefined && /^https?:\/\//i.test(id.trim()) ? id : undefined;
}
