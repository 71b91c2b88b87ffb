import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Shares of requests that go wrong: refused by pace, broken before and after arrival, cut off, never answered. */
export interface FaultPlan {
  seed: number;
  limited: number;
  failed: number;
  reset: number;
  hung: number;
}

export interface PlatformPlan extends FaultPlan {
  /** How long Discord gives back the first message for its nonce; 0 for never. */
  nonceWindowMs: number;
  /** Requests in any second above which a platform refuses; none where absent. */
  perSecond?: { discord: number; telegram: number };
  /** What an answer takes. */
  latencyMs?: number;
}

/** What arrived, as the platforms saw it. */
export interface Evidence {
  discord: PlatformEvidence;
  telegram: PlatformEvidence;
}

export interface PlatformEvidence {
  /** `chat date` → number of different messages. */
  arrived: Record<string, number>;
  requests: number;
  /** Faults after which nobody but the platform knows whether the message arrived. */
  ambiguous: number;
  /** Refusals for coming too fast that no fault was drawn for. */
  tooFast: number;
  firstMs: number;
  lastMs: number;
}

type Name = keyof Evidence;

const plan: PlatformPlan = JSON.parse(process.argv[2] ?? '{}');
const evidence: Evidence = { discord: nothing(), telegram: nothing() };
const recent: Record<Name, number[]> = { discord: [], telegram: [] };
const nonces = new Map<string, { id: string; atMs: number }>();
/** Channel → its messages, newest first, as Discord's history shows them. */
const history = new Map<string, object[]>();
let faults = true;
let state = plan.seed >>> 0;
/** The simulated instant at which this process' own clock stood at 0. */
let epochMs = Date.now() - performance.now();

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const url = new URL(request.url ?? '', 'http://platform');
    const body = Buffer.concat(chunks).toString('utf8');
    if (url.pathname.startsWith('/control/')) control(url, response);
    else if (request.method === 'GET') reply(response, 200, lookUp(url));
    else answer(url.pathname, body, response);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());

function control({ pathname, searchParams }: URL, response: ServerResponse): void {
  if (pathname === '/control/faults') faults = searchParams.get('on') === 'true';
  if (pathname === '/control/clock') epochMs = Number(searchParams.get('at')) - performance.now();
  response.end(JSON.stringify(evidence));
}

function answer(path: string, body: string, response: ServerResponse): void {
  const channel = /\/channels\/(\w+)\/messages/.exec(path)?.[1];
  const name = channel ? 'discord' : 'telegram';
  const seen = evidence[name];
  seen.requests += 1;
  const roomInMs = takeRoom(name);
  if (roomInMs > 0) {
    seen.tooFast += 1;
    response.setHeader('x-ratelimit-global', 'true');
    limit(name, response, roomInMs / 1000);
    return;
  }
  const arrive = () => (channel ? arriveOnDiscord(channel, body) : arriveOnTelegram(body));
  const draw = faults ? random() : 1;
  const { limited, failed, reset, hung } = plan;
  if (draw < limited) limit(name, response);
  else if (draw >= limited + failed + reset + hung) reply(response, 200, arrive());
  else {
    seen.ambiguous += 1;
    if (random() < 0.5) arrive();
    if (draw < limited + failed) reply(response, 502, badGateway);
    else if (draw < limited + failed + reset) response.socket?.resetAndDestroy();
  }
}

const badGateway = { ok: false, error_code: 502, description: 'Bad Gateway' };

/** Milliseconds until the second has room for the request; 0 when it has. Only what is let in takes room. */
function takeRoom(name: Name): number {
  const now = performance.now();
  const seen = evidence[name];
  seen.firstMs ||= now;
  seen.lastMs = now;
  const most = plan.perSecond?.[name];
  if (most === undefined) return 0;
  const times = recent[name];
  while ((times[0] ?? now) <= now - 1000) times.shift();
  if (times.length < most) times.push(now);
  return times.length < most || times.at(-1) === now ? 0 : (times[0] ?? now) + 1000 - now;
}

/** What Discord's client asks: who it is, and what stands in a channel. */
function lookUp({ pathname, searchParams }: URL): object {
  const channel = /\/channels\/(\w+)/.exec(pathname)?.[1];
  if (!channel) return { id: '1' };
  const messages = history.get(channel) ?? [];
  if (!pathname.includes('/messages')) return { id: channel, last_message_id: null };
  return searchParams.has('before') ? [] : messages;
}

/** The same nonce gives the same message, as Discord promises for some minutes. */
function arriveOnDiscord(channel: string, body: string): object {
  const { nonce, enforce_nonce: isEnforced, embeds = [], components = [] } = JSON.parse(body);
  const known = isEnforced ? nonces.get(nonce) : undefined;
  if (known && nowMs() - known.atMs < plan.nonceWindowMs) return { id: known.id };
  arrived('discord', channel, body);
  const id = snowflake();
  nonces.set(nonce, { id, atMs: nowMs() });
  history.set(channel, [{ id, author: { id: '1' }, embeds, components }, ...(history.get(channel) ?? [])]);
  return { id };
}

function arriveOnTelegram(body: string): object {
  arrived('telegram', String(JSON.parse(body).chat_id), body);
  return { ok: true, result: { message_id: evidence.telegram.requests } };
}

function arrived(name: Name, chat: string, body: string): void {
  const date = /digest of (\d{4}-\d\d-\d\d)/.exec(body)?.[1] ?? 'no date';
  const { arrived: counts } = evidence[name];
  counts[`${chat} ${date}`] = (counts[`${chat} ${date}`] ?? 0) + 1;
}

function limit(name: Name, response: ServerResponse, seconds = 0.2): void {
  const body =
    name === 'discord'
      ? { message: 'You are being rate limited.', retry_after: seconds, global: false }
      : { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 1 } };
  response.setHeader('retry-after', String(seconds));
  reply(response, 429, body);
}

function reply(response: ServerResponse, status: number, body: object): void {
  const send = () =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (plan.latencyMs) setTimeout(send, plan.latencyMs);
  else send();
}

function nowMs(): number {
  return epochMs + performance.now();
}

/** Discord's ids hold their instant. */
function snowflake(): string {
  const sinceMs = BigInt(Math.round(nowMs()) - 1_420_070_400_000);
  return String((sinceMs << 22n) | BigInt(evidence.discord.requests & 0x3fffff));
}

/** mulberry32, so that one seed gives one run of faults. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

function nothing(): PlatformEvidence {
  return { arrived: {}, requests: 0, ambiguous: 0, tooFast: 0, firstMs: 0, lastMs: 0 };
}
