import type { Post } from '../core/post.ts';
import { languageOf } from '../core/text/language.ts';
import { splitRepostPrefix } from '../core/text/normalise.ts';
import { createByteList, createIntList, type IntList } from './growable.ts';
import { comparedUnits, hashOfUnits } from './sketch.ts';
import type { Tokenizer, TokenLists } from './tokens.ts';

/** All posts of a run in reading order, as numbers: post `i` has terms `terms[offsets[i]..offsets[i + 1]]`. */
export interface Corpus {
  posts: Post[];
  tokenizer: Tokenizer;
  offsets: Int32Array;
  /** Term ids, ascending within a post. */
  terms: Int32Array;
  /** How often each stands in the post, at most 255. */
  counts: Uint8Array;
  figureOffsets: Int32Array;
  /** Ids of figures and versions, ascending within a post, with repeats. */
  figures: Int32Array;
  unitOffsets: Int32Array;
  /** The first 600 units of each text in order, for comparing texts; dropped after collapse. */
  units: Int32Array;
  /** Hash over the text's units in order; equal texts have equal hashes. */
  hashes: Float64Array;
  /** Number of units: how long a text is, whatever its script. */
  sizes: Int32Array;
  cues: Int32Array;
  promotions: Uint8Array;
  instructions: Uint8Array;
  names: Uint8Array;
  topicOffsets: Int32Array;
  /** Places of matched topics, with repeats. */
  topics: Int32Array;
  languages: string[];
  /** Number of an author among `handles`. */
  authors: Int32Array;
  handles: string[];
}

/** Lists that grow while posts are read. */
interface Lists {
  terms: IntList;
  counts: IntList<Uint8Array>;
  figures: IntList;
  units: IntList;
  topics: IntList;
  authorIds: Map<string, number>;
}

/** Reads every post once. `tick` is called now and then with the share done. */
export function readCorpus(posts: Post[], tokenizer: Tokenizer, tick: (share: number) => void): Corpus {
  const count = posts.length;
  const corpus = createCorpus(posts, tokenizer);
  const lists: Lists = {
    terms: createIntList(count * 16 + 16),
    counts: createByteList(count * 16 + 16),
    figures: createIntList(count * 2 + 16),
    units: createIntList(count * 64 + 16),
    topics: createIntList(count + 16),
    authorIds: new Map(),
  };
  for (let place = 0; place < count; place++) {
    if (place % 2048 === 0) tick(place / count);
    readPost(posts[place] as Post, place, corpus, lists);
  }
  corpus.terms = lists.terms.view();
  corpus.counts = lists.counts.view();
  corpus.figures = lists.figures.view();
  corpus.topics = lists.topics.view();
  corpus.units = lists.units.view();
  return corpus;
}

function createCorpus(posts: Post[], tokenizer: Tokenizer): Corpus {
  const count = posts.length;
  return {
    posts,
    tokenizer,
    offsets: new Int32Array(count + 1),
    terms: new Int32Array(0),
    counts: new Uint8Array(0),
    figureOffsets: new Int32Array(count + 1),
    figures: new Int32Array(0),
    unitOffsets: new Int32Array(count + 1),
    units: new Int32Array(0),
    hashes: new Float64Array(count),
    sizes: new Int32Array(count),
    cues: new Int32Array(count),
    promotions: new Uint8Array(count),
    instructions: new Uint8Array(count),
    names: new Uint8Array(count),
    topicOffsets: new Int32Array(count + 1),
    topics: new Int32Array(0),
    languages: new Array<string>(count),
    authors: new Int32Array(count),
    handles: [],
  };
}

function readPost(post: Post, place: number, corpus: Corpus, lists: Lists): void {
  const text = ownText(post);
  const tokens = corpus.tokenizer.readLists(text);
  keepTokens(tokens, place, corpus, lists);
  corpus.hashes[place] = hashOfUnits(tokens.units);
  corpus.sizes[place] = tokens.units.length;
  corpus.cues[place] = tokens.cues;
  corpus.promotions[place] = Math.min(255, tokens.promotions);
  corpus.instructions[place] = Math.min(255, tokens.instructions);
  corpus.names[place] = Math.min(255, tokens.names);
  corpus.languages[place] = languageOf(text);
  corpus.authors[place] = authorId(post.author.handle.toLowerCase(), lists.authorIds, corpus.handles);
}

function keepTokens(tokens: TokenLists, place: number, corpus: Corpus, lists: Lists): void {
  pushCounted(tokens.terms, lists.terms, lists.counts);
  corpus.offsets[place + 1] = lists.terms.length;
  sort(tokens.figures);
  pushFirst(tokens.figures, tokens.figures.length, lists.figures);
  corpus.figureOffsets[place + 1] = lists.figures.length;
  pushFirst(tokens.units, Math.min(tokens.units.length, comparedUnits), lists.units);
  corpus.unitOffsets[place + 1] = lists.units.length;
  pushFirst(tokens.topics, tokens.topics.length, lists.topics);
  corpus.topicOffsets[place + 1] = lists.topics.length;
}

function pushFirst(from: IntList, count: number, to: IntList): void {
  for (let i = 0; i < count; i++) to.push(from.at(i));
}

/** The text that the author wrote: without the `RT @handle:` of a repost by words and without a cut last word. */
export function ownText(post: Post): string {
  const text = post.text.startsWith('RT') ? splitRepostPrefix(post.text).text : post.text;
  return text.includes('…') ? withoutCutWord(text) : text;
}

/** A last word that ends in `…`, an address behind it or not, falls away; found from the end, in one pass. */
function withoutCutWord(text: string): string {
  const whole = text.trimEnd();
  const chunk = /\S*$/.exec(whole.slice(-longestChunk))?.[0] ?? '';
  const before = whole.slice(0, whole.length - chunk.length).trimEnd();
  if (/^https?:/.test(chunk) && before.endsWith('…'))
    return text.slice(0, startOfCutWord(before, before.length - 1));
  const sign = chunk.search(/…(?:https?:|$)/);
  return sign < 0 ? text : text.slice(0, startOfCutWord(whole, whole.length - chunk.length + sign));
}

const longestChunk = 2000;

function startOfCutWord(text: string, end: number): number {
  let start = end;
  while (start > 0 && /[A-Za-z0-9_#@.:/-]/.test(text[start - 1] ?? '')) start--;
  return start;
}

/** Appends distinct ids in ascending order with their counts. */
function pushCounted(ids: IntList, terms: IntList, counts: IntList<Uint8Array>): void {
  sort(ids);
  for (let i = 0; i < ids.length; ) {
    const id = ids.at(i);
    let end = i + 1;
    while (end < ids.length && ids.at(end) === id) end++;
    terms.push(id);
    counts.push(Math.min(255, end - i));
    i = end;
  }
}

const shortList = 48;

/** Ascending; short lists, which most are, by insertion. */
function sort(ids: IntList): void {
  const numbers = ids.view();
  if (ids.length > shortList) {
    numbers.sort();
    return;
  }
  for (let i = 1; i < numbers.length; i++) {
    const id = numbers[i] ?? 0;
    let at = i;
    for (; at > 0 && (numbers[at - 1] ?? 0) > id; at--) numbers[at] = numbers[at - 1] ?? 0;
    numbers[at] = id;
  }
}

function authorId(handle: string, ids: Map<string, number>, handles: string[]): number {
  const known = ids.get(handle);
  if (known !== undefined) return known;
  ids.set(handle, handles.length);
  return handles.push(handle) - 1;
}
