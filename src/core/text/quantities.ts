import { boundAround } from './bounds.ts';
import { readChinese } from './chinese-numerals.ts';
import { nearestYear, readDate, readWordDate } from './dates.ts';
import { readEnglish } from './english-numerals.ts';
import { numeric, pointsRe, rangeOr, type Step } from './figure.ts';
import { type Folded, fold } from './fold.ts';
import { clean, matchAt, type NumberRead, readDigits } from './numerals.ts';
import { isMeasure, readCurrencyAfter, readCurrencyBefore, readUnit } from './units.ts';
import { readDigitToken, readVersion, type VersionRead } from './versions.ts';

export { compareQuantities, type QuantityMatch, sameQuantity } from './same-quantity.ts';

export type QuantityKind = 'money' | 'percent' | 'count' | 'times' | 'date' | 'version';
export type Bound = 'over' | 'under' | 'about';

/** A figure found in a text, folded to one form whatever the language and spelling. */
export interface Quantity {
  kind: QuantityKind;
  /** A number; an ISO date (see `dates.ts`); a lower-case version. */
  value: number | string;
  /** Currency code for money; measure or counted noun for counts; `pp` for percentage points. */
  unit?: string;
  /** The words as they stand in the text, and their place in it. */
  raw: string;
  start: number;
  end: number;
  /** Equal keys mean the same quantity. */
  key: string;
  /** Significant digits as written. */
  significant?: number;
  bound?: Bound;
  /** The upper end of a range; `value` is the lower. */
  high?: number;
  /** Written in words, such as `three` or `两家`. */
  words?: boolean;
  /** The number within a version, `4.7` of `glm4.7`. */
  number?: string;
  /** A version that may be no more than a capitalised word before a count. */
  isWeak?: boolean;
}

const skipRe =
  /(?:https?:\/\/|www\.)[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]{1,2000}|@\w{1,60}|\$[a-z]{1,6}(?![a-z\d])|[a-z\d-]{1,60}(?:\.[a-z]{2,10}){1,3}\/[^\s\u4e00-\u9fff]{1,400}/y;
const listNumberRe = /(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:[.)、:](?!\d)|\.(?=[ \t])|\/(?=[ \n]|$))/y;

/**
 * Every figure of a text, in order, in one pass. `today` (`YYYY-MM-DD`) gives dates without a year their nearest one.
 */
export function findQuantities(text: string, options: { today?: string } = {}): Quantity[] {
  const folded = fold(text);
  const found: Quantity[] = [];
  let index = 0;
  while (index < folded.lower.length) {
    const step = readAt(folded, index);
    if (step.found) found.push(finish(folded, text, step, step.start ?? index, options.today));
    index = Math.max(step.end, index + 1);
  }
  return found;
}

function finish(folded: Folded, text: string, step: Step, from: number, today: string | undefined): Quantity {
  const found = step.found as NonNullable<Step['found']>;
  const start = folded.at(from);
  const end = Math.max(folded.at(step.end), start + 1);
  const value =
    found.kind === 'date' && today && typeof found.value === 'string'
      ? nearestYear(found.value, today)
      : found.value;
  const bound = found.bound ?? boundAround(folded.lower, from, step.end);
  const quantity = {
    ...found,
    value,
    raw: text.slice(start, end),
    start,
    end,
    key: keyOf({ ...found, value }),
  };
  return bound ? { ...quantity, bound } : quantity;
}

function keyOf(found: Pick<Quantity, 'kind' | 'value' | 'unit' | 'high'>): string {
  const unit = found.kind === 'count' && !isMeasure(found.unit) ? undefined : found.unit;
  const value = found.high === undefined ? String(found.value) : `${found.value}~${found.high}`;
  return unit ? `${found.kind}:${unit}:${value}` : `${found.kind}:${value}`;
}

function readAt(folded: Folded, index: number): Step {
  const { lower } = folded;
  const code = lower.charCodeAt(index);
  const isDigit = code >= 48 && code <= 57;
  const isLatin = code >= 97 && code <= 122;
  if (isLatin) return readWordAt(folded, index);
  if (isDigit) return readDigitAt(lower, index);
  if (code < 128) return readSignAt(lower, index);
  if (code === 0xa3 || code === 0xa5 || (code >= 0x20a0 && code <= 0x20bf)) return readSignAt(lower, index);
  return code >= 0x3007 && code <= 0x9fff ? readChineseAt(lower, index) : { end: index + 1 };
}

function readSignAt(lower: string, index: number): Step {
  const skip = matchAt(skipRe, lower, index);
  if (skip) return { end: index + skip[0].length };
  return readMoneyAt(lower, index) ?? { end: index + 1 };
}

function readMoneyAt(lower: string, index: number): Step | undefined {
  const sign = readCurrencyBefore(lower, index);
  const number = sign && (readDigits(lower, sign.end) ?? undefined);
  if (!sign || !number) return undefined;
  return rangeOr(lower, index, number, { kind: 'money', unit: sign.unit });
}

function readDigitAt(lower: string, index: number): Step {
  if (isLineStart(lower, index)) {
    const listNumber = matchAt(listNumberRe, lower, index);
    if (listNumber) return { end: index + listNumber[0].length };
  }
  const date = readDate(lower, index);
  if (date?.value) return { end: date.end, found: { kind: 'date', value: date.value } };
  const number = readDigits(lower, index);
  if (!number) return tokenOrRun(lower, index);
  if (!number.scaled && isTokenAhead(lower, number.end)) return tokenOrRun(lower, index);
  return rangeOr(lower, index, number, {});
}

function isLineStart(lower: string, index: number): boolean {
  let place = index - 1;
  while (place >= 0 && place > index - 4 && lower[place] === ' ') place--;
  return place < 0 || lower[place] === '\n';
}

/** True when letters stand right behind the digits and are no unit, or more digits follow a dot, slash or colon. */
function isTokenAhead(lower: string, end: number): boolean {
  if (matchAt(/[./:]\d/y, lower, end)) return true;
  if (!matchAt(/[a-z]/y, lower, end)) return false;
  const unit = readUnit(lower, end);
  const currency = readCurrencyAfter(lower, end);
  const isTimes = matchAt(/x(?![a-z])|(?:st|nd|rd|th|s)(?![a-z\d])|fold|x[a-z]/y, lower, end) !== null;
  return !unit && !currency && !isTimes && !matchAt(pointsRe, lower, end);
}

function tokenOrRun(lower: string, index: number): Step {
  const token = readDigitToken(lower, index);
  if (token) return { end: token.end, found: versionOf(token) };
  const run = matchAt(/[\d.,]*[a-z\d]{0,4000}/y, lower, index);
  return { end: index + (run?.[0].length ?? 1) };
}

function versionOf(read: VersionRead): Step['found'] {
  const version: Step['found'] = { kind: 'version', value: read.value };
  if (read.number) version.number = read.number;
  if (read.isWeak) version.isWeak = true;
  return version;
}

function readWordAt(folded: Folded, index: number): Step {
  const { text, lower } = folded;
  const skip = matchAt(skipRe, lower, index);
  if (skip) return { end: index + skip[0].length };
  const money = readMoneyAt(lower, index);
  if (money) return money;
  const date = readWordDate(text, lower, index);
  if (date?.value) return { end: date.end, found: { kind: 'date', value: date.value } };
  const number = readEnglish(lower, index);
  if (number) return rangeOr(lower, index, number, {});
  const version = readVersion(text, lower, index);
  if (version && !isFigure(lower, version)) return { end: version.end, found: versionOf(version) };
  return { end: wordEnd(lower, index) };
}

/** `RAM 41%`, `Raised 20 million`, `Hiring 3 engineers`: the number belongs to what follows it. */
function isFigure(lower: string, version: VersionRead): boolean {
  if (matchAt(/ ?(?:%|percent|per cent|x(?![a-z])|倍|个百分点)/y, lower, version.end)) return true;
  if (
    matchAt(/[ ]?[多余]?[百千万亿]|[ -](?:hundred|thousand|million|billion|trillion|bn)/y, lower, version.end)
  )
    return true;
  if (version.number.includes('.') && !version.isWeak) return false;
  if (readCurrencyAfter(lower, version.end)) return true;
  return version.isWeak && readUnit(lower, version.end) !== undefined;
}

function wordEnd(lower: string, index: number): number {
  let end = index + 1;
  while (end < lower.length && isWordCode(lower.charCodeAt(end))) end++;
  return end;
}

function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 39 || (code > 0xbf && code < 0x250)
  );
}

/** What a figure, date or currency in Chinese can begin with. */
const chineseHeads = new Set('〇零一二两三四五六七八九十百千万亿兆第人美欧英日港');

function readChineseAt(lower: string, index: number): Step {
  if (!chineseHeads.has(lower[index] ?? '')) return { end: index + 1 };
  const money = readMoneyAt(lower, index);
  if (money) return money;
  const share = readShare(lower, index);
  if (share) return share;
  const date = readDate(lower, index);
  if (date?.value) return { end: date.end, found: { kind: 'date', value: date.value } };
  const number = readChinese(lower, index);
  if (number) return chineseFigure(lower, index, number);
  const run = matchAt(/[〇零一二两三四五六七八九十百千万亿兆]{1,4000}/y, lower, index);
  return { end: index + (run?.[0].length ?? 1) };
}

/** `百分之四十一`, `百分之41`, `三分之一`, `四成`. */
function readShare(lower: string, index: number): Step | undefined {
  const percent = matchAt(/百分之/y, lower, index);
  if (percent) {
    const number = readDigits(lower, index + 3) ?? readChinese(lower, index + 3);
    return number ? { end: number.end, found: numeric(number, { kind: 'percent' }) } : undefined;
  }
  const part = matchAt(/([二三四五六七八九十])分之([一二三四五六七八九])/y, lower, index);
  if (part) {
    const whole = readChinese(part[1] ?? '', 0)?.value ?? 1;
    const value = clean((100 * (readChinese(part[2] ?? '', 0)?.value ?? 0)) / whole);
    return { end: index + part[0].length, found: { kind: 'percent', value, significant: 2, words: true } };
  }
  const tenths = matchAt(
    /([一两二三四五六七八九])成(?![为功立长本果员交型绩就熟品都人分色语])/y,
    lower,
    index,
  );
  if (!tenths) return undefined;
  const value = 10 * (readChinese(tenths[1] ?? '', 0)?.value ?? 0);
  return { end: index + tenths[0].length, found: { kind: 'percent', value, significant: 1, words: true } };
}

/** Single Chinese digits count only before a measure word: `三星` and `四川` are names, `一` is an article. */
function chineseFigure(lower: string, index: number, number: NumberRead): Step {
  const nothing = { end: number.end };
  if (isVague(lower, index, number.end)) return nothing;
  const word = lower.slice(index, number.end);
  if (word === '一' || word === '二') return nothing;
  const step = rangeOr(lower, index, number, {});
  const hasUnit = step.found?.kind !== 'count' || step.found.unit !== undefined;
  const needsUnit = /^[百千万亿兆]/.test(word) || (!number.scaled && !word.includes('点'));
  return needsUnit && !hasUnit ? nothing : step;
}

/** `数十`, `几百`, `上千`, `十几`, `两三`: no figure to hold anyone to. */
function isVague(lower: string, start: number, end: number): boolean {
  return /[数几上〇零一二两三四五六七八九\d]/.test(lower[start - 1] ?? '') || /[几来]/.test(lower[end] ?? '');
}
