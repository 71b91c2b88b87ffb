import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { readBody } from './body.ts';
import { type Gateway, openGateway } from './gateway.ts';
import { type Act, toInteraction } from './interactions.ts';
import { answerRest } from './rest.ts';
import type { Fault, Json, SeenRequest } from './shapes.ts';
import { createState, type State, storeMessage } from './state.ts';
import { token } from './world.ts';

/**
 * Discord on loopback, as a process of its own: killing the bot loses no evidence. The bot speaks below `/api`,
 * a test speaks below `/fake`. Prints its address as the first line.
 */
const state: State = createState();
const server = createServer((request, response) => {
  void serve(request, response).catch((error: unknown) => {
    response.writeHead(500).end(String(error));
  });
});
const address = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;
const gateway: Gateway = openGateway(server, state, () => `ws://${address()}`);

server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ address: address() })}\n`));
process.stdin.resume().on('end', () => process.exit(0));

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  if (path.startsWith('/fake/')) {
    const { body } = await readBody(request);
    return sendJson(response, 200, control(path.slice('/fake/'.length), body) ?? {});
  }
  return serveApi(request, response, decodeURIComponent(path.replace(/^\/api\/v10/, '')));
}

function control(verb: string, body: Json): unknown {
  if (verb === 'act') return act(body as unknown as Act & { times?: number });
  if (verb === 'dispatch') return gateway.dispatch(String(body.type), body.data as Json);
  if (verb === 'fault') return void state.faults.push(body as unknown as Fault);
  if (verb === 'close') return gateway.close(Number(body.code));
  if (verb === 'refuse') return refuseChannel(body);
  if (verb === 'chatter') return chatter(body as unknown as Chatter);
  if (verb === 'forget') return forget();
  if (verb === 'set') return void Object.assign(state, body);
  if (verb === 'evidence') {
    const { faults: _, refusals: __, byNonce: ___, ...evidence } = state;
    return evidence;
  }
  throw new Error(`no such verb: ${verb}`);
}

/** Times are counted from the moment of each dispatch. */
function act({ times = 1, ...one }: Act & { times?: number }): string[] {
  const made = Array.from({ length: times }, () => toInteraction(one, state));
  for (const { data, seen } of made) {
    state.interactions.push(seen);
    seen.dispatchedAt = Date.now();
    gateway.dispatch('INTERACTION_CREATE', data);
  }
  return made.map(({ seen }) => seen.id);
}

interface Chatter {
  channelId: string;
  authorId: string;
  count: number;
  body?: Json;
}

function forget(): void {
  state.messages = [];
  state.byNonce.clear();
}

/** What others write in a channel. */
function chatter({ channelId, authorId, count, body = { content: 'chatter' } }: Chatter): void {
  for (let index = 0; index < count; index++) {
    storeMessage(state, { channelId, body, files: [], flags: 0 }).authorId = authorId;
  }
}

function refuseChannel(body: Json): void {
  const { channelId, status, code, message } = body as {
    channelId: string;
    status: number;
    code: number;
    message: string;
  };
  if (status === 0) state.refusals.delete(channelId);
  else state.refusals.set(channelId, { status, code, message });
}

async function serveApi(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  const method = request.method ?? 'GET';
  const at = Date.now();
  const fault = takeFault(method, path);
  if (fault?.kind === 'reset-before') return void request.socket.destroy();
  if (fault?.kind === 'hang') return void request.resume();
  if (fault?.kind === 'slow') await wait(fault.ms ?? 0);
  const parsed = await readBody(request);
  const authorised = request.headers.authorization === `Bot ${token}`;
  const seen: SeenRequest = {
    at,
    method,
    path,
    authorised,
    status: 0,
    files: parsed.files,
    body: parsed.body,
  };
  state.requests.push(seen);
  if (fault?.kind === 'status') {
    seen.status = fault.status ?? 500;
    return sendJson(response, seen.status, fault.body ?? { message: 'fault', code: 0 }, fault.headers);
  }
  const query = new URL(request.url ?? '', 'http://fake').searchParams;
  const answer = answerRest({ method, path, query, authorised, ...parsed }, state, `ws://${address()}`);
  seen.status = answer.status;
  const code = (answer.body as Json | undefined)?.code;
  if (answer.status >= 400 && typeof code === 'number') seen.code = code;
  if (fault?.kind === 'reset-after') return void request.socket.destroy();
  return sendJson(response, answer.status, answer.body);
}

function takeFault(method: string, path: string): Fault | undefined {
  const fault = state.faults.find(
    (candidate) =>
      candidate.times > 0 && candidate.method === method && new RegExp(candidate.path).test(path),
  );
  if (fault) fault.times -= 1;
  return fault;
}

/** Generous limits: a client that obeys them never waits. */
const limits = {
  'x-ratelimit-limit': '1000',
  'x-ratelimit-remaining': '999',
  'x-ratelimit-reset-after': '1',
};

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  more: Record<string, string> = {},
): void {
  if (status === 204) return void response.writeHead(status, { ...limits, ...more }).end();
  const type = { 'content-type': 'application/json' };
  return void response.writeHead(status, { ...type, ...limits, ...more }).end(JSON.stringify(body ?? {}));
}
