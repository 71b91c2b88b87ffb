import { readDate } from './dates.ts';
import { readEnglish } from './english-numerals.ts';
import { clean, matchAt, type NumberRead, readDigits } from './numerals.ts';
import type { Quantity } from './quantities.ts';
import { readCurrencyAfter, readCurrencyBefore, readUnit } from './units.ts';

/** What a reader hands back: a figure, or only a place up to which there is none. */
export interface Step {
  end: number;
  found?: Omit<Quantity, 'raw' | 'start' | 'end' | 'key'>;
  /** Where the figure begins, when not at the place of reading. */
  start?: number;
}

const rangeRe = / ?(?:[–—~～到至]|-(?! )) ?| to /y;

/** Two numbers joined as a range, or the one number, with what follows as its unit. */
export function rangeOr(
  lower: string,
  start: number,
  low: NumberRead,
  known: Partial<Pick<Quantity, 'kind' | 'unit'>>,
): Step {
  const single = withUnit(lower, low, known);
  const join = matchAt(rangeRe, lower, low.end) ?? matchAt(rangeRe, lower, single.end);
  if (!join || isChange(lower, start, join[0])) return single;
  const next = rangeRe.lastIndex;
  const sign = readCurrencyBefore(lower, next);
  const high = readDigits(lower, sign?.end ?? next) ?? (low.words ? readEnglish(lower, next) : undefined);
  if (!high || readDate(lower, next)) return single;
  const upper = withUnit(lower, high, sign ? { kind: 'money', unit: sign.unit } : known);
  return joinRange(low, single, high, upper) ?? single;
}

/** `from 10 to 20`, `从10到20` tell a change, not a span. */
function isChange(lower: string, start: number, join: string): boolean {
  if (!/to|到|至/.test(join)) return false;
  return /(?:from|从|由|自)[^\d,，。.;；]{0,4}$/.test(lower.slice(Math.max(0, start - 10), start));
}

function joinRange(low: NumberRead, single: Step, high: NumberRead, upper: Step): Step | undefined {
  const found = upper.found;
  if (!found || !single.found || typeof found.value !== 'number' || typeof single.found.value !== 'number')
    return undefined;
  const isBareLow = single.found.kind === 'count' && single.found.unit === undefined;
  const isAlike = isBareLow || (single.found.kind === found.kind && single.found.unit === found.unit);
  const factor = !low.scaled && high.scaled ? clean(found.value / Number(high.digits || found.value)) : 1;
  const value = clean(low.value * factor);
  if (!isAlike || value >= found.value || found.high !== undefined) return undefined;
  return {
    end: upper.end,
    found: { ...found, value, high: found.value, significant: Math.max(low.significant, high.significant) },
  };
}

export function numeric(
  number: NumberRead,
  more: Pick<Quantity, 'kind'> & Partial<Quantity>,
): NonNullable<Step['found']> {
  const found: NonNullable<Step['found']> = { value: number.value, significant: number.significant, ...more };
  if (number.words) found.words = true;
  if (number.over) found.bound = 'over';
  if (number.digits) found.number = number.digits;
  return found;
}

const percentRe = / ?(?:%|percent(?!age)|per cent|pct(?![a-z]))/y;
export const pointsRe = /(?: |-)?(?:percentage[ -]points?|pp(?![a-z])|个?百分点)/y;
const timesRe =
  / ?(?:x(?![a-z])|×(?! ?\d)|倍|-?fold(?![a-z])| times(?= (?:more|less|faster|slower|higher|lower|larger|bigger|smaller|better|cheaper|as|the|its|their)))/y;
const ordinalRe = /(?:st|nd|rd|th)(?![a-z])/y;

function withUnit(lower: string, read: NumberRead, known: Partial<Pick<Quantity, 'kind' | 'unit'>>): Step {
  const end = skipOver(lower, read.end);
  const number = end > read.end ? { ...read, over: true } : read;
  if (known.kind === 'money') {
    const code = readCurrencyAfter(lower, end);
    return {
      end: code && code.unit === known.unit ? code.end : number.end,
      found: numeric(number, { kind: 'money', ...known }),
    };
  }
  const points = matchAt(pointsRe, lower, end);
  if (points) return { end: end + points[0].length, found: numeric(number, { kind: 'percent', unit: 'pp' }) };
  const percent = matchAt(percentRe, lower, end);
  if (percent) return { end: end + percent[0].length, found: numeric(number, { kind: 'percent' }) };
  const times = matchAt(timesRe, lower, end);
  if (times) return { end: end + times[0].length, found: numeric(number, { kind: 'times' }) };
  return countOrMoney(lower, number, end);
}

/** `20亿多美元`, `50+ models`: the mark between number and unit. */
function skipOver(lower: string, end: number): number {
  return /[多余+]/.test(lower[end] ?? '') ? end + 1 : end;
}

function countOrMoney(lower: string, number: NumberRead, end: number): Step {
  const currency = readCurrencyAfter(lower, end);
  if (currency) return { end: currency.end, found: numeric(number, { kind: 'money', unit: currency.unit }) };
  const pieces = matchAt(/x(?=[a-z\d])/y, lower, number.end);
  if (pieces) return { end: number.end + 1, found: numeric(number, { kind: 'count' }) };
  const ordinal = matchAt(ordinalRe, lower, number.end);
  if (ordinal) return { end: number.end + 2, found: numeric(number, { kind: 'count' }) };
  const unit = readUnit(lower, end);
  if (unit) return { end: unit.end, found: numeric(number, { kind: 'count', unit: unit.unit }) };
  if (isYear(number)) return { end: number.end, found: { kind: 'date', value: number.digits } };
  return { end: number.end, found: numeric(number, { kind: 'count' }) };
}

function isYear(number: NumberRead): boolean {
  return /^(?:19[5-9]\d|20\d\d)$/.test(number.digits) && !number.scaled;
}
