import { createHash } from 'node:crypto';
import type { Subscribed, SubscribeWant, SubscriptionStatus } from '../core/command.ts';
import { type Chat, type ChatEvent, chatKey, type Delivery, type Subscription } from '../core/delivery.ts';
import { dueInstant, isLater, nextDate } from '../core/schedule.ts';
import { addDays } from '../core/window.ts';
import { closePending, moveChat, pauseChat, resumeChat } from '../delivery/chats.ts';
import type { Clock, Store } from '../ports.ts';

/** Who gets what, and when. */
export interface Subscriptions {
  of(chat: Chat): Promise<Subscription[]>;
  /** Adds a subscription, or changes the one that is meant; a paused one runs again. */
  subscribe(want: SubscribeWant): Promise<Subscribed>;
  unsubscribe(id: string): Promise<void>;
  status(chat: Chat): Promise<SubscriptionStatus[]>;
  /** What happened to a chat happens to its subscriptions; none is ever lost. */
  note(event: ChatEvent): Promise<void>;
}

export function createSubscriptions(store: Store, clock: Clock): Subscriptions {
  return {
    of: (chat) => store.findSubscriptions({ chat }),
    async subscribe(want) {
      const all = await store.findSubscriptions({ chat: want.chat });
      const former = want.id ? all.find(({ id }) => id === want.id) : all.find((one) => isSame(one, want));
      const id = former?.id ?? newId(want, all);
      const subscription: Subscription = {
        ...want,
        id,
        nextDue: await firstDue(store, { ...want, id }, clock.now()),
        state: 'active',
        strikes: 0,
        createdAt: former?.createdAt ?? clock.now(),
      };
      await store.saveSubscription(subscription);
      return { subscription, isNew: former === undefined };
    },
    async unsubscribe(id) {
      await store.deleteSubscription(id);
      await closePending(store, id, { state: 'skipped', reason: 'unsubscribed', at: clock.now() });
    },
    async status(chat) {
      const subscriptions = await store.findSubscriptions({ chat });
      return Promise.all(subscriptions.map((subscription) => statusOf(store, subscription)));
    },
    async note(event) {
      if (event.kind === 'gone') await pauseChat(store, event.chat, event.reason, clock.now());
      if (event.kind === 'back') await resumeChat(store, event.chat, clock.now());
      if (event.kind === 'migrated') await moveChat(store, event.chat, event.toId);
    },
  };
}

/** The next run of a rule that may have changed: a date has one run, so one that was planned before counts. */
async function firstDue(
  store: Pick<Store, 'findDeliveries'>,
  rule: Pick<Subscription, 'id' | 'time' | 'timezone'>,
  now: string,
): Promise<string> {
  const planned = (await store.findDeliveries({ subscriptionId: rule.id })).at(-1)?.date;
  const next = nextDate(rule, now);
  return dueInstant(planned !== undefined && planned >= next ? addDays(planned, 1) : next, rule);
}

function isSame(one: Subscription, want: Pick<Subscription, 'edition' | 'topics'>): boolean {
  return one.edition === want.edition && topicKey(one.topics) === topicKey(want.topics);
}

/** Short enough for a button; the same choice in the same chat gets the same id again. */
function newId(want: SubscribeWant, taken: readonly Subscription[]): string {
  for (let count = 0; ; count++) {
    const text = [chatKey(want.chat), want.edition, topicKey(want.topics), count].join('\n');
    const hash = createHash('sha256').update(text).digest().readBigUInt64BE();
    const id = `s-${hash.toString(36).padStart(13, '0').slice(-10)}`;
    if (!taken.some((other) => other.id === id)) return id;
  }
}

function topicKey(topics: readonly string[]): string {
  return [...topics].sort().join(' ');
}

async function statusOf(
  store: Pick<Store, 'findDeliveries'>,
  subscription: Subscription,
): Promise<SubscriptionStatus> {
  const rows = await store.findDeliveries({ subscriptionId: subscription.id });
  const date = rows.at(-1)?.date;
  if (date === undefined) return { subscription };
  const last = rows.filter((row) => row.date === date);
  const reason = last.findLast((row) => row.state !== 'sent' && row.reason)?.reason;
  const at = last.map((row) => row.at).reduce((a, b) => (isLater(b, a) ? b : a));
  return { subscription, last: { date, at, parts: countStates(last), ...(reason && { reason }) } };
}

function countStates(rows: readonly Delivery[]): Partial<Record<Delivery['state'], number>> {
  const counts: Partial<Record<Delivery['state'], number>> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
