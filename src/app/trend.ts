import type { Trend, TrendDay } from '../core/command.ts';
import type { Edition, Lexicon } from '../core/edition.ts';
import type { DayMemory } from '../core/pack.ts';
import { fold } from '../core/text/fold.ts';
import { addDays, dayOf } from '../core/window.ts';
import { singular } from '../engine/scan.ts';
import { memoryDays } from './collect.ts';
import type { Line } from './line.ts';
import { daysWithPosts, memoriesBefore, postsPerDay } from './memory.ts';

/**
 * A term's share of each day up to the newest with posts, over three weeks: out of the memories of the days, or,
 * where they do not know the term, such as a phrase, counted in the posts themselves.
 */
export async function findTrend(line: Line, edition: Edition, term: string): Promise<Trend> {
  const [trend] = await findTrends(line, edition, [term]);
  return trend ?? { term, days: [] };
}

/** The trends of several terms, for which the memories are read once. */
export async function findTrends(line: Line, edition: Edition, terms: readonly string[]): Promise<Trend[]> {
  const today = dayOf(line.clock.now(), edition.timezone);
  const newest = (await daysWithPosts(line, edition)).findLast((day) => day <= today);
  if (newest === undefined) return terms.map((term) => ({ term, days: [] }));
  const next = addDays(newest, 1);
  const window = { firstDay: next, lastDay: next, timezone: edition.timezone };
  const memories = await memoriesBefore(line, edition, window);
  return Promise.all(
    terms.map(async (term) => {
      const days = rememberedDays(memories, termKeys(term, line.config.lexicon));
      return { term, days: days ?? (await countedDays(line, edition, term, newest)) };
    }),
  );
}

/** Undefined when no day remembers the term. */
function rememberedDays(memories: readonly DayMemory[], keys: readonly string[]): TrendDay[] | undefined {
  const read = memories.filter((memory) => memory.docs > 0);
  const terms = read.map((memory) => new Map(memory.terms));
  const key = keys.find((candidate) => terms.some((known) => known.has(candidate)));
  if (key === undefined) return undefined;
  return read.map(({ day, docs }, place) => ({ day, of: docs, posts: terms[place]?.get(key) ?? 0 }));
}

/** Posts looked at when a phrase is counted. */
const mostPosts = 5000;

async function countedDays(line: Line, edition: Edition, term: string, newest: string): Promise<TrendDay[]> {
  const from = addDays(newest, 1 - memoryDays);
  const found = await line.store.searchPosts({ edition: edition.id, text: term, limit: mostPosts });
  const hits = new Map<string, number>();
  for (const post of found) {
    const day = dayOf(post.createdAt, edition.timezone);
    hits.set(day, (hits.get(day) ?? 0) + 1);
  }
  const days = [...(await postsPerDay(line, edition))].filter(([day]) => day >= from && day <= newest);
  return days.map(([day, of]) => ({ day, of, posts: hits.get(day) ?? 0 }));
}

/** The forms under which the engine remembers a term: a name, a term of the lexicon, a version, a word. */
export function termKeys(term: string, lexicon: Pick<Lexicon, 'aliases' | 'terms'>): string[] {
  const wanted = bareForm(term);
  const means = ({ id, en, zh, also }: { id: string; en: string; zh: string; also: string[] }) =>
    [id, en, zh, ...also].some((form) => bareForm(form) === wanted);
  const name = lexicon.aliases.find(means);
  const known = lexicon.terms.find(means);
  const word = fold(term.trim()).lower.replace(/\s+/g, ' ');
  const written = [word, singular(word), word.replaceAll(' ', '-'), wanted];
  return [...(name ? [`=${name.id}`] : []), ...(known ? [`~${known.id}`] : []), ...new Set(written)];
}

function bareForm(text: string): string {
  return fold(text.trim()).lower.replace(/[\s_-]+/g, '');
}
