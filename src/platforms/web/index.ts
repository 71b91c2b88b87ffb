import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { ServerType } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { Command } from '../../core/command.ts';
import { toDocument } from '../../core/document.ts';
import { toReason } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import type { Log } from '../../lib/log.ts';
import type { Bot, Platform } from '../../ports.ts';
import { addChat } from './chat.ts';
import type { House } from './house.ts';
import { sentencePage } from './layout.ts';
import { createLimiter } from './limiter.ts';
import { addEntrance, createOperatorGate } from './operator.ts';
import { createPictureShelf, type PictureShelf } from './picture-shelf.ts';
import { addReader } from './reader.ts';
import { closeServer, listen } from './server.ts';
import { tell } from './texts.ts';
import { isOwnName, visitorOf } from './visitor.ts';

export { toAsk } from './chat.ts';

export interface WebOptions extends House {
  host: string;
  port: number;
  commands: readonly Command[];
  log: Log;
  /** What the operator shows where the page is not asked from its own machine. */
  operatorToken?: string;
  /** Why the bot is not alive or not ready, in words; empty when it is. Absent: always fine. */
  health?: { live(): readonly string[]; ready(): Promise<readonly string[]> };
  /** The figures for a monitor, in Prometheus' text format. */
  metrics?: { type: string; text(): Promise<string> };
}

export interface WebPlatform extends Platform {
  /** Where the page answers; known once started. */
  address(): string;
}

/** The pages on which one reads reports and, at the machine itself, asks as in a chat. */
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

/** The pages as a fetch handler: tests may call it without a socket. */
export function createWebApp(options: WebOptions, bot: Bot): Hono {
  const app = new Hono();
  const shelf = createPictureShelf();
  app.use(guard(options));
  addEntrance(app, {
    token: options.operatorToken,
    isSecure: options.publicUrl?.startsWith('https:') ?? false,
    now: () => options.clock.now(),
  });
  app.get('/livez', (context) => tellHealth(context, options.health?.live() ?? []));
  app.get('/readyz', async (context) => tellHealth(context, (await options.health?.ready()) ?? []));
  app.get('/metrics', (context) => sendMetrics(context, options));
  app.get('/assets/:file', sendAsset);
  app.get('/pictures/:file', (context) => sendPicture(context, shelf));
  app.get('/pictures/report/:file', (context) => sendCloud(context, options));
  app.get('/api/reports', (context) => listReports(context, options));
  app.get('/reports/:file{.+\\.(?:json|md)}', (context) => sendReport(context, options));
  const edition = options.editions.find(({ id }) => id === options.defaultEdition);
  addChat(app, { bot, shelf, commands: options.commands, edition });
  addReader(app, options);
  app.notFound(async (context) => {
    const visitor = visitorOf(context);
    const page = sentencePage(visitor, tell(visitor.language, 'noPage'), edition ? { edition } : {});
    return context.html(await page, 404);
  });
  app.onError(async (error, context) => {
    options.log.error({ path: context.req.path, reason: toReason(error) }, 'page failed');
    const visitor = visitorOf(context);
    return context.html(await sentencePage(visitor, tell(visitor.language, 'fault')), 500);
  });
  return app;
}

const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Headers of every answer, the host's own name, and a measure of requests for all but the operator. */
function guard(options: WebOptions) {
  const limiter = createLimiter();
  const gate = createOperatorGate(options.operatorToken);
  return async (context: Context, next: () => Promise<void>) => {
    if (!isKnownHost(context.req.header('host'), options)) return context.text('Unknown host.', 421);
    context.set('isOperator', gate.knows(context));
    const visitor = visitorOf(context);
    const waitMs = visitor.isOperator ? 0 : limiter.take(visitor.address, Date.parse(options.clock.now()));
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000);
      const sentence = tell(visitor.language, 'tooMany', { seconds });
      return context.text(sentence, 429, { 'Retry-After': String(seconds) });
    }
    await next();
    context.header('Content-Security-Policy', contentPolicy);
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
    return undefined;
  };
}

/** On loopback only its own names and the public one are answered, so that no outside page can rebind its name to this port. */
function isKnownHost(header: string | undefined, { host, publicUrl }: WebOptions): boolean {
  if (host !== '127.0.0.1' && host !== 'localhost' && host !== '::1') return true;
  return isOwnName(header) || (publicUrl !== undefined && new URL(publicUrl).host === header);
}

function tellHealth(context: Context, problems: readonly string[]): Response {
  return problems.length === 0 ? context.text('ok') : context.text(`${problems.join('\n')}\n`, 503);
}

async function sendMetrics(context: Context, { metrics }: WebOptions): Promise<Response> {
  const visitor = visitorOf(context);
  if (!metrics) return context.text('There are no metrics here.', 404);
  if (!visitor.isNear) return context.text(tell(visitor.language, 'notNear'), 403);
  return context.body(await metrics.text(), 200, { 'Content-Type': metrics.type });
}

async function listReports(context: Context, { store, editions }: WebOptions): Promise<Response> {
  const lists = await Promise.all(editions.map(({ id }) => store.listReports({ edition: id, limit: 400 })));
  return context.json(lists.flat());
}

/** `/reports/<id>.json` and `.md`, for programs. */
async function sendReport(context: Context, options: WebOptions): Promise<Response> {
  const file = context.req.param('file') ?? '';
  const report = await options.store.reportById(file.replace(/\.(json|md)$/, ''));
  const names = report && options.namesOf(report);
  if (!report || !names) return context.text(tell(visitorOf(context).language, 'noReport'), 404);
  if (file.endsWith('.json')) return context.json(report);
  const { text } = toDocument(report, names);
  return context.text(text, 200, { 'Content-Type': 'text/markdown; charset=utf-8' });
}

/** The cloud of an archived report, `ID.png` or `ID.dark.png`: the dark one is drawn when it is first asked for. */
async function sendCloud(context: Context, options: WebOptions): Promise<Response> {
  const [, id = '', dark] = /^(.*?)(\.dark)?\.png$/.exec(context.req.param('file') ?? '') ?? [];
  const report: Report | undefined = await options.store.reportById(id);
  const cloud = report && (await options.cloudOf(report, dark ? 'dark' : 'light'));
  if (!cloud) return context.text('There is no such picture.', 404);
  const { bytes, contentType } = cloud.picture;
  return context.body(bytes as Uint8Array<ArrayBuffer>, 200, {
    'Content-Type': contentType,
    'Cache-Control': 'max-age=600',
  });
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
  'theme.js': 'text/javascript; charset=utf-8',
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
