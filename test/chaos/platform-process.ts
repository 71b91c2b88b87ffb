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

/** What arrived, as the platform saw it. */
export interface Evidence {
  /** Chat → number of different messages in it. */
  discord: Record<string, number>;
  telegram: Record<string, number>;
  /** Faults after which nobody but the platform knows whether the message arrived. */
  ambiguous: number;
  requests: number;
}

const plan: FaultPlan = JSON.parse(process.argv[2] ?? '{}');
const evidence: Evidence = { discord: {}, telegram: {}, ambiguous: 0, requests: 0 };
const nonces = new Map<string, string>();
/** Channel → its messages, as Discord's history shows them. */
const history = new Map<string, object[]>();
let faults = true;
let state = plan.seed >>> 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const path = request.url ?? '';
    if (path === '/calm') faults = false;
    if (path === '/calm' || path === '/evidence') response.end(JSON.stringify(evidence));
    else if (request.method === 'GET') reply(response, 200, lookUp(path));
    else answer(path, Buffer.concat(chunks).toString('utf8'), response);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());

function answer(path: string, body: string, response: ServerResponse): void {
  evidence.requests += 1;
  const channel = /\/channels\/(\w+)\/messages/.exec(path)?.[1];
  const arrive = () => (channel ? arriveOnDiscord(channel, body) : arriveOnTelegram(body));
  const draw = faults ? random() : 1;
  const { limited, failed, reset, hung } = plan;
  if (draw < limited) limit(channel !== undefined, response);
  else if (draw >= limited + failed + reset + hung) reply(response, 200, arrive());
  else {
    evidence.ambiguous += 1;
    if (random() < 0.5) arrive();
    if (draw < limited + failed)
      reply(response, 502, { ok: false, error_code: 502, description: 'Bad Gateway' });
    else if (draw < limited + failed + reset) response.socket?.resetAndDestroy();
  }
}

/** What Discord's client asks: who it is, and what stands in a channel. */
function lookUp(path: string): object {
  const channel = /\/channels\/(\w+)/.exec(path)?.[1];
  if (!channel) return { id: '1' };
  if (!path.includes('/messages')) return { id: channel, last_message_id: null };
  return path.includes('before=') ? [] : (history.get(channel) ?? []);
}

/** The same nonce gives the same message, as Discord promises for some minutes. */
function arriveOnDiscord(channel: string, body: string): object {
  const { nonce, enforce_nonce: isEnforced, embeds, components } = JSON.parse(body);
  const known = isEnforced ? nonces.get(nonce) : undefined;
  if (known) return { id: known };
  evidence.discord[channel] = (evidence.discord[channel] ?? 0) + 1;
  const id = String(evidence.requests);
  nonces.set(nonce, id);
  const message = { id, author: { id: '1' }, embeds, components };
  history.set(channel, [message, ...(history.get(channel) ?? [])]);
  return { id };
}

function arriveOnTelegram(body: string): object {
  const chat = String(JSON.parse(body).chat_id);
  evidence.telegram[chat] = (evidence.telegram[chat] ?? 0) + 1;
  return { ok: true, result: { message_id: evidence.requests } };
}

function limit(isDiscord: boolean, response: ServerResponse): void {
  const body = isDiscord
    ? { message: 'You are being rate limited.', retry_after: 0.2, global: false }
    : { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 1 } };
  response.setHeader('retry-after', '0.2');
  reply(response, 429, body);
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** mulberry32, so that one seed gives one run of faults. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
