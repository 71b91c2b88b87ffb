import { html } from 'hono/html';
import type { PlacedCloud } from '../../core/cloud.ts';
import { coverageRows, isThin, titlesOf } from '../../core/document.ts';
import type { Edition, Topic } from '../../core/edition.ts';
import { inLanguage } from '../../core/language.ts';
import { type ReportNames, reportTitle, topicTitle, windowLabel } from '../../core/naming.ts';
import type { Claim, Report, Word } from '../../core/report.ts';
import { fromReportWindow } from '../../core/window.ts';
import { say, sayTrend } from '../../core/wording.ts';
import { dayName, monthTable } from './calendar.ts';
import { claimText, sources, themeList } from './claims.ts';
import { layout } from './layout.ts';
import type { Html } from './render.ts';
import { topicCounts } from './selection.ts';
import { tell } from './texts.ts';
import { hrefOf, type Visitor } from './visitor.ts';

export interface ReportPage {
  visitor: Visitor;
  report: Report;
  /** The day's own report, whose topics lead to its slices; absent where there is none. */
  whole?: Report;
  names: ReportNames;
  /** Days that can be read, newest first. */
  days: readonly string[];
  /** Its picture lies under `path` and `.png`, or `.dark.png`. */
  cloud?: PlacedCloud & { path: string };
  /** The lines were chosen out of the whole day's report. */
  isSelection: boolean;
  path: string;
  /** Where readers reach the page, for previews. */
  origin?: string;
}

/** A day, or one topic of it: what matters first, then the detail, with every source one tap away. */
export function reportPage(page: ReportPage): Html {
  const { visitor, report, names, path, origin, cloud } = page;
  const title = `${reportTitle(report, names)} · ${windowLabel(report)}`;
  const description = report.points
    .slice(0, 3)
    .map((claim) => claim.text)
    .join(' ')
    .slice(0, 280);
  const image = origin && cloud ? { image: `${origin}${cloud.path}.png` } : {};
  return layout({
    title,
    visitor,
    path,
    edition: names.edition,
    description,
    ...(origin && { preview: { url: `${origin}${path}`, ...image } }),
    body: html`<div class="sheet"><article class="report" lang="${report.language === 'zh' ? 'zh-CN' : report.language}">${heading(page)}${figure(page)}${brief(page)}${detail(page)}${coverage(report)}${files(page)}</article>${rail(page)}</div>`,
  });
}

function heading({ visitor, report, names, days, isSelection }: ReportPage): Html {
  const { firstDay, lastDay } = fromReportWindow(report.window);
  const { language } = visitor;
  const when = firstDay === lastDay ? dayName(firstDay, report.language) : windowLabel(report);
  const slice = report.topic && !report.topic.startsWith('q:') ? `/${report.topic}` : '';
  const base = `/${report.edition}`;
  const earlier = days.find((day) => day < firstDay);
  const later = days.findLast((day) => day > lastDay);
  const link = (day: string | undefined, key: 'earlier' | 'later', arrow: string) =>
    day
      ? html`<a href="${hrefOf(visitor, `${base}/${day}${slice}`)}" rel="${key === 'earlier' ? 'prev' : 'next'}" aria-label="${tell(language, key)}: ${day}">${arrow}</a>`
      : html`<span></span>`;
  const notes = [
    report.sample ? say(report.language, 'sample') : '',
    report.language !== language && names.edition.languages.includes(language)
      ? tell(language, 'otherLanguage')
      : '',
    report.window.partial ? say(report.language, 'partial') : '',
    report.coverage.posts === 0 ? say(report.language, 'nothingRead') : '',
    isSelection ? tell(language, 'selected') : '',
    isThin(report) && !isSelection ? say(report.language, 'thin') : '',
  ].filter((note) => note !== '');
  return html`<header class="dateline">${link(earlier, 'earlier', '‹')}<div><h1>${topicTitle(report, names) ?? inLanguage(names.edition.title, report.language)}</h1><p><time datetime="${firstDay}">${when}</time>${report.topic ? html` · <a href="${hrefOf(visitor, `${base}/${firstDay}`)}">${tell(language, 'whole')}</a>` : ''}</p></div>${link(later, 'later', '›')}</header>${notes.map((note) => html`<p class="note">${note}</p>`)}`;
}

/** The cloud in the page's theme. Its words are links by mouse and finger; the list beside it has them as text. */
function figure(page: ReportPage): Html {
  const { cloud } = page;
  if (!cloud) return html``;
  const { alt, width, height } = cloud.picture;
  const places = cloud.placements.map(
    (place) =>
      html`<a href="${wordHref(page, place.text)}" tabindex="-1"><title>${place.text}</title><rect x="${round(place.x)}" y="${round(place.y)}" width="${round(place.width)}" height="${round(place.height)}" rx="4"/></a>`,
  );
  return html`<figure class="cloud"><picture><source media="(prefers-color-scheme: dark)" srcset="${cloud.path}.dark.png" /><img src="${cloud.path}.png" alt="${alt}" width="${width}" height="${height}" /></picture><svg viewBox="0 0 ${width} ${height}" aria-hidden="true">${places}</svg></figure>`;
}

function round(value: number): number {
  return Math.round(value);
}

/** Posts of the report's days that hold a word of its cloud. */
function wordHref({ visitor, report }: ReportPage, word: string): string {
  const { firstDay, lastDay } = fromReportWindow(report.window);
  const query = { q: word, ...(firstDay === lastDay && { day: lastDay }) };
  return hrefOf(visitor, `/${report.edition}/search`, query);
}

function brief({ report, visitor }: ReportPage): Html {
  const { language } = report;
  const titles = titlesOf(report);
  return html`<section class="part brief">${
    report.overview.length > 0
      ? html`<h2>${say(language, 'overview')}</h2>${report.overview.map((claim) => html`<div class="lead"><p>${claimText(claim, visitor)}</p>${sources(claim, visitor)}</div>`)}`
      : ''
  }<h2>${say(language, 'points', { count: report.points.length })}</h2>${
    report.points.length > 0
      ? html`<ol class="points">${report.points.map((claim) => point(claim, report, titles, visitor))}</ol>`
      : html`<p>${say(language, 'noClaims')}</p>`
  }</section>`;
}

function point(claim: Claim, report: Report, titles: Map<string, string>, visitor: Visitor): Html {
  const story = report.stories.find((candidate) => candidate.id === claim.storyId);
  const day = story && story.day > 1 ? ` · ${say(report.language, 'day', { day: story.day })}` : '';
  const title = titles.get(claim.id);
  return html`<li>${title ? html`<h3>${title}<small>${day}</small></h3>` : ''}<p>${claimText(claim, visitor)}&nbsp;<a class="mark" href="#${claim.id}" aria-label="${tell(visitor.language, 'detail')}: ${claim.id}">↓</a></p>${sources(claim, visitor)}</li>`;
}

function detail({ report, names, visitor }: ReportPage): Html {
  const { language } = report;
  const sectionName = (id: string) => {
    const section = names.edition.sections.find((candidate) => candidate.id === id);
    return section ? inLanguage(section.names, language) : id;
  };
  return html`${themeList(say(language, 'insights'), report.insights, visitor)}${themeList(say(language, 'events'), report.events, visitor)}${report.analyses.map((analysis) => themeList(sectionName(analysis.section), analysis.themes, visitor))}`;
}

function coverage(report: Report): Html {
  return html`<section class="part coverage"><h2>${say(report.language, 'coverage')}</h2><dl>${coverageRows(report).map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl></section>`;
}

function files({ report, visitor, isSelection }: ReportPage): Html {
  const address = `/reports/${encodeURIComponent(report.id)}`;
  const feed = html`<a href="/${report.edition}/feed.atom?lang=${visitor.language}">${tell(visitor.language, 'feed')}</a>`;
  if (isSelection) return html`<p class="files">${feed}</p>`;
  return html`<p class="files">${tell(visitor.language, 'files')} <a href="${address}.md">Markdown</a> · <a href="${address}.json">JSON</a> · ${feed}</p>`;
}

function rail(page: ReportPage): Html {
  const { visitor, report, whole, names, days } = page;
  const { firstDay, lastDay } = fromReportWindow(report.window);
  const base = `/${report.edition}`;
  const isDay = firstDay === lastDay;
  return html`<aside class="rail" aria-label="${tell(visitor.language, 'menu')}">${
    isDay && whole ? topicList(page, whole, names.topics) : ''
  }${wordList(page)}<section><h2>${tell(visitor.language, 'calendar')}</h2>${monthTable({
    month: lastDay.slice(0, 7),
    days: new Set(days),
    ...(isDay && { current: lastDay }),
    language: visitor.language,
    hrefOf: (day) => hrefOf(visitor, `${base}/${day}`),
  })}<p><a href="${hrefOf(visitor, `${base}/days`)}">${tell(visitor.language, 'allDays')}</a></p></section></aside>`;
}

function topicList({ visitor, report }: ReportPage, whole: Report, topics: readonly Topic[]): Html {
  const { firstDay } = fromReportWindow(report.window);
  const counts = topicCounts(whole).flatMap(({ id, posts }) => {
    const topic = topics.find((candidate) => candidate.id === id);
    return topic ? [{ topic, posts }] : [];
  });
  if (counts.length === 0) return html``;
  return html`<nav aria-label="${tell(visitor.language, 'topics')}"><h2>${tell(visitor.language, 'topics')}</h2><ul class="topics">${counts.map(
    ({ topic, posts }) =>
      html`<li><a href="${hrefOf(visitor, `/${report.edition}/${firstDay}/${topic.id}`)}"${topic.id === report.topic ? html` aria-current="page"` : ''}>${inLanguage(topic.names, visitor.language)}</a> <span>${posts}</span></li>`,
  )}</ul></nav>`;
}

/** The cloud's words as links to the posts that hold them. */
function wordList(page: ReportPage): Html {
  const { visitor, report } = page;
  if (report.words.length === 0) return html``;
  const entries = report.words.map((word) => html`<li>${wordLink(page, word)}</li>`);
  const rest = entries.slice(shownWords);
  return html`<section><h2>${tell(visitor.language, 'words')}</h2><ul class="words">${entries.slice(0, shownWords)}</ul>${
    rest.length > 0
      ? html`<details class="more"><summary>${tell(visitor.language, 'moreWords', { count: rest.length })}</summary><ul class="words">${rest}</ul></details>`
      : ''
  }</section>`;
}

const shownWords = 24;

function wordLink(page: ReportPage, word: Word): Html {
  const trend = word.trend ? html` <small>${sayTrend(page.visitor.language, word.trend)}</small>` : '';
  return html`<a href="${wordHref(page, word.text)}">${word.text}</a> <span>${word.count}</span>${trend}`;
}

/** All months of an edition that have days. */
export function daysPage(
  visitor: Visitor,
  edition: Edition,
  days: readonly string[],
  months: string[],
): Html {
  const { language } = visitor;
  const set = new Set(days);
  return layout({
    title: `${tell(language, 'days')} · ${inLanguage(edition.title, language)}`,
    visitor,
    path: `/${edition.id}/days`,
    edition,
    body: html`<div class="single wide"><h1>${tell(language, 'calendar')}</h1>${
      months.length === 0
        ? html`<p>${tell(language, 'noDays')}</p>`
        : html`<div class="months">${months.map((month) => monthTable({ month, days: set, language, hrefOf: (day) => hrefOf(visitor, `/${edition.id}/${day}`) }))}</div>`
    }</div>`,
  });
}
