/**
 * Reads the instants that feeds, files and APIs carry: ISO 8601 in its loose forms, RFC 822 and 2822, the C
 * library's and Twitter's `Wed Oct 10 20:19:24 +0000 2018`, epoch seconds and milliseconds.
 */

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
  zone: string;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** RFC 2822 section 4.3 and the zones that feeds use; a name that is not here counts as UTC, as that RFC asks. */
const zoneHours: Record<string, number> = {
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  bst: 1,
  cet: 1,
  cest: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  hkt: 8,
  sgt: 8,
  jst: 9,
  kst: 9,
  aest: 10,
};

const clock = String.raw`(?<hour>\d{1,2}):(?<minute>\d{1,2})(?::(?<second>\d{1,2})(?:[.,](?<fraction>\d+))?)?`;
const zone = String.raw`(?<zone>[+-]\d{1,2}:?\d{0,2}|[A-Za-z]{1,5})`;
const monthName = String.raw`(?<monthName>[A-Za-z]{3})[a-z]*\.?`;

const forms = [
  String.raw`^(?<year>\d{4})(?:[-/.年](?<month>\d{1,2})(?:[-/.月](?<day>\d{1,2})日?(?:(?:T|\s+)${clock}\s*${zone}?)?)?)?$`,
  String.raw`^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?:T(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})${zone}?)?$`,
  String.raw`^(?:[A-Za-z]+\.?,?\s+)?(?<day>\d{1,2})[\s-]+${monthName}[\s-]+(?<year>\d{2}|\d{4})(?:,?\s+${clock})?\s*${zone}?$`,
  String.raw`^(?:[A-Za-z]+,?\s+)?${monthName}\s+(?<day>\d{1,2})\s+${clock}\s+(?:${zone}\s+)?(?<year>\d{4})$`,
  String.raw`^(?:[A-Za-z]+,?\s+)?${monthName}\s+(?<day>\d{1,2}),?\s+(?<year>\d{4})(?:(?:\s*[·,]|\s+at)?\s+${clock}\s*(?<half>[AaPp]\.?[Mm])?\.?)?\s*${zone}?$`,
].map((form) => new RegExp(form));

/** The instant as ISO in UTC with milliseconds; undefined when the value is none. No zone means UTC. */
export function parseInstant(value: unknown): string | undefined {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim().replace(/\s+\([^)]*\)$/, '');
  if (/^\d{9,}(\.\d+)?$/.test(text)) return fromEpoch(Number(text));
  if (text.length > 80) return undefined;
  for (const form of forms) {
    const groups = form.exec(text)?.groups;
    if (groups) return fromParts(toParts(groups));
  }
  return undefined;
}

/** Seconds, milliseconds or microseconds, told apart by their size: all three mean years from 1973 on. */
function fromEpoch(value: number): string | undefined {
  if (!(value >= 1e8 && value < 1e17)) return undefined;
  if (value < 1e11) return toIso(value * 1000);
  return toIso(value < 1e14 ? value : value / 1000);
}

function toParts(groups: Record<string, string | undefined>): Parts {
  const year = Number(groups.year);
  const fraction = `0.${groups.fraction ?? '0'}`;
  return {
    year: groups.year?.length === 2 ? year + (year < 69 ? 2000 : 1900) : year,
    month: groups.monthName ? months.indexOf(groups.monthName.toLowerCase()) + 1 : Number(groups.month ?? 1),
    day: Number(groups.day ?? 1),
    hour: toHour(Number(groups.hour ?? 0), groups.half?.toLowerCase()),
    minute: Number(groups.minute ?? 0),
    second: Number(groups.second ?? 0),
    ms: Math.floor(Number(fraction) * 1000),
    zone: groups.zone ?? 'Z',
  };
}

function toHour(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.startsWith('p') ? 12 : 0);
}

function fromParts(parts: Parts): string | undefined {
  const { year, month, day, hour, minute, second, ms } = parts;
  if (month < 1 || month > 12 || hour > 24 || minute > 59 || second > 60) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || day < 1) return undefined;
  const local = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  return toIso(local - zoneMinutes(parts.zone) * 60_000);
}

function zoneMinutes(name: string): number {
  const offset = /^(?<sign>[+-])(?<hours>\d{1,2}):?(?<minutes>\d{2})?$/.exec(name)?.groups;
  if (!offset) return (zoneHours[name.toLowerCase()] ?? 0) * 60;
  const minutes = Number(offset.hours) * 60 + Number(offset.minutes ?? 0);
  return offset.sign === '-' ? -minutes : minutes;
}

function toIso(ms: number): string | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
