import type { Lexicon } from '../../core/edition.ts';
import { bare } from '../../core/text/fold.ts';

/** Splits a text into the words by which sentences are compared: Latin words and pairs of hanzi, no stop words. */
export type Words = (text: string) => string[];

const tokenRe = /[a-z\d\u00df-\u024f]+(?:[.+'-][a-z\d\u00df-\u024f]+)*|[\u3400-\u9fff]+/g;

export function createWords(lexicon: Pick<Lexicon, 'stopWords'>): Words {
  const stops = new Set([...lexicon.stopWords.en, ...lexicon.stopWords.zh]);
  return (text) =>
    (bare(text).match(tokenRe) ?? []).flatMap((token) =>
      token.charCodeAt(0) >= 0x3400 ? pairs(token, stops) : latin(token, stops),
    );
}

function latin(token: string, stops: ReadonlySet<string>): string[] {
  const word = token.replace(/'s$/, '');
  if (stops.has(word) || stops.has(token) || word.length < 2) return [];
  return [word.length > 4 ? word.replace(/(?<=[^s])s$/, '') : word];
}

function pairs(run: string, stops: ReadonlySet<string>): string[] {
  const found: string[] = [];
  for (let i = 0; i + 1 < run.length; i++) {
    const pair = run.slice(i, i + 2);
    if (!stops.has(pair)) found.push(pair);
  }
  return found;
}

/** A text's words with their weights, of length 1. */
export type Vector = ReadonlyMap<string, number>;

/** Damped counts times rarity over the given texts, scaled to length 1. */
export function toVectors(texts: readonly string[], words: Words): Vector[] {
  const lists = texts.map((text) => words(text));
  const frequency = new Map<string, number>();
  for (const list of lists)
    for (const word of new Set(list)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const rarity = (word: string) => Math.log(1 + texts.length / (frequency.get(word) ?? 1));
  return lists.map((list) => {
    const counts = new Map<string, number>();
    for (const word of list) counts.set(word, (counts.get(word) ?? 0) + 1);
    return unit(new Map([...counts].map(([word, count]) => [word, (1 + Math.log(count)) * rarity(word)])));
  });
}

export function centroid(vectors: readonly Vector[]): Vector {
  const sum = new Map<string, number>();
  for (const vector of vectors)
    for (const [word, weight] of vector) sum.set(word, (sum.get(word) ?? 0) + weight);
  return unit(sum);
}

function unit(vector: ReadonlyMap<string, number>): Vector {
  let squares = 0;
  for (const weight of vector.values()) squares += weight * weight;
  const length = Math.sqrt(squares) || 1;
  return new Map([...vector].map(([word, weight]) => [word, weight / length]));
}

export function cosine(a: Vector, b: Vector): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [word, weight] of small) sum += weight * (large.get(word) ?? 0);
  return sum;
}
