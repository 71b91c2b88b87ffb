import type { Post } from '../core/post.ts';
import type { StoryScore } from '../core/report.ts';
import type { Collapsed } from './collapse.ts';
import type { Corpus } from './corpus.ts';
import { engagementOf, type Habits } from './habits.ts';
import { newsOf } from './news.ts';
import { authorWeights, loudWeight, scoreWeights } from './weights.ts';

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
  habits: Habits;
  /** Log-odds of the story's strongest terms against former days; 0 without history. */
  novelty: (posts: readonly number[]) => number;
}

const weightSum = Object.values(scoreWeights).reduce((sum, weight) => sum + weight, 0);
const countedPosts = 3;

export function measureStory(posts: readonly number[], tools: RankTools): StoryMeasure {
  const { corpus } = tools;
  const judged = posts.map((post) => judge(post, tools)).sort((a, b) => b.worth - a.worth || a.post - b.post);
  const best = judged.slice(0, countedPosts);
  const authors = [...new Set(posts.map((post) => corpus.authors[post] ?? 0))];
  const copies = posts.reduce((sum, post) => sum + countedCopies(post, tools), 0);
  const engagement = mean(best.flatMap(({ surprise }) => (surprise === undefined ? [] : [surprise])));
  const parts = weigh(
    {
      corroboration: Math.log2(authors.length),
      engagement: engagement ?? 0,
      novelty: tools.novelty(posts),
      news: mean(best.map(({ news }) => news)) ?? 0,
      copies: Math.log1p(copies),
      author: (mean(best.map(({ standing }) => standing)) ?? 0) + bestAuthority(best),
    },
    engagement !== undefined,
  );
  return { ordered: judged.map(({ post }) => post), authors, copies, score: totalOf(parts), parts };
}

interface Judged {
  post: number;
  news: number;
  surprise: number | undefined;
  standing: number;
  authority: number;
  worth: number;
}

/** A story weighs what the best-known of its best posts weighs. */
function bestAuthority(best: readonly Judged[]): number {
  return Math.max(0, ...best.map(({ authority }) => authority));
}

/** What one post is worth among the story's posts. */
function judge(post: number, { corpus, habits }: RankTools): Judged {
  const news = newsOf(corpus, post);
  const surprise = habits.surprise(post);
  const standing =
    authorWeights.standing * habits.standing(post) +
    authorWeights.focus * habits.focus(post) +
    authorWeights.volume * habits.volume(post);
  const authority = authorWeights.authority * habits.authority(post);
  const worth =
    scoreWeights.news * news +
    scoreWeights.engagement * (surprise ?? 0) +
    scoreWeights.author * (standing + authority) +
    loudWeight * Math.log1p(engagementOf(corpus.posts[post] as Post) ?? 0);
  return { post, news, surprise, standing, authority, worth };
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

/** Undefined of none. */
function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
