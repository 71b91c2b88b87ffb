/** One entry of a feed, whatever the format: all that a post needs, nothing interpreted yet. */
export interface Entry {
  id?: string;
  link?: string;
  title?: string;
  /** HTML, or plain text where the feed says so. */
  body?: string;
  bodyIsPlain?: boolean;
  author?: string;
  authorUrl?: string;
  /** As it stands in the feed. */
  date?: string;
}

export interface ParsedFeed {
  format: 'rss' | 'atom' | 'rdf' | 'json' | 'scan';
  title?: string;
  /** The site that the feed belongs to. */
  link?: string;
  entries: Entry[];
}

/** The first of the values with something in it, trimmed. */
export function firstText(...values: (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && value.trim() !== '')?.trim();
}

/** Drops keys that are undefined, so that entries compare and travel well. */
export function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as T;
}
