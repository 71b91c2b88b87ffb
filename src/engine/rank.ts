import type { StoryScore } from '../core/report.ts';
import type { Collapsed } from './collapse.ts';
import type { Corpus } from './corpus.ts';
import type { Surprise } from './habits.ts';
import { newsOf } from './news.ts';
import { scoreWeights } from './weights.ts';

/** The counted facts of a story that its score rests on. */
export interface StoryMeasure {
  /** Kept posts, best first. */
  ordered: number[];
  authors: number[];
  copies: number;
  score: number;
  parts: StoryScore;
}

export interface RankTools {
  corpus: Corpus;
  collapsed: Collapsed;
  copiesOf: Map<number, number[]>;
  surprise: Surprise;
  /** Log-odds of the story's strongest terms against former days; 0 without history. */
  novelty: (posts: readonly number[]) => number;
}

const weightSum = Object.values(scoreWeights).reduce((sum, weight) => sum + weight, 0);
const countedPosts = 3;

export function measureStory(posts: readonly number[], tools: RankTools): StoryMeasure {
  const { corpus } = tools;
  const values = posts.map((post) => ({ post, news: newsOf(corpus, post), surprise: tools.surprise(post) }));
  const authors = [...new Set(posts.map((post) => corpus.authors[post] ?? 0))];
  const copies = posts.reduce((sum, post) => sum + countedCopies(post, tools), 0);
  const engagement = topMean(values.flatMap(({ surprise }) => (surprise === undefined ? [] : [surprise])));
  const parts = weigh(
    {
      corroboration: Math.log2(authors.length),
      engagement: engagement ?? 0,
      novelty: tools.novelty(posts),
      news: topMean(values.map(({ news }) => news)) ?? 0,
      copies: Math.log1p(copies),
      author: standing(posts, corpus),
    },
    engagement !== undefined,
  );
  const ordered = values
    .sort((a, b) => b.news + (b.surprise ?? 0) - a.news - (a.surprise ?? 0) || a.post - b.post)
    .map(({ post }) => post);
  return { ordered, authors, copies, score: totalOf(parts), parts };
}

/** Where no post tells its reactions the other weights share that one's. */
function weigh(raw: StoryScore, hasEngagement: boolean): StoryScore {
  const share = hasEngagement ? 1 : weightSum / (weightSum - scoreWeights.engagement);
  const part = (name: keyof StoryScore) => round(raw[name] * scoreWeights[name] * share);
  return {
    corroboration: part('corroboration'),
    engagement: part('engagement'),
    novelty: part('novelty'),
    news: part('news'),
    copies: part('copies'),
    author: part('author'),
  };
}

function totalOf(parts: StoryScore): number {
  return round(
    parts.corroboration + parts.engagement + parts.novelty + parts.news + parts.copies + parts.author,
  );
}

export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000 + 0;
}

/** A copy-paste wave counts as one copy. */
function countedCopies(post: number, tools: RankTools): number {
  const copies = tools.copiesOf.get(post)?.length ?? 0;
  return tools.collapsed.waves[post] === 1 ? Math.min(1, copies) : copies;
}

/** Mean of the best three; undefined of none. */
function topMean(values: number[]): number | undefined {
  if (values.length === 0) return undefined;
  const best = values.sort((a, b) => b - a).slice(0, countedPosts);
  return best.reduce((sum, value) => sum + value, 0) / best.length;
}

/** Reach of the best known author: 1 for ten thousand followers, 1.5 for a million. */
function standing(posts: readonly number[], corpus: Corpus): number {
  const most = posts.reduce((max, post) => Math.max(max, corpus.posts[post]?.author.followers ?? 0), 0);
  return Math.log10(1 + most) / 4;
}
