import { claimMarks, cloudAlt, coverageRows, reportNotes, titlesOf } from './document.ts';
import { inLanguage, type Language } from './language.ts';
import type { Action, Block, Message, Picture, Span } from './message.ts';
import { type ReportNames, reportTitle, windowLabel } from './naming.ts';
import type { Claim, Report, Theme } from './report.ts';
import { compactDay, fromReportWindow } from './window.ts';
import { say } from './wording.ts';

export interface ComposeOptions {
  length: 'short' | 'full';
  names: ReportNames;
  picture?: Picture;
  /** Local days that can be answered, newest first: for the earlier and later buttons. */
  days?: readonly string[];
  /** Where the whole report can be read. */
  url?: string;
}

/** A report as a platform-neutral message: the summary with its picture, and with the detail when full. */
export function composeDigest(report: Report, options: ComposeOptions): Message {
  const blocks: Block[] = [
    heading(1, `${reportTitle(report, options.names)} · ${windowLabel(report)}`),
    ...noteBlocks(report, options.names),
    ...(options.picture ? [{ kind: 'image', picture: options.picture } as const] : []),
    ...briefBlocks(report),
    ...(options.length === 'full' ? detailBlocks(report, options.names) : []),
    ...coverageBlocks(report, options.length),
    ...urlBlocks(report.language, options.url),
  ];
  return { blocks, actions: digestActions(report, options), accent: report.topic ?? report.edition };
}

/** The cloud's picture as a message carries it. */
export function toPicture(
  report: Report,
  name: string,
  image: Pick<Picture, 'bytes' | 'width' | 'height' | 'contentType'>,
): Picture {
  return { ...image, name, alt: cloudAlt(report) };
}

function noteBlocks(report: Report, names: ReportNames): Block[] {
  return reportNotes(report, names).map((text) => paragraph([{ text, italic: true }]));
}

function briefBlocks(report: Report): Block[] {
  const titles = titlesOf(report);
  const blocks: Block[] = [];
  if (report.overview.length > 0) {
    blocks.push(heading(2, say(report.language, 'overview')));
    blocks.push(paragraph(joinSpans(report.overview.map((claim) => claimSpans(claim, report.language)))));
  }
  if (report.points.length > 0) {
    blocks.push(heading(2, say(report.language, 'points', { count: report.points.length })));
    blocks.push({
      kind: 'list',
      ordered: true,
      entries: report.points.map((claim) => [
        ...leadSpans(claim, report, titles),
        ...claimSpans(claim, report.language),
      ]),
    });
  }
  return blocks;
}

function leadSpans(claim: Claim, report: Report, titles: Map<string, string>): Span[] {
  const title = titles.get(claim.id);
  if (!title) return [];
  const story = report.stories.find((candidate) => candidate.id === claim.storyId);
  const day = story && story.day > 1 ? ` · ${say(report.language, 'day', { day: story.day })}` : '';
  return [{ text: `${title}${day}`, bold: true }, { text: report.language === 'zh' ? '：' : ': ' }];
}

function detailBlocks(report: Report, names: ReportNames): Block[] {
  const { language } = report;
  const analyses = report.analyses.flatMap((analysis) => {
    const section = names.edition.sections.find((candidate) => candidate.id === analysis.section);
    return themeBlocks(
      section ? inLanguage(section.names, language) : analysis.section,
      analysis.themes,
      language,
    );
  });
  return [
    ...themeBlocks(say(language, 'insights'), report.insights, language),
    ...themeBlocks(say(language, 'events'), report.events, language),
    ...analyses,
  ];
}

function themeBlocks(title: string, themes: Theme[], language: Language): Block[] {
  if (themes.length === 0) return [];
  const lists = themes.flatMap((theme): Block[] => [
    heading(3, theme.title),
    { kind: 'list', ordered: false, entries: theme.claims.map((claim) => claimSpans(claim, language)) },
  ]);
  return [heading(2, title), ...lists];
}

/** A claim's words, its marks and its links; code makes the links, never a writer. */
export function claimSpans(claim: Claim, language: Language): Span[] {
  const marks = claimMarks(claim, language);
  const note: Span[] = marks.length > 0 ? [{ text: ` (${marks.join(', ')})`, italic: true }] : [];
  const links = claim.cites.flatMap((cite): Span[] => [
    { text: ' ' },
    { text: `@${cite.author}`, href: cite.url },
  ]);
  return [{ text: claim.text }, ...note, ...links];
}

function coverageBlocks(report: Report, length: 'short' | 'full'): Block[] {
  const rows = coverageRows(report);
  // A short digest tells window and counts; when a source failed or nothing was read, the reader must see why.
  const isTroubled =
    report.coverage.posts === 0 || report.coverage.sources.some((source) => source.status === 'failed');
  const shown = length === 'full' || isTroubled ? rows : rows.slice(0, 2);
  return [
    paragraph([{ text: shown.map(([label, value]) => `${label}: ${value}`).join('\n'), italic: true }]),
  ];
}

function urlBlocks(language: Language, url: string | undefined): Block[] {
  return url ? [paragraph([{ text: say(language, 'fullReport'), href: url }])] : [];
}

/** Buttons: three strongest topics, the neighbouring days, the whole report. Each is a command line. */
function digestActions(report: Report, { names, days = [], length }: ComposeOptions): Action[] {
  const { firstDay, lastDay } = fromReportWindow(report.window);
  const when = firstDay === lastDay ? firstDay : `${compactDay(firstDay)}..${compactDay(lastDay)}`;
  const single = firstDay === lastDay;
  const earlier = single ? days.find((day) => day < firstDay) : undefined;
  const later = single ? [...days].reverse().find((day) => day > lastDay) : undefined;
  const topic = report.topic && !report.topic.startsWith('q:') ? ` ${report.topic}` : '';
  const base = `digest`;
  const actions: Action[] = topTopics(report, names).map(({ id, label }) => ({
    label,
    command: `${base} ${id} ${when}`,
  }));
  if (report.topic) actions.unshift({ label: say(report.language, 'whole'), command: `${base} ${when}` });
  if (earlier)
    actions.push({
      label: say(report.language, 'earlier', { day: earlier }),
      command: `${base}${topic} ${earlier}`,
    });
  if (later)
    actions.push({
      label: say(report.language, 'later', { day: later }),
      command: `${base}${topic} ${later}`,
    });
  if (length === 'short' && report.coverage.posts > 0) {
    actions.push({ label: say(report.language, 'fullReport'), command: `${base}${topic} ${when} full` });
  }
  return actions.map((action) => ({ ...action, command: `${action.command} ${report.language}` }));
}

function topTopics(report: Report, names: ReportNames): { id: string; label: string }[] {
  const scores = new Map<string, number>();
  for (const story of report.stories) {
    for (const topic of story.topics) scores.set(topic, (scores.get(topic) ?? 0) + story.postIds.length);
  }
  return names.topics
    .filter((topic) => scores.has(topic.id) && topic.id !== report.topic)
    .sort((a, b) => (scores.get(b.id) ?? 0) - (scores.get(a.id) ?? 0) || (a.id < b.id ? -1 : 1))
    .slice(0, 3)
    .map((topic) => ({ id: topic.id, label: inLanguage(topic.names, report.language) }));
}

function joinSpans(groups: Span[][]): Span[] {
  return groups.flatMap((spans, index) => (index > 0 ? [{ text: ' ' }, ...spans] : spans));
}

function heading(level: 1 | 2 | 3, text: string): Block {
  return { kind: 'heading', level, text };
}

function paragraph(spans: Span[]): Block {
  return { kind: 'paragraph', spans };
}
