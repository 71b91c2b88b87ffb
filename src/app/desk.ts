import type { Ask } from '../core/ask.ts';
import type { ChartWant, Command, Desk, Place } from '../core/command.ts';
import { composeDigest } from '../core/compose.ts';
import type { PlatformName } from '../core/delivery.ts';
import { toDocument } from '../core/document.ts';
import { toReason } from '../core/errors.ts';
import type { Message, Picture } from '../core/message.ts';
import type { Report, Word } from '../core/report.ts';
import type { Outbox } from '../ports.ts';
import { editionOf } from './build.ts';
import type { Line } from './line.ts';
import { createMemo } from './memo.ts';
import { postsPerDay } from './memory.ts';
import { createPictures, type Pictures } from './pictures.ts';
import { createReports, type Reports } from './reports.ts';
import { editionStatus, newestReport } from './status.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';
import { findSubscription, findTarget, type TargetTools } from './targets.ts';
import { topicsOf } from './topics.ts';
import { findTrend } from './trend.ts';

export interface DeskParts {
  line: Line;
  commands: readonly Command[];
  /** Where the web page shows a report; absent while there is no page. */
  reportUrl?: (report: Report) => string | undefined;
  /** How a platform is written to unasked; absent or undefined where none can be. */
  outboxOf?: (platform: PlatformName) => Outbox | undefined;
}

export interface FullDesk extends Desk {
  reports: Reports;
  pictures: Pictures;
  members: Subscriptions;
}

/** Days of editions, which every digest names as buttons, and for how long a collect may have added one unseen. */
const daysAtHand = { keep: 20, forMs: 5000 };

/** The bot's verbs over one line: what commands may ask for. */
export function createDesk(parts: DeskParts): FullDesk {
  const { line, commands, reportUrl } = parts;
  const known = createMemo<string[]>(line.clock, daysAtHand);
  const days = (edition: string) => known.of(edition, () => answerableDays(line, edition));
  const reports = createReports(line, (report) => known.forget(report.edition));
  const pictures = createPictures(line);
  const members = createSubscriptions(line.store, line.clock);
  const targets: TargetTools = {
    store: line.store,
    outboxOf: (platform) => parts.outboxOf?.(platform),
    languageOf: async (ask) => (await placeOf({ line, days }, ask)).language,
  };
  return {
    reports,
    pictures,
    members,
    now: () => line.clock.now(),
    editions: () => line.config.editions,
    topics: (edition) => (hasEdition(line, edition) ? topicsOf(line, editionOf(line, edition)) : []),
    commands: () => [...commands],
    place: (ask) => placeOf({ line, days }, ask),
    digest: (want, progress) => reports.digest(want, progress ? { progress } : {}),
    picture: (report) => pictures.ofReport(report, 'png'),
    document: (report) => toDocument(report, namesOf(line, report)),
    days,
    reportUrl: (report) => reportUrl?.(report),
    tell: (report, { length }) => tellReport({ line, pictures, days, reportUrl }, report, length),
    target: (ask, name) => findTarget(targets, ask, name),
    subscription: (ask, id) => findSubscription(targets, ask, id),
    subscriptions: members.of,
    subscribe: members.subscribe,
    unsubscribe: members.unsubscribe,
    settings: (chat) => line.store.findChat(chat),
    saveSettings: (settings) => line.store.saveChat(settings),
    trend: (edition, term) => findTrend(line, editionOf(line, edition), term),
    trendTerms: (edition, language) => movingTerms(line, edition, language),
    chart: (want) => drawChart(line, want),
    status: async (edition, chat) => ({
      ...(await editionStatus(line, editionOf(line, edition))),
      subscriptions: chat ? await members.status(chat) : [],
    }),
  };
}

export function namesOf(line: Pick<Line, 'config'>, report: Pick<Report, 'edition'>) {
  const edition = editionOf(line, report.edition);
  return { edition, topics: topicsOf(line, edition) };
}

interface TellTools {
  line: Line;
  pictures: Pictures;
  days: Desk['days'];
  reportUrl: DeskParts['reportUrl'];
}

async function tellReport(
  { line, pictures, days, reportUrl }: TellTools,
  report: Report,
  length: 'short' | 'full',
): Promise<Message> {
  const picture = await pictures.ofReport(report, 'png');
  const url = reportUrl?.(report);
  return composeDigest(report, {
    length,
    names: namesOf(line, report),
    days: await days(report.edition),
    ...(picture && { picture }),
    ...(url && { url }),
  });
}

/** The chat's own choice first, then what the asker speaks. An edition that is gone gives way to the default. */
async function placeOf(tools: PlaceTools, ask: Ask): Promise<Place> {
  const { line } = tools;
  const settings = ask.asker.chat ? await line.store.findChat(ask.asker.chat) : undefined;
  const chosen = settings?.edition;
  const isChosen = chosen !== undefined && hasEdition(line, chosen);
  const edition = editionOf(line, isChosen ? chosen : await defaultEdition(tools));
  const spoken = ask.asker.locale?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  const language = settings?.language ?? (ask.asker.locale ? spoken : (edition.languages[0] ?? 'en'));
  return { edition, isChosen, language, timezone: settings?.timezone ?? edition.timezone };
}

interface PlaceTools {
  line: Line;
  days: Desk['days'];
}

/** The sample stands in only until a real edition holds posts. */
async function defaultEdition({ line, days }: PlaceTools): Promise<string> {
  const { editions, defaultEdition: configured } = line.config;
  if (!editionOf(line, configured).sample) return configured;
  for (const { id, sample } of editions) {
    if (!sample && (await days(id)).length > 0) return id;
  }
  return configured;
}

function hasEdition(line: Pick<Line, 'config'>, id: string): boolean {
  return line.config.editions.some((edition) => edition.id === id);
}

/** Words of the newest report, new and rising ones first. */
async function movingTerms(line: Line, edition: string, language: string): Promise<string[]> {
  const report = await newestReport(line, editionOf(line, edition), language);
  const isMoving = (word: Word) => word.trend === 'new' || word.trend === 'rising';
  const words = report?.words ?? [];
  return [...words.filter(isMoving), ...words.filter((word) => !isMoving(word))].map((word) => word.text);
}

const chartSize = { width: 800, height: 450 };

/** A chart adorns an answer that is whole without it. */
async function drawChart(line: Line, { alt, ...want }: ChartWant): Promise<Picture | undefined> {
  if (want.points.length === 0) return undefined;
  try {
    const { png, width, height } = await line.artist.chart({ ...want, ...chartSize, theme: 'light' });
    if (!png) return undefined;
    return { bytes: png, width, height, name: 'trend.png', contentType: 'image/png', alt };
  } catch (error) {
    line.log.error({ reason: toReason(error) }, 'chart failed');
    return undefined;
  }
}

/** Days with posts or with a saved report, newest first. */
async function answerableDays(line: Line, editionId: string): Promise<string[]> {
  const edition = editionOf(line, editionId);
  const posts = await postsPerDay(line, edition);
  const reports = await line.store.listReports({ edition: editionId });
  const days = new Set([
    ...posts.keys(),
    ...reports.filter((r) => r.firstDay === r.lastDay).map((r) => r.firstDay),
  ]);
  return [...days].sort().reverse();
}
