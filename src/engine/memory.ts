import type { DayMemory } from '../core/pack.ts';
import type { Corpus } from './corpus.ts';
import type { WeightedTerms } from './days.ts';
import { countByAuthor, engagementOf } from './habits.ts';
import { countMentions } from './mentions.ts';
import { memoryLimits } from './weights.ts';

export interface RememberedStory {
  story: { id: string; headline: string };
  terms: WeightedTerms;
  posts: readonly number[];
}

/** One day condensed: what trends, habits and running stories of later days need. */
export function toMemory(
  day: string,
  corpus: Corpus,
  rows: Int32Array,
  frequency: Int32Array,
  stories: readonly RememberedStory[],
): DayMemory {
  const { texts } = corpus.tokenizer.vocabulary;
  return {
    day,
    docs: rows.length,
    terms: rememberedTerms(frequency, texts),
    engagement: rememberedEngagement(corpus),
    authors: rememberedAuthors(corpus),
    mentions: rememberedMentions(corpus),
    stories: stories.slice(0, memoryLimits.stories).map(({ story, terms, posts }) => ({
      id: story.id,
      headline: story.headline,
      terms: terms
        .slice(0, memoryLimits.termsPerStory)
        .map(([term, weight]) => [texts[term] ?? '', Math.round(weight * 1000) / 1000]),
      posts: posts.length,
    })),
  };
}

function rememberedTerms(frequency: Int32Array, texts: readonly string[]): [string, number][] {
  const terms: [string, number][] = [];
  frequency.forEach((count, term) => {
    if (count > 0) terms.push([texts[term] ?? '', count]);
  });
  terms.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return terms.slice(0, memoryLimits.terms);
}

function rememberedEngagement(corpus: Corpus): [string, number[]][] {
  const values = new Map<string, number[]>();
  corpus.posts.forEach((post, index) => {
    const engagement = engagementOf(post);
    if (engagement === undefined) return;
    const handle = corpus.handles[corpus.authors[index] ?? 0] ?? '';
    const known = values.get(handle);
    if (!known) values.set(handle, [engagement]);
    else if (known.length < memoryLimits.valuesPerAuthor) known.push(engagement);
  });
  return [...values].sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

function rememberedAuthors(corpus: Corpus): [string, number, number][] {
  const { posts, onTopic } = countByAuthor(corpus);
  return corpus.handles
    .map((handle, author): [string, number, number] => [handle, posts[author] ?? 0, onTopic[author] ?? 0])
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

function rememberedMentions(corpus: Corpus): [string, number][] {
  return [...countMentions(corpus.posts)]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, memoryLimits.mentions);
}
