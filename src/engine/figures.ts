import { characterClass, classOf } from './characters.ts';

/** A number as the scanner reads it: its canonical text and where it ends. */
export interface Figure {
  /** `#usd20000000000`, `%41`, `x10`, `#1234`, or the plain digits of a version or small number. */
  text: string;
  kind: 'number' | 'quantity' | 'version';
  end: number;
}

const latinMultipliers: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  mln: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  t: 1e12,
  tn: 1e12,
  trillion: 1e12,
};
const hanziMultipliers: Record<string, number> = {
  十: 10,
  百: 100,
  千: 1e3,
  万: 1e4,
  亿: 1e8,
  萬: 1e4,
  億: 1e8,
};
const currencyAfter: [word: string, code: string][] = [
  ['美元', 'usd'],
  ['美金', 'usd'],
  ['人民币', 'cny'],
  ['欧元', 'eur'],
  ['日元', 'jpy'],
  ['元', 'cny'],
  ['usd', 'usd'],
  ['dollar', 'usd'],
  ['rmb', 'cny'],
  ['cny', 'cny'],
  ['yuan', 'cny'],
  ['euro', 'eur'],
];
export const currencySigns: Record<string, string> = { $: 'usd', '¥': 'cny', '€': 'eur', '£': 'gbp' };

/**
 * Reads the number that starts at `start` of a lower-case text. `currency` is the code of a sign that
 * stands before it. One pass, no pattern: this is the engine's hottest loop.
 */
export function readFigure(text: string, start: number, currency: string | undefined): Figure {
  const digits = readDigits(text, start);
  const scaled = readMultiplier(text, digits.end);
  const suffix = scaled.factor === 1 ? readSuffix(text, digits.end) : '';
  if (suffix) return { text: digits.text + suffix, kind: 'version', end: digits.end + suffix.length };
  const after = readUnit(text, scaled.end);
  const value = Number(digits.text) * scaled.factor;
  const unit = after.unit ?? currency;
  if (unit !== undefined) return { text: quantityText(unit, value), kind: 'quantity', end: after.end };
  if (digits.points > 1) return { text: digits.text, kind: 'version', end: digits.end };
  if (scaled.factor > 1) return { text: `#${amount(value)}`, kind: 'quantity', end: scaled.end };
  return { text: digits.text, kind: 'number', end: digits.end };
}

function quantityText(unit: string, value: number): string {
  if (unit === '%') return `%${amount(value)}`;
  return unit === 'x' ? `x${amount(value)}` : `#${unit}${amount(value)}`;
}

function amount(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : 'inf';
}

/** Digits with their points; a space behind a decimal point (`4. 7`) and thousands commas fall away. */
function readDigits(text: string, start: number): { text: string; points: number; end: number } {
  let end = start;
  let points = 0;
  let irregular = false;
  for (;;) {
    while (isDigit(text, end)) end++;
    const sign = text[end];
    if (sign === '.' && isDigit(text, end + 1)) points++;
    else if (sign === ',' && isThousand(text, end + 1)) irregular = true;
    else if (sign === '.' && points === 0 && text[end + 1] === ' ' && isDigit(text, end + 2) && end > start) {
      if (!isLoneDigit(text, end + 2)) break;
      points++;
      irregular = true;
      end++;
    } else break;
    end++;
  }
  const raw = text.slice(start, end);
  return { text: irregular ? raw.replace(/[, ]/g, '') : raw, points, end };
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function isThousand(text: string, at: number): boolean {
  return isDigit(text, at) && isDigit(text, at + 1) && isDigit(text, at + 2) && !isDigit(text, at + 3);
}

function isLoneDigit(text: string, at: number): boolean {
  return (
    !isDigit(text, at + 1) &&
    !(text[at + 1] === ' ' && classOf[text.charCodeAt(at + 2)] === characterClass.latin)
  );
}

function readMultiplier(text: string, at: number): { factor: number; end: number } {
  let factor = 1;
  let end = at;
  for (;;) {
    const next = hanziMultipliers[text[end] ?? ''];
    if (next === undefined) break;
    factor *= next;
    end++;
  }
  if (factor > 1) return { factor, end };
  const wordStart = text[at] === ' ' || text[at] === '-' ? at + 1 : at;
  const wordEnd = endOfWord(text, wordStart);
  if (wordEnd === wordStart || wordEnd - wordStart > 8) return { factor, end };
  const word = text.slice(wordStart, wordEnd);
  if (wordStart > at && word.length < 3) return { factor, end };
  const found = Object.hasOwn(latinMultipliers, word) ? latinMultipliers[word] : undefined;
  return found === undefined ? { factor, end } : { factor: found, end: wordEnd };
}

function endOfWord(text: string, start: number): number {
  let end = start;
  while (classOf[text.charCodeAt(end)] === characterClass.latin) end++;
  return end;
}

/** Letters and digits glued to the number: `4o`, `16gb`, `3d`. */
function readSuffix(text: string, at: number): string {
  if (classOf[text.charCodeAt(at)] !== characterClass.latin) return '';
  let end = at;
  while (isWordUnit(text, end)) end++;
  const suffix = text.slice(at, end);
  return suffix === 'x' || suffix.length > 12 ? '' : suffix;
}

function isWordUnit(text: string, at: number): boolean {
  const kind = classOf[text.charCodeAt(at)];
  return kind === characterClass.latin || kind === characterClass.digit;
}

function readUnit(text: string, at: number): { unit?: string; end: number } {
  const start = text[at] === ' ' ? at + 1 : at;
  const sign = text[start];
  if (sign === '%') return { unit: '%', end: start + 1 };
  if (sign === '倍') return { unit: 'x', end: start + 1 };
  if (sign === 'x' && classOf[text.charCodeAt(start + 1)] !== characterClass.latin) {
    return { unit: 'x', end: start + 1 };
  }
  if (text.startsWith('percent', start)) return { unit: '%', end: start + 7 };
  for (const [word, unit] of currencyAfter) {
    if (text.startsWith(word, start)) return { unit, end: start + word.length };
  }
  return { end: at };
}
