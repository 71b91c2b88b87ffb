import type { DigestWant } from '../core/command.ts';
import type { Report } from '../core/report.ts';
import { windowInstants } from '../core/window.ts';
import type { ReportKey } from '../ports.ts';
import { type BuildOptions, type Reading, readWindow, writeReport } from './build.ts';
import type { Line } from './line.ts';
import { createMemo } from './memo.ts';
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

/** Archived reports at hand, and for how long another process may have replaced one unseen. */
const atHand = { keep: 12, forMs: 5000 };

/** Reports by what is wanted: asked for by many at once, built once. `onSave` hears of each that is archived. */
export function createReports(line: Line, onSave: (report: Report) => void = () => {}): Reports {
  const archive = createMemo<Report | undefined>(line.clock, atHand);
  const running = new Map<string, Promise<Report | undefined>>();
  const readings = createReadings(line);

  const build: Reports['build'] = async (want, options = {}) => {
    const reading = await readings.of(want, options);
    const report = await writeReport(line, reading, want, options);
    if (options.save !== false) await save(want, report);
    return report;
  };

  const save = async (want: DigestWant, report: Report) => {
    await line.store.saveReport(report);
    if (report.window.partial) await line.store.setValue(builtKey(want), line.clock.now());
    archive.forget(JSON.stringify(toKey(want)));
    onSave(report);
  };

  /** Kept in the store, since the process that builds ahead is seldom the one that plans. */
  const isCurrent = async (want: DigestWant, report: Report): Promise<boolean> => {
    if (!report.window.partial) return true;
    const at = await line.store.getValue(builtKey(want));
    return at !== undefined && epochMs(line.clock.now()) - epochMs(at) < partialForMs;
  };

  /** One at a time a window and language, in any process: all its slices share what was read and written. */
  const buildOnce = (want: DigestWant, archived: Report | undefined, options: BuildOptions) =>
    line.leases.hold(leaseName(want), async () => {
      const found = await line.store.findReport(toKey(want));
      const isNew = found && found.createdAt !== archived?.createdAt;
      return isNew ? found : buildUnlessEmpty(want, found, options);
    });

  const buildUnlessEmpty = async (want: DigestWant, archived: Report | undefined, options: BuildOptions) => {
    const reading = await readings.of(want, options);
    if (reading.read.posts.length === 0) return archived;
    return build(want, options);
  };

  return {
    build,
    async digest(want, options = {}) {
      const key = JSON.stringify(toKey(want));
      const find = () => line.store.findReport(toKey(want));
      const archived = running.has(key) ? undefined : await archive.of(key, find);
      if (archived && (await isCurrent(want, archived))) return archived;
      const current = running.get(key);
      if (current) return current;
      options.charge?.();
      const started = buildOnce(want, archived, options).finally(() => running.delete(key));
      running.set(key, started);
      return started;
    },
  };
}

/** One reading a window, shared by everyone who asks while it is made and a short while after. */
function createReadings(line: Line) {
  const kept = new Map<string, { at: number; isWhole: boolean; reading: Promise<Reading> }>();
  return {
    of(want: DigestWant, options: BuildOptions): Promise<Reading> {
      const key = `${want.edition}:${want.window.firstDay}:${want.window.lastDay}:${want.window.timezone}`;
      const now = epochMs(line.clock.now());
      const found = kept.get(key);
      const isWhole = isOver(want, line);
      if (found && (found.isWhole || (!isWhole && now - found.at < partialForMs))) return found.reading;
      const reading = readWindow(line, want, options);
      kept.delete(key);
      kept.set(key, { at: now, isWhole, reading });
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

function leaseName({ edition, language, window }: DigestWant): string {
  return `report:${edition}:${language}:${window.firstDay}:${window.lastDay}`;
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

function builtKey(want: DigestWant): string {
  return `report-built:${JSON.stringify(toKey(want))}`;
}
