import { openStore } from '../../src/stores/index.ts';
import type { Outcome } from './checker.ts';
import { calm, firstDueMs, loadSender, openStage, type SenderLife, type Stage, subscribe } from './stage.ts';

export interface ManyPlan {
  storeUrl: string;
  /** Chats on each platform. */
  chats: number;
  /** Processes that plan and send at once. */
  senders: number;
}

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/**
 * Several processes on one store whose clocks are stepped, and which are down for hours and for days. The dates that
 * nobody sends for are `skipped`: however long all were down, one edition goes out.
 */
export async function runMany({
  storeUrl,
  chats,
  senders,
}: ManyPlan): Promise<Outcome & { dates: string[] }> {
  await subscribe(storeUrl, chats);
  const stage = await openStage(calm);
  try {
    const first = await begin(senders, { storeUrl, stage, atMs: firstDueMs + 1000 });
    await tickAll(first);
    for (const step of [-hourMs, hourMs, 0]) await tickAt(first, firstDueMs + step + 2000);
    await tickAt(first, firstDueMs + dayMs + 1000);
    for (const step of [-hourMs, 0]) await tickAt(first, firstDueMs + dayMs + step + 2000);
    await Promise.all(first.map((life) => life.kill()));
    await lateEdition(senders, { storeUrl, stage, atMs: firstDueMs + 2 * dayMs + 5 * hourMs });
    await lateEdition(senders, { storeUrl, stage, atMs: firstDueMs + 5 * dayMs + 6 * hourMs });
    return await outcomeOf(storeUrl, stage, chats);
  } finally {
    stage.close();
  }
}

interface Cast {
  storeUrl: string;
  stage: Stage;
  atMs: number;
}

/** All were down, and come back at the same time. */
async function lateEdition(senders: number, cast: Cast): Promise<void> {
  const lives = await begin(senders, cast);
  await tickAll(lives);
  await Promise.all(lives.map((life) => life.stop()));
}

async function begin(senders: number, { storeUrl, stage, atMs }: Cast): Promise<SenderLife[]> {
  const lives = await Promise.all(Array.from({ length: senders }, loadSender));
  for (const life of lives)
    life.begin({ storeUrl, platformUrl: stage.url, pace: 'fast', repeatSafeMs: calm.nonceWindowMs }, atMs);
  return lives;
}

async function tickAt(lives: readonly SenderLife[], atMs: number): Promise<void> {
  for (const life of lives) life.setClock(atMs);
  await tickAll(lives);
}

async function tickAll(lives: readonly SenderLife[]): Promise<void> {
  await Promise.all(lives.map((life) => life.tick()));
}

async function outcomeOf(
  storeUrl: string,
  stage: Stage,
  chats: number,
): Promise<Outcome & { dates: string[] }> {
  const store = await openStore(storeUrl);
  const rows = await store.findDeliveries({});
  await store.close();
  const evidence = await stage.evidence();
  const dates = new Set(rows.filter(({ state }) => state === 'sent').map(({ date }) => date));
  // Six days are due: four are sent, and the two before the last are too old by then.
  return { rows, evidence, due: 2 * chats * 6, mostUnknown: 0, dates: [...dates].sort() };
}
