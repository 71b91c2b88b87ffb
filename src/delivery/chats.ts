import { type Chat, chatKey, type Delivery, type Subscription } from '../core/delivery.ts';
import { nextDue } from '../core/schedule.ts';
import type { Store } from '../ports.ts';
import { checkStep } from './rules.ts';

/** What a chat's life needs of the store. */
export type ChatStore = Pick<
  Store,
  'findSubscriptions' | 'saveSubscription' | 'findDeliveries' | 'saveDeliveries' | 'findChat' | 'saveChat'
>;

/** Days in a row without rights after which a subscription is paused. */
const mostStrikes = 3;

/**
 * The chat is gone: its subscriptions are paused with the reason, none is lost, and nothing more is tried. Without
 * a thread all its threads are meant.
 */
export async function pauseChat(store: ChatStore, chat: Chat, reason: string, now: string): Promise<void> {
  for (const subscription of await subscriptionsIn(store, chat)) {
    if (subscription.state === 'active')
      await store.saveSubscription({ ...subscription, state: 'paused', reason });
    await closePending(store, subscription.id, { state: 'failed', reason, at: now });
  }
}

/** The chat is back: what was paused runs again from its next time on. */
export async function resumeChat(store: ChatStore, chat: Chat, now: string): Promise<void> {
  for (const subscription of await subscriptionsIn(store, chat)) {
    if (subscription.state === 'paused') await store.saveSubscription(resumed(subscription, now));
  }
}

/** A paused subscription as it runs again; the days of the pause are over and not made up for. */
export function resumed(subscription: Subscription, now: string): Subscription {
  const { reason: _, ...rest } = subscription;
  return { ...rest, state: 'active', strikes: 0, nextDue: nextDue(subscription, now) };
}

/** The platform gave the chat another id: subscriptions, settings and what is still to be sent follow. */
export async function moveChat(store: ChatStore, chat: Chat, toId: string): Promise<void> {
  const subscriptions = await subscriptionsIn(store, chat);
  const chats = new Map(
    [chat, ...subscriptions.map((found) => found.chat)].map((one) => [chatKey(one), one]),
  );
  for (const one of chats.values()) await moveSettings(store, one, toId);
  for (const subscription of subscriptions) {
    await store.saveSubscription({ ...subscription, chat: { ...subscription.chat, id: toId } });
    const pending = await store.findDeliveries({ subscriptionId: subscription.id, states: ['pending'] });
    await store.saveDeliveries(pending.map((row) => ({ ...row, chat: { ...row.chat, id: toId } })));
  }
}

async function moveSettings(store: ChatStore, chat: Chat, toId: string): Promise<void> {
  const settings = await store.findChat(chat);
  if (settings) await store.saveChat({ ...settings, chat: { ...chat, id: toId } });
}

/** A day without rights: one strike, and a pause after the third in a row. */
export async function strike(store: ChatStore, row: Delivery, reason: string): Promise<void> {
  const subscription = await subscriptionOf(store, row);
  if (!subscription) return;
  const strikes = subscription.strikes + 1;
  const paused = strikes >= mostStrikes && ({ state: 'paused', reason } as const);
  await store.saveSubscription({ ...subscription, strikes, ...paused });
}

/** A part arrived: the strikes before it no longer count. */
export async function forgive(store: ChatStore, row: Delivery): Promise<void> {
  const subscription = await subscriptionOf(store, row);
  if (subscription && subscription.strikes > 0) await store.saveSubscription({ ...subscription, strikes: 0 });
}

/** Gives up what is still to be sent for a subscription; `before` spares that date and later ones. */
export async function closePending(
  store: Pick<Store, 'findDeliveries' | 'saveDeliveries'>,
  subscriptionId: string,
  end: Pick<Delivery, 'state' | 'reason' | 'at'>,
  before?: string,
): Promise<void> {
  const pending = await store.findDeliveries({ subscriptionId, states: ['pending'] });
  const given = pending.filter((row) => before === undefined || row.date < before);
  const ended = given.map(({ notBefore: _, ...row }) => ({ ...row, ...end }));
  for (const [index, row] of given.entries()) checkStep(row, ended[index] ?? row);
  await store.saveDeliveries(ended);
}

async function subscriptionOf(store: ChatStore, row: Delivery): Promise<Subscription | undefined> {
  const found = await store.findSubscriptions({ chat: row.chat });
  return found.find((subscription) => subscription.id === row.subscriptionId);
}

function subscriptionsIn(store: ChatStore, chat: Chat): Promise<Subscription[]> {
  return store.findSubscriptions({ chat, withThreads: chat.thread === undefined });
}
