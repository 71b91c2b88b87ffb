import { commands } from '../commands/index.ts';
import { type Alerts, createAlerts } from './app/alerts.ts';
import { editionOf } from './app/build.ts';
import { namesOf } from './app/desk.ts';
import type { Line } from './app/line.ts';
import { measuredLine } from './app/measured.ts';
import { discreetOutbox } from './app/secrets.ts';
import { findTrends } from './app/trend.ts';
import { type App, createApp } from './app.ts';
import { type Jobs, startClockwork, startPulse } from './bot/clockwork.ts';
import { type Duties, dutiesOf } from './bot/duties.ts';
import { buildDay, dueBuilds, runUpkeep } from './bot/editions.ts';
import { showNewest } from './bot/newest.ts';
import { closeQueues, findWedged, openQueues } from './bot/queues.ts';
import type { Environment } from './config/env.ts';
import { type Config, loadConfig } from './config.ts';
import type { DigestWant } from './core/command.ts';
import type { PlatformName } from './core/delivery.ts';
import { toReason } from './core/errors.ts';
import type { Report } from './core/report.ts';
import { createDelivery, type DeliveryLoop } from './delivery/index.ts';
import { createSharedQueue, type SharedQueues } from './delivery/queues/shared.ts';
import { createHealth, type Health } from './lib/health.ts';
import { startHealthServer } from './lib/health-server.ts';
import { inRun, type Log } from './lib/log.ts';
import { createMetrics, type Metrics } from './lib/metrics.ts';
import { createChatPlatforms, createPlatforms } from './platforms/index.ts';
import type { Bot, Clock, Outbox, Platform } from './ports.ts';
import { logFor, secretsOf, wireLine } from './wire.ts';

export interface BotOptions {
  env: Environment;
  dir: string;
  clock: Clock;
  stdout: NodeJS.WriteStream;
}

export interface RunningBot {
  log: Log;
  /** Where the web page answers, or what tells a monitor how a process without one is. */
  address: string;
  /** Resolves to the reason when the process can no longer do its work and must be started anew. */
  broken: Promise<string>;
  /** Shows a newcomer the newest sample day; nothing where a real edition runs. */
  greet(): Promise<void>;
  /** All that a minute makes due, one after the other; the bot's own clock calls the same jobs. */
  minute(): Promise<void>;
  stop(): Promise<void>;
}

/** How often a process without a clock of its own looks after itself. */
const pulseMs = 15_000;

/** Opens the store and starts what the process' role asks for: platforms and page, the clock, the work. */
export async function startBot({ env, dir, clock, stdout }: BotOptions): Promise<RunningBot> {
  const config = loadConfig(env, dir);
  const log = logFor(config);
  const metrics = createMetrics();
  const duties = dutiesOf(config.role);
  const { line: bare, close } = await wireLine({ config, clock, log });
  const line = measuredLine(bare, metrics);
  const health = createHealth(clock.now, () => line.store.check());
  const queues = await openQueues(config, log, metrics);
  const reportUrl = (report: Report) => reportAddress(config, report);
  const outboxOf = (name: PlatformName) => front.platforms.find((platform) => platform.name === name)?.outbox;
  const app = createApp({ line, commands, reportUrl, outboxOf });
  const front = await openFront(duties, { config, line, app, health, metrics });
  const broken = Promise.withResolvers<string>();
  let delivery: DeliveryLoop | undefined;
  const stopParts = async () => {
    const stopDelivery = async () => (delivery ? delivery.stop() : queues && closeQueues(queues));
    await Promise.allSettled([stopDelivery(), ...front.platforms.map((platform) => platform.stop())]);
    await front.close();
    await close();
  };
  try {
    await front.start(withRuns(app.bot));
    delivery = openDelivery(duties, { config, line, app, platforms: front.platforms, queues });
  } catch (error) {
    await stopParts();
    throw error;
  }
  const beat = async () => {
    if (!duties.schedules) health.beat();
    const reason = duties.works && queues && (await findWedged(queues));
    if (reason) broken.resolve(reason);
  };
  const jobs =
    duties.schedules && delivery
      ? jobsOf({ config, line, app, delivery, queues, beat: () => health.beat() })
      : undefined;
  const clockwork = jobs && startClockwork(jobs, log);
  const pulse = clockwork && !queues ? undefined : startPulse(pulseMs, beat);
  stdout.write(
    `Broadsheet is running${config.role === 'all' ? '' : ` as ${config.role}`}: ${front.address()}\n`,
  );
  let stopping = false;
  return {
    log,
    address: front.address(),
    broken: broken.promise,
    async greet() {
      if (!duties.meets) return;
      await showNewest(line, app, config.dataDir, stdout, front.address()).catch((error: unknown) => {
        if (!stopping) throw error;
      });
    },
    async minute() {
      await jobs?.build();
      await jobs?.upkeep();
      await jobs?.watch();
      await jobs?.deliver();
    },
    async stop() {
      stopping = true;
      health.stopping();
      await pulse?.stop();
      await clockwork?.stop();
      await stopParts();
    },
  };
}

function reportAddress({ publicUrl }: Config, report: Report): string | undefined {
  return publicUrl && `${publicUrl}/reports/${encodeURIComponent(report.id)}`;
}

/** What a process shows to the outside. */
interface Front {
  platforms: Platform[];
  start(bot: Bot): Promise<void>;
  address(): string;
  close(): Promise<void>;
}

interface FrontParts {
  config: Config;
  line: Line;
  app: App;
  health: Health;
  metrics: Metrics;
}

/** Platforms and page where people are met; elsewhere outboxes alone, or nothing, and a port for a monitor. */
async function openFront(duties: Duties, parts: FrontParts): Promise<Front> {
  const { config, line, app, health, metrics } = parts;
  const tools = { config, commands, values: line.store, log: line.log, clock: line.clock };
  if (duties.meets) {
    const web = { ...webParts(line, app, config), health, metrics };
    const { platforms, web: page } = await createPlatforms({ ...tools, web });
    const start = async (bot: Bot) => {
      for (const platform of platforms) await platform.start(bot);
    };
    return { platforms, start, address: page.address, close: async () => undefined };
  }
  const platforms = duties.works ? await createChatPlatforms(tools) : [];
  let server: Awaited<ReturnType<typeof startHealthServer>> | undefined;
  return {
    platforms,
    async start() {
      server = await startHealthServer({ host: config.host, port: config.port, health, metrics });
      for (const platform of platforms) await platform.startOutbox?.();
    },
    address: () => server?.address ?? '',
    close: async () => server?.close(),
  };
}

interface DeliveryTools {
  config: Config;
  line: Line;
  app: App;
  platforms: readonly Platform[];
  queues: SharedQueues | undefined;
}

/** The bot alone plans and sends nothing; a scheduler hands on what others plan and send. */
function openDelivery(duties: Duties, tools: DeliveryTools): DeliveryLoop | undefined {
  const { config, line, app, platforms, queues } = tools;
  const { store, clock, log } = line;
  if (!duties.schedules && !duties.works) return undefined;
  const parts = {
    store,
    outboxes: outboxesOf(platforms, secretsOf(config)),
    compose: app.compose,
    clock,
    log,
  };
  if (!queues) return createDelivery(parts);
  const buildEdition = (edition: string, day: string) => inRun(() => buildDay(line, app, { edition, day }));
  const queue = createSharedQueue({ queues, works: duties.works, buildEdition });
  return createDelivery({ ...parts, queue, ...(!duties.works && { serves: () => true }) });
}

interface JobParts {
  config: Config;
  line: Line;
  app: App;
  delivery: DeliveryLoop;
  queues: SharedQueues | undefined;
  beat(): void;
}

function jobsOf({ config, line, app, delivery, queues, beat }: JobParts): Jobs {
  const { operatorChat: chat } = config;
  const alerts = chat && createAlerts({ line, chat, secrets: secretsOf(config) });
  return {
    async deliver() {
      beat();
      await delivery.tick();
    },
    async build() {
      try {
        await handOn(line, app, queues);
      } catch (error) {
        line.log.error({ reason: toReason(error) }, 'builds not begun');
      }
    },
    upkeep: () => runUpkeep(line),
    watch: () => runWatch(line, alerts),
  };
}

/** What is due is built here, or by whichever worker has a hand free. */
async function handOn(line: Line, app: App, queues: SharedQueues | undefined): Promise<void> {
  const due = await dueBuilds(line);
  if (!queues) for (const build of due) await buildDay(line, app, build);
  else {
    const jobs = due.map((build) => ({
      key: `edition-${build.edition}-${build.day}`,
      data: { kind: 'edition' as const, ...build },
    }));
    await queues.build.add(jobs);
  }
}

/** What only the operator can mend is told in their chat; the next delivery tick sends it. */
async function runWatch(line: Line, alerts: Alerts | undefined): Promise<void> {
  try {
    await alerts?.watch();
  } catch (error) {
    line.log.error({ reason: toReason(error) }, 'watch failed');
  }
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
    ...(config.operatorToken && { operatorToken: config.operatorToken }),
    namesOf: (report: Pick<Report, 'edition'>) =>
      hasEdition(line, report.edition) ? namesOf(line, report) : undefined,
    cloudOf: app.desk.pictures.placed,
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

function hasEdition(line: Line, id: string): boolean {
  return line.config.editions.some((edition) => edition.id === id);
}

/** Where each platform that can be subscribed is written to. */
function outboxesOf(
  platforms: readonly Platform[],
  secrets: readonly string[],
): Partial<Record<PlatformName, Outbox>> {
  return Object.fromEntries(
    platforms.flatMap(({ name, outbox }) => (outbox ? [[name, discreetOutbox(outbox, secrets)]] : [])),
  );
}
