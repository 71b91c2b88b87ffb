import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import busboy from 'busboy';
import { Refused } from './entities.ts';
import { methods, type Request } from './methods.ts';
import { type Fault, newWorld, type UploadedFile, type World } from './world.ts';

/** A Bot API on loopback, in a process of its own, that refuses what Telegram refuses and records everything. */
let world = newWorld();
let updates: { update_id: number }[] = [];
let waiting: { wake: (conflict: boolean) => void } | undefined;
let openPolls = 0;
const started = performance.now();

const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://host').pathname;
  const done = path === '/control' ? control(request, response) : answer(path, request, response);
  done.catch((error: unknown) => response.writeHead(500).end(String(error)));
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());

interface Control {
  reset?: boolean;
  set?: Partial<World>;
  updates?: { update_id: number; callback_query?: { id: string } }[];
}

async function control(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const told = JSON.parse((await readAll(request)).toString('utf8') || '{}') as Control;
  if (told.reset) {
    world = newWorld();
    updates = [];
  }
  Object.assign(world, told.set);
  for (const update of told.updates ?? []) {
    updates.push(update);
    if (update.callback_query) world.presses.push(update.callback_query.id);
  }
  if (updates.length > 0) waiting?.wake(false);
  response.end(JSON.stringify({ ...world, pending: updates.length, now: performance.now() - started }));
}

async function answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(path) ?? [];
  const read = await readRequest(request);
  if (token !== world.token) return reply(response, { error_code: 401, description: 'Unauthorized' });
  if (method === 'getUpdates') return getUpdates(read.payload, response);
  const fault = takeFault(method, read.payload.chat_id);
  const result = fault && !fault.after ? undefined : perform(method, read);
  const answered = fault?.error ?? result ?? { error_code: 0, description: `broken: ${fault?.break}` };
  world.calls.push({
    method,
    payload: read.payload,
    files: read.files,
    at: performance.now() - started,
    ok: 'ok' in answered,
    ...('ok' in answered ? {} : { description: answered.description }),
  });
  if (fault?.break) return breakOff(fault.break, response);
  reply(response, answered);
}

type Answer =
  | { ok: true; result: unknown }
  | { error_code: number; description: string; parameters?: unknown };

function perform(method: string, request: Request): Answer {
  const run = world.unknownMethods.includes(method) ? undefined : methods[method];
  if (!run) return { error_code: 404, description: 'Not Found: method not found' };
  try {
    return { ok: true, result: run(world, request) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code, message, parameters } = error;
    return { error_code: code, description: message, ...(parameters && { parameters }) };
  }
}

function reply(response: ServerResponse, body: Answer): void {
  const ok = 'ok' in body;
  response.writeHead(ok ? 200 : body.error_code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(ok ? body : { ok: false, ...body }));
}

function breakOff(kind: NonNullable<Fault['break']>, response: ServerResponse): void {
  if (kind === 'reset') response.socket?.resetAndDestroy();
  if (kind === 'page')
    response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502 Bad Gateway</h1>');
}

function takeFault(method: string, chatId: unknown): Fault | undefined {
  const fault = world.faults.find(
    (candidate) =>
      candidate.method === method && (candidate.chatId === undefined || candidate.chatId === Number(chatId)),
  );
  if (!fault) return undefined;
  fault.times = (fault.times ?? 1) - 1;
  if (fault.times <= 0) world.faults = world.faults.filter((candidate) => candidate !== fault);
  return fault;
}

/** Holds the request until there is an update or the time is over; a second poller ends the first with 409. */
async function getUpdates(payload: Request['payload'], response: ServerResponse): Promise<void> {
  const offset = payload.offset === undefined ? undefined : Number(payload.offset);
  if (offset !== undefined) updates = updates.filter((update) => update.update_id >= offset);
  world.polls.count++;
  world.polls.mostAtOnce = Math.max(world.polls.mostAtOnce, ++openPolls);
  const fault = takeFault('getUpdates', undefined);
  waiting?.wake(true);
  const conflict = fault ? false : await held(Number(payload.timeout ?? 0) * 1000, response);
  openPolls--;
  if (fault?.break) return breakOff(fault.break, response);
  if (fault?.error) return reply(response, fault.error);
  if (conflict) {
    return reply(response, {
      error_code: 409,
      description:
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
  }
  reply(response, { ok: true, result: updates.slice(0, Number(payload.limit ?? 100)) });
}

function held(timeMs: number, response: ServerResponse): Promise<boolean> {
  if (updates.length > 0 || timeMs === 0) return Promise.resolve(false);
  return new Promise((resolve) => {
    const mine = {
      wake(conflict: boolean) {
        clearTimeout(timer);
        if (waiting === mine) waiting = undefined;
        resolve(conflict);
      },
    };
    const timer = setTimeout(() => mine.wake(false), timeMs);
    response.on('close', () => mine.wake(false));
    waiting = mine;
  });
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function readRequest(request: IncomingMessage): Promise<Request> {
  if (!request.headers['content-type']?.startsWith('multipart/')) {
    return { payload: JSON.parse((await readAll(request)).toString('utf8') || '{}'), files: [] };
  }
  const payload: Request['payload'] = {};
  const files: UploadedFile[] = [];
  await new Promise<void>((resolve, reject) => {
    const parser = busboy({ headers: request.headers, defParamCharset: 'utf8' });
    parser.on('field', (name, value) => {
      payload[name] = fromField(value);
    });
    parser.on('file', (name, stream, { filename }) => {
      const hash = createHash('sha256');
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        hash.update(chunk);
      });
      stream.on('end', () =>
        files.push({ name, filename: filename ?? '', size, sha256: hash.digest('hex') }),
      );
    });
    parser.on('close', resolve);
    parser.on('error', reject);
    request.pipe(parser);
  });
  return { payload, files };
}

/** Objects and numbers come as text in a form. */
function fromField(value: string): unknown {
  if (!/^(?:[{[]|-?\d{1,15}$|true$|false$)/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
