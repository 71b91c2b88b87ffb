import type { ReportWindow } from './report.ts';

/** A half-open span of local days `[from, to)` in a time zone. */
export interface Window {
  /** First local date, `YYYY-MM-DD`. */
  firstDay: string;
  /** Last local date, inclusive. */
  lastDay: string;
  timezone: string;
}

/**
 * Instants of a window's borders, ISO UTC with milliseconds and `Z` as sources write `createdAt`, so that both
 * compare as text; `to` is exclusive.
 */
export function windowInstants(window: Window): { from: string; to: string } {
  const end = Temporal.PlainDate.from(window.lastDay).add({ days: 1 }).toString();
  return { from: startOfDay(window.firstDay, window.timezone), to: startOfDay(end, window.timezone) };
}

/** The window as reports print it; partial when `now` lies before its end. */
export function toReportWindow(window: Window, now: string): ReportWindow {
  const { from, to } = windowInstants(window);
  const local = (instant: string) =>
    Temporal.Instant.from(instant)
      .toZonedDateTimeISO(window.timezone)
      .toString({ timeZoneName: 'never', smallestUnit: 'second' });
  return {
    from: local(from),
    to: local(to),
    timezone: window.timezone,
    partial: Temporal.Instant.compare(now, to) < 0,
  };
}

/** The local date of an instant. */
export function dayOf(instant: string, timezone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timezone).toPlainDate().toString();
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Days from `a` to `b`, negative when `b` is earlier. */
export function daysBetween(a: string, b: string): number {
  return Temporal.PlainDate.from(a).until(Temporal.PlainDate.from(b), { largestUnit: 'days' }).days;
}

/** The window that a report stands for, read back from its borders. */
export function fromReportWindow(window: ReportWindow): Window {
  const end = Temporal.PlainDateTime.from(window.to.slice(0, 19)).subtract({ seconds: 1 });
  return {
    firstDay: window.from.slice(0, 10),
    lastDay: end.toPlainDate().toString(),
    timezone: window.timezone,
  };
}

/** Compact dates for file names and ids: `20251227`. */
export function compactDay(day: string): string {
  return day.replaceAll('-', '');
}

function startOfDay(day: string, timezone: string): string {
  const instant = Temporal.PlainDate.from(day).toZonedDateTime(timezone).toInstant();
  return instant.toString({ smallestUnit: 'millisecond' });
}
