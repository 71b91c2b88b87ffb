import type { DayMemory } from '../core/pack.ts';
import type { Vocabulary } from './vocabulary.ts';
import { memoryLimits, subjectLimits } from './weights.ts';

/** What former days tell, looked up by this run's term ids. */
export interface Former {
  days: number;
  docs: number;
  /** Documents of former days that hold the term. */
  frequency(term: number): number;
  /** The same without the latest days, whose events may still go on. */
  settled: { days: number; docs: number; frequency(term: number): number };
  /** Terms of former days, whether they stand in today's posts or not, with their documents. */
  terms: Map<string, number>;
  stories: FormerStory[];
  engagement: Map<string, number[]>;
  /** Posts and posts on a topic by author. */
  authors: Map<string, [posts: number, onTopic: number]>;
  /** Authors who spoke of each account, summed over days. */
  mentions: Map<string, number>;
}

export interface FormerStory {
  id: string;
  day: string;
  headline: string;
  terms: Map<number, number>;
  norm: number;
  /** Every remembered term's text, also those that today lacks. */
  texts: Set<string>;
}

const nothingFormer: Former = {
  days: 0,
  docs: 0,
  frequency: () => 0,
  settled: { days: 0, docs: 0, frequency: () => 0 },
  terms: new Map(),
  stories: [],
  engagement: new Map(),
  authors: new Map(),
  mentions: new Map(),
};

export function readFormer(history: readonly DayMemory[], vocabulary: Vocabulary): Former {
  if (history.length === 0) return nothingFormer;
  const days = [...history].sort((a, b) => (a.day < b.day ? -1 : 1)).slice(-memoryLimits.days);
  const terms = countTerms(days);
  const engagement = new Map<string, number[]>();
  for (const day of days) {
    for (const [handle, values] of day.engagement)
      engagement.set(handle, [...(engagement.get(handle) ?? []), ...values]);
  }
  const mentions = new Map<string, number>();
  for (const [handle, count] of days.flatMap((day) => day.mentions ?? []))
    mentions.set(handle, (mentions.get(handle) ?? 0) + count);
  const authors = new Map<string, [number, number]>();
  for (const [handle, posts, onTopic] of days.flatMap((day) => day.authors ?? [])) {
    const known = authors.get(handle) ?? [0, 0];
    authors.set(handle, [known[0] + posts, known[1] + onTopic]);
  }
  return {
    days: days.length,
    docs: docsOf(days),
    frequency: byTerm(terms, vocabulary),
    settled: readSettled(days, terms, vocabulary),
    terms,
    engagement,
    authors,
    mentions,
    stories: days.flatMap((day) => day.stories.map((story) => toFormerStory(story, day.day, vocabulary))),
  };
}

function countTerms(days: readonly DayMemory[]): Map<string, number> {
  const terms = new Map<string, number>();
  for (const day of days) {
    for (const [term, docs] of day.terms) terms.set(term, (terms.get(term) ?? 0) + docs);
  }
  return terms;
}

function docsOf(days: readonly DayMemory[]): number {
  return days.reduce((sum, day) => sum + day.docs, 0);
}

function byTerm(counts: ReadonlyMap<string, number>, vocabulary: Vocabulary): (term: number) => number {
  const frequencies = new Map<number, number>();
  for (const [text, docs] of counts) {
    const term = vocabulary.find(text);
    if (term !== undefined) frequencies.set(term, docs);
  }
  return (term) => frequencies.get(term) ?? 0;
}

/** All days but the latest; with too few days all of them. */
function readSettled(
  days: readonly DayMemory[],
  all: ReadonlyMap<string, number>,
  vocabulary: Vocabulary,
): Former['settled'] {
  const { unsettledDays } = subjectLimits;
  const latest = days.length >= subjectLimits.days + unsettledDays ? days.slice(-unsettledDays) : [];
  const known = byTerm(all, vocabulary);
  const late = byTerm(countTerms(latest), vocabulary);
  return {
    days: days.length - latest.length,
    docs: docsOf(days) - docsOf(latest),
    frequency: (term) => known(term) - late(term),
  };
}

function toFormerStory(
  story: DayMemory['stories'][number],
  day: string,
  vocabulary: Vocabulary,
): FormerStory {
  const terms = new Map<number, number>();
  let sum = 0;
  for (const [text, weight] of story.terms) {
    sum += weight * weight;
    const term = vocabulary.find(text);
    if (term !== undefined) terms.set(term, weight);
  }
  return {
    id: story.id,
    day,
    headline: story.headline,
    terms,
    norm: Math.sqrt(sum) || 1,
    texts: new Set(story.terms.map(([text]) => text)),
  };
}
