import { html } from 'hono/html';
import type { Language } from '../../core/language.ts';
import type { Html } from './render.ts';

export interface CalendarOptions {
  /** `2025-12` */
  month: string;
  days: ReadonlySet<string>;
  current?: string;
  language: Language;
  hrefOf(day: string): string;
}

/** A month as a table, weeks from Monday; days that can be read are links. */
export function monthTable({ month, days, current, language, hrefOf }: CalendarOptions): Html {
  const first = Temporal.PlainDate.from(`${month}-01`);
  const cells = Array.from({ length: first.daysInMonth }, (_, index) =>
    first.add({ days: index }).toString(),
  );
  const lead = Array.from({ length: first.dayOfWeek - 1 }, () => '');
  const weeks = chunk([...lead, ...cells], 7);
  return html`<table class="month"><caption>${monthName(month, language)}</caption>
<thead><tr>${weekdays(language).map(({ short, long }) => html`<th scope="col"><abbr title="${long}">${short}</abbr></th>`)}</tr></thead>
<tbody>${weeks.map((week) => html`<tr>${week.map((day) => cell(day))}</tr>`)}</tbody></table>`;

  function cell(day: string): Html {
    if (day === '') return html`<td></td>`;
    const number = Number(day.slice(8));
    if (!days.has(day)) return html`<td><span>${number}</span></td>`;
    const mark = day === current ? html` aria-current="page"` : html``;
    return html`<td><a href="${hrefOf(day)}" aria-label="${day}"${mark}>${number}</a></td>`;
  }
}

/** Months that have days, newest first. */
export function monthsOf(days: readonly string[]): string[] {
  return [...new Set(days.map((day) => day.slice(0, 7)))].sort().reverse();
}

function monthName(month: string, language: Language): string {
  const date = new Date(`${month}-15T00:00:00Z`);
  return new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(date);
}

/** A day as readers say it: `Saturday, 27 December 2025`. */
export function dayName(day: string, language: Language): string {
  const options = {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    timeZone: 'UTC',
  } as const;
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  return new Intl.DateTimeFormat(locale, options).format(new Date(`${day}T12:00:00Z`));
}

function weekdays(language: Language): { short: string; long: string }[] {
  const monday = Date.UTC(2024, 0, 1);
  const name = (at: number, weekday: 'narrow' | 'long') =>
    new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }).format(new Date(at));
  return Array.from({ length: 7 }, (_, index) => monday + index * 86_400_000).map((at) => ({
    short: name(at, 'narrow'),
    long: name(at, 'long'),
  }));
}

function chunk<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
