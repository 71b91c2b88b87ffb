import type { DigestWant } from '../core/command.ts';
import type { Report } from '../core/report.ts';
import { windowInstants } from '../core/window.ts';
import type { ReportKey } from '../ports.ts';
import { type BuildOptions, type Reading, readWindow, writeReport } from './build.ts';
import type { Line } from './line.ts';
import { sliceId } from './slice.ts';

export interface DigestOptions extends BuildOptions {
  /** Called before work that nobody else has begun; what it throws ends the ask. */
  charge?: () => void;
}

export interface Reports {
  /** The archived report, or one built now and archived; undefined when the window holds no posts. */
  digest(want: DigestWant, options?: DigestOptions): Promise<Report | undefined>;
  /** Builds anew, whatever the archive holds; a window without posts gives an honest empty report. */
  build(want: DigestWant, options?: BuildOptions & { save?: boolean }): Promise<Report>;
}

/** Readings are kept for the next language or slice of the same window. */
const keptReadings = 3;

/** A report of a day that is not over is built again after this long. */
const partialForMs = 10 * 60_000;

/** Reports by what is wanted: asked for by many at once, built once. */
export function createReports(line: Line): Reports {
  const running = new Map<string, Promise<Report | undefined>>();
  const readings = createReadings(line);
  const builtAt = new Map<string, number>();

  const build: Reports['build'] = async (want, options = {}) => {
    const reading = await readings.of(want, options);
    const report = await writeReport(line, reading, want, options);
    if (options.save !== false) await line.store.saveReport(report);
    builtAt.set(report.id, epochMs(line.clock.now()));
    return report;
  };

  const isCurrent = (report: Report) =>
    !report.window.partial || epochMs(line.clock.now()) - (builtAt.get(report.id) ?? 0) < partialForMs;

  const buildUnlessEmpty = async (want: DigestWant, archived: Report | undefined, options: BuildOptions) => {
    const reading = await readings.of(want, options);
    if (reading.read.posts.length === 0) return archived;
    return build(want, options);
  };

  return {
    build,
    async digest(want, options = {}) {
      const key = JSON.stringify(toKey(want));
      const archived = running.has(key) ? undefined : await line.store.findReport(toKey(want));
      if (archived && isCurrent(archived)) return archived;
      const current = running.get(key);
      if (current) return current;
      options.charge?.();
      const started = buildUnlessEmpty(want, archived, options).finally(() => running.delete(key));
      running.set(key, started);
      return started;
    },
  };
}

/** One reading a window, shared by everyone who asks while it is made and a short while after. */
function createReadings(line: Line) {
  const kept = new Map<string, { at: number; reading: Promise<Reading> }>();
  return {
    of(want: DigestWant, options: BuildOptions): Promise<Reading> {
      const key = `${want.edition}:${want.window.firstDay}:${want.window.lastDay}:${want.window.timezone}`;
      const now = epochMs(line.clock.now());
      const found = kept.get(key);
      if (found && (isOver(want, line) || now - found.at < partialForMs)) return found.reading;
      const reading = readWindow(line, want, options);
      kept.delete(key);
      kept.set(key, { at: now, reading });
      reading.catch(() => kept.delete(key));
      const oldest = kept.keys().next().value;
      if (kept.size > keptReadings && oldest !== undefined) kept.delete(oldest);
      return reading;
    },
  };
}

function isOver(want: DigestWant, line: Line): boolean {
  return windowInstants(want.window).to <= line.clock.now();
}

export function toKey(want: DigestWant): ReportKey {
  const { edition, language, window } = want;
  return {
    edition,
    language,
    firstDay: window.firstDay,
    lastDay: window.lastDay,
    ...(want.topic && { topic: sliceId(want.topic) }),
  };
}

function epochMs(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}
