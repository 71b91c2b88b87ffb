import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';

/**
 * Services that say back whatever they were told, in every place where a client may quote it from; in a process of
 * their own, so that no client shares their memory. `fault` is how they fail, `heard` all that they were told.
 */
export const faults = [
  'refused',
  '401',
  '403',
  '429',
  '500',
  'html',
  'malformed',
  'reset',
  'timeout',
] as const;
export type Fault = (typeof faults)[number];

let fault: Fault = '500';
let heard = '';

function answer(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/control') {
    request.on('data', (chunk) => {
      fault = JSON.parse(String(chunk)).fault ?? fault;
    });
    request.on('end', () => {
      response.end(JSON.stringify({ heard }));
      heard = '';
    });
    return;
  }
  const told = `${request.url} ${request.headers.authorization ?? ''}`;
  heard += `${told}\n`;
  if (fault === 'timeout') return;
  if (fault === 'reset') request.socket.destroy();
  else respond(response, told);
}

function respond(response: ServerResponse, told: string): void {
  const said = { ok: false, error_code: Number(fault) || 500, description: told, message: told, code: 0 };
  const body = JSON.stringify({ ...said, error: { message: told }, title: told, detail: told });
  const headers = { 'content-type': 'application/json', 'retry-after': '3600' };
  if (fault === 'html')
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<h1>Welcome</h1><p>${told}`);
  else if (fault === 'malformed') response.writeHead(200, headers).end(body.slice(0, -20));
  else response.writeHead(Number(fault), headers).end(body);
}

/** Speaks as much of Redis' protocol as it takes to be told a password. */
function answerRedis(socket: Socket): void {
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    heard += String(chunk);
    const told = String(chunk).replace(/\s+/g, ' ');
    if (fault === 'timeout') return;
    if (fault === 'reset') socket.destroy();
    else if (fault === 'html') socket.end(`<h1>${told}</h1>\r\n`);
    else if (fault === 'malformed') socket.end(`$99\r\n${told}`);
    else socket.write(`-WRONGPASS ${told}\r\n`.repeat(String(chunk).match(/^\*\d/gm)?.length ?? 1));
  });
}

if (process.send) {
  const http = createServer(answer).listen(0, '127.0.0.1', () => {
    const redis = createTcpServer(answerRedis).listen(0, '127.0.0.1', () => {
      const ports = [http, redis].map((server) => (server.address() as AddressInfo).port);
      process.send?.(ports);
    });
  });
  process.on('disconnect', () => process.exit());
}
