import type { Corpus } from './corpus.ts';
import { cueBit } from './tokens.ts';
import { longUnits, newsPoints, shortUnits } from './weights.ts';

const bits = {
  event: cueBit('event'),
  opinion: cueBit('opinion'),
  rumour: cueBit('rumour'),
  personal: cueBit('personal'),
  greeting: cueBit('greeting'),
  gravity: cueBit('gravity'),
};

export function hasCue(corpus: Corpus, post: number, kind: keyof typeof bits): boolean {
  return ((corpus.cues[post] ?? 0) & bits[kind]) !== 0;
}

export function figureCount(corpus: Corpus, post: number): number {
  return (corpus.figureOffsets[post + 1] ?? 0) - (corpus.figureOffsets[post] ?? 0);
}

function hasTopic(corpus: Corpus, post: number): boolean {
  return (corpus.topicOffsets[post + 1] ?? 0) > (corpus.topicOffsets[post] ?? 0);
}

/** Talk without a matter: greetings, personal notes, emoji, a few words without a name or figure. */
export function isChatter(corpus: Corpus, post: number): boolean {
  const size = corpus.sizes[post] ?? 0;
  if (size < 3) return true;
  if ((corpus.names[post] ?? 0) > 0 || hasTopic(corpus, post)) return false;
  if (hasCue(corpus, post, 'greeting') || hasCue(corpus, post, 'personal'))
    return !hasCue(corpus, post, 'event');
  return size < shortUnits && !hasCue(corpus, post, 'event') && figureCount(corpus, post) === 0;
}

/** Newsworthiness of one post by the lexicon and its form. */
export function newsOf(corpus: Corpus, post: number): number {
  const points = newsPoints;
  let total = Math.min(points.mostNames, corpus.names[post] ?? 0) * points.name;
  total += Math.min(points.mostFigures, figureCount(corpus, post)) * points.figure;
  if (hasTopic(corpus, post)) total += points.topic;
  if (hasCue(corpus, post, 'event')) total += points.event;
  if (hasCue(corpus, post, 'gravity')) total += points.gravity;
  if (hasCue(corpus, post, 'opinion')) total += points.opinion;
  if (hasCue(corpus, post, 'rumour')) total += points.rumour;
  if (hasCue(corpus, post, 'personal')) total += points.personal;
  if (hasCue(corpus, post, 'greeting')) total += points.greeting;
  if ((corpus.promotions[post] ?? 0) > 0) total += points.promotion;
  if (/[?？]\s*$/.test(corpus.posts[post]?.text ?? '')) total += points.question;
  if ((corpus.sizes[post] ?? 0) < shortUnits) total += points.short;
  if ((corpus.sizes[post] ?? 0) > longUnits) total += points.long;
  if (/https?:/.test(corpus.posts[post]?.text ?? '')) total += points.link;
  if (corpus.posts[post]?.text.startsWith('RT @')) total += points.repost;
  return isChatter(corpus, post) ? total + points.chatter : total;
}
