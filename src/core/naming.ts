import type { Edition, Topic } from './edition.ts';
import { inLanguage } from './language.ts';
import type { Report } from './report.ts';
import { compactDay, fromReportWindow, type Window } from './window.ts';
import { say } from './wording.ts';

/** `twitter_ai_20251227_20251227`: the name a report's files share, as `{edition}_{from}_{to}`. */
export function windowName(edition: string, window: Window): string {
  return `${edition}_${compactDay(window.firstDay)}_${compactDay(window.lastDay)}`;
}

/** File names of a report; a slice adds its topic, so that it never overwrites the whole. */
export function fileNames(report: Report): { base: string; cloud: string } {
  const base = windowName(report.edition, fromReportWindow(report.window));
  const slice = report.topic ? `_${report.topic.replace(/[^\p{L}\p{N}]+/gu, '-')}` : '';
  return { base: `${base}${slice}`, cloud: `wordcloud_${base}${slice}` };
}

/** `Twitter AI`, or `Twitter AI · AI agents` for a slice. */
export function reportTitle(report: Report, names: ReportNames): string {
  const title = inLanguage(names.edition.title, report.language);
  const topic = topicTitle(report, names);
  return topic ? say(report.language, 'topicOf', { title, topic }) : title;
}

/** The display name of a report's topic; free words stand for themselves. */
export function topicTitle(report: Report, names: ReportNames): string | undefined {
  if (!report.topic) return undefined;
  const topic = names.topics.find((candidate) => candidate.id === report.topic);
  return topic ? inLanguage(topic.names, report.language) : report.topic.replace(/^q:/, '');
}

/** `2025-12-27`, or `2025-12-20 – 2025-12-27`. */
export function windowLabel(report: Report): string {
  const { firstDay, lastDay } = fromReportWindow(report.window);
  return firstDay === lastDay ? firstDay : `${firstDay} – ${lastDay}`;
}

/** What configuration knows and a report does not carry: names in two languages. */
export interface ReportNames {
  edition: Edition;
  topics: readonly Topic[];
}
