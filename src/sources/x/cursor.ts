import { createHash } from 'node:crypto';
import type { Post } from '../../core/post.ts';
import type { XConfig } from './api.ts';

/** Where the reading of a timeline stands. All instants are ISO with milliseconds. */
export interface XCursor {
  /** Hash of what is read: another list or search makes the rest void. */
  of: string;
  /** What was read, in no order; the days of a running bot are one span, a window of the past another. */
  spans: Span[];
  userId?: string;
  /** The reactions to posts from before this were counted when they had gathered. */
  ripeUntil?: string;
}

/** Everything with `from <= createdAt < until` was read, but for what is owed. */
export interface Span {
  from: string;
  until: string;
  /** The newest post of the span. */
  newest?: string;
  /** Chains of pages that broke off: what remains of each lies behind its token. */
  owed: BrokenChain[];
}

/** A part of a timeline that is read page by page, newest first. */
export interface Chain {
  from: string;
  until: string;
  sinceId?: string;
  token?: string;
}

export type BrokenChain = Chain & { token: string };

/** More spans than a bot in use ever has at once; the least lately used goes first. */
const mostSpans = 20;

export function parseCursor(text: string | undefined, config: XConfig): XCursor | undefined {
  try {
    const cursor = text === undefined ? undefined : JSON.parse(text);
    return cursor?.of === hashOf(config) && Array.isArray(cursor.spans) ? cursor : undefined;
  } catch {
    return undefined;
  }
}

export function hashOf({ list, user, search }: XConfig): string {
  const target = JSON.stringify([list ?? null, user ?? null, search ?? null]);
  return createHash('sha256').update(target).digest('hex').slice(0, 16);
}

/**
 * What is still to be read of `[from, until)`, in reading order: what is owed of the span that holds or meets the
 * window, what is newer than it, what is older. Without such a span the window is one chain by itself.
 */
export function planChains(
  spans: readonly Span[],
  from: string,
  until: string,
): { span?: Span; chains: Chain[] } {
  const span = spans.find((held) => held.from <= until && from <= held.until);
  if (!span) return { chains: [{ from, until }] };
  const newer = until > span.until ? [newerThan(span, from, until)] : [];
  const older = from < span.from ? [{ from, until: span.from }] : [];
  return { span, chains: [...span.owed, ...newer, ...older] };
}

function newerThan(span: Span, from: string, until: string): Chain {
  if (span.newest) return { from: span.until, until, sinceId: span.newest };
  return { from: later(from, minutesBefore(span.until)), until };
}

/** The span after a chain was read: it reaches as far as the chain did, and owes what the chain left. */
export function extendSpan(
  span: Span | undefined,
  chain: Chain,
  { posts, pending }: { posts: readonly Post[]; pending?: BrokenChain },
): Span {
  const former = span ?? { from: chain.from, until: chain.until, owed: [] };
  const newest = newestId([...(former.newest ? [former.newest] : []), ...posts.map(({ id }) => id)]);
  const owed = former.owed.filter(({ token }) => token !== chain.token);
  return {
    from: earlier(former.from, chain.from),
    until: later(former.until, chain.until),
    ...(newest && { newest }),
    owed: [...owed, ...(pending ? [pending] : [])],
  };
}

/** The spans with one of them grown; what it meets becomes part of it. The span used last stands last. */
export function replaceSpan(
  spans: readonly Span[],
  former: Span | undefined,
  next: Span | undefined,
): Span[] {
  if (!next) return [...spans];
  const others = spans.filter((span) => span !== former);
  const meets = (span: Span) => span.from <= next.until && next.from <= span.until;
  const whole = others.filter(meets).reduce(joinSpans, next);
  return [...others.filter((span) => !meets(span)), whole].slice(-mostSpans);
}

function joinSpans(a: Span, b: Span): Span {
  const newest = newestId([a.newest, b.newest].filter((id) => id !== undefined));
  return {
    from: earlier(a.from, b.from),
    until: later(a.until, b.until),
    ...(newest && { newest }),
    owed: [...a.owed, ...b.owed],
  };
}

function newestId(ids: readonly string[]): string | undefined {
  return [...ids].sort(compareIds).at(-1);
}

/** Ids are numbers of up to 19 digits that grow with time. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}

/** Without a post to go on from, clocks decide: X's and ours may differ by this much. */
const overlapMs = 5 * 60 * 1000;

function minutesBefore(instant: string): string {
  return new Date(Date.parse(instant) - overlapMs).toISOString();
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
