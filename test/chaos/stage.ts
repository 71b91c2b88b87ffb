import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openStore } from '../../src/stores/index.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';
import type { Evidence, PlatformPlan } from './platform-process.ts';
import type { Order, SenderPlan } from './sender-process.ts';

/** The local date of every subscription's first digest, and the instant of it. */
export const firstDate = '2026-01-02';
export const firstDueMs = Date.parse('2026-01-02T00:00:00Z');

export const calm = { seed: 1, limited: 0, failed: 0, reset: 0, hung: 0, nonceWindowMs: 120_000 };

export interface Stage {
  url: string;
  evidence(): Promise<Evidence>;
  /** Whether requests go wrong as planned, or not at all. */
  setFaults(on: boolean): Promise<void>;
  /** Platforms and senders share one simulated clock. */
  setClock(atMs: number): Promise<void>;
  close(): void;
}

/** The fake platforms in a process of their own: a killed sender takes no evidence with it. */
export async function openStage(plan: PlatformPlan): Promise<Stage> {
  const child = fork(join(import.meta.dirname, 'platform-process.ts'), [JSON.stringify(plan)]);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const url = `http://127.0.0.1:${port}`;
  const control = async (verb: string) => (await (await fetch(`${url}/control/${verb}`)).json()) as Evidence;
  return {
    url,
    evidence: () => control('evidence'),
    async setFaults(on) {
      await control(`faults?on=${on}`);
    },
    async setClock(atMs) {
      await control(`clock?at=${atMs}`);
    },
    close: () => child.kill('SIGKILL'),
  };
}

/** So many chats on each platform, each subscribed. */
export async function subscribe(storeUrl: string, chats: number): Promise<void> {
  const store = await openStore(storeUrl);
  for (const platform of ['discord', 'telegram'] as const) {
    for (let index = 0; index < chats; index++) {
      const id = `${platform === 'discord' ? 7 : 8}${String(index).padStart(6, '0')}`;
      await store.saveSubscription(subscriptionOf(`${platform}-${id}`, { chat: chatOf(id, platform) }));
    }
  }
  await store.close();
}

/** A sending process that has loaded its code and waits to begin. */
export interface SenderLife {
  begin(plan: SenderPlan, atMs: number): void;
  setClock(atMs: number): void;
  /** Resolves when nothing is left that could be sent now. */
  tick(): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<number | null>;
}

export async function loadSender(): Promise<SenderLife> {
  const child = fork(join(import.meta.dirname, 'sender-process.ts'));
  await once(child, 'message');
  const tell = (order: Order) => void child.send(order);
  return {
    begin: (begin, atMs) => tell({ begin, clock: new Date(atMs).toISOString() }),
    setClock: (atMs) => tell({ clock: new Date(atMs).toISOString() }),
    async tick() {
      const ticked = once(child, 'message');
      tell({ tick: true });
      await ticked;
    },
    kill: async () => void (await end(child, 'SIGKILL')),
    stop: () => end(child, 'SIGTERM'),
  };
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  const ended = once(child, 'exit');
  child.kill(signal);
  return (await ended)[0];
}
