import { dayOf, daysBetween, type Window } from '../core/window.ts';
import type { Corpus } from './corpus.ts';
import type { Former, FormerStory } from './former.ts';
import { memoryLimits } from './weights.ts';

/** Terms of a story with their weights, strongest first. */
export type WeightedTerms = [term: number, weight: number][];

export interface Continuity {
  firstSeen: string;
  day: number;
  /** Term ids that the former days of this story lacked. */
  fresh: number[];
  /** Largest likeness to a story of the last three days. */
  likeness: number;
}

export interface DayTools {
  corpus: Corpus;
  former: Former;
  window: Window;
}

const recentDays = 3;

/** Finds remembered stories by term id, so that matching costs what the shared terms cost. */
export function createMatcher(
  former: Former,
): (terms: WeightedTerms) => { story: FormerStory; cosine: number }[] {
  const postings = new Map<number, [story: number, weight: number][]>();
  former.stories.forEach((story, place) => {
    for (const [term, weight] of story.terms) {
      const known = postings.get(term);
      if (known) known.push([place, weight]);
      else postings.set(term, [[place, weight]]);
    }
  });
  return (terms) => {
    const scores = new Map<number, number>();
    let sum = 0;
    for (const [term, weight] of terms) {
      sum += weight * weight;
      for (const [place, other] of postings.get(term) ?? []) {
        scores.set(place, (scores.get(place) ?? 0) + weight * other);
      }
    }
    const norm = Math.sqrt(sum) || 1;
    const matches = [...scores].map(([place, product]) => {
      const story = former.stories[place] as FormerStory;
      return { story, cosine: product / (norm * story.norm) };
    });
    return matches.sort((a, b) => b.cosine - a.cosine || (a.story.day < b.story.day ? -1 : 1));
  };
}

/** Since when a story runs, and what today adds to it. */
export function continuityOf(
  posts: readonly number[],
  terms: WeightedTerms,
  tools: DayTools,
  match: ReturnType<typeof createMatcher>,
): Continuity {
  const today = localDays(posts, tools);
  const all = tools.former.stories.length === 0 ? [] : match(terms);
  const matches = all.filter(({ cosine }) => cosine >= memoryLimits.sameStory);
  const firstSeen = [today.first, ...matches.map(({ story }) => story.day)].sort()[0] ?? today.first;
  const recent = all.find(({ story }) => daysBetween(story.day, today.first) <= recentDays);
  const isOld = matches.length > 0;
  return {
    firstSeen,
    day: Math.max(1, daysBetween(firstSeen, today.last) + 1),
    fresh: isOld ? freshTerms(terms, matches, tools) : [],
    likeness: Math.min(1, recent?.cosine ?? 0),
  };
}

function freshTerms(terms: WeightedTerms, matches: { story: FormerStory }[], tools: DayTools): number[] {
  const { texts } = tools.corpus.tokenizer.vocabulary;
  const isNew = ([term]: [number, number]) =>
    matches.every(({ story }) => !story.texts.has(texts[term] ?? '')) &&
    tools.former.frequency(term) < recentDays;
  return terms.filter(isNew).map(([term]) => term);
}

/** First and last local day of the posts, held within the window: a wrong clock starts no story. */
function localDays(posts: readonly number[], tools: DayTools): { first: string; last: string } {
  const { firstDay, lastDay, timezone } = tools.window;
  if (firstDay === lastDay) return { first: firstDay, last: lastDay };
  const times = posts.map((post) => tools.corpus.posts[post]?.createdAt ?? '').sort();
  const clamp = (time: string | undefined, missing: string) => {
    if (!time) return missing;
    const day = dayOf(time, timezone);
    return [firstDay, day, lastDay].sort()[1] ?? day;
  };
  return { first: clamp(times[0], firstDay), last: clamp(times.at(-1), lastDay) };
}
