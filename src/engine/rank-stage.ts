import type { EngineInput, Story } from '../core/pack.ts';
import type { Post } from '../core/post.ts';
import type { Collapsed } from './collapse.ts';
import type { Corpus } from './corpus.ts';
import { type Continuity, continuityOf, createMatcher, type WeightedTerms } from './days.ts';
import type { Display } from './display.ts';
import type { Former } from './former.ts';
import { createHabits } from './habits.ts';
import { headlineOf, type SentenceScorer } from './headline.ts';
import { isChatter } from './news.ts';
import { measureStory, round, type StoryMeasure } from './rank.ts';
import { placeStory } from './sections.ts';
import { storyKind, strongestTerms } from './story-terms.ts';
import { logOddsZ } from './trends.ts';
import type { TermStatistics } from './vectors.ts';
import { memoryLimits, noveltyLimits, scoreWeights } from './weights.ts';

/** What the steps after clustering share. */
export interface Stage {
  input: EngineInput;
  corpus: Corpus;
  collapsed: Collapsed;
  /** Kept post → posts that were collapsed into it. */
  copiesOf: Map<number, number[]>;
  statistics: TermStatistics;
  former: Former;
  rows: Int32Array;
  display: Display;
  /** Whether a term may stand before readers. */
  admits: (term: number) => boolean;
}

export interface RankedStory {
  story: Story;
  /** Kept posts by number, in reading order. */
  posts: number[];
  /** The same, best first. */
  ordered: number[];
  terms: WeightedTerms;
  isChatter: boolean;
}

const scoredHeadlines = 400;
const mostShown = 8;
const mostFresh = 5;

/** Every story measured, placed and named, best first. */
export function rankStories(stage: Stage, stories: number[][]): RankedStory[] {
  const match = createMatcher(stage.former);
  const habits = createHabits(stage.corpus, stage.former);
  const tools = { ...stage, habits, novelty: noveltyOf(stage) };
  const measured = stories.map((posts) => {
    const terms = strongestTerms(posts, stage.corpus, stage.statistics.rareIdf, memoryLimits.termsPerStory);
    const continuity = continuityOf(posts, terms, { ...stage, window: stage.input.window }, match);
    return { posts, terms, continuity, measure: lessFamiliar(measureStory(posts, tools), continuity) };
  });
  measured.sort((a, b) => b.measure.score - a.measure.score || (a.posts[0] ?? 0) - (b.posts[0] ?? 0));
  return measured.map((entry, rank) => toRanked(entry, rank, stage));
}

/** A story much like one of the last days is less of a novelty. */
function lessFamiliar(measure: StoryMeasure, continuity: Continuity): StoryMeasure {
  if (continuity.likeness === 0) return measure;
  const loss = round(scoreWeights.novelty * continuity.likeness);
  const novelty = round(measure.parts.novelty - loss);
  return { ...measure, score: round(measure.score - loss), parts: { ...measure.parts, novelty } };
}

/** Mean log-odds of the three terms that stand out most against former days, bounded. */
function noveltyOf(stage: Stage): (posts: readonly number[]) => number {
  const { corpus, former, statistics, rows } = stage;
  if (former.docs === 0) return () => 0;
  const scores = new Map<number, number>();
  const score = (term: number): number => {
    const known = scores.get(term);
    if (known !== undefined) return known;
    const day = { docs: statistics.frequency[term] ?? 0, of: rows.length };
    const value = logOddsZ(day, { docs: former.frequency(term), of: former.docs });
    scores.set(term, value);
    return value;
  };
  return (posts) => {
    const best = strongestTerms(posts, corpus, statistics.idf, noveltyLimits.terms)
      .map(([term]) => score(term))
      .sort((a, b) => b - a)
      .slice(0, noveltyLimits.counted);
    const mean = best.reduce((sum, z) => sum + z, 0) / noveltyLimits.counted;
    return Math.min(noveltyLimits.most, Math.max(0, mean));
  };
}

interface Measured {
  posts: number[];
  terms: WeightedTerms;
  continuity: Continuity;
  measure: StoryMeasure;
}

function toRanked(entry: Measured, rank: number, stage: Stage): RankedStory {
  const { corpus } = stage;
  const { posts, terms, continuity, measure } = entry;
  const postOf = (index: number) => corpus.posts[index] as Post;
  const show = rank < scoredHeadlines ? stage.display : plainDisplay(corpus);
  const lead = measure.ordered.slice(0, 4);
  const placement = placeStory(posts, corpus, stage.input.topics, stage.input.edition);
  const story: Story = {
    id: `s${postOf(posts[0] ?? 0).id}`,
    headline: headlineOf(
      lead.map(postOf),
      rank < scoredHeadlines ? sentenceScorer(terms, corpus) : undefined,
    ),
    postIds: posts.map((post) => postOf(post).id),
    copies: copiesOf(posts, stage),
    theme: '',
    topics: placement.topics,
    score: measure.score,
    scoreParts: measure.parts,
    firstSeen: continuity.firstSeen,
    day: continuity.day,
    fresh: shownTerms(continuity.fresh, mostFresh, stage).map((term) => show(term, lead)),
    terms: shownTerms(
      terms.map(([term]) => term),
      mostShown,
      stage,
    ).map((term) => show(term, lead)),
    names: namesOf(posts, corpus),
    authors: handlesOf(posts, corpus),
    languages: byFrequency(posts.map((post) => corpus.languages[post] ?? 'und')),
    kind: storyKind(posts, corpus),
    ...(placement.section && { section: placement.section }),
  };
  return {
    story,
    posts,
    ordered: measure.ordered,
    terms,
    isChatter: posts.every((post) => isChatter(corpus, post)),
  };
}

/** Names, terms and nouns in their order; a part of a longer name that is shown does not stand again. */
export function shownTerms(terms: readonly number[], limit: number, stage: Stage): number[] {
  const { bases } = stage.corpus.tokenizer;
  const fit = terms.filter(stage.admits);
  const parts = new Set(fit.flatMap((term) => bases.get(term) ?? []));
  return fit.filter((term) => !parts.has(term)).slice(0, limit);
}

function plainDisplay(corpus: Corpus): Display {
  return (term) => (corpus.tokenizer.vocabulary.texts[term] ?? '').replace(/^[=~#]/, '');
}

/** Cosine-like: the sentence's story terms over the root of its length. */
function sentenceScorer(terms: WeightedTerms, corpus: Corpus): SentenceScorer {
  const weights = new Map(terms);
  return (sentence) => {
    const tokens = corpus.tokenizer.read(sentence);
    let total = 0;
    for (const term of new Set(tokens.terms)) total += weights.get(term) ?? 0;
    const figures = Math.min(2, tokens.figures.length) * 0.1;
    return (2 * total) / Math.sqrt(4 + tokens.terms.length) + figures + Math.min(3, tokens.names) * 0.08;
  };
}

function copiesOf(posts: readonly number[], stage: Stage): Story['copies'] {
  const { corpus, collapsed } = stage;
  return posts.flatMap((post) => {
    const of = corpus.posts[post]?.id ?? '';
    const isWave = collapsed.waves[post] === 1;
    return (stage.copiesOf.get(post) ?? []).map((copy) => {
      const postId = corpus.posts[copy]?.id ?? '';
      return isWave ? { postId, of, wave: true } : { postId, of };
    });
  });
}

function namesOf(posts: readonly number[], corpus: Corpus): string[] {
  const { vocabulary } = corpus.tokenizer;
  const names: string[] = [];
  for (const post of posts) {
    for (let k = corpus.offsets[post] ?? 0; k < (corpus.offsets[post + 1] ?? 0); k++) {
      const term = corpus.terms[k] ?? 0;
      if (vocabulary.kindOf(term) === 'name') names.push((vocabulary.texts[term] ?? '').slice(1));
    }
  }
  return byFrequency(names);
}

function byFrequency(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value]) => value);
}

/** Handles of distinct authors, as the first post of each writes it, in reading order. */
function handlesOf(posts: readonly number[], corpus: Corpus): string[] {
  const handles = new Map<number, string>();
  for (const post of posts) {
    const author = corpus.authors[post] ?? 0;
    if (!handles.has(author)) handles.set(author, corpus.posts[post]?.author.handle ?? '');
  }
  return [...handles.values()];
}
