import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { schedule } from 'node-cron';
import { commands } from '../commands/index.ts';
import { keepUp } from './app/collect/upkeep.ts';
import { namesOf } from './app/desk.ts';
import type { Line } from './app/line.ts';
import { newestDay } from './app/memory.ts';
import type { App } from './app.ts';
import { createApp } from './app.ts';
import type { Environment } from './config/env.ts';
import { loadConfig } from './config.ts';
import { composeDigest } from './core/compose.ts';
import type { PlatformName } from './core/delivery.ts';
import type { Edition } from './core/edition.ts';
import { toReason } from './core/errors.ts';
import type { Report } from './core/report.ts';
import { dayOf } from './core/window.ts';
import { createDelivery } from './delivery/index.ts';
import type { Log } from './lib/log.ts';
import { renderText } from './platforms/console.ts';
import { createPlatforms } from './platforms/index.ts';
import type { Clock, Outbox, Platform } from './ports.ts';
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
  const { line, close } = await wireLine({ config, clock, log });
  const { publicUrl } = config;
  const reportUrl = (report: Report) => publicUrl && `${publicUrl}/reports/${encodeURIComponent(report.id)}`;
  const outboxOf = (name: PlatformName) => platforms.find((platform) => platform.name === name)?.outbox;
  const app = createApp({ line, commands, reportUrl, outboxOf });
  const tools = { config, commands, values: line.store, log, clock, web: webParts(line, app) };
  const { platforms, web } = await createPlatforms(tools);
  const outboxes = outboxesOf(platforms);
  const delivery = createDelivery({ store: line.store, outboxes, compose: app.compose, clock, log });
  const stopParts = async () => {
    await delivery.stop();
    await Promise.allSettled(platforms.map((platform) => platform.stop()));
    await close();
  };
  try {
    for (const platform of platforms) await platform.start(app.bot);
  } catch (error) {
    await stopParts();
    throw error;
  }
  const tick = schedule('* * * * *', () => runTick(line, app), { noOverlap: true, name: 'tick' });
  const upkeep = schedule('* * * * *', () => runUpkeep(line), { noOverlap: true, name: 'upkeep' });
  const deliver = schedule('* * * * *', () => delivery.tick(), { name: 'deliver' });
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
      await tick.stop();
      await upkeep.stop();
      await deliver.stop();
      await stopParts();
    },
  };
}

/** What the page needs to show whole reports. */
function webParts(line: Line, app: App) {
  return {
    store: line.store,
    editions: line.config.editions.map((edition) => edition.id),
    namesOf: (report: Report) => (hasEdition(line, report.edition) ? namesOf(line, report) : undefined),
    pictureOf: (report: Report) => app.desk.picture(report),
  };
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
    if (report) line.log.info({ report: report.id, posts: report.coverage.posts }, 'report built');
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
