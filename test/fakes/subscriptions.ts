import type { Chat, PlatformName, Subscription } from '../../src/core/delivery.ts';

export function chatOf(id: string, platform: PlatformName = 'telegram'): Chat {
  return { platform, id };
}

/** An active subscription, due at 08:00 in Shanghai on 2026-01-02. */
export function subscriptionOf(id: string, more: Partial<Subscription> = {}): Subscription {
  return {
    id,
    chat: chatOf(id),
    edition: 'daily',
    topics: [],
    language: 'en',
    length: 'short',
    time: '08:00',
    timezone: 'Asia/Shanghai',
    nextDue: '2026-01-02T00:00:00Z',
    state: 'active',
    strikes: 0,
    createdAt: '2026-01-01T00:00:00Z',
    ...more,
  };
}
