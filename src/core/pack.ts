import type { Edition, Lexicon, Topic } from './edition.ts';
import type { Post } from './post.ts';
import type { Fact, ReportStory, Word } from './report.ts';
import type { Window } from './window.ts';

/** Everything the engine may look at; structured-clone safe. */
export interface EngineInput {
  edition: Edition;
  topics: Topic[];
  lexicon: Lexicon;
  window: Window;
  /** Posts of the window, in any order. */
  posts: Post[];
  /** What is remembered of up to 21 former days, oldest first. */
  history: DayMemory[];
}

/** The condensed memory of one day: enough for trends, medians and "day 3 of this story". */
export interface DayMemory {
  /** Local date. */
  day: string;
  /** Kept posts. */
  docs: number;
  /** Document frequency by term. */
  terms: [term: string, docs: number][];
  /** Engagement of each of the day's posts with metrics, by author handle. */
  engagement: [handle: string, values: number[]][];
  /** What each author wrote: posts, and how many of them spoke of a topic. */
  authors?: [handle: string, posts: number, onTopic: number][];
  /** How many authors spoke to or of each account, most first. */
  mentions?: [handle: string, authors: number][];
  stories: { id: string; headline: string; terms: [term: string, weight: number][]; posts: number }[];
}

/** A story as the engine knows it; `ReportStory` is its public face. */
export interface Story extends ReportStory {
  /** Section id of the special analyses, where one fits. */
  section?: string;
  /** Display forms of the story's strongest terms. */
  terms: string[];
  /** Alias ids of the names in it, by frequency. */
  names: string[];
  /** Distinct author handles. */
  authors: string[];
  /** Languages of its kept posts, by frequency. */
  languages: string[];
  kind: 'event' | 'insight';
}

/** A theme: stories about one subject. */
export interface StoryTheme {
  id: string;
  /** Display terms that name it, strongest first. */
  terms: string[];
  topic?: string;
  storyIds: string[];
}

/** A post in the evidence pack, under a short handle. */
export interface PackPost {
  /** `p1`, `p2`, …: what a writer cites by. */
  handle: string;
  post: Post;
  /** Text for writers: cleaned of control and bidi characters, cut at a sentence within the pack's bounds. */
  text: string;
  language: string;
  storyId: string;
  copies: number;
  facts: Fact[];
}

/** The bounded evidence that writers may use and the verifier checks against. */
export interface EvidencePack {
  edition: string;
  window: Window;
  stories: Story[];
  themes: StoryTheme[];
  posts: PackPost[];
  /** Estimated prompt tokens of the posts. */
  tokens: number;
}

export interface TrendTerm {
  term: string;
  trend: 'new' | 'rising' | 'fading';
  count: number;
  /** Log-odds z-score against former days. */
  z: number;
  /** Share of posts today and in the former days. */
  share: number;
  formerShare: number;
}

export interface EngineResult {
  /** All stories, best first; every kept post stands in exactly one. */
  stories: Story[];
  themes: StoryTheme[];
  words: Word[];
  trends: TrendTerm[];
  pack: EvidencePack;
  memory: DayMemory;
  counts: {
    read: number;
    kept: number;
    authors: number;
    leftOut: { promotion: number; hostile: number; unreadable: number };
  };
}
