import type { Lexicon } from '../../core/edition.ts';
import type { EvidencePack, PackPost, Story } from '../../core/pack.ts';
import { fold } from '../../core/text/fold.ts';
import { languageOf } from '../../core/text/language.ts';
import { bigrams } from '../../core/text/likeness.ts';
import { latinNames, type NameFinder } from '../../core/text/names.ts';
import { findQuantities } from '../../core/text/quantities.ts';
import { type Sentence as SentenceSpan, splitSentences } from '../../core/text/sentences.ts';
import {
  type CueCounter,
  cleanSentence,
  createCueCounter,
  flaws,
  leansBack,
  widest,
  width,
} from './readable.ts';
import { centroid, cosine, createWords, toVectors, type Vector, type Words } from './words.ts';

/** A stretch of a post that could be a claim. */
export interface Sentence {
  text: string;
  /** As it stands in the post. */
  quote: string;
  post: PackPost;
  /** Place within the post, counted in sentences, and its span in the pack's text. */
  place: number;
  start: number;
  end: number;
  language: string;
  vector: Vector;
  pairs: ReadonlySet<string>;
  /** Canonical figures. */
  figures: readonly string[];
  names: readonly string[];
  /** Names, versions and figures: what a sentence in another language shares with it. */
  pivots: ReadonlySet<string>;
  flaws: number;
  isOpinion: boolean;
  isRumour: boolean;
  isEvent: boolean;
  /** Holds a main name of its story, where that has any. */
  isOnSubject: boolean;
  /** Nearness to the heart of its story, with what speaks for and against it. */
  score: number;
}

/** A story with its sentences, best first. */
export interface StoryPool {
  story: Story;
  posts: PackPost[];
  sentences: Sentence[];
  heart: Vector;
}

export interface PoolTools {
  names: NameFinder;
  words: Words;
  cues: CueCounter;
}

export function createPoolTools(lexicon: Lexicon, names: NameFinder): PoolTools {
  return { names, words: createWords(lexicon), cues: createCueCounter(lexicon) };
}

/** The sentences of every story of a pack, in the pack's order of stories. */
export function readPools(pack: EvidencePack, tools: PoolTools): StoryPool[] {
  const raw = pack.posts.flatMap((post) => stretches(post, tools));
  const vectors = toVectors(
    raw.map((sentence) => sentence.text),
    tools.words,
  );
  const sentences = raw.map((sentence, index) => ({ ...sentence, vector: vectors[index] ?? new Map() }));
  return pack.stories.map((story) => toPool(story, pack, sentences));
}

function toPool(story: Story, pack: EvidencePack, all: readonly Sentence[]): StoryPool {
  const posts = pack.posts.filter((post) => post.storyId === story.id);
  const own = all.filter((sentence) => sentence.post.storyId === story.id);
  const heart = centroid(own.map((sentence) => sentence.vector));
  const main = mainNames(own, posts.length);
  const judged = own.map((sentence) => {
    const isOnSubject = main.size === 0 || sentence.names.some((name) => main.has(name));
    const strayed = { ...sentence, isOnSubject, flaws: sentence.flaws + strayFlaw(sentence, main, heart) };
    return { ...strayed, score: scoreOf(strayed, main, heart, posts) + supportOf(strayed, own) };
  });
  return { story, posts, heart, sentences: judged.sort(bestFirst) };
}

/** Alias ids that a good part of a story's posts name. */
function mainNames(sentences: readonly Sentence[], posts: number): Set<string> {
  const holders = new Map<string, Set<PackPost>>();
  for (const { names, post } of sentences) {
    for (const name of names) holders.set(name, (holders.get(name) ?? new Set()).add(post));
  }
  return new Set(
    [...holders].filter(([, held]) => held.size >= Math.max(1, posts * 0.4)).map(([name]) => name),
  );
}

/** A round-up names other things than its story; a sentence without any name says little on its own. */
function strayFlaw(sentence: Sentence, main: ReadonlySet<string>, heart: Vector): number {
  const near = cosine(sentence.vector, heart);
  if (sentence.names.some((name) => main.has(name))) return 0;
  if (main.size > 0 && sentence.names.length > 0) return near < 0.3 ? 0.7 : 0.2;
  return near < 0.22 ? 0.4 : 0.15;
}

function bestFirst(a: Sentence, b: Sentence): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.post.handle !== b.post.handle) return a.post.handle < b.post.handle ? -1 : 1;
  return a.place - b.place || a.text.length - b.text.length;
}

const weights = {
  lead: 0.15,
  figure: 0.08,
  name: 0.06,
  mainName: 0.12,
  event: 0.3,
  size: 0.15,
  support: 0.07,
  postRank: 0.03,
};

/**
 * Centroid choice (Radev et al. 2004) on damped tf-idf, with lead, figures and names for it and flaws against it.
 */
function scoreOf(
  sentence: Sentence,
  main: ReadonlySet<string>,
  heart: Vector,
  posts: readonly PackPost[],
): number {
  const shared = sentence.names.filter((name) => main.has(name)).length;
  return (
    cosine(sentence.vector, heart) +
    weights.lead / (1 + sentence.place) +
    weights.figure * Math.min(2, sentence.figures.length) +
    weights.name * Math.min(2, sentence.names.length) +
    weights.mainName * Math.min(2, shared) +
    weights.size * Math.min(1, width(sentence.text) / 130) +
    (sentence.isEvent ? weights.event : 0) -
    weights.postRank * Math.min(5, posts.indexOf(sentence.post)) -
    sentence.flaws
  );
}

/** Other authors of the story who say something near it. */
function supportOf(sentence: Sentence, others: readonly Sentence[]): number {
  const { handle } = sentence.post.post.author;
  const near = others.filter(
    (other) => other.post.post.author.handle !== handle && cosine(other.vector, sentence.vector) > 0.3,
  );
  return weights.support * Math.min(3, new Set(near.map((other) => other.post.post.author.handle)).size);
}

const weakOpinion = /预测|判断|建议|必须|prediction|must be|should be|takeaways?/g;

/** An opinion's cue that says no more than `predicts` must open the sentence. */
function isOpinion(text: string, cues: CueCounter): boolean {
  if (cues(text.replace(weakOpinion, ' '), 'opinion') > 0) return true;
  return (
    cues(text.slice(0, 12), 'opinion') > 0 &&
    /^(?:我的?)?(?:预测|判断|建议|prediction|takeaways?)/i.test(text)
  );
}

/** Single sentences, and two together where the second leans on the first or the first is but a short opening. */
function stretches(post: PackPost, tools: PoolTools): Sentence[] {
  const parts = splitSentences(post.text);
  const isCut = post.text.endsWith('…') && !fold(post.post.text).text.trimEnd().endsWith('...');
  const whole = isCut && parts.length > 1 ? parts.slice(0, -1) : parts;
  return whole.flatMap((part, place) => {
    const single = toSentence(post, part, place, tools);
    const next = whole[place + 1];
    const both = next ? post.text.slice(part.start, next.end) : '';
    const isPair =
      next !== undefined && !both.includes('\n') && belongs(part.text, cleanSentence(next.text), both);
    if (!isPair) return [single];
    return [single, toSentence(post, { text: both, start: part.start, end: next.end }, place, tools)];
  });
}

const opening = 84;
const pairWidth = 200;

function belongs(first: string, second: string, both: string): boolean {
  if (leansBack(second)) return width(both) <= widest - 20;
  return width(first) <= opening && width(both) <= pairWidth && !/[?？]/.test(both);
}

function toSentence(
  post: PackPost,
  { text: quote, start, end }: SentenceSpan,
  place: number,
  tools: PoolTools,
): Sentence {
  const text = cleanSentence(quote);
  const figures = [...new Set(findQuantities(text).map((figure) => figure.key))];
  const hits = tools.names(text);
  const tokens = latinNames(text).filter(
    (token) => !hits.some((hit) => hit.start < token.end && token.start < hit.end),
  );
  return {
    text,
    quote,
    post,
    place,
    start,
    end,
    language: languageOf(text),
    vector: new Map(),
    pairs: bigrams(text),
    figures,
    names: [...new Set(hits.map((hit) => hit.id))],
    pivots: new Set([...hits.map((hit) => hit.id), ...tokens.map((token) => token.key), ...figures]),
    flaws: flaws(text, (kind) => tools.cues(text, kind)),
    isOpinion: isOpinion(text, tools.cues),
    isRumour: tools.cues(text, 'rumour') > 0,
    isEvent: tools.cues(text, 'event') > 0,
    isOnSubject: false,
    score: 0,
  };
}
