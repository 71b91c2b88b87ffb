import type { DraftClaim } from '../../core/draft.ts';
import { jaccard, repeatLikeness } from '../../core/text/likeness.ts';
import type { Sentence, StoryPool } from './pool.ts';
import { inHouseStyle } from './readable.ts';
import { cosine } from './words.ts';

/** Chooses sentences of stories one after the other; what was chosen once is never chosen again. */
export interface Chooser {
  /** The best sentence left in a story that `admits`, or undefined; it counts as said from then on. */
  next(pool: StoryPool, admits?: (sentence: Sentence) => boolean): Sentence | undefined;
}

/** Worth of a sentence in the asked language over one in another. */
const ownLanguageBonus = 0.6;
const redundancyCost = 0.5;

export function createChooser(language: string): Chooser {
  const said: Sentence[] = [];
  return {
    next(pool, admits = () => true) {
      let best: Sentence | undefined;
      let most = Number.NEGATIVE_INFINITY;
      for (const sentence of pool.sentences) {
        const worth = worthOf(sentence, said, language);
        if (worth <= most || sentence.flaws >= 1 || !admits(sentence) || isSaid(sentence, said)) continue;
        [best, most] = [sentence, worth];
      }
      if (best) said.push(best);
      return best;
    },
  };
}

/** Maximal marginal relevance (Carbonell and Goldstein 1998) over what was already said of the story. */
function worthOf(sentence: Sentence, said: readonly Sentence[], language: string): number {
  const own = said.filter((other) => other.post.storyId === sentence.post.storyId);
  const overlap = Math.max(0, ...own.map((other) => cosine(other.vector, sentence.vector)));
  return sentence.score + (sentence.language === language ? ownLanguageBonus : 0) - redundancyCost * overlap;
}

/** Bars a little below the verifier's, so that it finds no repeat. */
function isSaid(sentence: Sentence, said: readonly Sentence[]): boolean {
  return said.some((other) => {
    const isSameStory = other.post.storyId === sentence.post.storyId;
    if (other.post === sentence.post && other.start < sentence.end && sentence.start < other.end) return true;
    const bar = isSameStory ? repeatLikeness.sameStory : repeatLikeness.anywhere;
    if (jaccard(other.pairs, sentence.pairs) >= bar - 0.05) return true;
    return isSameStory && saysSameThing(other, sentence);
  });
}

/** The same figures about the same names, in whatever language. */
function saysSameThing(a: Sentence, b: Sentence): boolean {
  if (a.language !== b.language && sharedPivots(a, b) >= 0.6) return true;
  if (a.figures.length === 0 || b.figures.length === 0) return cosine(a.vector, b.vector) > 0.6;
  const [few, many] = a.figures.length <= b.figures.length ? [a, b] : [b, a];
  const shared = few.figures.filter((figure) => many.figures.includes(figure)).length;
  return (
    shared === few.figures.length &&
    (few.figures.length > 1 || a.names.some((name) => b.names.includes(name)))
  );
}

/** Share of the smaller side's names and figures that the other side has too, of at least two. */
function sharedPivots(a: Sentence, b: Sentence): number {
  const shared = [...a.pivots].filter((pivot) => b.pivots.has(pivot)).length;
  return shared < 2 ? 0 : shared / Math.min(a.pivots.size, b.pivots.size);
}

const mostCites = 3;

/** A claim of a sentence, with the posts of its story that bear it out. */
export function toClaim(sentence: Sentence, pool: StoryPool, language: string): DraftClaim {
  const isOwn = sentence.language === language;
  const cites = [sentence, ...backers(sentence, pool)].slice(0, mostCites);
  const claim: DraftClaim = {
    text: isOwn ? inHouseStyle(sentence.text, language) : sentence.text,
    storyId: pool.story.id,
    cites: cites.map(({ post, quote }) => ({ handle: post.handle, quote: quote.slice(0, 400) })),
    stance: stanceOf(sentence, cites),
  };
  return isOwn ? claim : { ...claim, language: sentence.language };
}

function stanceOf(sentence: Sentence, cites: readonly Sentence[]): DraftClaim['stance'] {
  if (sentence.isRumour) return 'rumour';
  if (sentence.isOpinion) return 'opinion';
  return new Set(cites.map(({ post }) => post.post.author.handle)).size > 1 ? 'fact' : 'claim';
}

/** What somebody says of themselves: nobody else can bear it out, and it is no news. */
export function isPersonal({ text }: Sentence): boolean {
  return /\b(?:I|my|our|we)\b|[我咱]/u.test(text);
}

/** Sentences by other authors of the story that say the same: near in words, or all its figures and a name. */
function backers(sentence: Sentence, pool: StoryPool): Sentence[] {
  if (isPersonal(sentence)) return [];
  const found: Sentence[] = [];
  const authors = new Set([sentence.post.post.author.handle]);
  for (const other of pool.sentences) {
    const author = other.post.post.author.handle;
    if (authors.has(author) || !bearsOut(other, sentence)) continue;
    authors.add(author);
    found.push(other);
  }
  return found;
}

function bearsOut(other: Sentence, sentence: Sentence): boolean {
  const holdsFigures = sentence.figures.every((figure) => other.figures.includes(figure));
  if (!holdsFigures) return false;
  const sharesName = sentence.names.some((name) => other.names.includes(name));
  if (sentence.figures.length > 0) return sharesName || cosine(other.vector, sentence.vector) >= 0.35;
  return cosine(other.vector, sentence.vector) >= 0.5;
}
