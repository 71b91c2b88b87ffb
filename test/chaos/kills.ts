import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery, PlatformName } from '../../src/core/delivery.ts';
import { openStore } from '../../src/stores/index.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';
import type { Evidence, FaultPlan } from './platform-process.ts';

export interface KillPlan {
  storeUrl: string;
  kills: number;
  /** Chats on each platform. */
  chats: number;
  faults: FaultPlan;
  /** A life lasts up to so long before it is killed. */
  longestLifeMs: number;
}

export interface KillOutcome {
  rows: Delivery[];
  evidence: Evidence;
  /** Most sends in flight × kills, and the faults that left it open: the most that may be unknown. */
  mostUnknown: number;
}

/** What a restart finds: a process that died is stale, and Discord still knows its nonces. */
const betweenLivesMs = 50_000;
const telegramAtOnce = 5;
const mostCalmLives = 12;

/** Kills the delivering process at drawn moments of one fan-out, then lets it end in peace. */
export async function runKills({
  storeUrl,
  kills,
  chats,
  faults,
  longestLifeMs,
}: KillPlan): Promise<KillOutcome> {
  const store = await openStore(storeUrl);
  for (const platform of ['discord', 'telegram'] as const) {
    for (let index = 0; index < chats; index++) {
      const id = `${platform === 'discord' ? 7 : 8}${String(index).padStart(6, '0')}`;
      await store.saveSubscription(subscriptionOf(`${platform}-${id}`, { chat: chatOf(id, platform) }));
    }
  }
  const platform = fork(join(import.meta.dirname, 'platform-process.ts'), [JSON.stringify(faults)]);
  try {
    const [{ port }] = (await once(platform, 'message')) as [{ port: number }];
    const url = `http://127.0.0.1:${port}`;
    let atMs = Date.parse('2026-01-02T00:00:00Z');
    for (let life = 0; life < kills; life++) {
      await liveAndDie(startSender(storeUrl, url, atMs), draw(faults.seed + life) * longestLifeMs);
      atMs += betweenLivesMs;
    }
    await fetch(`${url}/calm`);
    for (let life = 0; life < mostCalmLives && (await openRows(store)) !== 0; life++) {
      atMs += 20 * 60_000;
      await liveToTheEnd(startSender(storeUrl, url, atMs));
    }
    const evidence = (await (await fetch(`${url}/evidence`)).json()) as Evidence;
    const rows = await store.findDeliveries({});
    return { rows, evidence, mostUnknown: telegramAtOnce * kills + evidence.ambiguous };
  } finally {
    platform.kill('SIGKILL');
    await store.close();
  }
}

/** Chats of a platform in which the message stands more than once. */
export function doubled(evidence: Evidence, platform: 'discord' | 'telegram'): string[] {
  return Object.entries(evidence[platform]).flatMap(([chat, count]) => (count > 1 ? [chat] : []));
}

export function inState(
  rows: readonly Delivery[],
  platform: PlatformName,
  state: Delivery['state'],
): Delivery[] {
  return rows.filter((row) => row.chat.platform === platform && row.state === state);
}

function startSender(storeUrl: string, platformUrl: string, atMs: number): ChildProcess {
  const args = [storeUrl, platformUrl, new Date(atMs).toISOString()];
  return fork(join(import.meta.dirname, 'sender-process.ts'), args);
}

async function liveAndDie(child: ChildProcess, afterMs: number): Promise<void> {
  await once(child, 'message');
  await wait(afterMs);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function liveToTheEnd(child: ChildProcess): Promise<void> {
  await once(child, 'message');
  await once(child, 'message');
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Undefined before anything is planned. */
async function openRows(store: Awaited<ReturnType<typeof openStore>>): Promise<number | undefined> {
  const rows = await store.findDeliveries({});
  if (rows.length === 0) return undefined;
  return rows.filter(({ state }) => state === 'pending' || state === 'sending').length;
}

/** A number in [0, 1) that a seed decides. */
function draw(seed: number): number {
  return (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0) / 2 ** 32;
}
