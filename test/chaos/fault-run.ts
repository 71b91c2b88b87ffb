import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery, PlatformName } from '../../src/core/delivery.ts';
import { plainMessage } from '../../src/core/message.ts';
import { createDelivery } from '../../src/delivery/index.ts';
import type { MakeQueue } from '../../src/delivery/queues/port.ts';
import type { Log } from '../../src/lib/log.ts';
import type { Outbox, Store } from '../../src/ports.ts';
import { createFakeLog } from '../fakes/log.ts';
import { chatOf, subscriptionOf } from '../fakes/subscriptions.ts';

/** One fan-out of one part a chat, whose store fails once. */
export interface FaultPlan {
  /** Opens the store; its sentences go to the same log as everything else. */
  openStore(warn: (sentence: string) => void): Promise<Store>;
  /** What wakes the sender; this process alone unless told otherwise. */
  makeQueue?(log: Log): MakeQueue;
  /** The row of a chat as it would be found after a crash at this moment, read past the store that is tested. */
  durableRow(chatId: string): Pick<Delivery, 'state' | 'attempts'> | undefined;
  /** Breaks the store and resolves when it is whole again. */
  fault(life: Life): Promise<void>;
  /** Before anything is planned, or when a third is sent. */
  at: 'start' | 'third';
  /** Chats on each platform. */
  chats: number;
  sendMs: number;
  tickEveryMs: number;
  /** The run is given up when it has not ended so long after the fault. */
  patienceMs: number;
}

/** The process that sends, as far as a fault needs another one. */
export interface Life {
  /** Ends it; `before` runs when it sends no more and still holds the store. */
  end(before?: () => void): Promise<void>;
  begin(): Promise<void>;
  /** Sends of a chat's part that began, in all lives. */
  begun(chatId: string): number;
}

export interface FaultOutcome {
  due: number;
  rows: Delivery[];
  /** Chat → messages that stand in it. */
  arrived: Map<string, number>;
  /** Sends that began while the chat's row was not durable as `sending` at that attempt. */
  undurable: string[];
  sentDuringFault: number;
  /** From the end of the fault to the next send. */
  backAfterMs: number;
  mostLinesInSecond: number;
  /** What the log gave as reasons, each once. */
  reasons: string[];
}

const platforms = ['discord', 'telegram'] as const;

export async function runFault(plan: FaultPlan): Promise<FaultOutcome> {
  const written = createFakeLog();
  const witness = createWitness(plan);
  const begin = async () => {
    const store = await plan.openStore((sentence) => written.log.warn(sentence));
    const delivery = createDelivery({
      store,
      outboxes: witness.outboxes,
      compose: async () => [{ reportId: 'r', message: plainMessage('a digest') }],
      clock: { now: () => new Date().toISOString() },
      log: written.log,
      ...(plan.makeQueue && { queue: plan.makeQueue(written.log) }),
    });
    let timer: NodeJS.Timeout | undefined;
    const tick = () => {
      void delivery.tick();
      timer ??= setInterval(tick, plan.tickEveryMs);
    };
    const end = async (before?: () => void) => {
      clearInterval(timer);
      await delivery.stop();
      before?.();
      await store.close();
    };
    return { store, tick, end };
  };
  let life = await begin();
  await subscribe(life.store, plan.chats);
  const due = platforms.length * plan.chats;
  try {
    if (plan.at === 'third') {
      life.tick();
      await until(() => witness.sends.length >= due / 3, plan.patienceMs);
    }
    const before = witness.sends.length;
    const broken = plan.fault({
      begun: (chatId) => witness.tries.get(chatId) ?? 0,
      end: (before) => life.end(before),
      begin: async () => {
        life = await begin();
        life.tick();
      },
    });
    if (plan.at === 'start') {
      await wait(plan.tickEveryMs / 2);
      life.tick();
    }
    await broken;
    const { store } = life;
    const healedAt = performance.now();
    const sentDuringFault = witness.sends.length - before;
    const wasDone = witness.sends.length >= due;
    await until(async () => (await openRows(store, due)) === 0, plan.patienceMs).catch(() => undefined);
    const next = witness.sends.find(({ atMs }) => atMs >= healedAt);
    return {
      ...{ due, sentDuringFault, arrived: witness.arrived, undurable: witness.undurable },
      rows: await store.findDeliveries({}),
      backAfterMs: next ? next.atMs - healedAt : wasDone ? 0 : Number.POSITIVE_INFINITY,
      mostLinesInSecond: mostWithin(
        written.lines.map(({ time }) => Number(time)),
        1000,
      ),
      reasons: [...new Set(written.lines.flatMap(({ reason }) => (reason ? [String(reason)] : [])))],
    };
  } finally {
    await life.end();
  }
}

/** What was promised and not kept, each in one sentence; the store alone failed, so all that is due must be sent. */
export function brokenByFault(outcome: FaultOutcome, backWithinMs = 90_000): string[] {
  const { due, rows, arrived, undurable, backAfterMs, mostLinesInSecond } = outcome;
  const states = Object.groupBy(rows, ({ state }) => state);
  const ended = ['sent', 'failed', 'unknown', 'skipped'].map(
    (state) => states[state as Delivery['state']]?.length ?? 0,
  );
  const total = ended.reduce((sum, count) => sum + count, 0);
  const twice = [...arrived.values()].filter((count) => count > 1).length;
  const lost = rows.filter((row) => row.state === 'sent' && arrived.get(row.chat.id) !== 1).length;
  return [
    undurable.length > 0 && `${undurable.length} sends without a durable row (${undurable[0]})`,
    twice > 0 && `${twice} chats got it twice`,
    total !== due && `${due} were due, ${total} ended`,
    ended[0] !== due &&
      `${due} were due, ${ended[0]} were sent (failed, unknown, skipped: ${ended.slice(1)})`,
    lost > 0 && `${lost} rows are called sent that did not arrive`,
    backAfterMs > backWithinMs && `back to work after ${Math.round(backAfterMs)} ms`,
    mostLinesInSecond > 10 && `${mostLinesInSecond} log lines in a second`,
  ].filter((sentence) => sentence !== false);
}

export function figuresOfFault(outcome: FaultOutcome): string {
  const { due, rows, sentDuringFault, backAfterMs, mostLinesInSecond } = outcome;
  const states = Object.entries(Object.groupBy(rows, ({ state }) => state)).map(
    ([state, found]) => `${found?.length} ${state}`,
  );
  return `${due} due: ${states.join(', ')}; ${sentDuringFault} sends ended while it was broken, back after ${Math.round(backAfterMs)} ms, at most ${mostLinesInSecond} log lines a second`;
}

function createWitness({ durableRow, sendMs }: FaultPlan) {
  const sends: { chat: string; atMs: number }[] = [];
  const arrived = new Map<string, number>();
  const undurable: string[] = [];
  const tries = new Map<string, number>();
  const keys = new Set<string>();
  const outboxOf = (platform: PlatformName): Outbox => ({
    // Discord knows a key again; Telegram shows whatever comes.
    ...(platform === 'discord' && { repeatSafeMs: 110_000 }),
    inspect: async () => undefined,
    render: () => ['a digest'],
    async send(chat, _, key) {
      const nth = (tries.get(chat.id) ?? 0) + 1;
      tries.set(chat.id, nth);
      const row = durableRow(chat.id);
      if (row?.state !== 'sending' || row.attempts < nth)
        undurable.push(`${chat.id}, send ${nth}: ${JSON.stringify(row)}`);
      await wait(sendMs);
      if (platform !== 'discord' || !keys.has(key)) arrived.set(chat.id, (arrived.get(chat.id) ?? 0) + 1);
      keys.add(key);
      sends.push({ chat: chat.id, atMs: performance.now() });
      return { messageId: `m${sends.length}` };
    },
  });
  const outboxes = { discord: outboxOf('discord'), telegram: outboxOf('telegram') };
  return { sends, arrived, undurable, tries, outboxes };
}

async function subscribe(store: Store, chats: number): Promise<void> {
  const nextDue = new Date(Date.now() - 60_000).toISOString();
  const saveOne = (platform: PlatformName, index: number) => {
    const id = `${platform === 'discord' ? 7 : 8}${String(index).padStart(6, '0')}`;
    return store.saveSubscription(subscriptionOf(id, { chat: chatOf(id, platform), nextDue }));
  };
  for (const platform of platforms)
    await Promise.all(Array.from({ length: chats }, (_, index) => saveOne(platform, index)));
}

/** Undefined while the rows are not all planned, or the store does not answer. */
async function openRows(store: Store, due: number): Promise<number | undefined> {
  const rows = await store.findDeliveries({}).catch(() => []);
  if (rows.length < due) return undefined;
  return rows.filter(({ state }) => state === 'pending' || state === 'sending').length;
}

async function until(holds: () => boolean | Promise<boolean>, patienceMs: number): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('waited in vain');
    await wait(20);
  }
}

/** The most instants within any span of so many milliseconds. */
function mostWithin(instants: readonly number[], spanMs: number): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [place, at] of sorted.entries()) {
    while (at - (sorted[first] ?? at) >= spanMs) first += 1;
    most = Math.max(most, place - first + 1);
  }
  return most;
}
