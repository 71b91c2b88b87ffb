import type { Lexicon } from '../../core/edition.ts';
import type { EvidencePack, PackPost, Story } from '../../core/pack.ts';
import { fold } from '../../core/text/fold.ts';
import { languageOf } from '../../core/text/language.ts';
import { bigrams } from '../../core/text/likeness.ts';
import type { NameFinder } from '../../core/text/names.ts';
import { findQuantities } from '../../core/text/quantities.ts';
import { splitSentences } from '../../core/text/sentences.ts';
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
  /** Place within the post. */
  place: number;
  language: string;
  vector: Vector;
  pairs: ReadonlySet<string>;
  /** Canonical figures. */
  figures: readonly string[];
  names: readonly string[];
  flaws: number;
  isOpinion: boolean;
  isRumour: boolean;
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
  const scored = own.map((sentence) => ({ ...sentence, score: scoreOf(sentence, heart, posts) }));
  return { story, posts, heart, sentences: scored.sort(bestFirst) };
}

function bestFirst(a: Sentence, b: Sentence): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.post.handle !== b.post.handle) return a.post.handle < b.post.handle ? -1 : 1;
  return a.place - b.place || a.text.length - b.text.length;
}

const weights = { lead: 0.25, figure: 0.1, name: 0.08, postRank: 0.04 };

/**
 * Centroid choice (Radev et al. 2004) on damped tf-idf, with lead, figures and names for it and flaws against it.
 */
function scoreOf(sentence: Sentence, heart: Vector, posts: readonly PackPost[]): number {
  const rank = posts.indexOf(sentence.post);
  return (
    cosine(sentence.vector, heart) +
    weights.lead / (1 + sentence.place) +
    weights.figure * Math.min(3, sentence.figures.length) +
    weights.name * Math.min(3, sentence.names.length) -
    weights.postRank * rank -
    sentence.flaws
  );
}

/** Single sentences, and two together where the second leans on the first. */
function stretches(post: PackPost, tools: PoolTools): Sentence[] {
  const parts = splitSentences(post.text);
  const isCut = post.text.endsWith('…') && !fold(post.post.text).text.trimEnd().endsWith('...');
  return parts.flatMap((part, place) => {
    if (isCut && place === parts.length - 1 && place > 0) return [];
    const single = toSentence(post, part.text, place, tools);
    const next = parts[place + 1];
    if (!next || (isCut && place + 1 === parts.length - 1) || !leansBack(cleanSentence(next.text)))
      return [single];
    const both = post.text.slice(part.start, next.end);
    if (both.includes('\n') || width(both) > widest - 20) return [single];
    return [single, toSentence(post, both, place, tools)];
  });
}

function toSentence(post: PackPost, quote: string, place: number, tools: PoolTools): Sentence {
  const text = cleanSentence(quote);
  return {
    text,
    quote,
    post,
    place,
    language: languageOf(text),
    vector: new Map(),
    pairs: bigrams(text),
    figures: [...new Set(findQuantities(text).map((figure) => figure.key))],
    names: [...new Set(tools.names(text).map((hit) => hit.id))],
    flaws: flaws(text, (kind) => tools.cues(text, kind)),
    isOpinion: tools.cues(text, 'opinion') > 0,
    isRumour: tools.cues(text, 'rumour') > 0,
    score: 0,
  };
}
