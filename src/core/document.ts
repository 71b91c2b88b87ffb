import { inLanguage, type Language } from './language.ts';
import { escapeMarkdown, markdownLink } from './markdown.ts';
import { fileNames, type ReportNames, reportTitle, topicTitle, windowName } from './naming.ts';
import type { Claim, Coverage, Report, ReportStory, SourceOutcome, Theme, Word } from './report.ts';
import { fromReportWindow } from './window.ts';
import { languageName, say, sayTrend } from './wording.ts';

/** The report as a Markdown page with Jekyll front matter: the skeleton of the house's first daily report. */
export function toDocument(report: Report, names: ReportNames): { name: string; text: string } {
  const files = fileNames(report);
  const parts = [
    frontMatter(report),
    fileTitle(report, names),
    `# ${escapeMarkdown(say(report.language, 'reportTitle', { title: reportTitle(report, names) }))}`,
    ...reportNotes(report, names).map((note) => `> ${escapeMarkdown(note)}`),
    ...briefPart(report),
    ...detailPart(report, names),
    ...cloudPart(report, `${files.cloud}.jpg`),
    ...coveragePart(report),
  ];
  return { name: `${files.base}.md`, text: `${parts.join('\n\n')}\n` };
}

/** Alt text of the cloud: the top ten words with their counts. */
export function cloudAlt(report: Report): string {
  const { firstDay, lastDay } = fromReportWindow(report.window);
  const top = report.words.slice(0, 10).map((word) => `${word.text} ${word.count}`);
  return say(report.language, 'cloudAlt', {
    date: firstDay === lastDay ? firstDay : `${firstDay} – ${lastDay}`,
    posts: report.coverage.posts,
    words: top.join(', '),
  });
}

function frontMatter(report: Report): string {
  const time = stampOf(report);
  const title = windowName(report.edition, fromReportWindow(report.window));
  const name = report.topic ? `${title}_${report.topic.replace(/["\\]/g, '')}` : title;
  return ['---', 'layout: post', `title: "${name}"`, `date: "${time}"`, `posttime: "${time}"`, '---'].join(
    '\n',
  );
}

/** The report's own time in its zone, `2025-12-27 23:59:59 +0800`: a property of the window, not of the clock. */
function stampOf(report: Report): string {
  const zoned = Temporal.Instant.from(report.createdAt).toZonedDateTimeISO(report.window.timezone);
  const text = zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' });
  return `${text.slice(0, 10)} ${text.slice(11, 19)} ${text.slice(19).replace(':', '')}`;
}

function fileTitle(report: Report, names: ReportNames): string {
  const { firstDay, lastDay } = fromReportWindow(report.window);
  const title = escapeMarkdown(reportTitle(report, names));
  return say(report.language, 'fileTitle', { title, from: firstDay, to: lastDay });
}

/** What a reader must know before the first line: that posts are invented, missing or few. */
export function reportNotes(report: Report, names: ReportNames): string[] {
  const { language, coverage } = report;
  const topic = topicTitle(report, names);
  const nothing = topic ? say(language, 'nothingOnTopic', { topic }) : say(language, 'nothingRead');
  const lines = [
    report.sample ? say(language, 'sample') : '',
    coverage.posts === 0 ? nothing : '',
    isThin(report) ? say(language, 'thin') : '',
  ];
  return lines.filter((line) => line !== '');
}

/** Fewer than five points: the report then says so. */
export function isThin(report: Report): boolean {
  return report.coverage.posts > 0 && report.points.length < 5;
}

function briefPart(report: Report): string[] {
  const { language } = report;
  const titles = titlesOf(report);
  const points = report.points.map((claim, index) => `${index + 1}. ${pointLine(claim, report, titles)}`);
  const overview = report.overview.map((claim) => claimLine(claim, language));
  return [
    `## ${say(language, 'brief')}`,
    `### ${say(language, 'overview')}`,
    overview.length > 0 ? overview.join(' ') : say(language, 'noClaims'),
    `### ${say(language, 'points', { count: points.length })}`,
    points.length > 0 ? points.join('\n') : say(language, 'noClaims'),
  ];
}

function detailPart(report: Report, names: ReportNames): string[] {
  const { language } = report;
  const days = new Map(report.stories.map((story) => [story.id, story]));
  const themes = (list: Theme[]) =>
    list.length > 0 ? list.map((theme) => themeBlock(theme, language, days)) : [say(language, 'noClaims')];
  return [
    `## ${say(language, 'detail')}`,
    `### ${say(language, 'insights')}`,
    ...themes(report.insights),
    `### ${say(language, 'events')}`,
    ...themes(report.events),
    `### ${say(language, 'analyses')}`,
    ...report.analyses.flatMap((analysis) => [
      `#### ${sectionTitle(analysis.section, names, language)}`,
      ...themes(analysis.themes),
    ]),
  ];
}

function sectionTitle(id: string, names: ReportNames, language: Language): string {
  const section = names.edition.sections.find((candidate) => candidate.id === id);
  return section ? inLanguage(section.names, language) : id;
}

function themeBlock(theme: Theme, language: Language, stories: Map<string, ReportStory>): string {
  const first = theme.claims[0];
  const story = first && stories.get(first.storyId);
  const day = story && story.day > 1 ? ` · ${say(language, 'day', { day: story.day })}` : '';
  const lines = theme.claims.map((claim) => `- ${claimLine(claim, language)}`);
  return `**${escapeMarkdown(theme.title)}**${day}\n\n${lines.join('\n')}`;
}

function pointLine(claim: Claim, report: Report, titles: Map<string, string>): string {
  const story = report.stories.find((candidate) => candidate.id === claim.storyId);
  const title = titles.get(claim.id);
  const lead = title ? `**${escapeMarkdown(title)}**${report.language === 'zh' ? '：' : ': '}` : '';
  const day = story && story.day > 1 ? `（${say(report.language, 'day', { day: story.day })}）` : '';
  return `${lead}${claimLine(claim, report.language)}${report.language === 'zh' ? day : day.replace('（', ' (').replace('）', ')')}`;
}

/** Theme titles by claim id: what leads a core point. */
export function titlesOf(report: Report): Map<string, string> {
  const themes = [
    ...report.insights,
    ...report.events,
    ...report.analyses.flatMap((analysis) => analysis.themes),
  ];
  return new Map(themes.flatMap((theme) => theme.claims.map((claim) => [claim.id, theme.title] as const)));
}

/** A claim with its marks and its links. */
function claimLine(claim: Claim, language: Language): string {
  const marks = claimMarks(claim, language);
  const links = claim.cites.map((cite) => markdownLink(`@${cite.author}`, cite.url));
  const note = marks.length > 0 ? ` _(${marks.map(escapeMarkdown).join(', ')})_` : '';
  return `${escapeMarkdown(claim.text)}${note} ${links.join(' ')}`;
}

/** What a reader must know about a claim besides its words: that it is a rumour, or in another language. */
export function claimMarks(claim: Claim, language: Language): string[] {
  const marks: string[] = [];
  if (claim.stance === 'rumour') marks.push(say(language, 'rumour'));
  if (claim.language && claim.language !== language) {
    marks.push(say(language, 'originalIn', { language: languageName(claim.language, language) }));
  }
  return marks;
}

function cloudPart(report: Report, picture: string): string[] {
  const { language } = report;
  const heading = `## ${say(language, 'cloud')}`;
  if (report.words.length === 0) return [heading, say(language, 'noClaims')];
  const rising = report.words.filter((word) => word.trend === 'new' || word.trend === 'rising').slice(0, 10);
  const image = report.coverage.pictureError
    ? say(language, 'noPicture', { reason: escapeMarkdown(report.coverage.pictureError) })
    : `![${escapeMarkdown(cloudAlt(report))}](${picture})`;
  const top = [`### ${say(language, 'topWords')}`, wordTable(report.words.slice(0, 10), language)];
  const risingTable = [`### ${say(language, 'risingWords')}`, wordTable(rising, language)];
  return [heading, image, ...top, ...(rising.length > 0 ? risingTable : [])];
}

function wordTable(words: Word[], language: Language): string {
  const rows = words.map(
    (word) => `| ${escapeMarkdown(word.text)} | ${word.count} | ${sayTrend(language, word.trend)} |`,
  );
  const head = `| ${say(language, 'word')} | ${say(language, 'posts')} | ${say(language, 'trend')} |`;
  return [head, '| --- | ---: | --- |', ...rows].join('\n');
}

function coveragePart(report: Report): string[] {
  const { language } = report;
  const rows = coverageRows(report).map(([label, value]) => `- **${label}**: ${escapeMarkdown(value)}`);
  return ['---', `## ${say(language, 'coverage')}`, rows.join('\n')];
}

/** The honest lines at the end of every report, as label and value. */
export function coverageRows(report: Report): [label: string, value: string][] {
  const { language, coverage, window } = report;
  const span = say(language, 'windowValue', {
    from: window.from.slice(0, 16).replace('T', ' '),
    to: window.to.slice(0, 16).replace('T', ' '),
    timezone: window.timezone,
  });
  const left = coverage.leftOut;
  const rows: [string, string][] = [
    [say(language, 'window'), window.partial ? `${span}; ${say(language, 'partial')}` : span],
    [say(language, 'read'), say(language, 'readValue', { ...coverageCounts(coverage) })],
  ];
  if (left.promotion + left.hostile + left.unreadable > 0) {
    rows.push([say(language, 'leftOut'), say(language, 'leftOutValue', left)]);
  }
  rows.push([
    say(language, 'sources'),
    coverage.sources.map((source) => sourceLine(source, language)).join('; '),
  ]);
  rows.push([say(language, 'writer'), writerLine(coverage, language)]);
  rows.push([say(language, 'cost'), costLine(coverage, language)]);
  return rows;
}

function coverageCounts({ posts, authors, kept, stories }: Coverage): Record<string, number> {
  return { posts, authors, kept, stories };
}

function sourceLine(source: SourceOutcome, language: Language): string {
  const state = { ok: 'statusOk', empty: 'statusEmpty', failed: 'statusFailed' } as const;
  const line = `${source.name}: ${say(language, state[source.status])} (${source.posts})`;
  return source.error ? `${line}, ${source.error}` : line;
}

function writerLine(coverage: Coverage, language: Language): string {
  const name = coverage.writer === 'extractive' ? say(language, 'writerExtractive') : coverage.writer;
  const parts = [
    coverage.model ? `${name}, ${coverage.model}` : name,
    coverage.fallbackReason ?? '',
    ...(coverage.notes ?? []),
    coverage.dropped > 0 ? say(language, 'dropped', { count: coverage.dropped }) : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function costLine(coverage: Coverage, language: Language): string {
  if (!coverage.tokens) return say(language, 'noCost');
  const money = coverage.cost === undefined ? '' : ` ($${coverage.cost.toFixed(4)})`;
  return `${say(language, 'tokens', coverage.tokens)}${money}`;
}
