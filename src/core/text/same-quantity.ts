import { isSameDate } from './dates.ts';
import type { Quantity } from './quantities.ts';
import { isMeasure } from './units.ts';

/**
 * How a claim's figure stands to a source's:
 * `same`; `rounded`: fewer digits, never more; `loose`: equal number, but currency, percent or hedge on one side only;
 * `none`: another figure.
 */
export type QuantityMatch = 'same' | 'rounded' | 'loose' | 'none';

/** Compares one way: a claim may round what the source says, never sharpen it. Currencies are not converted. */
export function compareQuantities(claim: Quantity, source: Quantity): QuantityMatch {
  if (claim.kind === 'version' || source.kind === 'version') return compareVersions(claim, source);
  if (claim.kind === 'date' || source.kind === 'date') return compareDates(claim, source);
  const values = compareValues(claim, source);
  if (values === 'none') return 'none';
  const units = compareUnits(claim, source);
  if (units === 'none') return 'none';
  if (units === 'loose' || isBoundBent(claim, source)) return isBoundTurned(claim, source) ? 'none' : 'loose';
  return values;
}

/** True when the claim's figure is the source's, exactly or rounded. */
export function sameQuantity(claim: Quantity, source: Quantity): boolean {
  const match = compareQuantities(claim, source);
  return match === 'same' || match === 'rounded';
}

function compareVersions(claim: Quantity, source: Quantity): QuantityMatch {
  if (claim.kind === 'version' && source.kind === 'version')
    return claim.value === source.value ? 'same' : 'none';
  const [version, other] = claim.kind === 'version' ? [claim, source] : [source, claim];
  if (other.kind !== 'count' && !version.isWeak) return 'none';
  const number = other.number ?? String(other.value);
  if (version.number !== number) return 'none';
  return version.isWeak || other.unit === undefined ? 'loose' : 'none';
}

function compareDates(claim: Quantity, source: Quantity): QuantityMatch {
  if (claim.kind === 'date' && source.kind === 'date') {
    return isSameDate(String(claim.value), String(source.value)) ? 'same' : 'none';
  }
  const [date, other] = claim.kind === 'date' ? [claim, source] : [source, claim];
  const isYear = /^\d{4}$/.test(String(date.value));
  return isYear && other.kind === 'count' && other.unit === undefined && other.value === Number(date.value)
    ? 'loose'
    : 'none';
}

function compareValues(claim: Quantity, source: Quantity): QuantityMatch {
  if (claim.high !== undefined) {
    if (source.high === undefined) return 'none';
    const low = compareNumbers(claim, Number(claim.value), Number(source.value));
    const high = compareNumbers(claim, claim.high, source.high);
    return worse(low, high);
  }
  if (source.high === undefined) return compareNumbers(claim, Number(claim.value), Number(source.value));
  if (claim.bound === 'under') return compareNumbers(claim, Number(claim.value), source.high);
  if (claim.bound === 'over') return compareNumbers(claim, Number(claim.value), Number(source.value));
  return 'none';
}

function worse(a: QuantityMatch, b: QuantityMatch): QuantityMatch {
  if (a === 'none' || b === 'none') return 'none';
  return a === 'rounded' || b === 'rounded' ? 'rounded' : 'same';
}

function compareNumbers(claim: Quantity, c: number, s: number): QuantityMatch {
  if (Math.abs(c - s) <= 1e-9 * Math.max(Math.abs(c), Math.abs(s))) return 'same';
  return isRounding(claim, c, s) ? 'rounded' : 'none';
}

/** How far a rounded figure may lie from its source, by what the claim says of its own precision. */
const reach = { none: 0.05, about: 0.1, over: 0.25, under: 0.25 };

/** One way by itself: what a claim writes out to more digits than its source lies outside its own last place. */
function isRounding(claim: Quantity, c: number, s: number): boolean {
  const digits = claim.significant ?? 1;
  if (c === 0) return false;
  if (claim.kind === 'count' && !claim.bound && s < 1000 && Number.isInteger(s)) return false;
  const step = 10 ** (Math.floor(Math.log10(Math.abs(c))) - digits + 1);
  if (Math.abs(c - s) > reach[claim.bound ?? 'none'] * Math.abs(s)) return false;
  if (claim.bound === 'over') return c <= s && s < c + step;
  if (claim.bound === 'under') return s <= c && s > c - step;
  return Math.abs(c - s) <= step / 2;
}

function compareUnits(claim: Quantity, source: Quantity): QuantityMatch {
  if (claim.kind !== source.kind) return compareKinds(claim, source);
  if (claim.kind === 'money' || claim.kind === 'percent') return claim.unit === source.unit ? 'same' : 'none';
  const [a, b] = [isMeasure(claim.unit), isMeasure(source.unit)];
  if (a && b) return claim.unit === source.unit ? 'same' : 'none';
  if (!a && !b) return 'same';
  return claim.unit === undefined || source.unit === undefined ? 'loose' : 'none';
}

/** A bare number stands beside the same number with a sign; anything named differently does not. */
function compareKinds(claim: Quantity, source: Quantity): QuantityMatch {
  const isBare = (q: Quantity) => q.kind === 'count' && q.unit === undefined;
  const isPoint = (q: Quantity) => q.kind === 'count' && q.unit === 'point';
  const isPercentPoint = (q: Quantity) => q.kind === 'percent' && q.unit === 'pp';
  if ((isPoint(claim) && isPercentPoint(source)) || (isPercentPoint(claim) && isPoint(source))) return 'same';
  const isTimes = (q: Quantity) =>
    q.kind === 'times' || q.unit === 'times' || q.unit === '次' || q.unit === '倍';
  if (isTimes(claim) && isTimes(source)) return 'same';
  return isBare(claim) || isBare(source) ? 'loose' : 'none';
}

/** The claim drops a hedge, or adds an `over` or `under` that the source does not have. */
function isBoundBent(claim: Quantity, source: Quantity): boolean {
  if (claim.bound === source.bound || claim.bound === 'about') return false;
  const isExact = Number(claim.value) === Number(source.value);
  return isExact && claim.bound !== undefined;
}

function isBoundTurned(claim: Quantity, source: Quantity): boolean {
  const pair = `${claim.bound}/${source.bound}`;
  return pair === 'over/under' || pair === 'under/over';
}
