import type { Context, Hono } from 'hono';
import { nearestDays } from '../../core/asking.ts';
import type { Edition } from '../../core/edition.ts';
import { fromReportWindow, windowInstants } from '../../core/window.ts';
import { atomFeed } from './atom.ts';
import { monthsOf } from './calendar.ts';
import { createClaimSearch } from './claim-search.ts';
import type { House } from './house.ts';
import { sentencePage } from './layout.ts';
import { createPageCache, type Kept, type Rendered } from './page-cache.ts';
import type { Html } from './render.ts';
import { daysPage, reportPage } from './report-page.ts';
import { type Asked, findShown, type Shown } from './reports.ts';
import { searchPage } from './search-page.ts';
import { tell } from './texts.ts';
import { trendPage, trendsPage } from './trends-page.ts';
import { hrefOf, type Visitor, visitorOf } from './visitor.ts';

type Render = (context: Context, visitor: Visitor) => Promise<Rendered>;

const htmlType = 'text/html; charset=utf-8';
const trendCount = 24;
const feedDays = 14;
/** Newest reports by which a page is known to be the same. */
const versionReports = 40;

/** The pages that everybody may read: days, topics, the calendar, trends, search, the feed. */
export function addReader(app: Hono, house: House): void {
  const cache = createPageCache(() => house.clock.now());
  const search = createClaimSearch(house.store);
  const page = (render: Render) => async (context: Context) => {
    const visitor = visitorOf(context);
    const key = JSON.stringify([context.req.url, visitor.language, visitor.isOperator]);
    const version = () => versionOf(house, context.req.param('edition'));
    return send(context, await cache.of(key, { version, render: () => render(context, visitor) }));
  };
  const ofEdition = (render: (edition: Edition, context: Context, visitor: Visitor) => Promise<Rendered>) =>
    page(async (context, visitor) => {
      const edition = house.editions.find(({ id }) => id === context.req.param('edition'));
      return edition ? render(edition, context, visitor) : missing(visitor);
    });

  app.get(
    '/',
    page((_, visitor) => showNewest(house, undefined, visitor)),
  );
  app.get(
    '/reports/:file',
    page((context, visitor) => showById(house, context, visitor)),
  );
  app.get(
    '/:edition',
    ofEdition((edition, _, visitor) => showNewest(house, edition, visitor)),
  );
  app.get(
    '/:edition/days',
    ofEdition(async (edition, _, visitor) => {
      const days = await house.daysOf(edition.id);
      return rendered(daysPage(visitor, edition, days, monthsOf(days)));
    }),
  );
  app.get(
    '/:edition/trends',
    ofEdition((edition, _, visitor) => showTrends(house, edition, visitor)),
  );
  app.get(
    '/:edition/trends/:term',
    ofEdition(async (edition, context, visitor) => {
      const [trend] = await house.trends(edition.id, [(context.req.param('term') ?? '').slice(0, 80)]);
      return trend ? rendered(trendPage(visitor, edition, trend)) : missing(visitor, edition);
    }),
  );
  app.get(
    '/:edition/search',
    ofEdition((edition, context, visitor) => showSearch(edition, context, visitor)),
  );
  app.get(
    '/:edition/feed.atom',
    ofEdition((edition, context, visitor) => showFeed(house, edition, { context, visitor })),
  );
  app.get(
    '/:edition/:days/:topic?',
    ofEdition((edition, context, visitor) => showDay(house, edition, { context, visitor })),
  );

  async function showSearch(edition: Edition, context: Context, visitor: Visitor): Promise<Rendered> {
    const text = (context.req.query('q') ?? '').trim().slice(0, 200);
    const asked = context.req.query('day') ?? '';
    const day = isDay(asked) ? asked : undefined;
    const posts = text ? await findPosts(house, edition, text, day) : [];
    const wanted = { edition: edition.id, language: visitor.language, text, limit: 30 };
    const claims = text ? (await search.find(wanted)).filter((claim) => !day || claim.day === day) : [];
    return rendered(searchPage({ visitor, edition, text, ...(day && { day }), posts, claims }));
  }
}

/** Changes when a report or a day of the edition is new; of all editions where none is named. */
async function versionOf(house: House, named: string | undefined): Promise<string> {
  const editions = named === undefined ? house.editions.map(({ id }) => id) : [named];
  const known = editions.filter((id) => house.editions.some((edition) => edition.id === id));
  const states = await Promise.all(
    known.map(async (edition) => [
      (await house.daysOf(edition))[0],
      ...(await house.store.listReports({ edition, limit: versionReports })).map(
        ({ id, createdAt, partial }) => `${id} ${createdAt} ${partial}`,
      ),
    ]),
  );
  return JSON.stringify(states);
}

async function showNewest(house: House, wanted: Edition | undefined, visitor: Visitor): Promise<Rendered> {
  const first = house.editions.find(({ id }) => id === house.defaultEdition);
  const tried = wanted ? [wanted] : [...(first ? [first] : []), ...house.editions];
  for (const edition of tried) {
    for (const day of (await house.daysOf(edition.id)).slice(0, 3)) {
      const asked = { edition, firstDay: day, lastDay: day };
      const shown = await findShown(house, asked, visitor);
      if (shown) return renderShown(house, shown, asked, visitor);
    }
  }
  return rendered(sentencePage(visitor, tell(visitor.language, 'noDays'), wanted ? { edition: wanted } : {}));
}

async function showDay(
  house: House,
  edition: Edition,
  { context, visitor }: { context: Context; visitor: Visitor },
): Promise<Rendered> {
  const [firstDay = '', lastDay = firstDay] = (context.req.param('days') ?? '').split('..');
  const topic = context.req.param('topic');
  if (!isDay(firstDay) || !isDay(lastDay)) return missing(visitor, edition);
  if (topic && !house.namesOf({ edition: edition.id })?.topics.some(({ id }) => id === topic)) {
    return missing(visitor, edition);
  }
  const asked = { edition, firstDay, lastDay, ...(topic && { topic }) };
  const shown = await findShown(house, asked, visitor);
  return shown ? renderShown(house, shown, asked, visitor) : missingReport(house, edition, visitor, firstDay);
}

/** `/reports/<id>` for people, `.json` and `.md` for programs. */
async function showById(house: House, context: Context, visitor: Visitor): Promise<Rendered> {
  const report = await house.store.reportById(context.req.param('file') ?? '');
  const names = report && house.namesOf(report);
  if (!report || !names)
    return { ...rendered(sentencePage(visitor, tell(visitor.language, 'noReport'))), status: 404 };
  const { firstDay, lastDay } = fromReportWindow(report.window);
  const asked = { edition: names.edition, firstDay, lastDay };
  const whole = report.topic
    ? await house.store.findReport({ ...asked, edition: report.edition, language: report.language })
    : report;
  const reader = { ...visitor, language: report.language === 'zh' ? 'zh' : 'en' };
  return renderShown(house, { report, ...(whole && { whole }), isSelection: false }, asked, reader);
}

async function renderShown(house: House, shown: Shown, asked: Asked, visitor: Visitor): Promise<Rendered> {
  const { report } = shown;
  const names = house.namesOf(report);
  if (!names) return missing(visitor);
  const cloud = shown.isSelection ? undefined : await house.cloudOf(report, 'light');
  return rendered(
    reportPage({
      visitor,
      ...shown,
      names,
      days: await house.daysOf(report.edition),
      path: pathOf(asked),
      ...(cloud && { cloud: { ...cloud, path: `/pictures/report/${encodeURIComponent(report.id)}` } }),
      ...(house.publicUrl && { origin: house.publicUrl }),
    }),
  );
}

/** The permanent address of a day, a range or a topic of it. */
export function pathOf({ edition, firstDay, lastDay, topic }: Asked): string {
  const days = firstDay === lastDay ? firstDay : `${firstDay}..${lastDay}`;
  return `/${edition.id}/${days}${topic ? `/${topic}` : ''}`;
}

async function showTrends(house: House, edition: Edition, visitor: Visitor): Promise<Rendered> {
  const terms = await house.trendTerms(edition.id, visitor.language);
  const trends = await house.trends(edition.id, terms.slice(0, trendCount));
  return rendered(
    trendsPage(
      visitor,
      edition,
      trends.filter(({ days }) => days.length > 0),
    ),
  );
}

async function findPosts(house: House, edition: Edition, text: string, day: string | undefined) {
  if (!day) return house.store.searchPosts({ edition: edition.id, text, limit: 50 });
  const found = await house.store.searchPosts({ edition: edition.id, text, limit: 1000 });
  const { from, to } = windowInstants({ firstDay: day, lastDay: day, timezone: edition.timezone });
  return found.filter(({ createdAt }) => createdAt >= from && createdAt < to).slice(0, 50);
}

async function showFeed(
  house: House,
  edition: Edition,
  { context, visitor }: { context: Context; visitor: Visitor },
): Promise<Rendered> {
  const names = house.namesOf({ edition: edition.id });
  if (!names) return missing(visitor);
  const { language } = visitor;
  const list = await house.store.listReports({ edition: edition.id, language, limit: feedDays * 20 });
  const days = list.filter((found) => !found.topic && found.firstDay === found.lastDay).slice(0, feedDays);
  const reports = await Promise.all(days.map(({ id }) => house.store.reportById(id)));
  const origin = house.publicUrl ?? new URL(context.req.url).origin;
  const feed = atomFeed({
    names,
    language,
    reports: reports.filter((report) => report !== undefined),
    origin,
  });
  return { status: 200, type: 'application/atom+xml; charset=utf-8', text: String(feed) };
}

async function missingReport(
  house: House,
  edition: Edition,
  visitor: Visitor,
  day: string,
): Promise<Rendered> {
  const near = nearestDays(day, [...(await house.daysOf(edition.id))], 3);
  const links = near.map((label) => ({ href: hrefOf(visitor, `/${edition.id}/${label}`), label }));
  return {
    ...rendered(sentencePage(visitor, tell(visitor.language, 'noReport'), { edition, links })),
    status: 404,
  };
}

function missing(visitor: Visitor, edition?: Edition): Rendered {
  const page = sentencePage(visitor, tell(visitor.language, 'noPage'), edition ? { edition } : {});
  return { ...rendered(page), status: 404 };
}

function rendered(page: Html): Rendered {
  return { status: 200, type: htmlType, text: String(page) };
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** The kept page, packed where the reader takes that, or nothing when they have it already. */
function send(context: Context, page: Kept): Response {
  const headers = {
    'Content-Type': page.type,
    ETag: page.etag,
    'Cache-Control': 'no-cache',
    Vary: 'Accept-Language, Accept-Encoding',
  };
  if (context.req.header('if-none-match') === page.etag) return context.body(null, 304, headers);
  if (!/\bgzip\b/.test(context.req.header('accept-encoding') ?? '')) {
    return context.body(page.text, page.status, headers);
  }
  return context.body(page.gzip as Uint8Array<ArrayBuffer>, page.status, {
    ...headers,
    'Content-Encoding': 'gzip',
  });
}
