import type { Edition } from './edition.ts';
import { addDays } from './window.ts';

/** When a chat wants its digest: local time `HH:MM` in an IANA time zone. */
export interface DueRule {
  time: string;
  timezone: string;
}

/** What a rule owes at an instant: the newest date whose time has come, and the dates missed before it. */
export interface DueRun {
  /** The intended local date; the date on the wall differs where a gap of the clock ends in the next day. */
  date: string;
  dueAt: string;
  /** Earlier dates since the last run, oldest first. */
  missed: string[];
  /** The first due instant that is still ahead. */
  next: string;
}

/**
 * The first instant at which the zone's clock shows `time` or later on `date`: the end of the gap where clocks
 * jump over it, the first of the two where it comes twice. ISO UTC with seconds.
 */
export function dueInstant(date: string, { time, timezone }: DueRule): string {
  const wanted = Temporal.PlainDateTime.from(`${date}T${time}`);
  const found = wanted.toZonedDateTime(timezone, { disambiguation: 'earlier' });
  if (found.toPlainDateTime().equals(wanted)) return toText(found);
  return toText(found.getTimeZoneTransition('next') ?? found);
}

/** The first due instant after `after`. */
export function nextDue(rule: DueRule, after: string): string {
  return dueInstant(nextDate(rule, after), rule);
}

/** The local date of the first due instant after `after`. */
export function nextDate(rule: DueRule, after: string): string {
  let date = addDays(localDate(after, rule.timezone), -1);
  while (!isLater(dueInstant(date, rule), after)) date = addDays(date, 1);
  return date;
}

/** The run that is owed at `now` by a subscription whose planned instant was `planned`. */
export function dueRun(rule: DueRule, planned: string, now: string): DueRun {
  const next = nextDate(rule, now);
  const date = addDays(next, -1);
  const missed: string[] = [];
  const first = localDate(planned, rule.timezone);
  for (let day = addDays(first, -1); day < date; day = addDays(day, 1)) {
    if (!isLater(planned, dueInstant(day, rule))) missed.push(day);
  }
  return { date, dueAt: dueInstant(date, rule), missed, next: dueInstant(next, rule) };
}

/** The newest day of an edition that is ready at an instant: its build time has come. */
export function readyDay(edition: Pick<Edition, 'timezone' | 'buildTime'>, at: string): string {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(edition.timezone);
  const day = local.toPlainDate().toString();
  return local.toPlainTime().toString() >= edition.buildTime ? day : addDays(day, -1);
}

/** The day that a digest due at an instant tells: the newest ready one, or of a sample the newest it has. */
export function digestDay(
  edition: Pick<Edition, 'timezone' | 'buildTime' | 'sample'>,
  at: string,
  days: readonly string[],
): string | undefined {
  const ready = readyDay(edition, at);
  return edition.sample ? days.find((day) => day <= ready) : ready;
}

/** `2026-01-02 08:30`: an instant as people in a zone read it. */
export function localTime(instant: string, timezone: string): string {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(timezone).toPlainDateTime();
  return local.toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

export function isLater(a: string, b: string): boolean {
  return Temporal.Instant.compare(a, b) > 0;
}

/** The instant so many milliseconds later. */
export function addMs(instant: string, ms: number): string {
  return Temporal.Instant.from(instant).add({ milliseconds: ms }).toString();
}

function localDate(instant: string, timezone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timezone).toPlainDate().toString();
}

function toText(zoned: Temporal.ZonedDateTime): string {
  return zoned.toInstant().toString({ smallestUnit: 'second' });
}
