import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { Ask } from '../../core/ask.ts';
import { composeDigest } from '../../core/compose.ts';
import { toDocument } from '../../core/document.ts';
import { ConfigError } from '../../core/errors.ts';
import { inLanguage, type Language } from '../../core/language.ts';
import type { Message, Picture } from '../../core/message.ts';
import type { ReportNames } from '../../core/naming.ts';
import type { Report } from '../../core/report.ts';
import type { Bot, Platform, Store } from '../../ports.ts';
import { chatPage, reportPage, sentencePage, type Turn, turnHtml } from './pages.ts';
import { createPictureShelf, type PictureShelf } from './picture-shelf.ts';
import { renderHtml } from './render.ts';

export interface WebOptions {
  host: string;
  port: number;
  store: Pick<Store, 'reportById' | 'listReports'>;
  /** Names for a report; undefined when its edition is gone from the configuration. */
  namesOf(report: Report): ReportNames | undefined;
  pictureOf(report: Report): Promise<Picture | undefined>;
  editions: readonly string[];
}

export interface WebPlatform extends Platform {
  /** Where the page answers; known once started. */
  address(): string;
}

/** The page on which one asks as in a chat, and reads whole reports. Bound to loopback unless told otherwise. */
export function createWebPlatform(options: WebOptions): WebPlatform {
  let server: ServerType | undefined;
  let port = options.port;
  return {
    name: 'web',
    async start(bot) {
      server = await listen(createWebApp(options, bot), options);
      port = (server.address() as AddressInfo).port;
    },
    async stop() {
      const running = server;
      server = undefined;
      if (running) await closeServer(running);
    },
    address: () => `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
  };
}

/** The page as a fetch handler: tests may call it without a socket. */
export function createWebApp(options: WebOptions, bot: Bot): Hono {
  const app = new Hono();
  const shelf = createPictureShelf();
  app.use(async (context, next) => {
    if (!isKnownHost(context.req.header('host'), options.host)) return context.text('Unknown host.', 421);
    await next();
    context.header('Content-Security-Policy', contentPolicy);
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
    return undefined;
  });
  app.get('/', (context) => showChat(context, bot, shelf));
  app.get('/api/ask', (context) => answerFragment(context, bot, shelf));
  app.get('/api/reports', (context) => listReports(context, options));
  app.get('/reports/:file', (context) => showReport(context, options, shelf));
  app.get('/pictures/:file', (context) => sendPicture(context, shelf));
  app.get('/assets/:file', sendAsset);
  app.get('/livez', (context) => context.text('ok'));
  app.notFound((context) => context.html(sentencePage('en', 'There is no such page.'), 404));
  return app;
}

const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

async function showChat(context: Context, bot: Bot, shelf: PictureShelf): Promise<Response> {
  const language = languageOf(context);
  const question = context.req.query('q')?.trim() || '/digest';
  const turn = await ask(bot, shelf, question, language);
  return context.html(await chatPage(language, [turn]));
}

async function answerFragment(context: Context, bot: Bot, shelf: PictureShelf): Promise<Response> {
  const question = context.req.query('q')?.trim() ?? '';
  return context.html(await turnHtml(await ask(bot, shelf, question, languageOf(context))));
}

async function ask(bot: Bot, shelf: PictureShelf, question: string, language: Language): Promise<Turn> {
  const message = await bot.answer(toAsk(question, language));
  return { question, answer: renderHtml(message, shelf.put) };
}

/** `/digest agents` as typed; words without a slash ask for a digest on them. */
export function toAsk(question: string, language: Language): Ask {
  const line = question.slice(0, maxQuestionLength);
  const [, command, text] = /^\/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(line) ?? [];
  return {
    command: command?.toLowerCase() ?? 'digest',
    options: {},
    text: command ? (text ?? '') : line,
    asker: { platform: 'web', userId: 'web', locale: language, canManage: false },
  };
}

const maxQuestionLength = 400;

async function listReports(context: Context, options: WebOptions): Promise<Response> {
  const lists = await Promise.all(
    options.editions.map((edition) => options.store.listReports({ edition, limit: 400 })),
  );
  return context.json(lists.flat());
}

/** `/reports/<id>` for people, `.json` and `.md` for programs. */
async function showReport(context: Context, options: WebOptions, shelf: PictureShelf): Promise<Response> {
  const [, id = '', ending = ''] = /^(.*?)(\.json|\.md)?$/.exec(context.req.param('file') ?? '') ?? [];
  const report = await options.store.reportById(id);
  const names = report && options.namesOf(report);
  if (!report || !names) {
    const sentence = {
      en: 'There is no such report; /digest lists the nearest days.',
      zh: '没有这份报告；用 /digest 查看最近的日期。',
    };
    return context.html(
      await sentencePage(languageOf(context), inLanguage(sentence, languageOf(context))),
      404,
    );
  }
  if (ending === '.json') return context.json(report);
  const document = toDocument(report, names);
  if (ending === '.md')
    return context.text(document.text, 200, { 'Content-Type': 'text/markdown; charset=utf-8' });
  const message = await fullMessage(report, names, options);
  const title = document.name.replace(/\.md$/, '');
  return context.html(await reportPage(report.language, title, renderHtml(message, shelf.put), report.id));
}

async function fullMessage(report: Report, names: ReportNames, options: WebOptions): Promise<Message> {
  const picture = await options.pictureOf(report);
  return composeDigest(report, { length: 'full', names, ...(picture && { picture }) });
}

function sendPicture(context: Context, shelf: PictureShelf): Response {
  const picture = shelf.find(context.req.param('file') ?? '');
  if (!picture) return context.text('There is no such picture.', 404);
  return context.body(picture.bytes as Uint8Array<ArrayBuffer>, 200, {
    'Content-Type': picture.contentType,
    'Cache-Control': 'private, max-age=31536000, immutable',
  });
}

const assetTypes: Record<string, string> = {
  'style.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

const assets = new Map(
  Object.keys(assetTypes).map((name) => [
    name,
    readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8'),
  ]),
);

function sendAsset(context: Context): Response {
  const name = context.req.param('file') ?? '';
  const text = assets.get(name);
  if (text === undefined) return context.text('There is no such file.', 404);
  return context.body(text, 200, {
    'Content-Type': assetTypes[name] ?? 'text/plain',
    'Cache-Control': 'max-age=600',
  });
}

/** `?lang=` first, then what the browser prefers. */
function languageOf(context: Context): Language {
  const wanted = context.req.query('lang') ?? context.req.header('accept-language') ?? '';
  return /^zh\b/i.test(wanted) ? 'zh' : 'en';
}

/** On loopback only its own names are answered, so that no outside page can rebind its name to this port. */
function isKnownHost(header: string | undefined, host: string): boolean {
  const loopback = ['localhost', '127.0.0.1', '[::1]'];
  if (host !== '127.0.0.1' && host !== 'localhost' && host !== '::1') return true;
  return loopback.includes((header ?? '').replace(/:\d+$/, ''));
}

function listen(app: Hono, { host, port }: WebOptions): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, () => resolve(server));
    server.on('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new ConfigError([
      `Port ${port} on ${host} is in use; stop what uses it, or set PORT to another one.`,
    ]);
  if (error.code === 'EACCES')
    return new ConfigError([`Port ${port} may not be opened by this user; set PORT to one above 1023.`]);
  return new ConfigError([
    `The web page cannot listen on ${host}:${port} (${error.code ?? error.message}); check HOST and PORT.`,
  ]);
}

/** Answers under way may finish; idle connections end at once. */
function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 2000).unref();
  });
}
