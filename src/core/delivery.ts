import type { Bilingual, Language } from './language.ts';

export const platformNames = ['discord', 'telegram', 'web', 'console'] as const;
export type PlatformName = (typeof platformNames)[number];

/** A place that can be written to. `thread` is a Discord thread or a Telegram topic. */
export interface Chat {
  platform: PlatformName;
  id: string;
  thread?: string;
}

/** One stable text for a chat: a key in stores and logs. */
export function chatKey(chat: Chat): string {
  return chat.thread ? `${chat.platform}:${chat.id}:${chat.thread}` : `${chat.platform}:${chat.id}`;
}

export interface Subscription {
  id: string;
  chat: Chat;
  edition: string;
  /** Topic ids; empty means the whole report. */
  topics: string[];
  language: Language;
  length: 'short' | 'full';
  /** Local time `HH:MM` in `timezone`. */
  time: string;
  timezone: string;
  /** Instant of the next planned delivery. */
  nextDue: string;
  state: 'active' | 'paused';
  /** Why it is paused, in one sentence. */
  reason?: string;
  /** Days in a row on which rights were missing. */
  strikes: number;
  createdAt: string;
}

export const deliveryStates = ['pending', 'sending', 'sent', 'failed', 'unknown', 'skipped'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One part of one report for one chat: at most once, recorded. Unique by (subscriptionId, date, part). */
export interface Delivery {
  id: string;
  subscriptionId: string;
  /** The intended local date. */
  date: string;
  reportId: string;
  /** Key of the frozen messages that the part is rendered from; absent for a date that was skipped. */
  frozen?: string;
  chat: Chat;
  part: number;
  state: DeliveryState;
  messageId?: string;
  attempts: number;
  /** Not before this instant. */
  notBefore?: string;
  /** Process that holds a `sending` row. */
  owner?: string;
  reason?: string;
  /** Instant of the last change. */
  at: string;
}

/** What a chat chose for itself, whether it subscribes or not. */
export interface ChatSettings {
  chat: Chat;
  language?: Language;
  timezone?: string;
  edition?: string;
}

/** A chat as a platform sees it when somebody wants to subscribe it. */
export interface ChatTarget {
  chat: Chat;
  /** What people call it, such as `#daily-ai`. */
  title: string;
  /** The asker may manage it. */
  canManage: boolean;
  /** What the bot may not do there and needs to: each named as the platform's own settings name it. */
  missingRights: Bilingual[];
}

/** What a platform learned about a chat without being asked. */
export type ChatEvent =
  | { kind: 'gone'; chat: Chat; reason: string }
  | { kind: 'back'; chat: Chat }
  | { kind: 'migrated'; chat: Chat; toId: string };
