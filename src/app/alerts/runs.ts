import type { Delivery, PlatformName, Subscription } from '../../core/delivery.ts';
import { addMs, dueInstant, isLater } from '../../core/schedule.ts';
import { dayOf } from '../../core/window.ts';

/** Digests that were due at one instant on one platform, and of which none arrived. */
export interface SilentRun {
  edition: string;
  platform: PlatformName;
  /** The intended local date. */
  day: string;
  chats: number;
  /** Why the first of them did not arrive; empty when nothing was even planned. */
  reason: string;
}

/** Building and sending may take this long. */
const graceMs = 15 * 60_000;
/** So many tries take more than a minute. */
const enoughTries = 4;

/** Runs whose every row had its chance, and of which none was sent. Rows of no subscription, such as alerts, are no run. */
export function silentRuns(
  rows: readonly Delivery[],
  subscriptions: readonly Subscription[],
  now: string,
): SilentRun[] {
  const byId = new Map(subscriptions.map((subscription) => [subscription.id, subscription]));
  const runs = Map.groupBy(
    rows.filter(({ state, subscriptionId }) => state !== 'skipped' && byId.has(subscriptionId)),
    (row) => runKey(row, byId.get(row.subscriptionId)),
  );
  return [...runs.values()]
    .filter((run) => run.every((row) => hadItsChance(row, now)))
    .map((run) => toRun(run, byId));
}

function runKey({ chat, date }: Delivery, subscription: Subscription | undefined): string {
  return [chat.platform, subscription?.edition, subscription && dueInstant(date, subscription)].join(' ');
}

function hadItsChance({ state, attempts, at }: Delivery, now: string): boolean {
  if (state === 'sent') return false;
  if (state === 'failed' || state === 'unknown' || attempts >= enoughTries) return true;
  return !isLater(addMs(at, graceMs), now);
}

function toRun(rows: readonly Delivery[], byId: ReadonlyMap<string, Subscription>): SilentRun {
  const [first] = rows;
  if (!first) throw new Error('a run has rows');
  return {
    edition: byId.get(first.subscriptionId)?.edition ?? '',
    platform: first.chat.platform,
    day: first.date,
    chats: new Set(rows.map(({ subscriptionId }) => subscriptionId)).size,
    reason: rows.find(({ reason }) => reason)?.reason ?? '',
  };
}

/** Subscriptions whose time is long over and for which nothing was planned; none right after a start. */
export function waitingRuns(
  due: readonly Subscription[],
  { now, startedAt }: { now: string; startedAt: string },
): SilentRun[] {
  const before = addMs(now, -graceMs);
  if (isLater(startedAt, before)) return [];
  const late = due.filter(({ nextDue }) => !isLater(nextDue, before));
  const runs = Map.groupBy(late, ({ chat, edition }) => `${chat.platform} ${edition}`);
  return [...runs.values()].map((run) => {
    const [{ edition, chat, nextDue, timezone }] = run as [Subscription];
    const day = dayOf(nextDue, timezone);
    return { edition, platform: chat.platform, day, chats: run.length, reason: '' };
  });
}
