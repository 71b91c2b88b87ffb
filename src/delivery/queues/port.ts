import type { Delivery, PlatformName } from '../../core/delivery.ts';
import type { Log } from '../../lib/log.ts';
import type { Clock, Outbox, Store } from '../../ports.ts';
import type { DigestRequest, DueGroup } from '../due.ts';

/**
 * What wakes the planner and the sender. The ledger is the truth: a queue may lose what it was given or hand it out
 * twice, and nothing is lost or doubled, since rows are claimed and every tick offers what is still open.
 */
export interface DeliveryQueue {
  /** Has a digest composed that is due soon, so that planning finds it built. */
  prepare(request: DigestRequest, signal: AbortSignal): Promise<void>;
  /** Has the digests planned, each once at a time, here or in another process. */
  plan(groups: readonly DueGroup[], signal: AbortSignal): Promise<void>;
  /** Takes up rows that were just planned: in order and one at a time within a chat, many chats at once. */
  offer(rows: readonly Delivery[]): Promise<void>;
  /** Finds out what became of rows that were left in the midst of a send, where that is not done by `resume`. */
  settle(): Promise<void>;
  /** Takes up what the ledger holds: rows whose wait is over, and rows that an ended process left behind. */
  resume(): Promise<void>;
  /** Whether the row is known to be under way here. */
  holds(row: Delivery): boolean;
  /** Resolves when nothing is under way here. */
  idle(): Promise<void>;
  /** Starts nothing more; sends in flight may end, for a while. */
  stop(): Promise<void>;
}

export interface QueueParts {
  store: Store;
  outboxes: Partial<Record<PlatformName, Outbox>>;
  clock: Clock;
  log: Log;
  /** This process, as the ledger names it. */
  owner: string;
  compose(request: DigestRequest, signal: AbortSignal): Promise<unknown>;
  /** Composes a digest and plans its rows; never throws for the world outside. */
  plan(group: DueGroup, signal: AbortSignal): Promise<void>;
  /** What is due now under a key that another process found. */
  findGroup(key: string): Promise<DueGroup | undefined>;
}

export type MakeQueue = (parts: QueueParts) => DeliveryQueue;
