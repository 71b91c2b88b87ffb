import { html, raw } from 'hono/html';
import { inLanguage, type Language } from '../../core/language.ts';
import type { ReportNames } from '../../core/naming.ts';
import { reportTitle, windowLabel } from '../../core/naming.ts';
import type { Report } from '../../core/report.ts';
import { fromReportWindow } from '../../core/window.ts';
import type { Html } from './render.ts';

export interface AtomFeed {
  names: ReportNames;
  language: Language;
  /** Newest first. */
  reports: readonly Report[];
  /** Scheme and host of the addresses. */
  origin: string;
}

/** The newest days as an Atom feed (RFC 4287): one record a day, its core points with their authors. */
export function atomFeed({ names, language, reports, origin }: AtomFeed): Html {
  const { edition } = names;
  const self = `${origin}/${edition.id}/feed.atom?lang=${language}`;
  const updated = reports[0]?.createdAt ?? '1970-01-01T00:00:00Z';
  return html`${raw('<?xml version="1.0" encoding="utf-8"?>\n')}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}"><id>${self}</id><title>${inLanguage(edition.title, language)}</title><updated>${updated}</updated><author><name>Broadsheet</name></author><link rel="self" href="${self}"/><link rel="alternate" href="${origin}/${edition.id}"/>${reports.map((report) => record(report, names, origin))}</feed>`;
}

function record(report: Report, names: ReportNames, origin: string): Html {
  const { lastDay } = fromReportWindow(report.window);
  const address = `${origin}/${report.edition}/${lastDay}?lang=${report.language}`;
  const points = report.points.map(
    (claim) => html`<li>${claim.text} ${claim.cites.map((cite) => `@${cite.author}`).join(' ')}</li>`,
  );
  // The feed's content is HTML inside XML, so that what was escaped once is escaped again.
  const content = String(html`<ol>${points}</ol>`);
  return html`<entry><id>${address}</id><title>${reportTitle(report, names)} · ${windowLabel(report)}</title><updated>${report.createdAt}</updated><link rel="alternate" href="${address}"/><content type="html">${content}</content></entry>`;
}
