import { plainMessage } from '../../src/core/message.ts';
import { createDelivery, type DeliveryLoop } from '../../src/delivery/index.ts';
import { createLog } from '../../src/lib/log.ts';
import { createRest } from '../../src/platforms/discord/client.ts';
import { createOutbox as createDiscordOutbox } from '../../src/platforms/discord/outbox.ts';
import { createClient } from '../../src/platforms/telegram/client.ts';
import { createLanes } from '../../src/platforms/telegram/lanes.ts';
import { carefulPace, createOutbox as createTelegramOutbox } from '../../src/platforms/telegram/outbox.ts';
import { createSender } from '../../src/platforms/telegram/sender.ts';
import type { Store } from '../../src/ports.ts';
import { openStore } from '../../src/stores/index.ts';

/** What the process is told: to begin at an instant, to set its clock, to tick. */
export interface Order {
  begin?: SenderPlan;
  /** The simulated instant from now on. */
  clock?: string;
  tick?: true;
}

export interface SenderPlan {
  storeUrl: string;
  platformUrl: string;
  /** `real` is the pace that a bot keeps; `fast` lets a fan-out end before the kills do. */
  pace: 'real' | 'fast';
  /** How long Discord is counted on to know a nonce. */
  repeatSafeMs: number;
}

/** One life of the delivering half: real clients and outboxes over a real store, until it is killed. */
const token = `1:${'x'.repeat(35)}`;
const log = createLog({ level: 'silent', secrets: [] });
let epochMs = Date.now() - performance.now();
const clock = { now: () => new Date(epochMs + performance.now()).toISOString() };
let store: Store | undefined;
let delivery: DeliveryLoop | undefined;

process.on('disconnect', () => process.exit());
process.on('SIGTERM', async () => {
  await delivery?.stop();
  await store?.close();
  process.exit(0);
});
let last: Promise<void> = Promise.resolve();
process.on('message', (order: Order) => {
  last = last.then(() => follow(order));
});
process.send?.('ready');

async function follow({ begin, clock: at, tick }: Order): Promise<void> {
  if (at) epochMs = Date.parse(at) - performance.now();
  if (begin) {
    store = await openStore(begin.storeUrl);
    delivery = createDelivery({ store, outboxes: outboxesOf(begin), compose, clock, log });
  }
  if (!tick) return;
  await delivery?.tick();
  process.send?.('ticked');
}

function outboxesOf({ platformUrl, pace, repeatSafeMs }: SenderPlan) {
  const { api } = createClient(token, platformUrl);
  return {
    discord: createDiscordOutbox({
      rest: createRest({ token, apiUrl: `${platformUrl}/api` }),
      client: () => undefined,
      style: 'embeds',
      log,
      repeatSafeMs,
    }),
    telegram: createTelegramOutbox({
      sender: createSender({ api, style: 'html', log }),
      targets: { inspect: async () => undefined } as never,
      lanes: createLanes(),
      pace: pace === 'real' ? carefulPace : { perSecond: 200, sameChatMs: 0, sameGroupMs: 0 },
      note: async () => undefined,
      stopping: new AbortController().signal,
    }),
  };
}

/** Named by its local date, so that the platform can tell one day's digest from another's. */
async function compose({ dueAt }: { dueAt: string }) {
  return [{ reportId: dueAt, message: plainMessage(`a digest of ${dueAt.slice(0, 10)}`) }];
}
