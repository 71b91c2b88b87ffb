import { type ServerType, serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { ConfigError } from '../../core/errors.ts';

/** Opens the port, or throws a `ConfigError` that says what to do. */
export function listen(app: Hono, { host, port }: { host: string; port: number }): Promise<ServerType> {
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
export function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 2000).unref();
  });
}
