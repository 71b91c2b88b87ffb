import { html } from 'hono/html';
import { coverageRows, isThin, titlesOf } from '../../core/document.ts';
import type { Edition, Topic } from '../../core/edition.ts';
import { inLanguage } from '../../core/language.ts';
import type { Picture } from '../../core/message.ts';
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
  picture?: Pick<Picture, 'alt' | 'width' | 'height'> & { path: string };
  /** The lines were chosen out of the whole day's report. */
  isSelection: boolean;
  path: string;
  /** Where readers reach the page, for previews. */
  origin?: string;
}

/** A day, or one topic of it: what matters first, then the detail, with every source one tap away. */
export function reportPage(page: ReportPage): Html {
  const { visitor, report, names, path, origin, picture } = page;
  const title = `${reportTitle(report, names)} · ${windowLabel(report)}`;
  const description = report.points
    .slice(0, 3)
    .map((claim) => claim.text)
    .join(' ')
    .slice(0, 280);
  const image = origin && picture ? { image: `${origin}${picture.path}` } : {};
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

function figure({ picture }: ReportPage): Html {
  if (!picture) return html``;
  return html`<figure class="cloud"><img src="${picture.path}" alt="${picture.alt}" width="${picture.width}" height="${picture.height}" /></figure>`;
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
  return html`<li>${title ? html`<h3>${title}<small>${day}</small></h3>` : ''}<p>${claimText(claim, visitor)} <a class="mark" href="#${claim.id}" aria-label="${tell(visitor.language, 'detail')}: ${claim.id}">↓</a></p>${sources(claim, visitor)}</li>`;
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

const mostWords = 40;

/** The cloud's words as links to the posts that hold them. */
function wordList({ visitor, report }: ReportPage): Html {
  if (report.words.length === 0) return html``;
  const { lastDay, firstDay } = fromReportWindow(report.window);
  const day = firstDay === lastDay ? { day: lastDay } : undefined;
  return html`<section><h2>${tell(visitor.language, 'words')}</h2><ul class="words">${report.words
    .slice(0, mostWords)
    .map((word) => html`<li>${wordLink(word)}</li>`)}</ul></section>`;

  function wordLink(word: Word): Html {
    const href = hrefOf(visitor, `/${report.edition}/search`, { q: word.text, ...day });
    const trend = word.trend ? html` <small>${sayTrend(visitor.language, word.trend)}</small>` : '';
    return html`<a href="${href}">${word.text}</a> <span>${word.count}</span>${trend}`;
  }
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
