import type { Edition, Lexicon, Topic } from '../core/edition.ts';
import type { DayMemory, EngineInput, EngineResult, Story, StoryTheme } from '../core/pack.ts';
import type { Post } from '../core/post.ts';
import { createNameFinder } from '../core/text/names.ts';
import { type Collapsed, collapse } from './collapse.ts';
import { findCollocations } from './collocations.ts';
import { type Corpus, readCorpus } from './corpus.ts';
import { continuityOf, createMatcher, type WeightedTerms } from './days.ts';
import { createDisplay } from './display.ts';
import { readFormer } from './former.ts';
import { groupStories } from './group.ts';
import { createSurprise } from './habits.ts';
import { headlineOf } from './headline.ts';
import { toMemory } from './memory.ts';
import { isChatter } from './news.ts';
import { buildPack } from './pack.ts';
import { preparePosts } from './prepare.ts';
import { measureStory, round, type StoryMeasure } from './rank.ts';
import { placeStory } from './sections.ts';
import { createSegmenter } from './segmenter.ts';
import { type Reason, reasonToLeaveOut } from './sift.ts';
import { storyKind, strongestTerms } from './story-terms.ts';
import { themesOfStories } from './theme-stage.ts';
import { createPostings } from './postings.ts';
import { createTokenizer } from './tokens.ts';
import { findTrends, logOddsZ } from './trends.ts';
import { type TermStatistics, termStatistics } from './vectors.ts';
import { cloudWords, createAdmission, strongest } from './words.ts';

export interface EngineHooks {
  /** Told the step and its share done, 0 to 1. */
  progress?: (step: string, share: number) => void;
  /** Looked at between and within steps; an abort throws the signal's reason. */
  signal?: AbortSignal;
}

/** The posts of one day that is over, to be remembered. */
export interface DayInput {
  day: string;
  posts: Post[];
  edition: Edition;
  topics: Topic[];
  lexicon: Lexicon;
}

/**
 * From a window's posts to ranked stories, themes, words, trends and the evidence pack. Pure: the same posts
 * in any order give the same result. Bad input is counted, never thrown at.
 */
export function runEngine(input: EngineInput, hooks: EngineHooks = {}): EngineResult {
  const tick = (step: string) => (share: number) => {
    hooks.signal?.throwIfAborted();
    hooks.progress?.(step, share);
  };
  const segmenter = createSegmenter(dictionaryOf(input));
  const tokenizer = createTokenizer(input.lexicon, input.topics, segmenter);
  const posts = preparePosts(input.posts);
  const corpus = readCorpus(posts, tokenizer, tick('read'));
  tick('collapse')(0);
  const collapsed = collapse(corpus);
  const sifted = sift(corpus, collapsed);
  const former = readFormer(input.history, tokenizer.vocabulary);
  const statistics = termStatistics(corpus, sifted.rows, former);
  const grouped = groupStories(corpus, collapsed, sifted.rows, statistics, tick('cluster'));
  tick('rank')(0);
  const stage = { input, corpus, collapsed, statistics, former, rows: sifted.rows };
  const ranked = rankStories(stage, grouped.stories.map((story) => story.map((row) => sifted.rows[row] ?? 0)));
  tick('themes')(0);
  const themes = themesOfStories(ranked, stage, tick('themes'));
  const postings = createPostings(corpus, sifted.rows);
  const admits = createAdmission(corpus, segmenter, postings);
  const display = createDisplay(corpus, input.lexicon);
  tick('words')(0);
  const trendTools = { corpus, former, rows: sifted.rows, frequency: statistics.frequency, admits, display, postsOf: postings };
  const trends = findTrends(trendTools);
  const collocations = findCollocations(corpus, sifted.rows, statistics.frequency, admits);
  const words = cloudWords({ ...trendTools, topics: input.topics, collocations, trends });
  tick('pack')(0);
  const stories = ranked.map(({ story }) => story);
  return {
    stories,
    themes,
    words,
    trends: trends.map(({ id: _, ...trend }) => trend),
    pack: packOf(ranked, themes, stage),
    memory: toMemory(input.window.lastDay, corpus, sifted.rows, statistics.frequency, ranked.map(toRemembered)),
    counts: { read: posts.length, kept: sifted.rows.length, authors: sifted.authors, leftOut: sifted.leftOut },
  };
}

/** What later days need to know of a day, found without knowing its former days. */
export function rememberDay(input: DayInput, hooks: EngineHooks = {}): DayMemory {
  const { day, ...rest } = input;
  const window = { firstDay: day, lastDay: day, timezone: input.edition.timezone };
  return runEngine({ ...rest, window, history: [] }, hooks).memory;
}
