import type { StoryTheme } from '../core/pack.ts';
import { type RankedStory, type Stage, shownTerms } from './rank-stage.ts';
import { assign, findThemes, groupRows } from './themes.ts';
import { centroids, postVectors, type Vectors } from './vectors.ts';
import { themeLimits } from './weights.ts';

const termsPerTheme = 200;
const mostShown = 6;
const looked = 40;

/**
 * Themes over the posts of ranked stories; every story gets the theme that most of its posts fall into. On
 * large days the posts of the foremost stories shape them.
 */
export function themesOfStories(ranked: RankedStory[], stage: Stage): StoryTheme[] {
  const order = shapingOrder(ranked);
  const { idf, rareIdf } = stage.statistics;
  const vectors = postVectors(stage.corpus, order, { kept: idf, length: rareIdf });
  const labels = labelPosts(vectors);
  const rowOf = new Int32Array(stage.corpus.posts.length);
  order.forEach((post, row) => {
    rowOf[post] = row;
  });
  const groups = groupRows(
    Int32Array.from(ranked, ({ posts }) => mostFrequent(posts.map((post) => labels[rowOf[post] ?? 0] ?? 0))),
  );
  const members = groups.map((group) => group.slice(0, 200).flatMap((story) => ranked[story]?.posts ?? []));
  const centres = centroids(
    vectors,
    members.map((posts) => posts.map((post) => rowOf[post] ?? 0)),
    termsPerTheme,
  );
  return groups.map((group, label) => toTheme(group, label, ranked, centres, stage));
}

/** Posts of the best stories first, each part in reading order. */
function shapingOrder(ranked: readonly RankedStory[]): Int32Array {
  const posts = Int32Array.from(ranked.flatMap((story) => story.posts));
  posts.subarray(0, themeLimits.shaping).sort();
  return posts;
}

function labelPosts(vectors: Vectors): Int32Array {
  if (vectors.rows <= themeLimits.shaping) return findThemes(vectors);
  const shaping = firstRows(vectors, themeLimits.shaping);
  const labels = findThemes(shaping);
  const centres = centroids(shaping, groupRows(labels), termsPerTheme);
  const all = assign(vectors, centres, themeLimits.join);
  const rest = centres.rows;
  return all.map((centre, row) => (row < shaping.rows ? (labels[row] ?? rest) : centre < 0 ? rest : centre));
}

/** The first rows alone: a view, since rows lie one behind the other. */
function firstRows(vectors: Vectors, rows: number): Vectors {
  const end = vectors.offsets[rows] ?? 0;
  return {
    rows,
    width: vectors.width,
    offsets: vectors.offsets.subarray(0, rows + 1),
    terms: vectors.terms.subarray(0, end),
    weights: vectors.weights.subarray(0, end),
  };
}

/** A story's posts vote; a tie goes to the label met first. */
function mostFrequent(labels: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  let best = labels[0] ?? 0;
  for (const [label, count] of counts) if (count > (counts.get(best) ?? 0)) best = label;
  return best;
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
    terms: shownTerms(strongestOf(centres, label), mostShown, stage).map((term) =>
      stage.display(term, posts),
    ),
    ...(topic && { topic }),
    storyIds: members.map(({ story }) => story.id),
  };
}

function strongestOf(centres: Vectors, row: number): number[] {
  const start = centres.offsets[row] ?? 0;
  const end = centres.offsets[row + 1] ?? 0;
  const order = Array.from({ length: end - start }, (_, place) => start + place);
  order.sort((a, b) => (centres.weights[b] ?? 0) - (centres.weights[a] ?? 0) || a - b);
  return order.slice(0, looked).map((place) => centres.terms[place] ?? 0);
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
