import { fork } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pino } from 'pino';
import { toReason } from '../../src/core/errors.ts';
import { createSources } from '../../src/sources/index.ts';

const kinds = ['full', 'large', 'endless', 'bomb', 'redirects', 'drip', 'silent', 'tangled'];
const window = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };

/** How hostile feeds end, and how free the event loop stays meanwhile; `npm run bench -- feeds`. */
export async function run(_args: string[]): Promise<void> {
  const server = fork(new URL('../fakes/hostile-server-process.ts', import.meta.url), { stdio: 'inherit' });
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  const rows = [];
  // The first exchange of a process loads and compiles the client.
  await measure('redirects', `127.0.0.1:${port}`);
  for (const kind of kinds) rows.push(await measure(kind, `127.0.0.1:${port}`));
  console.table(rows);
  server.kill();
}

async function measure(kind: string, host: string) {
  const [source] = createSources(
    [{ kind: 'feed', name: kind, url: `http://${host}/${kind}`, allowPrivate: true }],
    {
      configDir: '.',
      clock: { now: () => '2026-01-01T09:00:00.000Z' },
      log: pino({ level: 'silent' }),
      pause: async () => {},
    },
  );
  const delay = monitorEventLoopDelay({ resolution: 2 });
  const start = performance.now();
  delay.enable();
  const ended = await source?.collect({ ...window, signal: AbortSignal.timeout(60_000) }).then(
    ({ posts }) => `${posts.length} posts`,
    (error: unknown) => toReason(error),
  );
  delay.disable();
  const ms = (nanoseconds: number) => `${(nanoseconds / 1e6).toFixed(1)} ms`;
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  return { kind, ended, seconds, p99: ms(delay.percentile(99)), max: ms(delay.max) };
}
