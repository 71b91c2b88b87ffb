import { openStore } from '../../src/stores/index.ts';
import { brokenPromises } from './checker.ts';
import type { PlatformEvidence } from './platform-process.ts';
import { calm, firstDueMs, loadSender, openStage, subscribe } from './stage.ts';

export interface PacePlan {
  storeUrl: string;
  /** Chats on each platform. */
  chats: number;
}

export interface PaceOutcome {
  /** Share of the rate that the platform allows. */
  discord: number;
  telegram: number;
  /** Refusals for coming too fast. */
  tooFast: { discord: number; telegram: number };
  broken: string[];
}

/** What the platforms allow a bot in any second; they count here as strictly as they may. */
const perSecond = { discord: 50, telegram: 30 };
const latencyMs = 40;

/** One fan-out at the pace that a bot keeps, against platforms that refuse whatever comes faster than they allow. */
export async function runPace({ storeUrl, chats }: PacePlan): Promise<PaceOutcome> {
  await subscribe(storeUrl, chats);
  const stage = await openStage({ ...calm, perSecond, latencyMs });
  try {
    const life = await loadSender();
    life.begin(
      { storeUrl, platformUrl: stage.url, pace: 'real', repeatSafeMs: calm.nonceWindowMs },
      firstDueMs + 1000,
    );
    await life.tick();
    // Whoever was asked to wait is due again with a later tick.
    life.setClock(firstDueMs + 60 * 60_000);
    await life.tick();
    await life.stop();
    const { discord, telegram } = await stage.evidence();
    const store = await openStore(storeUrl);
    const rows = await store.findDeliveries({});
    await store.close();
    return {
      discord: rateOf(discord) / perSecond.discord,
      telegram: rateOf(telegram) / perSecond.telegram,
      tooFast: { discord: discord.tooFast, telegram: telegram.tooFast },
      broken: brokenPromises({ rows, evidence: { discord, telegram }, due: 2 * chats, mostUnknown: 0 }),
    };
  } finally {
    stage.close();
  }
}

/** Messages a second, from the first request to the last. */
function rateOf({ arrived, firstMs, lastMs }: PlatformEvidence): number {
  return ((Object.keys(arrived).length - 1) / (lastMs - firstMs)) * 1000;
}
