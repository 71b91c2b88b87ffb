import { editionOf } from '../app/build.ts';
import { keepUp } from '../app/collect/upkeep.ts';
import type { Line } from '../app/line.ts';
import type { App } from '../app.ts';
import type { Edition } from '../core/edition.ts';
import { toReason } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { dropOldDeliveries } from '../delivery/retention.ts';
import { publishToJekyll } from '../publish/jekyll.ts';

/** A day of an edition whose build time has come and that is not built yet. */
export interface DueBuild {
  edition: string;
  day: string;
}

/** What is to be built now; the sample is built when somebody asks. */
export async function dueBuilds(line: Line): Promise<DueBuild[]> {
  const due: DueBuild[] = [];
  for (const edition of realEditions(line)) {
    const local = Temporal.Instant.from(line.clock.now()).toZonedDateTimeISO(edition.timezone);
    const day = local.toPlainDate().toString();
    const isTime = local.toPlainTime().toString() >= edition.buildTime;
    if (isTime && !(await isBuilt(line, edition.id, day))) due.push({ edition: edition.id, day });
  }
  return due;
}

/**
 * Builds and publishes the day's reports, so that those who ask find them ready. A day is built once, also when it
 * fails, since whoever asks builds it anew; only a process that dies leaves it to the next.
 */
export async function buildDay(line: Line, app: App, { edition: id, day }: DueBuild): Promise<void> {
  if (await isBuilt(line, id, day)) return;
  const edition = editionOf(line, id);
  try {
    for (const language of edition.languages) await buildReport(line, app, { edition, language, day });
  } catch (error) {
    line.log.error({ edition: id, reason: toReason(error) }, 'build failed');
  }
  await line.store.setValue(builtKey(id, day), line.clock.now());
}

async function buildReport(
  line: Line,
  app: App,
  { edition, language, day }: { edition: Edition; language: Edition['languages'][number]; day: string },
): Promise<void> {
  const window = { firstDay: day, lastDay: day, timezone: edition.timezone };
  const report = await app.desk.reports.digest({ edition: edition.id, language, window });
  if (!report) return;
  line.log.info({ report: report.id, posts: report.coverage.posts }, 'report built');
  await publishReport(line, app, edition, report);
}

/** Dropped files are read, old posts go: once a minute, and beside a build that may take longer. */
export async function runUpkeep(line: Line): Promise<void> {
  for (const edition of realEditions(line)) {
    try {
      await keepUp(line, edition);
    } catch (error) {
      line.log.error({ edition: edition.id, reason: toReason(error) }, 'upkeep failed');
    }
  }
  await dropOldDeliveries(line).catch((error: unknown) => {
    line.log.error({ reason: toReason(error) }, 'old deliveries not dropped');
  });
}

/** What an edition publishes; a site that cannot be written to spoils no digest. */
async function publishReport(line: Line, app: App, edition: Edition, report: Report): Promise<void> {
  if (!edition.publish?.jekyll) return;
  try {
    const picture = await app.desk.pictures.ofReport(report, 'jpeg');
    const document = app.desk.document(report);
    const isFirst = report.language === edition.languages[0];
    const path = publishToJekyll(edition.publish.jekyll, { report, document, picture, isFirst });
    if (path) line.log.info({ report: report.id, path }, 'report published');
  } catch (error) {
    line.log.error({ report: report.id, reason: toReason(error) }, 'report not published');
  }
}

function realEditions(line: Line): Edition[] {
  return line.config.editions.filter((edition) => !edition.sample);
}

async function isBuilt(line: Line, edition: string, day: string): Promise<boolean> {
  return (await line.store.getValue(builtKey(edition, day))) !== undefined;
}

function builtKey(edition: string, day: string): string {
  return `built:${edition}:${day}`;
}
