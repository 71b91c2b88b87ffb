import type { Edition, Lexicon, Topic } from '../core/edition.ts';
import type { DayMemory, EngineInput, EngineResult, EvidencePack, StoryTheme } from '../core/pack.ts';
import type { Post } from '../core/post.ts';
import { createNameFinder } from '../core/text/names.ts';
import { collapse } from './collapse.ts';
import { readCorpus } from './corpus.ts';
import { createDisplay } from './display.ts';
import { readFormer } from './former.ts';
import { groupStories } from './group.ts';
import { toMemory } from './memory.ts';
import { buildPack } from './pack.ts';
import { createPostings } from './postings.ts';
import { preparePosts } from './prepare.ts';
import { type RankedStory, rankStories, type Stage } from './rank-stage.ts';
import { createSegmenter } from './segmenter.ts';
import { sift } from './sift.ts';
import { themesOfStories } from './theme-stage.ts';
import { createTokenizer } from './tokens.ts';
import { findTrends } from './trends.ts';
import { termStatistics } from './vectors.ts';
import { cloudWords, createAdmission } from './words.ts';
import { createFindWritten } from './writing.ts';

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
  const step = stepper(hooks);
  const segmenter = createSegmenter(dictionaryOf(input));
  const tokenizer = createTokenizer(input.lexicon, input.topics, segmenter);
  const corpus = readCorpus(preparePosts(input.posts), tokenizer, step('read'));
  step('collapse')(0);
  const collapsed = collapse(corpus);
  const { rows, copiesOf, leftOut, authors } = sift(corpus, collapsed);
  const former = readFormer(input.history, tokenizer.vocabulary);
  const statistics = termStatistics(corpus, rows, former);
  const stories = groupStories(corpus, collapsed, rows, statistics, former, step('cluster'));
  const find = createFindWritten(corpus);
  const display = createDisplay(corpus, input.lexicon, find);
  const admits = createAdmission(corpus, segmenter, statistics.frequency);
  const stage: Stage = { input, corpus, collapsed, copiesOf, statistics, former, rows, display, admits };
  step('rank')(0);
  const ranked = rankStories(stage, stories);
  step('themes')(0);
  const themes = themesOfStories(ranked, stage);
  step('words')(0);
  const { words, trends } = termsOfDay(stage);
  step('pack')(0);
  return {
    stories: ranked.map(({ story }) => story),
    themes,
    words,
    trends,
    pack: packOf(ranked, themes, stage),
    memory: toMemory(input.window.lastDay, corpus, rows, statistics.frequency, ranked),
    counts: { read: corpus.posts.length, kept: rows.length, authors, leftOut },
  };
}

/** What later days need to know of a day, found without knowing its former days. */
export function rememberDay(input: DayInput, hooks: EngineHooks = {}): DayMemory {
  const { day, ...rest } = input;
  const window = { firstDay: day, lastDay: day, timezone: input.edition.timezone };
  return runEngine({ ...rest, window, history: [] }, hooks).memory;
}

function stepper(hooks: EngineHooks): (step: string) => (share: number) => void {
  return (step) => (share) => {
    hooks.signal?.throwIfAborted();
    hooks.progress?.(step, share);
  };
}

/** Chinese forms that the segmenter must keep whole. */
function dictionaryOf({ lexicon, topics }: Pick<EngineInput, 'lexicon' | 'topics'>): string[] {
  const forms = [...lexicon.aliases, ...lexicon.terms].flatMap(({ zh, also }) => [zh, ...also]);
  const cues = Object.values(lexicon.cues).flatMap(({ zh }) => zh);
  const all = [...forms, ...cues, ...topics.flatMap(({ terms }) => terms.zh)];
  return [...new Set(all)].filter((form) => /^[\u3400-\u9fff]{2,}$/.test(form)).sort();
}

function termsOfDay(stage: Stage): Pick<EngineResult, 'words' | 'trends'> {
  const { corpus, former, rows, display, admits, statistics, input } = stage;
  const postsOf = createPostings(corpus, rows);
  const tools = { corpus, former, rows, frequency: statistics.frequency, admits, display, postsOf };
  const trends = findTrends(tools);
  return {
    words: cloudWords({ ...tools, topics: input.topics, trends }),
    trends: trends.map(({ id: _, ...trend }) => trend),
  };
}

function packOf(ranked: readonly RankedStory[], themes: readonly StoryTheme[], stage: Stage): EvidencePack {
  const { corpus, input } = stage;
  const toPackPost = (post: number) => ({
    post: corpus.posts[post] as Post,
    language: corpus.languages[post] ?? 'und',
    copies: stage.copiesOf.get(post)?.length ?? 0,
  });
  return buildPack({
    edition: input.edition.id,
    window: input.window,
    stories: ranked
      .filter(({ isChatter }) => !isChatter)
      .slice(0, 300)
      .map(({ story, ordered }) => ({ story, posts: ordered.slice(0, 40).map(toPackPost) })),
    themes,
    names: createNameFinder(input.lexicon),
  });
}
