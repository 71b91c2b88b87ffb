import { matchAt } from './numerals.ts';

/**
 * Dates as texts write them. Values are ISO where the parts allow it: `2025-12-24`, `2025-12`, `2025`,
 * `--12-24` and `--12` without a year, `---24` a day alone, `T14:33` a time of day, `Q3` a quarter.
 */
export interface DateRead {
  value: string;
  end: number;
}

const months = [
  ['january', 'jan'],
  ['february', 'feb'],
  ['march', 'mar'],
  ['april', 'apr'],
  ['may'],
  ['june', 'jun'],
  ['july', 'jul'],
  ['august', 'aug'],
  ['september', 'sept', 'sep'],
  ['october', 'oct'],
  ['november', 'nov'],
  ['december', 'dec'],
];
const monthNumbers = new Map(
  months.flatMap((names, index) => names.map((name) => [name, index + 1] as const)),
);
const monthNames = months
  .flat()
  .sort((a, b) => b.length - a.length)
  .join('|');

const isoRe = /((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/y;
const yearMonthRe = /((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\d-])/y;
const chineseRe = /((?:19|20)?\d\d) ?年(?: ?(\d{1,2}) ?月(?:份)?(?: ?(\d{1,2}) ?[日号])?)?/y;
const chineseMonthRe = /(\d{1,2}) ?月(?:份)?(?: ?(\d{1,2}) ?[日号]?(?![\d.%,万亿千个]))?/y;
const chineseWordMonthRe = /(十[一二]?|[一二三四五六七八九])月(?!度)/y;
const dayRe = /(\d{1,2}) ?[日号](?!线|楼)/y;
const clockRe = /([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?!\d)(?: ?([ap])\.?m\b)?/y;
const hourRe = /(1[0-2]|[1-9]) ?([ap])\.?m\b/y;
const quarterRe = /(?:第?([一二三四1-4])(?:个)?季度)/y;
const latinQuarterRe = /q([1-4])(?![a-z\d])/y;
const monthFirstRe = new RegExp(
  `(${monthNames})\\.?[ -]{1,2}(\\d{1,2})(?:st|nd|rd|th)?(?![\\d%.:kmb])(?:,? {1,2}((?:19|20)\\d\\d))?`,
  'y',
);
const monthYearRe = new RegExp(`(${monthNames})\\.?,?(?: of)? ((?:19|20)\\d\\d)(?!\\d)`, 'y');
const dayFirstRe = new RegExp(
  `(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${monthNames})(?![a-z])\\.?(?:,? {1,2}((?:19|20)\\d\\d))?`,
  'y',
);
const monthAloneRe = new RegExp(`(${months.map((names) => names[0]).join('|')})(?![a-z])`, 'y');

/** A date that begins with a digit or with Chinese words at `index`. */
export function readDate(lower: string, index: number): DateRead | undefined {
  return (
    readIso(lower, index) ??
    readChineseDate(lower, index) ??
    readClock(lower, index) ??
    readDayFirst(lower, index)
  );
}

function readIso(lower: string, index: number): DateRead | undefined {
  const full = matchAt(isoRe, lower, index);
  if (full) return dated(full[0], index, full[1], Number(full[2]), Number(full[3]));
  const month = matchAt(yearMonthRe, lower, index);
  return month ? dated(month[0], index, month[1], Number(month[2])) : undefined;
}

function readChineseDate(lower: string, index: number): DateRead | undefined {
  const year = matchAt(chineseRe, lower, index);
  if (year && (year[1]?.length === 4 || year[2])) {
    const full = year[1]?.length === 4 ? year[1] : `20${year[1]}`;
    return dated(year[0], index, full, optional(year[2]), optional(year[3]));
  }
  const month = matchAt(chineseMonthRe, lower, index);
  if (month) return dated(month[0], index, undefined, Number(month[1]), optional(month[2]));
  const day = matchAt(dayRe, lower, index);
  if (day)
    return Number(day[1]) <= 31
      ? { value: `---${two(Number(day[1]))}`, end: index + day[0].length }
      : undefined;
  const quarter = matchAt(quarterRe, lower, index);
  if (!quarter) return readChineseMonth(lower, index);
  return { value: `Q${chineseSmall(quarter[1] ?? '')}`, end: index + quarter[0].length };
}

function readChineseMonth(lower: string, index: number): DateRead | undefined {
  const match = matchAt(chineseWordMonthRe, lower, index);
  return match ? dated(match[0], index, undefined, chineseSmall(match[1] ?? '')) : undefined;
}

function chineseSmall(text: string): number {
  if (/^\d$/.test(text)) return Number(text);
  if (text.startsWith('十')) return 10 + (text.length > 1 ? chineseSmall(text.slice(1)) : 0);
  return '一二三四五六七八九'.indexOf(text) + 1;
}

function readClock(lower: string, index: number): DateRead | undefined {
  const clock = matchAt(clockRe, lower, index);
  if (clock) return { value: `T${hour24(clock[1], clock[3])}:${clock[2]}`, end: index + clock[0].length };
  const hour = matchAt(hourRe, lower, index);
  return hour ? { value: `T${hour24(hour[1], hour[2])}:00`, end: index + hour[0].length } : undefined;
}

function hour24(hour: string | undefined, half: string | undefined): string {
  const value = Number(hour);
  if (!half) return two(value);
  return two((value % 12) + (half === 'p' ? 12 : 0));
}

function readDayFirst(lower: string, index: number): DateRead | undefined {
  const match = matchAt(dayFirstRe, lower, index);
  if (!match || match[2] === 'may' || match[2] === 'mar') return undefined;
  return dated(match[0], index, match[3], monthNumbers.get(match[2] ?? ''), Number(match[1]));
}

/** A date that begins with a Latin word at `index`: `Dec. 24th, 2025`, `December 2025`, `Q3`, `in March`. */
export function readWordDate(text: string, lower: string, index: number): DateRead | undefined {
  const quarter = matchAt(latinQuarterRe, lower, index);
  if (quarter) return { value: `Q${quarter[1]}`, end: index + quarter[0].length };
  if (!isCapital(text, index)) return undefined;
  const year = matchAt(monthYearRe, lower, index);
  if (year) return dated(year[0], index, year[2], monthNumbers.get(year[1] ?? ''));
  const day = matchAt(monthFirstRe, lower, index);
  if (day) return dated(day[0], index, day[3], monthNumbers.get(day[1] ?? ''), Number(day[2]));
  return readMonthAlone(lower, index);
}

function readMonthAlone(lower: string, index: number): DateRead | undefined {
  const match = matchAt(monthAloneRe, lower, index);
  if (!match) return undefined;
  const name = match[1] ?? '';
  const before = lower.slice(Math.max(0, index - 6), index);
  const isAmbiguous = name === 'may' || name === 'march' || name === 'august';
  if (
    isAmbiguous &&
    !/(?:^|[ ,])(?:in|of|by|this|last|next|since|until|from|mid|late|early)[ -]$/.test(before)
  ) {
    return undefined;
  }
  return dated(match[0], index, undefined, monthNumbers.get(name));
}

function isCapital(text: string, index: number): boolean {
  const first = text[index] ?? '';
  return first >= 'A' && first <= 'Z';
}

function dated(
  raw: string,
  index: number,
  year: string | undefined,
  month: number | undefined,
  day?: number,
): DateRead | undefined {
  if (month !== undefined && (month < 1 || month > 12)) return undefined;
  if (day !== undefined && (day < 1 || day > 31)) return undefined;
  const end = index + raw.trimEnd().length;
  if (month === undefined) return { value: year ?? '', end };
  const head = year ?? '-';
  return { value: day === undefined ? `${head}-${two(month)}` : `${head}-${two(month)}-${two(day)}`, end };
}

function optional(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Gives a date without a year the year that lies nearest to `today`; other values stay. */
export function nearestYear(value: string, today: string): string {
  if (!/^--\d\d-\d\d$/.test(value)) return value;
  const year = Number(today.slice(0, 4));
  const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
  const candidates = [year - 1, year, year + 1].map((y) => `${y}${value.slice(1)}`);
  const distance = (date: string) => Math.abs(dayNumber(date) - dayNumber(today));
  return candidates.reduce((best, date) => (distance(date) < distance(best) ? date : best));
}

/** True when the claim's date says nothing that the source's does not: equal where both speak, and no finer. */
export function isSameDate(claim: string, source: string): boolean {
  if (claim === source) return true;
  if (claim.startsWith('T') || claim.startsWith('Q') || source.startsWith('T') || source.startsWith('Q'))
    return false;
  const [claimYear, claimMonth, claimDay] = parts(claim);
  const [year, month, day] = parts(source);
  const agrees = (a: string, b: string) => a === '' || b === '' || a === b;
  const isFiner = (claimMonth !== '' && month === '') || (claimDay !== '' && day === '');
  if (isFiner || (claimYear !== '' && year === '' && claimMonth === '')) return false;
  return agrees(claimYear, year) && agrees(claimMonth, month) && agrees(claimDay, day);
}

function parts(value: string): [string, string, string] {
  if (value.startsWith('---')) return ['', '', value.slice(3)];
  if (value.startsWith('--')) return ['', value.slice(2, 4), value.slice(5, 7)];
  return [value.slice(0, 4), value.slice(5, 7), value.slice(8, 10)];
}
