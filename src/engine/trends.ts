import type { TrendTerm } from '../core/pack.ts';
import type { Corpus } from './corpus.ts';
import type { Former } from './former.ts';
import { trendLimits } from './weights.ts';

/**
 * z-score of a term's log-odds, day against former days, over document frequencies with an informative
 * Dirichlet prior (Monroe, Colaresi and Quinn 2008).
 */
export function logOddsZ(day: { docs: number; of: number }, former: { docs: number; of: number }): number {
  const share = (day.docs + former.docs + 0.5) / (day.of + former.of + 1);
  const prior = Math.max(0.05, trendLimits.prior * share);
  const odds = (docs: number, of: number) =>
    Math.log((docs + prior) / Math.max(0.5, of + trendLimits.prior - docs - prior));
  const variance = 1 / (day.docs + prior) + 1 / (former.docs + prior);
  return (odds(day.docs, day.of) - odds(former.docs, former.of)) / Math.sqrt(variance);
}

export interface TrendTools {
  corpus: Corpus;
  former: Former;
  rows: Int32Array;
  frequency: Int32Array;
  /** Whether a term may be shown at all: names, nouns, Latin terms. */
  admits: (term: number) => boolean;
  display: (term: number, posts: readonly number[]) => string;
  postsOf: (term: number) => readonly number[];
}

/** A trend with the term's id; absent for terms that today lacks. */
export type TermTrend = TrendTerm & { id?: number };

const mostTrends = 60;

/** New, rising and fading terms, strongest first; none while former days are too few to tell. */
export function findTrends(tools: TrendTools): TermTrend[] {
  if (tools.former.days < trendLimits.days) return [];
  const found: TermTrend[] = [];
  for (let id = 0; id < tools.frequency.length; id++) {
    const trend = trendOf(id, tools);
    if (trend) found.push(trend);
  }
  found.sort((a, b) => Math.abs(b.z) - Math.abs(a.z) || (a.term < b.term ? -1 : 1));
  return found.slice(0, mostTrends);
}

function trendOf(id: number, tools: TrendTools): TermTrend | undefined {
  const count = tools.frequency[id] ?? 0;
  const formerCount = tools.former.frequency(id);
  if (Math.max(count, formerCount) < trendLimits.posts) return undefined;
  const share = count / Math.max(1, tools.rows.length);
  const formerShare = formerCount / Math.max(1, tools.former.docs);
  if (Math.max(share, formerShare) < trendLimits.ratio * Math.min(share, formerShare)) return undefined;
  const z = logOddsZ({ docs: count, of: tools.rows.length }, { docs: formerCount, of: tools.former.docs });
  if (Math.abs(z) <= trendLimits.z || !tools.admits(id)) return undefined;
  const posts = tools.postsOf(id);
  if (z > 0 && (count < trendLimits.posts || authorsOf(posts, tools.corpus) < trendLimits.authors))
    return undefined;
  const rising = formerCount === 0 ? ('new' as const) : ('rising' as const);
  return {
    id,
    term: tools.display(id, posts),
    trend: z > 0 ? rising : 'fading',
    count,
    z: Math.round(z * 100) / 100,
    share: Math.round(share * 1e5) / 1e5,
    formerShare: Math.round(formerShare * 1e5) / 1e5,
  };
}

function authorsOf(posts: readonly number[], corpus: Corpus): number {
  return new Set(posts.map((post) => corpus.authors[post])).size;
}
