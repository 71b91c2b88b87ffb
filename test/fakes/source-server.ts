import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { FakeRow, Fault, LoggedRequest } from './source-server-process.ts';

/** A loopback server in a process of its own that speaks RSS, X API v2 and Bluesky's XRPC over the same rows. */
export interface SourceServer {
  url: string;
  /** `name:port`, as an allow-list wants it. */
  host: string;
  serve(rows: readonly FakeRow[]): Promise<void>;
  /** Recorded X API pages in place of rows, newest first. */
  servePages(pages: readonly unknown[]): Promise<void>;
  /** What goes wrong with the next requests, one each; after them all is well. */
  plan(faults: readonly Fault[]): Promise<void>;
  log(): Promise<LoggedRequest[]>;
  close(): Promise<void>;
}

export async function startSourceServer(): Promise<SourceServer> {
  const child = fork(new URL('./source-server-process.ts', import.meta.url), { stdio: 'inherit' });
  const [{ port }] = await once(child, 'message');
  const host = `127.0.0.1:${port}`;
  const url = `http://${host}`;
  const control = async (body: object) => {
    const answer = await fetch(`${url}/control`, { method: 'POST', body: JSON.stringify(body) });
    return (await answer.json()) as { log: LoggedRequest[] };
  };
  return {
    url,
    host,
    serve: async (rows) => void (await control({ rows })),
    servePages: async (pages) => void (await control({ pages })),
    plan: async (faults) => void (await control({ faults })),
    log: async () => (await control({})).log,
    close: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
