import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Delivery } from '../../src/core/delivery.ts';
import { openBullQueue } from '../../src/delivery/queues/bullmq.ts';
import type { MakeQueue } from '../../src/delivery/queues/port.ts';
import { type BuildJob, type ChatJob, createSharedQueue } from '../../src/delivery/queues/shared.ts';
import type { Log } from '../../src/lib/log.ts';
import { openRedisStore, type RedisPatience } from '../../src/stores/redis/open.ts';
import { type RedisServer, startRedis } from '../tools/redis-server.ts';
import { brokenByFault, type FaultOutcome, type FaultPlan, figuresOfFault, runFault } from './fault-run.ts';

/** How a server can fail under a store; each resolves when it is whole again. */
const faults = {
  /** Ended without warning, started again over its append-only file. */
  killed: async (server: RedisServer, ms: number) => {
    await server.kill();
    await wait(ms);
    await server.restart();
  },
  /** Takes connections and bytes, and answers nothing; if it can be had, with a claim written and not answered. */
  frozen: async (server: RedisServer, ms: number, isClaimOpen: () => boolean) => {
    for (let turns = 0; turns < mostTurns && !isClaimOpen(); turns++) await nextTurn();
    process.kill(server.pid(), 'SIGSTOP');
    await wait(ms);
    process.kill(server.pid(), 'SIGCONT');
  },
  /** A replica of a server that is not there. */
  readonly: async (server: RedisServer, ms: number) => {
    await server.tell('replicaof', '127.0.0.1', '1');
    await wait(ms);
    await server.tell('replicaof', 'no', 'one');
  },
  'out of memory': async (server: RedisServer, ms: number) => {
    await server.tell('config', 'set', 'maxmemory', '1');
    await wait(ms);
    await server.tell('config', 'set', 'maxmemory', '0');
  },
} as const;

/** How long a moment is waited for that may not come. */
const mostTurns = 5000;

export type RedisFault = keyof typeof faults;
export const redisFaults = Object.keys(faults) as RedisFault[];

export interface RedisFaultPlan extends Pick<FaultPlan, 'at' | 'chats' | 'sendMs' | 'tickEveryMs'> {
  fault: RedisFault;
  lastsMs: number;
  patience?: RedisPatience;
  patienceMs: number;
  /** Over BullMQ, as many machines do. */
  isShared?: boolean;
}

/** The full bar: usual timeouts, a tick a minute, and a fault of half a minute. */
export function fullRedisFault(fault: RedisFault, at: FaultPlan['at']): RedisFaultPlan {
  return { fault, at, chats: 1000, sendMs: 20, tickEveryMs: 60_000, lastsMs: 30_000, patienceMs: 240_000 };
}

/** Every fault at the full bar, a line of figures each; resolves to what was promised and not kept. */
export async function runRedisFaults(print: (line: string) => void): Promise<string[]> {
  const stages = [
    ...redisFaults.map((fault) => ({ fault, at: 'third' }) as const),
    ...(['frozen', 'out of memory'] as const).map((fault) => ({ fault, at: 'start' }) as const),
    ...redisFaults.map((fault) => ({ fault, at: 'third', isShared: true }) as const),
  ];
  const broken: string[] = [];
  for (const { fault, at, ...more } of stages) {
    const name = `Redis ${fault}, from the ${at} on${'isShared' in more ? ', over BullMQ' : ''}`;
    const outcome = await runRedisFault({ ...fullRedisFault(fault, at), ...more });
    print(`${name}: ${figuresOfFault(outcome)}`);
    broken.push(...brokenByFault(outcome).map((sentence) => `${name}: ${sentence}`));
  }
  return broken;
}

/** One fan-out over a server of its own that fails once. */
export async function runRedisFault(plan: RedisFaultPlan): Promise<FaultOutcome> {
  const server = await startRedis('--appendfsync', 'always');
  const log = await openAppendLog(server);
  try {
    return await runFault({
      ...plan,
      openStore: (warn) => openRedisStore(server.url, warn, plan.patience),
      durableRow: log.rowOf,
      ...(plan.isShared && { makeQueue: (lines: Log) => openSharedQueue(server.url, lines) }),
      fault: ({ begun }) => faults[plan.fault](server, plan.lastsMs, () => log.hasOpenClaim(begun)),
    });
  } finally {
    log.close();
    await server.close();
  }
}

function openSharedQueue(url: string, log: Log): MakeQueue {
  const open = <T>(name: string) => openBullQueue<T>(name, url, log);
  const queues = {
    build: open<BuildJob>('build'),
    deliver: { discord: open<ChatJob>('deliver-discord'), telegram: open<ChatJob>('deliver-telegram') },
  };
  return createSharedQueue({ queues, works: true, buildEdition: async () => undefined });
}

/** The ledger as the server's append-only file has it: written before a command is answered, and all a restart has. */
async function openAppendLog(server: RedisServer) {
  const [, folder = ''] = (await server.tell('config', 'get', 'dir')) as string[];
  const [, name = ''] = (await server.tell('config', 'get', 'appenddirname')) as string[];
  const file = readdirSync(join(folder, name)).find((found) => found.endsWith('.incr.aof')) ?? '';
  const log = openSync(join(folder, name, file), 'r');
  const rows = new Map<string, Delivery>();
  const chunk = Buffer.alloc(1 << 20);
  let rest = '';
  const readOn = () => {
    for (let length = -1; length !== 0; ) {
      length = readSync(log, chunk, 0, chunk.length, null);
      const lines = (rest + chunk.toString('latin1', 0, length)).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (!/^\{.*"reportId":/.test(line)) continue;
        const row: Delivery = JSON.parse(line);
        rows.set(row.chat.id, row);
      }
    }
  };
  return {
    rowOf(chatId: string): Delivery | undefined {
      readOn();
      return rows.get(chatId);
    },
    /** Whether a row is `sending` of which no send has begun. */
    hasOpenClaim(begun: (chatId: string) => number): boolean {
      readOn();
      return [...rows.values()].some((row) => row.state === 'sending' && begun(row.chat.id) < row.attempts);
    },
    close: () => closeSync(log),
  };
}
