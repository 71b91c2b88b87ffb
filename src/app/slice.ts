import type { DigestWant } from '../core/command.ts';
import type { Topic } from '../core/edition.ts';
import type { EngineResult } from '../core/pack.ts';
import type { Post } from '../core/post.ts';
import type { Reading } from './build.ts';

/** A part of a day: the stories of a topic, or the posts that hold some words. */
export interface Slice {
  /** Topic id, or `q:` and the folded words. */
  id: string;
  words: string;
  topic?: Topic;
}

export function sliceOf(want: NonNullable<DigestWant['topic']>, topics: readonly Topic[]): Slice {
  if ('words' in want) return { id: sliceId(want), words: want.words };
  const topic = topics.find((candidate) => candidate.id === want.id);
  return { id: want.id, words: want.id, ...(topic && { topic }) };
}

export function sliceId(want: NonNullable<DigestWant['topic']>): string {
  return 'id' in want ? want.id : `q:${foldWords(want.words)}`;
}

/**
 * The posts of a slice: whole stories, so that what was corroborated stays corroborated, and of stories that are
 * mainly about something else the posts that speak of the topic.
 */
export function slicePosts(slice: Slice, reading: Reading): Post[] {
  const { topic } = slice;
  return topic ? topicPosts(topic, reading) : wordPosts(slice, reading);
}

function topicPosts(topic: Topic, { engine, read }: Reading): Post[] {
  const inStories = idsOf(engine.stories.filter(({ topics }) => topics.includes(topic.id)));
  const kept = new Set(engine.stories.flatMap(({ postIds }) => postIds));
  const speaks = termMatcher(topic);
  return read.posts.filter(({ id, text }) => inStories.has(id) || (kept.has(id) && speaks(text)));
}

function wordPosts(slice: Slice, reading: Reading): Post[] {
  const wanted = idsOf(
    reading.engine.stories.filter(({ postIds }) => postIds.some((id) => holdsWords(slice, reading, id))),
  );
  return reading.read.posts.filter(({ id }) => wanted.has(id));
}

/** Ids of the stories' posts and of their copies. */
function idsOf(stories: EngineResult['stories']): Set<string> {
  return new Set(
    stories.flatMap(({ postIds, copies }) => [...postIds, ...copies.map(({ postId }) => postId)]),
  );
}

/** Whether a text holds a term of the topic: Latin terms as whole words, hanzi anywhere. */
function termMatcher({ terms }: Topic): (text: string) => boolean {
  const latin = terms.en.map((term) => `(?<![a-z0-9])${RegExp.escape(foldWords(term))}(?![a-z0-9])`);
  const all = [...latin, ...terms.zh.map((term) => RegExp.escape(foldWords(term)))];
  if (all.length === 0) return () => false;
  const pattern = new RegExp(all.join('|'));
  return (text) => pattern.test(foldWords(text));
}

/** A slice's words keep the trends of the whole day: within a slice every word of its topic would seem to rise. */
export function withTrendsOf(whole: EngineResult, part: EngineResult): EngineResult {
  const trendOf = new Map(whole.words.map((word) => [word.text, word.trend]));
  const words = part.words.map(({ trend: _, ...word }) => {
    const trend = trendOf.get(word.text);
    return trend ? { ...word, trend } : word;
  });
  return { ...part, words, trends: whole.trends };
}

const textById = new WeakMap<Reading, Map<string, string>>();

function holdsWords(slice: Slice, reading: Reading, id: string): boolean {
  const texts =
    textById.get(reading) ?? new Map(reading.read.posts.map((post) => [post.id, foldWords(post.text)]));
  textById.set(reading, texts);
  const text = texts.get(id) ?? '';
  return foldWords(slice.words)
    .split(' ')
    .every((word) => text.includes(word));
}

function foldWords(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
