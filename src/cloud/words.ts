import type { Word } from '../core/report.ts';
import { cleanText } from './font/clean.ts';
import { type Shape, shapeText } from './font/shape.ts';

/** A word that can be drawn. */
export interface DrawableWord {
  /** As it came in. */
  text: string;
  shape: Shape;
  weight: number;
  group?: string;
  trend?: Word['trend'];
  isLatin: boolean;
}

export interface LeftWord {
  text: string;
  reason: string;
}

export interface SortedOut {
  /** Heaviest first, then by text: the order in which words came in does not matter. */
  words: DrawableWord[];
  left: LeftWord[];
}

/** Parts what can be drawn from what cannot, each with its reason. */
export function sortOutWords(words: readonly Word[]): SortedOut {
  const result: SortedOut = { words: [], left: [] };
  const seen = new Set<string>();
  for (const word of [...words].sort(byWeight)) {
    const outcome = seen.has(word.text) ? 'it was given twice' : toDrawable(word);
    seen.add(word.text);
    if (typeof outcome === 'string') result.left.push({ text: word.text, reason: outcome });
    else result.words.push(outcome);
  }
  return result;
}

function byWeight(a: Word, b: Word): number {
  if (isWeight(a.weight) && isWeight(b.weight) && a.weight !== b.weight) return b.weight - a.weight;
  if (isWeight(a.weight) !== isWeight(b.weight)) return isWeight(a.weight) ? -1 : 1;
  if (a.text !== b.text) return a.text < b.text ? -1 : 1;
  return (a.group ?? '') < (b.group ?? '') ? -1 : 1;
}

function isWeight(weight: number): boolean {
  return Number.isFinite(weight) && weight > 0;
}

function toDrawable(word: Word): DrawableWord | string {
  if (!isWeight(word.weight)) return 'its weight is no number above 0';
  const text = cleanText(word.text);
  const shaped = shapeText(text);
  if ('missing' in shaped) return `no font has ${nameCharacter(shaped.missing)}`;
  if (shaped.shape.glyphs.length === 0) return 'nothing in it can be drawn';
  const { weight, group, trend } = word;
  return {
    text: word.text,
    shape: shaped.shape,
    weight,
    isLatin: /^[\p{Script=Latin}\d .+&-]{4,}$/u.test(text),
    ...(group === undefined ? {} : { group }),
    ...(trend === undefined ? {} : { trend }),
  };
}

function nameCharacter(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `${character} (U+${code})`;
}
