import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { schedule } from 'node-cron';
import { commands } from '../commands/index.ts';
import { editionOf } from './app/build.ts';
import { keepUp } from './app/collect/upkeep.ts';
import { namesOf } from './app/desk.ts';
import type { Line } from './app/line.ts';
import { measuredLine } from './app/measured.ts';
import { newestDay } from './app/memory.ts';
import { findTrends } from './app/trend.ts';
import type { App } from './app.ts';
import { createApp } from './app.ts';
import type { Environment } from './config/env.ts';
import { type Config, loadConfig } from './config.ts';
import type { DigestWant } from './core/command.ts';
import { composeDigest } from './core/compose.ts';
import type { PlatformName } from './core/delivery.ts';
import type { Edition } from './core/edition.ts';
import { toReason } from './core/errors.ts';
import type { Report } from './core/report.ts';
import { dayOf } from './core/window.ts';
import { createDelivery } from './delivery/index.ts';
import { createWatchdog } from './delivery/watchdog.ts';
import { createHealth, type Health } from './lib/health.ts';
import { inRun, type Log } from './lib/log.ts';
import { createMetrics } from './lib/metrics.ts';
import { renderText } from './platforms/console.ts';
import { createPlatforms } from './platforms/index.ts';
import type { Bot, Clock, Outbox, Platform } from './ports.ts';
import { publishToJekyll } from './publish/jekyll.ts';
import { logFor, wireLine } from './wire.ts';

export interface BotOptions {
  env: Environment;
  dir: string;
  clock: Clock;
  stdout: NodeJS.WriteStream;
}

export interface RunningBot {
  log: Log;
  /** Where the web page answers. */
  address: string;
  /** Shows a newcomer the newest sample day; nothing where a real edition runs. */
  greet(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the store, starts every platform that has a token, the web page and the cron tick. */
export async function startBot({ env, dir, clock, stdout }: BotOptions): Promise<RunningBot> {
  const config = loadConfig(env, dir);
  const log = logFor(config);
  const metrics = createMetrics();
  const { line: bare, close } = await wireLine({ config, clock, log });
  const line = measuredLine(bare, metrics);
  const health = createHealth(clock.now, () => line.store.check());
  const { publicUrl } = config;
  const reportUrl = (report: Report) => publicUrl && `${publicUrl}/reports/${encodeURIComponent(report.id)}`;
  const outboxOf = (name: PlatformName) => platforms.find((platform) => platform.name === name)?.outbox;
  const app = createApp({ line, commands, reportUrl, outboxOf });
  const tools = {
    config,
    commands,
    values: line.store,
    log,
    clock,
    web: { ...webParts(line, app, config), health, metrics },
  };
  const { platforms, web } = await createPlatforms(tools);
  const outboxes = outboxesOf(platforms);
  const delivery = createDelivery({ store: line.store, outboxes, compose: app.compose, clock, log });
  const stopParts = async () => {
    await Promise.allSettled([delivery.stop(), ...platforms.map((platform) => platform.stop())]);
    await close();
  };
  try {
    for (const platform of platforms) await platform.start(withRuns(app.bot));
  } catch (error) {
    await stopParts();
    throw error;
  }
  const tick = schedule('* * * * *', () => inRun(() => runTick(line, app)), {
    noOverlap: true,
    name: 'tick',
  });
  const upkeep = schedule('* * * * *', () => inRun(() => runUpkeep(line)), {
    noOverlap: true,
    name: 'upkeep',
  });
  const watchdog = createWatchdog({ run: () => inRun(() => runDelivery(delivery, health)), log });
  const deliver = schedule('* * * * *', () => watchdog.tick(), { name: 'deliver' });
  stdout.write(`Broadsheet is running: ${web.address()}\n`);
  let stopping = false;
  return {
    log,
    address: web.address(),
    async greet() {
      await showNewest(line, app, config.dataDir, stdout, web.address()).catch((error: unknown) => {
        if (!stopping) throw error;
      });
    },
    async stop() {
      stopping = true;
      health.stopping();
      await tick.stop();
      await upkeep.stop();
      await deliver.stop();
      watchdog.stop();
      await stopParts();
    },
  };
}

/** What the pages need to show reports. */
function webParts(line: Line, app: App, config: Config) {
  return {
    store: line.store,
    clock: line.clock,
    log: line.log,
    commands,
    editions: config.editions,
    defaultEdition: config.defaultEdition,
    ...(config.publicUrl && { publicUrl: config.publicUrl }),
    namesOf: (report: Pick<Report, 'edition'>) =>
      hasEdition(line, report.edition) ? namesOf(line, report) : undefined,
    pictureOf: (report: Report) => app.desk.picture(report),
    daysOf: app.desk.days,
    digest: (want: DigestWant) => app.desk.digest(want),
    trendTerms: app.desk.trendTerms,
    trends: (edition: string, terms: readonly string[]) => findTrends(line, editionOf(line, edition), terms),
  };
}

/** Each answer is a run of its own in the log. */
function withRuns(bot: Bot): Bot {
  return { ...bot, answer: (ask, progress) => inRun(() => bot.answer(ask, progress)) };
}

/** The one job that runs every minute whatever else does: while it beats, the clock ticks. */
function runDelivery(delivery: { tick(): Promise<void> }, health: Health): Promise<void> {
  health.beat();
  return delivery.tick();
}

function hasEdition(line: Line, id: string): boolean {
  return line.config.editions.some((edition) => edition.id === id);
}

/** Where each platform that can be subscribed is written to. */
function outboxesOf(platforms: readonly Platform[]): Partial<Record<PlatformName, Outbox>> {
  return Object.fromEntries(platforms.flatMap(({ name, outbox }) => (outbox ? [[name, outbox]] : [])));
}

/** Once a minute: what is due is built, so that those who ask find it ready. */
async function runTick(line: Line, app: App): Promise<void> {
  for (const edition of line.config.editions.filter((candidate) => !candidate.sample)) {
    try {
      await buildWhenDue(line, app, edition);
    } catch (error) {
      line.log.error({ edition: edition.id, reason: toReason(error) }, 'build failed');
    }
  }
}

/** Once a minute, and beside a build that may take longer: dropped files are read, old posts go. */
async function runUpkeep(line: Line): Promise<void> {
  for (const edition of line.config.editions.filter((candidate) => !candidate.sample)) {
    try {
      await keepUp(line, edition);
    } catch (error) {
      line.log.error({ edition: edition.id, reason: toReason(error) }, 'upkeep failed');
    }
  }
}

/** From the build time on, the day's reports are built once. */
async function buildWhenDue(line: Line, app: App, edition: Edition): Promise<void> {
  const local = Temporal.Instant.from(line.clock.now()).toZonedDateTimeISO(edition.timezone);
  const day = local.toPlainDate().toString();
  const key = `built:${edition.id}:${day}`;
  if (local.toPlainTime().toString() < edition.buildTime || (await line.store.getValue(key))) return;
  await line.store.setValue(key, line.clock.now());
  const window = { firstDay: day, lastDay: day, timezone: edition.timezone };
  for (const language of edition.languages) {
    const report = await app.desk.reports.digest({ edition: edition.id, language, window });
    if (!report) continue;
    line.log.info({ report: report.id, posts: report.coverage.posts }, 'report built');
    await publishReport(line, app, edition, report);
  }
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

/** A newcomer's first sight: the newest sample day, its picture and where to ask. */
async function showNewest(
  line: Line,
  app: App,
  dataDir: string,
  stdout: NodeJS.WriteStream,
  address: string,
): Promise<void> {
  const edition = line.config.editions.find((candidate) => candidate.id === line.config.defaultEdition);
  if (!edition?.sample) return;
  const day = (await newestDay(line, edition)) ?? dayOf(line.clock.now(), edition.timezone);
  const window = { firstDay: day, lastDay: day, timezone: edition.timezone };
  const report = await app.desk.digest({
    edition: edition.id,
    language: edition.languages[0] ?? 'en',
    window,
  });
  if (!report) return;
  const picture = await app.desk.picture(report);
  const text = renderText(composeDigest(report, { length: 'short', names: namesOf(line, report) }), {
    isTerminal: stdout.isTTY === true,
  });
  stdout.write(`\n${text}\n\n`);
  if (picture) {
    const path = join(dataDir, picture.name);
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(path, picture.bytes);
    stdout.write(`Word cloud: ${relative(process.cwd(), path)}\n`);
  }
  stdout.write(`Ask on the page: ${address}  (stop with Ctrl+C)\n`);
}
