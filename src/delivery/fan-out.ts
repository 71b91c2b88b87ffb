import { chatKey, type Delivery, type PlatformName } from '../core/delivery.ts';
import { toReason } from '../core/errors.ts';
import { isLater } from '../core/schedule.ts';
import type { Log } from '../lib/log.ts';
import type { Clock, Outbox, Store } from '../ports.ts';
import { createLedger } from './ledger.ts';
import { createSender } from './sender.ts';
import { isStale } from './settle.ts';
import type { Verdict } from './verdict.ts';

export interface FanOutParts {
  store: Store;
  outboxes: Partial<Record<PlatformName, Outbox>>;
  clock: Clock;
  log: Log;
  /** This process, as the ledger names it. */
  owner: string;
}

/** Sends rows of the ledger: in order and one at a time within a chat, many chats at once. */
export interface FanOut {
  /** Takes up rows that were just planned. */
  offer(rows: readonly Delivery[]): void;
  /** Finds out what became of rows that were left in the midst of a send. */
  settle(): Promise<void>;
  /** Takes up what the ledger holds: rows whose wait is over. */
  resume(): Promise<void>;
  /** Whether the row is under way here. */
  holds(row: Delivery): boolean;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Starts no further send; those in flight may end, for a while. */
  stop(): Promise<void>;
}

/** Sends in flight a platform. */
export const sendsAtOnce: Record<PlatformName, number> = { discord: 20, telegram: 5, web: 1, console: 1 };

/** Rows left in the midst of a send that are looked for at once. */
const looksAtOnce = 10;

/** What a stopping process gives to sends in flight. */
const stopWithinMs = 10_000;

/** The rows of one chat that are under way; threads together, since platforms count by chat. */
interface Lane {
  key: string;
  rows: Delivery[];
  /** Rows that it was ever given. */
  seen: Set<string>;
}

interface Queue {
  lanes: Lane[];
  workers: Set<Promise<void>>;
}

export function createFanOut({ store, outboxes, clock, log, owner }: FanOutParts): FanOut {
  const abort = new AbortController();
  const ledger = createLedger(store, owner, clock);
  const sender = createSender({ store, outboxes, ledger, clock, log, signal: abort.signal });
  const lanes = new Map<string, Lane>();
  const queues = new Map<PlatformName, Queue>();
  /** Chats that wait for the next `resume`, lest a later part overtakes an earlier one. */
  const blocked = new Set<string>();
  let isStopping = false;
  /** The store failed: nothing more is sent until `resume` finds it well. */
  let isHalted = false;

  const runLane = async (lane: Lane) => {
    for (let row = lane.rows.shift(); row && !isStopping && !isHalted; row = lane.rows.shift()) {
      const claimed = await ledger.claim(row.id);
      const verdict = claimed && (await sender.send(claimed));
      if (!verdict || verdict.course === 'wait') {
        blocked.add(lane.key);
        return;
      }
      lane.rows = await rowsAfter(lane.rows, verdict);
    }
  };

  const rowsAfter = async (rows: Delivery[], { row, course }: Verdict): Promise<Delivery[]> => {
    if (course === 'again') return [row, ...rows];
    if (course === 'gone') return rows.filter((other) => !isWithin(other, row));
    if (course !== 'forbidden') return rows;
    const ofRun = rows.filter((other) => isSameRun(other, row));
    for (const other of ofRun) {
      await ledger.save(other, { ...other, state: 'failed', reason: row.reason ?? '', at: clock.now() });
    }
    return rows.filter((other) => !isSameRun(other, row));
  };

  const work = async (queue: Queue) => {
    for (let lane = queue.lanes.shift(); lane; lane = queue.lanes.shift()) {
      await runLane(lane).catch((error: unknown) => {
        if (!isHalted) log.error({ reason: toReason(error) }, 'delivery halted until the next tick');
        isHalted = true;
      });
      lanes.delete(lane.key);
    }
  };

  const startWorkers = (platform: PlatformName, queue: Queue) => {
    const free = sendsAtOnce[platform] - queue.workers.size;
    for (let count = Math.min(free, queue.lanes.length); count > 0; count--) {
      const worker = work(queue).finally(() => queue.workers.delete(worker));
      queue.workers.add(worker);
    }
  };

  const enqueue = (row: Delivery) => {
    const key = laneKey(row);
    const lane = lanes.get(key) ?? { key, rows: [], seen: new Set() };
    if (lane.seen.has(row.id)) return;
    lane.seen.add(row.id);
    lane.rows.push(row);
    if (lanes.has(key)) return;
    lanes.set(key, lane);
    const queue = queues.get(row.chat.platform) ?? { lanes: [], workers: new Set() };
    queues.set(row.chat.platform, queue);
    queue.lanes.push(lane);
  };

  const offer = (rows: readonly Delivery[]) => {
    if (isStopping || isHalted) return;
    const open = rows.filter((row) => row.state === 'pending' && outboxes[row.chat.platform]);
    for (const row of open) if (!blocked.has(laneKey(row))) enqueue(row);
    for (const [platform, queue] of queues) startWorkers(platform, queue);
  };

  /** A platform that cannot tell of several rows is not asked about the rest until the next time. */
  const settleAll = async () => {
    await ledger.payDebts();
    const rows = await store.findDeliveries({ states: ['sending'] });
    const left: Delivery[] = [];
    for (const row of rows.filter((found) => !lanes.has(laneKey(found)))) {
      const isReleased = (await ledger.release(row)) !== undefined;
      if (!isReleased && isStale(row, clock.now())) left.push(row);
    }
    const misses = new Map<PlatformName, number>();
    const settleNext = async () => {
      for (let row = left.shift(); row && !isStopping; row = left.shift()) {
        const { platform } = row.chat;
        const missed = misses.get(platform) ?? 0;
        if (!outboxes[platform] || missed >= looksAtOnce) continue;
        if (!(await sender.settle(row))) misses.set(platform, missed + 1);
      }
    };
    await Promise.all(Array.from({ length: looksAtOnce }, settleNext));
  };

  /** Ticks may overlap: what an earlier look found must not be written over what came of it since. */
  let settling: Promise<void> | undefined;
  const settle = () => {
    settling ??= settleAll().finally(() => {
      settling = undefined;
    });
    return settling;
  };

  const isReady = (row: Delivery) =>
    row.state === 'pending' &&
    outboxes[row.chat.platform] !== undefined &&
    !(row.notBefore && isLater(row.notBefore, clock.now()));

  const resume = async () => {
    await ledger.payDebts();
    const rows = await store.findDeliveries({ states: ['pending', 'sending'] });
    isHalted = false;
    blocked.clear();
    const ready: Delivery[] = [];
    for (const row of rows.filter((found) => !lanes.has(laneKey(found)))) {
      if (isReady(row) && !blocked.has(laneKey(row))) ready.push(row);
      else blocked.add(laneKey(row));
    }
    offer(ready);
  };

  const idle = async () => {
    const running = [...queues.values()].flatMap((queue) => [...queue.workers]);
    if (running.length === 0) return;
    await Promise.all(running);
    await idle();
  };

  return {
    offer,
    settle,
    resume,
    idle,
    holds: (row) => lanes.get(laneKey(row))?.seen.has(row.id) === true,
    async stop() {
      isStopping = true;
      const limit = setTimeout(() => abort.abort(), stopWithinMs);
      await idle();
      clearTimeout(limit);
    },
  };
}

export function laneKey({ chat }: Delivery): string {
  return `${chat.platform}:${chat.id}`;
}

function isSameRun(a: Delivery, b: Delivery): boolean {
  return a.subscriptionId === b.subscriptionId && a.date === b.date;
}

/** Whether a row's chat is the one that is gone: the same, or a thread of it. */
function isWithin(row: Delivery, gone: Delivery): boolean {
  return gone.chat.thread === undefined || chatKey(row.chat) === chatKey(gone.chat);
}
