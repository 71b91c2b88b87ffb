import { html } from 'hono/html';
import type { Trend } from '../../core/command.ts';
import type { Edition } from '../../core/edition.ts';
import { inLanguage } from '../../core/language.ts';
import { describeTrend, trendRows, trendShare } from '../../core/trend-text.ts';
import { layout } from './layout.ts';
import type { Html } from './render.ts';
import { sparkline } from './sparkline.ts';
import { tell } from './texts.ts';
import { hrefOf, type Visitor } from './visitor.ts';

/** The words of the newest report, each with its small chart. */
export function trendsPage(visitor: Visitor, edition: Edition, trends: readonly Trend[]): Html {
  const { language } = visitor;
  const rows = trends.map((trend) => {
    const share = trendShare(trend.days.at(-1) ?? { day: '', posts: 0, of: 0 });
    return html`<li><a href="${trendHref(visitor, edition, trend.term)}">${trend.term}</a>${sparkline(trend, { width: 150, height: 34, label: describeTrend(trend, language) })}<span>${share.toFixed(1)} %</span></li>`;
  });
  return layout({
    title: `${tell(language, 'trends')} · ${inLanguage(edition.title, language)}`,
    visitor,
    path: `/${edition.id}/trends`,
    edition,
    body: html`<div class="single wide"><h1>${tell(language, 'trends')}</h1>${
      trends.length === 0
        ? html`<p>${tell(language, 'noTrends')}</p>`
        : html`<p class="hint">${tell(language, 'trendIntro')}</p><ul class="trends">${rows}</ul>`
    }</div>`,
  });
}

/** One word, day by day. */
export function trendPage(visitor: Visitor, edition: Edition, trend: Trend): Html {
  const { language } = visitor;
  const said = describeTrend(trend, language);
  return layout({
    title: `${trend.term} · ${tell(language, 'trends')}`,
    visitor,
    path: `/${edition.id}/trends/${encodeURIComponent(trend.term)}`,
    edition,
    body: html`<div class="single"><h1>${trend.term}</h1><p>${said}</p>${sparkline(trend, { width: 640, height: 160, label: said })}<h2>${tell(language, 'trendDays')}</h2><ul class="rows">${trendRows(trend, language).map((row) => html`<li>${row}</li>`)}</ul><p><a href="${hrefOf(visitor, `/${edition.id}/search`, { q: trend.term })}">${tell(language, 'inPosts')}</a> · <a href="${hrefOf(visitor, `/${edition.id}/trends`)}">${tell(language, 'trends')}</a></p></div>`,
  });
}

function trendHref(visitor: Visitor, edition: Edition, term: string): string {
  return hrefOf(visitor, `/${edition.id}/trends/${encodeURIComponent(term)}`);
}
