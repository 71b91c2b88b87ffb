import type { StoryTheme } from '../core/pack.ts';
import type { RankedStory, Stage } from './rank-stage.ts';
import { assign, findThemes, groupRows } from './themes.ts';
import { centroids, postVectors, type Vectors } from './vectors.ts';
import { themeLimits } from './weights.ts';

const termsPerStory = 80;
const termsPerTheme = 200;
const shownTerms = 6;
const joinThreshold = 0.12;

/** Themes over ranked stories; every story gets its theme's id. On large days the foremost stories shape them. */
export function themesOfStories(ranked: RankedStory[], stage: Stage): StoryTheme[] {
  const vectors = storyVectors(ranked, stage);
  const labels = labelStories(vectors, ranked);
  const groups = groupRows(labels);
  const centres = centroids(vectors, groups, termsPerTheme);
  const themes = groups.map((group, label) => toTheme(group, label, ranked, centres, stage));
  return themes;
}

function storyVectors(ranked: readonly RankedStory[], stage: Stage): Vectors {
  const { corpus, rows, statistics } = stage;
  const posts = postVectors(corpus, rows, statistics.idf);
  const rowOf = new Int32Array(corpus.posts.length);
  rows.forEach((post, row) => {
    rowOf[post] = row;
  });
  return centroids(
    posts,
    ranked.map(({ posts: members }) => members.map((post) => rowOf[post] ?? 0)),
    termsPerStory,
  );
}

function labelStories(vectors: Vectors, ranked: readonly RankedStory[]): Int32Array {
  if (ranked.length <= themeLimits.shaping) return findThemes(vectors);
  const shaping = centroidsOfFirst(vectors, themeLimits.shaping);
  const labels = findThemes(shaping);
  const centres = centroids(shaping, groupRows(labels), termsPerTheme);
  const all = assign(vectors, centres, joinThreshold);
  const rest = centres.rows;
  return all.map((centre, row) => (row < shaping.rows ? (labels[row] ?? rest) : centre < 0 ? rest : centre));
}

/** The first rows alone: a view, since rows lie one behind the other. */
function centroidsOfFirst(vectors: Vectors, rows: number): Vectors {
  const end = vectors.offsets[rows] ?? 0;
  return {
    rows,
    width: vectors.width,
    offsets: vectors.offsets.subarray(0, rows + 1),
    terms: vectors.terms.subarray(0, end),
    weights: vectors.weights.subarray(0, end),
  };
}

function toTheme(
  group: readonly number[],
  label: number,
  ranked: RankedStory[],
  centres: Vectors,
  stage: Stage,
): StoryTheme {
  const id = `t${label + 1}`;
  const members = group.map((row) => ranked[row] as RankedStory);
  for (const { story } of members) story.theme = id;
  const posts = members.slice(0, 12).flatMap(({ posts: own }) => own.slice(0, 4));
  const topic = commonTopic(members);
  return {
    id,
    terms: strongestOf(centres, label).map((term) => stage.display(term, posts)),
    ...(topic && { topic }),
    storyIds: members.map(({ story }) => story.id),
  };
}

function strongestOf(centres: Vectors, row: number): number[] {
  const start = centres.offsets[row] ?? 0;
  const end = centres.offsets[row + 1] ?? 0;
  const order = Array.from({ length: end - start }, (_, place) => start + place);
  order.sort((a, b) => (centres.weights[b] ?? 0) - (centres.weights[a] ?? 0) || a - b);
  return order.slice(0, shownTerms).map((place) => centres.terms[place] ?? 0);
}

/** The topic that most posts of the theme's stories share. */
function commonTopic(members: readonly RankedStory[]): string | undefined {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { story } of members) {
    total += story.postIds.length;
    for (const topic of story.topics) counts.set(topic, (counts.get(topic) ?? 0) + story.postIds.length);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best && best[1] * 3 >= total ? best[0] : undefined;
}
