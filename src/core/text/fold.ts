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

/**
 * The text at its barest, for "do these words stand there": folded, lower case, plain quote marks, one blank for
 * any, and none beside a hanzi, where writers set them or not as they like.
 */
export function bare(text: string): string {
  return fold(text)
    .lower.replace(/[“”„«»「」『』]/g, '"')
    .replace(/\s+/g, ' ')
    .replace(
      / (?=[\u3001-\u3020\u3400-\u9fff\uff01-\uff5e])|(?<=[\u3001-\u3020\u3400-\u9fff\uff01-\uff5e]) /g,
      '',
    )
    .trim();
}

/** The stretch of `text` that says `words`, as it stands there, or undefined; compares as `bare` does. */
export function verbatim(text: string, words: string): string | undefined {
  const wanted = bare(words);
  if (!wanted) return undefined;
  const { characters, offsets, at } = bareWithOffsets(text);
  const found = characters.join('').indexOf(wanted);
  if (found < 0) return undefined;
  const last = offsets[found + wanted.length - 1] ?? 0;
  return text.slice(at(offsets[found] ?? 0), at(last + 1)).trim();
}

/** UTF-16 units of the bare text, each with its place in the folded text. */
function bareWithOffsets(text: string): {
  characters: string[];
  offsets: number[];
  at(index: number): number;
} {
  const { lower, at } = fold(text);
  const characters: string[] = [];
  const offsets: number[] = [];
  let isGap = false;
  for (let i = 0; i < lower.length; i++) {
    const character = lower[i] ?? '';
    if (isBlank(character)) {
      isGap = true;
      continue;
    }
    if (isGap && !isHanzi(character) && !isHanzi(characters.at(-1) ?? '')) {
      characters.push(' ');
      offsets.push(i - 1);
    }
    isGap = false;
    characters.push(quoteMarks.has(character) ? '"' : character);
    offsets.push(i);
  }
  return { characters, offsets, at };
}

const quoteMarks = new Set('“”„«»「」『』');

function isBlank(character: string): boolean {
  return (
    character === ' ' || (character >= '\t' && character <= '\r') || (character > '~' && /\s/.test(character))
  );
}

function isHanzi(character: string): boolean {
  return (
    (character >= '\u3400' && character <= '\u9fff') ||
    (character >= '\u3001' && character <= '\u3020') ||
    (character >= '\uff01' && character <= '\uff5e')
  );
}
