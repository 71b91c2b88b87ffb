import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Fault, World } from './world.ts';

export type { Call, FakeChat, Fault, SentMessage, World } from './world.ts';
export { botId, newWorld } from './world.ts';

/** The fake Bot API as a test drives it. */
export interface FakeTelegram {
  apiRoot: string;
  /** Forgets everything; the new world holds what is given. */
  reset(set?: Partial<World>): Promise<World>;
  set(set: Partial<World>): Promise<World>;
  fail(...faults: Fault[]): Promise<World>;
  /** The world, the updates not yet confirmed, and the time on the clock of `Call.at`. */
  look(): Promise<World & { pending: number; now: number }>;
  /** Updates for the bot, numbered as they come. */
  push(...updates: object[]): Promise<void>;
  /** Looks until the condition holds; throws after `timeoutMs`. */
  until(holds: (world: World) => boolean, timeoutMs?: number): Promise<World>;
  close(): Promise<void>;
}

export async function startFakeTelegram(): Promise<FakeTelegram> {
  const child = fork(new URL('./process.ts', import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const apiRoot = `http://127.0.0.1:${port}`;
  let lastUpdateId = 100;
  const tell = async (body: object) => {
    const response = await fetch(`${apiRoot}/control`, { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as World & { pending: number; now: number };
  };
  return {
    apiRoot,
    reset: (set = {}) => tell({ reset: true, set }),
    set: (set) => tell({ set }),
    fail: (...faults) => tell({ set: { faults } }),
    look: () => tell({}),
    async push(...updates) {
      await tell({ updates: updates.map((update) => ({ update_id: ++lastUpdateId, ...update })) });
    },
    until: (holds, timeoutMs = 5000) => waitUntil(() => tell({}), holds, timeoutMs),
    close: () => end(child),
  };
}

async function waitUntil(
  look: () => Promise<World>,
  holds: (world: World) => boolean,
  timeoutMs: number,
): Promise<World> {
  const tries = Math.ceil(timeoutMs / 15);
  for (let left = tries; left > 0; left--) {
    const world = await look();
    if (holds(world)) return world;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  const { calls, sent } = await look();
  const last = calls.slice(-6).map(({ method, ok, description }) => `${method} ${ok ? 'ok' : description}`);
  throw new Error(`it did not come to that; last calls: ${last.join('; ')}; sent: ${sent.length}`);
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.disconnect();
  await gone;
}
