import { dueInstant } from '../../src/core/schedule.ts';
import { addDays } from '../../src/core/window.ts';

/** The four times of the bar: midnight, in the usual gap, morning, the last minute. */
export const dueTimes = ['00:00', '02:30', '08:00', '23:59'] as const;

export interface ZoneSpan {
  timezone: string;
  time: string;
  /** First local date. */
  from: string;
  days: number;
}

/** Throws at the first date whose run is not the first instant at or after its time, or not after the run before. */
export function checkZone({ timezone, time, from, days }: ZoneSpan): void {
  let before: Temporal.Instant | undefined;
  for (let day = 0; day < days; day++) {
    const date = addDays(from, day);
    const at = Temporal.Instant.from(dueInstant(date, { time, timezone }));
    const fault = faultOf(at, `${date}T${time}`, timezone);
    if (fault) throw new Error(`${timezone} ${date} ${time}: ${fault} (${at})`);
    if (before && Temporal.Instant.compare(before, at) >= 0) {
      throw new Error(`${timezone} ${date} ${time}: not after the date before (${at})`);
    }
    before = at;
  }
}

/**
 * The wall clock shows the wanted time or later, and at no instant of the day before that did it. What lies
 * further back than a day cannot be a later local time, since no zone moves by more.
 */
function faultOf(at: Temporal.Instant, wanted: string, timezone: string): string | undefined {
  const want = Temporal.PlainDateTime.from(wanted);
  const wall = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(timezone).toPlainDateTime();
  const isThere = (instant: Temporal.Instant) => Temporal.PlainDateTime.compare(wall(instant), want) >= 0;
  if (!isThere(at)) return 'the clock is not there yet';
  const earlier = [1, 1800, 3600, 86_400];
  const found = earlier.find((seconds) => isThere(at.subtract({ seconds })));
  return found === undefined ? undefined : `the clock was there ${found} s before`;
}

/** Every zone × 400 days × four times: one run a local date, in order. */
export async function run(): Promise<void> {
  const zones = Intl.supportedValuesOf('timeZone');
  const startedMs = performance.now();
  for (const timezone of zones) {
    for (const time of dueTimes) checkZone({ timezone, time, from: '2026-01-01', days: 400 });
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const runs = zones.length * dueTimes.length * 400;
  process.stdout.write(
    `${zones.length} zones × 400 days × ${dueTimes.length} times: ${runs} runs, 0 wrong, ${seconds} s\n`,
  );
}
