import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '../../src/stores/index.ts';
import type { Outcome } from './checker.ts';
import type { FaultPlan } from './platform-process.ts';
import { firstDueMs, loadSender, openStage, subscribe } from './stage.ts';

export interface KillPlan {
  storeUrl: string;
  kills: number;
  /** Chats on each platform. */
  chats: number;
  faults: FaultPlan;
  /** A life lasts up to so long before it is killed. */
  longestLifeMs: number;
  /** How long Discord remembers a nonce. */
  nonceWindowMs: number;
}

/** What a restart finds: a process that died is stale. */
const betweenLivesMs = 50_000;
const dayMs = 24 * 60 * 60_000;
const telegramAtOnce = 5;
const mostCalmLives = 12;
/** After so many kills few sends are left to be hit: the fan-out ends in peace, and the next day's begins. */
const killsAFanOut = 8;

/**
 * Kills the delivering process at drawn moments of its fan-outs, a few times in each, so that every kill meets sends
 * in flight.
 */
export async function runKills(plan: KillPlan): Promise<Outcome & { fanOuts: number }> {
  const { storeUrl, chats, faults, nonceWindowMs } = plan;
  await subscribe(storeUrl, chats);
  const stage = await openStage({ ...faults, nonceWindowMs });
  const store = await openStore(storeUrl);
  const openRows = async () => (await store.findDeliveries({ states: ['pending', 'sending'] })).length;
  let day = 0;
  let atMs = firstDueMs;
  const sender = { storeUrl, platformUrl: stage.url, pace: 'fast', repeatSafeMs: nonceWindowMs } as const;
  let next = loadSender();
  const live = async (work: (life: Awaited<typeof next>) => Promise<unknown>) => {
    const life = await next;
    next = loadSender();
    await stage.setClock(atMs);
    life.begin(sender, atMs);
    await work(life);
  };
  const endFanOut = async () => {
    await stage.setFaults(false);
    for (let count = 0; count < mostCalmLives && (count === 0 || (await openRows()) > 0); count++) {
      atMs += 20 * 60_000;
      await live(async (life) => {
        await life.tick();
        await life.stop();
      });
    }
  };
  try {
    for (let kill = 0; kill < plan.kills; kill++) {
      if (kill > 0 && kill % killsAFanOut === 0) {
        await endFanOut();
        await stage.setFaults(true);
        atMs = firstDueMs + ++day * dayMs;
      }
      await live(async (life) => {
        life.tick().catch(() => undefined);
        await wait(draw(faults.seed + kill) * plan.longestLifeMs);
        await life.kill();
      });
      atMs += betweenLivesMs;
    }
    await endFanOut();
    const evidence = await stage.evidence();
    const rows = await store.findDeliveries({});
    const mostUnknown = telegramAtOnce * plan.kills + evidence.telegram.ambiguous;
    return { rows, evidence, due: 2 * chats * (day + 1), mostUnknown, fanOuts: day + 1 };
  } finally {
    await (await next).kill();
    stage.close();
    await store.close();
  }
}

/** A number in [0, 1) that a seed decides. */
function draw(seed: number): number {
  return (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0) / 2 ** 32;
}
