/**
 * A text folded for scanning: compatibility forms become plain ones, letter case is gone in `lower`,
 * and `at` leads from an index of the folded text back to the original.
 */
export interface Folded {
  text: string;
  lower: string;
  at(index: number): number;
}

const identity = (index: number): number => index;
const plain = /^[\n\r\t -~\u3001\u3002\u3400-\u9fff\uff0c]*$/;
/** Characters whose compatibility form would change a figure's meaning: ², ½, ①, and the Chinese comma. */
const kept = /[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209f\u2150-\u218b\u2460-\u24ff\u3220-\u33ff\uff0c]/u;
const dropped = /^(?:\p{Default_Ignorable_Code_Point}|[\u202a-\u202e™®©℠])$/u;
const dashes = /[\u2010-\u2012\u2212\ufe63\uff0d]/u;

/** Folds in one pass; indices map to the start of the original character. */
export function fold(text: string): Folded {
  if (plain.test(text)) return { text, lower: text.toLowerCase(), at: identity };
  const parts: string[] = [];
  const offsets: number[] = [];
  let start = 0;
  for (const character of text) {
    const folded = foldCharacter(character);
    parts.push(folded);
    for (let k = 0; k < folded.length; k++) offsets.push(start);
    start += character.length;
  }
  offsets.push(text.length);
  const folded = parts.join('');
  return { text: folded, lower: lowerKeepingLength(folded), at: (index) => offsets[index] ?? text.length };
}

const cache = new Map<string, string>();

function foldCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x7f || (code >= 0x3400 && code <= 0x9fff)) return character;
  const known = cache.get(character);
  if (known !== undefined) return known;
  const folded = foldRare(character);
  if (cache.size < 5000) cache.set(character, folded);
  return folded;
}

function foldRare(character: string): string {
  if (kept.test(character)) return character;
  if (dropped.test(character)) return '';
  if (dashes.test(character)) return '-';
  if (character === '’' || character === '‘') return "'";
  return character.normalize('NFKC');
}

function lowerKeepingLength(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c)).join('');
}

/** The text at its barest, for "do these words stand there": folded, lower case, one space, plain quote marks. */
export function bare(text: string): string {
  return fold(text)
    .lower.replace(/[“”„«»「」『』"]/g, '"')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The stretch of `text` that says `words`, as it stands there, or undefined; compares as `bare` does. */
export function verbatim(text: string, words: string): string | undefined {
  const wanted = bare(words);
  if (!wanted) return undefined;
  const folded = fold(text);
  const characters: string[] = [];
  const offsets: number[] = [];
  for (let i = 0; i < folded.lower.length; i++) {
    const character = plainQuote(folded.lower[i] ?? '');
    if (character === ' ' && characters.at(-1) === ' ') continue;
    characters.push(character);
    offsets.push(i);
  }
  const found = characters.join('').indexOf(wanted);
  if (found < 0) return undefined;
  const start = folded.at(offsets[found] ?? 0);
  const last = offsets[found + wanted.length - 1] ?? 0;
  return text.slice(start, folded.at(last + 1)).trim();
}

function plainQuote(character: string): string {
  if (/\s/.test(character)) return ' ';
  return /[“”„«»「」『』]/.test(character) ? '"' : character;
}
