import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { findProgram } from './services.ts';

export const redisProgram = findProgram('redis-server');

export interface RedisServer {
  url: string;
  port: number;
  pid(): number;
  /** Ends it without warning. */
  kill(): Promise<void>;
  /** Starts it again over its append-only file. */
  restart(): Promise<void>;
  /** Forgets everything. */
  empty(): Promise<void>;
  /** Runs one command, such as `config set maxmemory 1`. */
  tell(...command: string[]): Promise<unknown>;
  close(): Promise<void>;
}

/** A server of the test's own on a free port, with an append-only file in a folder that goes with it. */
export async function startRedis(...options: string[]): Promise<RedisServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-redis-'));
  const own = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'yes',
  ];
  let child: ChildProcess;
  const start = async () => {
    child = spawn(redisProgram ?? 'redis-server', [...own, ...options], { stdio: 'ignore' });
    await untilReady(port);
  };
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const tell = async ([name = '', ...args]: string[]) => {
    const redis = new Redis(port, { lazyConnect: true });
    await redis.connect();
    return redis.call(name, ...args).finally(() => redis.disconnect());
  };
  await start();
  return {
    ...{ url: `redis://127.0.0.1:${port}`, port, kill, restart: start },
    pid: () => child.pid ?? 0,
    tell: (...command) => tell(command),
    async empty() {
      await tell(['flushall']);
    },
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(port: number): Promise<void> {
  const redis = new Redis(port, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  const giveUp = wait(10_000, undefined, { ref: false }).then(() => {
    throw new Error('redis-server did not start');
  });
  await Promise.race([redis.ping(), giveUp]).finally(() => redis.disconnect());
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
