import type { PlatformName, Subscription } from '../core/delivery.ts';
import type { Language } from '../core/language.ts';
import { addMs, type DueRun, dueRun, isLater } from '../core/schedule.ts';

/** What a subscribed digest is composed from. */
export interface DigestRequest {
  edition: string;
  /** Topic ids; empty for the whole report. */
  topics: string[];
  language: Language;
  length: 'short' | 'full';
  dueAt: string;
  /** The local time for which a late digest was meant; absent on one that is on time. */
  late?: string;
}

export interface DueMember {
  subscription: Subscription;
  run: DueRun;
}

/** Subscriptions of one platform that get the same messages. */
export interface DueGroup {
  key: string;
  platform: PlatformName;
  request: DigestRequest;
  members: DueMember[];
}

/** A digest is late when its time is further back than any build takes. */
const lateAfterMs = 15 * 60_000;

/** What is owed at `now`, by what has to be composed; in the order of the subscriptions. */
export function groupDue(subscriptions: readonly Subscription[], now: string): DueGroup[] {
  const groups = new Map<string, DueGroup>();
  const runOf = rememberRuns(now);
  for (const subscription of subscriptions) {
    const run = runOf(subscription);
    const request = toRequest(subscription, run, now);
    const { platform } = subscription.chat;
    const key = JSON.stringify([platform, request]);
    const group = groups.get(key) ?? { key, platform, request, members: [] };
    group.members.push({ subscription, run });
    groups.set(key, group);
  }
  return [...groups.values()];
}

function toRequest(subscription: Subscription, run: DueRun, now: string): DigestRequest {
  const { edition, topics, language, length, time, timezone } = subscription;
  const isLate = isLater(now, addMs(run.dueAt, lateAfterMs));
  const late = isLate && { late: `${run.date} ${time} (${timezone})` };
  return { edition, topics, language, length, dueAt: run.dueAt, ...late };
}

/** Thousands of chats share few rules. */
function rememberRuns(now: string): (subscription: Subscription) => DueRun {
  const runs = new Map<string, DueRun>();
  return (subscription) => {
    const key = `${subscription.time} ${subscription.timezone} ${subscription.nextDue}`;
    const run = runs.get(key) ?? dueRun(subscription, subscription.nextDue, now);
    runs.set(key, run);
    return run;
  };
}
