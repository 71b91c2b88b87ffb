import type { Delivery, PlatformName } from '../core/delivery.ts';
import { toReason } from '../core/errors.ts';
import { addMs, isLater } from '../core/schedule.ts';
import type { Log } from '../lib/log.ts';
import type { Clock, Outbox, Store } from '../ports.ts';
import { createAhead } from './ahead.ts';
import { closePending } from './chats.ts';
import { type DigestRequest, type DueGroup, type DueMember, groupDue } from './due.ts';
import { type ComposedMessage, freeze } from './frozen.ts';
import { renderAll } from './parts.ts';
import { createLocalQueue } from './queues/local.ts';
import type { MakeQueue } from './queues/port.ts';
import { replacedReason, toRows } from './rows.ts';
import { clearTrouble, noteTrouble } from './trouble.ts';
import { untilAborted } from './until-aborted.ts';

export interface DeliveryParts {
  store: Store;
  /** Where each platform that runs here is written to. */
  outboxes: Partial<Record<PlatformName, Outbox>>;
  /** The messages of a subscribed digest; built once, however many chats get them. */
  compose(request: DigestRequest, signal: AbortSignal): Promise<ComposedMessage[]>;
  clock: Clock;
  log: Log;
  /** This process, as the ledger names it; no two that run at once may share it. */
  owner?: string;
  /** What wakes the sender: this process alone unless told otherwise. */
  queue?: MakeQueue;
  /** Whether digests of a platform are planned; those that can be sent here unless told otherwise. */
  serves?: (platform: PlatformName) => boolean;
}

/** Brings subscribed digests to their chats. */
export interface DeliveryLoop {
  /**
   * Plans what is due, sends what is planned, and builds what is due in the next minutes; resolves when nothing is
   * left that could be done now. Never throws for the world outside: what failed is logged and tried on a later
   * tick. Ticks may overlap.
   */
  tick(signal?: AbortSignal): Promise<void>;
  /** Ends within seconds: no new work, sends in flight are recorded. */
  stop(): Promise<void>;
}

const firstComposeWaitMs = 60_000;
const longestComposeWaitMs = 15 * 60_000;

export function createDelivery(parts: DeliveryParts): DeliveryLoop {
  const { store, outboxes, clock, log } = parts;
  const stopping = new AbortController();
  const owner = parts.owner ?? `${process.pid}.${process.hrtime.bigint().toString(36)}`;
  const serves = parts.serves ?? ((platform: PlatformName) => outboxes[platform] !== undefined);
  const makeQueue = parts.queue ?? createLocalQueue;
  const composing = new Set<string>();
  /** Digests whose composing failed, with the instant of the next try. */
  const failures = new Map<string, { count: number; notBefore: string }>();
  const ticks = new Set<Promise<void>>();

  const dueGroups = async (): Promise<DueGroup[]> => {
    const due = await store.findSubscriptions({ state: 'active', dueAt: clock.now() });
    return groupDue(
      due.filter(({ chat }) => serves(chat.platform)),
      clock.now(),
    );
  };

  const runGroup = async (group: DueGroup, signal: AbortSignal) => {
    const notBefore = failures.get(digestKey(group))?.notBefore;
    const mustWait = notBefore !== undefined && isLater(notBefore, clock.now());
    if (mustWait || composing.has(group.key)) return;
    composing.add(group.key);
    try {
      const messages = await composeOrPutOff(group, signal);
      if (!messages) return;
      await queue.offer(await plan(group, messages));
      await clearTrouble(store, group.request.edition);
    } finally {
      composing.delete(group.key);
    }
  };

  const composeOrPutOff = async (group: DueGroup, signal: AbortSignal) => {
    try {
      const messages = await untilAborted(parts.compose(group.request, signal), signal);
      failures.delete(digestKey(group));
      return messages;
    } catch (error) {
      if (!signal.aborted) await putOff(group, error);
      return undefined;
    }
  };

  const putOff = async (group: DueGroup, error: unknown) => {
    const count = (failures.get(digestKey(group))?.count ?? 0) + 1;
    const waitMs = Math.min(longestComposeWaitMs, firstComposeWaitMs * 2 ** (count - 1));
    failures.set(digestKey(group), { count, notBefore: addMs(clock.now(), waitMs) });
    const { edition } = group.request;
    log.error({ edition, chats: group.members.length, reason: toReason(error) }, 'digest not composed');
    await noteTrouble(store, edition, error, clock.now());
  };

  /** Rows and advanced due times go in together. */
  const plan = async (group: DueGroup, messages: readonly ComposedMessage[]): Promise<Delivery[]> => {
    const outbox = outboxes[group.platform];
    const rendered = outbox ? renderAll(messages, outbox) : [];
    const frozen = await freeze(store, messages);
    const now = clock.now();
    const members = await stillDue(group);
    const rows = members.flatMap((member) => toRows({ member, parts: rendered, frozen, now }));
    const nextDue = members.map(({ subscription, run }) => ({ id: subscription.id, nextDue: run.next }));
    const added = await store.planDeliveries(rows, nextDue);
    log.info({ edition: group.request.edition, chats: members.length, rows: added }, 'digest planned');
    return rows;
  };

  /** Who left, paused or chose otherwise while the digest was composed is not written to. */
  const stillDue = async (group: DueGroup): Promise<DueMember[]> => {
    const current = await store.findSubscriptions({ state: 'active', dueAt: clock.now() });
    const texts = new Set(current.map((subscription) => JSON.stringify(subscription)));
    return group.members.filter(({ subscription }) => texts.has(JSON.stringify(subscription)));
  };

  /** However long the bot was down, one edition is sent: what is left of earlier dates gives way to what is due. */
  const closeOlder = async (members: readonly DueMember[]) => {
    if (members.length === 0) return;
    const dates = new Map(members.map(({ subscription, run }) => [subscription.id, run.date]));
    const pending = await store.findDeliveries({ states: ['pending'] });
    const isOlder = (row: Delivery) => row.date < (dates.get(row.subscriptionId) ?? '');
    const older = pending.filter((row) => isOlder(row) && !queue.holds(row));
    for (const id of new Set(older.map((row) => row.subscriptionId))) {
      const end = { state: 'skipped', reason: replacedReason, at: clock.now() } as const;
      await closePending(store, id, end, dates.get(id));
    }
  };

  const fail = (error: unknown) => log.error({ reason: toReason(error) }, 'delivery tick failed');

  const queue = makeQueue({
    ...{ store, outboxes, clock, log, owner, compose: parts.compose },
    plan: (group, signal) => runGroup(group, signal).catch(fail),
    findGroup: async (key) => (await dueGroups()).find((group) => group.key === key),
  });

  const ahead = createAhead({ store, clock, log, serves, prepare: queue.prepare });

  const run = async (signal: AbortSignal) => {
    try {
      // Nothing is composed, let alone sent, that could not be written down.
      await store.check();
      const groups = await dueGroups();
      await queue.settle();
      await closeOlder(groups.flatMap((group) => group.members));
      await queue.resume();
      await queue.plan(groups, signal);
      await ahead.prepare(signal);
    } catch (error) {
      fail(error);
    }
    await queue.idle();
  };

  return {
    async tick(signal) {
      if (stopping.signal.aborted) return;
      const ticking = run(AbortSignal.any(signal ? [stopping.signal, signal] : [stopping.signal]));
      ticks.add(ticking);
      await ticking;
      ticks.delete(ticking);
    },
    async stop() {
      stopping.abort();
      await queue.stop();
      await Promise.all(ticks);
    },
  };
}

/** The same for every day: a digest that cannot be composed is not tried anew by each group that wants it. */
function digestKey({ platform, request }: DueGroup): string {
  return JSON.stringify([platform, request.edition, request.topics, request.language, request.length]);
}
