import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from '../core/errors.ts';
import { isPublicAddress } from './addresses.ts';
import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';

export interface HealthServerOptions {
  host: string;
  port: number;
  health: Pick<Health, 'live' | 'ready'>;
  metrics: Pick<Metrics, 'text' | 'type'>;
}

export interface HealthServer {
  address: string;
  close(): Promise<void>;
}

/** What a monitor asks of a process that has no web page: `/livez`, `/readyz` and, on the own network, `/metrics`. */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const { host, port } = options;
  const server = createServer((request, response) => {
    answer(request, response, options).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code = '' }: NodeJS.ErrnoException) => {
      reject(
        new ConfigError([`Port ${port} on ${host} cannot be opened (${code}); set HOST and PORT anew.`]),
      );
    });
    server.listen(port, host, resolve);
  });
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    address: `http://${name}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { health, metrics }: HealthServerOptions,
): Promise<void> {
  const path = (request.url ?? '').replace(/\?.*$/, '');
  if (path === '/livez') return tell(response, health.live());
  if (path === '/readyz') return tell(response, await health.ready());
  if (path !== '/metrics' || !isNear(request))
    return void response.writeHead(404).end('There is nothing here.\n');
  const text = await metrics.text();
  response.writeHead(200, { 'Content-Type': metrics.type }).end(text);
}

function tell(response: ServerResponse, problems: readonly string[]): void {
  response.writeHead(problems.length === 0 ? 200 : 503, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(problems.length === 0 ? 'ok' : `${problems.join('\n')}\n`);
}

/** From this machine or its own network, and through no proxy. */
function isNear({ socket, headers }: IncomingMessage): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const isForwarded = 'forwarded' in headers || 'x-forwarded-for' in headers || 'x-real-ip' in headers;
  return address !== '' && !isPublicAddress(address) && !isForwarded;
}
