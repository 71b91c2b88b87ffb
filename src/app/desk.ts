import type { Ask } from '../core/ask.ts';
import type { Command, Desk, DigestWant, Place } from '../core/command.ts';
import { toDocument } from '../core/document.ts';
import type { Report } from '../core/report.ts';
import { dayOf } from '../core/window.ts';
import { editionOf } from './build.ts';
import type { Line } from './line.ts';
import { postsPerDay } from './memory.ts';
import { createPictures, type Pictures } from './pictures.ts';
import { createReports, type Reports } from './reports.ts';
import { topicsOf } from './topics.ts';

export interface DeskParts {
  line: Line;
  commands: readonly Command[];
  /** Where the web page shows a report; absent while there is no page. */
  reportUrl?: (report: Report) => string;
}

export interface FullDesk extends Desk {
  reports: Reports;
  pictures: Pictures;
}

/** The bot's verbs over one line: what commands may ask for. */
export function createDesk({ line, commands, reportUrl }: DeskParts): FullDesk {
  const reports = createReports(line);
  const pictures = createPictures(line);
  return {
    reports,
    pictures,
    now: () => line.clock.now(),
    editions: () => line.config.editions,
    topics: (edition) => topicsOf(line, editionOf(line, edition)),
    commands: () => [...commands],
    place: (ask) => placeOf(line, ask),
    digest: (want, progress) => reports.digest(want, progress ? { progress } : {}),
    picture: (report) => pictures.ofReport(report, 'png'),
    document: (report) => toDocument(report, namesOf(line, report)),
    days: async (edition) => answerableDays(line, edition),
    reportUrl: (report) => reportUrl?.(report),
  };
}

export function namesOf(line: Pick<Line, 'config'>, report: Pick<Report, 'edition'>) {
  const edition = editionOf(line, report.edition);
  return { edition, topics: topicsOf(line, edition) };
}

async function placeOf(line: Line, ask: Ask): Promise<Place> {
  const settings = ask.asker.chat ? await line.store.findChat(ask.asker.chat) : undefined;
  const edition = editionOf(line, settings?.edition ?? line.config.defaultEdition);
  const spoken = ask.asker.locale?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  const language = settings?.language ?? (ask.asker.locale ? spoken : (edition.languages[0] ?? 'en'));
  return { edition, language, timezone: settings?.timezone ?? edition.timezone };
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

/** The day it is in an edition's zone. */
export function todayIn(line: Pick<Line, 'clock'>, timezone: string): string {
  return dayOf(line.clock.now(), timezone);
}

export type { DigestWant };
