import type { Ask } from '../../src/core/ask.ts';
import type {
  Command,
  Desk,
  DigestWant,
  Place,
  Status,
  SubscribeWant,
  Trend,
} from '../../src/core/command.ts';
import { composeDigest } from '../../src/core/compose.ts';
import {
  type Chat,
  type ChatSettings,
  type ChatTarget,
  chatKey,
  type Subscription,
} from '../../src/core/delivery.ts';
import type { Edition, Topic } from '../../src/core/edition.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Bilingual } from '../../src/core/language.ts';
import type { Picture } from '../../src/core/message.ts';
import type { Report } from '../../src/core/report.ts';
import { nextDue } from '../../src/core/schedule.ts';

export const ownChat: Chat = { platform: 'telegram', id: '42' };

export const daily: Edition = {
  id: 'daily',
  title: { en: 'Daily AI', zh: '每日 AI' },
  timezone: 'Asia/Shanghai',
  buildTime: '20:00',
  languages: ['zh', 'en'],
  sections: [],
  topics: [],
  sources: [],
  writer: 'extractive',
  sample: false,
};

export const weekly: Edition = {
  ...daily,
  id: 'weekly',
  title: { en: 'Weekly', zh: '周报' },
  languages: ['en'],
};

export const topics: Topic[] = [
  topicOf('agents', 'AI agents', '智能体'),
  topicOf('markets', 'Markets', '金融市场', ['市场']),
  topicOf('open-source', 'Open source', '开源'),
];

export function topicOf(id: string, en: string, zh: string, ask: string[] = []): Topic {
  return { id, names: { en, zh }, ask, terms: { en: [], zh: [] } };
}

export interface FakeDesk extends Desk {
  kept: Subscription[];
  saved: ChatSettings[];
  /** Digests that were asked for. */
  wants: DigestWant[];
}

export interface FakeDeskOptions {
  now?: string;
  place?: Partial<Place>;
  editions?: Edition[];
  commands?: Command[];
  days?: string[];
  /** Chats by the name that means them; the empty name is the asker's own. */
  targets?: Record<string, Partial<ChatTarget>>;
  subscriptions?: Subscription[];
  settings?: ChatSettings[];
  report?: (want: DigestWant) => Report | undefined;
  trend?: Trend;
  trendTerms?: string[];
  picture?: Picture;
  status?: Partial<Status>;
}

/** A desk over plain lists: what commands say is tested without a store, a line or a platform. */
export function createFakeDesk(options: FakeDeskOptions = {}): FakeDesk {
  const now = options.now ?? '2026-01-01T12:00:00Z';
  const kept = [...(options.subscriptions ?? [])];
  const saved = [...(options.settings ?? [])];
  const wants: DigestWant[] = [];
  const editions = options.editions ?? [daily, weekly];
  const settingsOf = (chat: Chat) => saved.findLast((one) => chatKey(one.chat) === chatKey(chat));
  const target = async (_: Ask, name = ''): Promise<ChatTarget> => {
    const found = (options.targets ?? { '': {} })[name];
    if (!found) throw new UserError(`I cannot see ${name}.`);
    return { chat: ownChat, title: '#daily', canManage: true, missingRights: [], ...found };
  };
  return {
    kept,
    saved,
    wants,
    now: () => now,
    editions: () => editions,
    topics: (edition) => (editions.some(({ id }) => id === edition) ? topics : []),
    commands: () => options.commands ?? [],
    place: async () => ({ edition: daily, language: 'en', timezone: 'Asia/Shanghai', ...options.place }),
    digest: async (want) => {
      wants.push(want);
      return options.report?.(want);
    },
    picture: async () => undefined,
    document: () => ({ name: 'report.md', text: '' }),
    days: async () => options.days ?? ['2026-01-01', '2025-12-31'],
    reportUrl: () => undefined,
    tell: async (report, { length }) => composeDigest(report, { length, names: { edition: daily, topics } }),
    target,
    subscription: async (ask, id) => {
      const subscription = kept.find((one) => one.id === id);
      if (!subscription) throw new UserError('That subscription is no longer there.');
      return { subscription, target: await target(ask) };
    },
    subscriptions: async (chat) => kept.filter((one) => chatKey(one.chat) === chatKey(chat)),
    subscribe: async (want) => keep(kept, want, now),
    unsubscribe: async (id) => {
      kept.splice(
        kept.findIndex((one) => one.id === id),
        1,
      );
    },
    settings: async (chat) => settingsOf(chat),
    saveSettings: async (settings) => void saved.push(settings),
    trend: async (_, term) => options.trend ?? { term, days: [] },
    trendTerms: async () => options.trendTerms ?? [],
    chart: async () => options.picture,
    status: async () => ({ cost: 0, subscriptions: [], ...options.status }),
  };
}

function keep(kept: Subscription[], want: SubscribeWant, now: string) {
  const place = kept.findIndex((one) => one.id === want.id);
  const subscription: Subscription = {
    ...want,
    id: want.id ?? `s-00000000${String(kept.length).padStart(2, '0')}`,
    nextDue: nextDue(want, now),
    state: 'active',
    strikes: 0,
    createdAt: now,
  };
  if (place < 0) kept.push(subscription);
  else kept[place] = subscription;
  return { subscription, isNew: place < 0 };
}

export interface AskOptions {
  options?: Record<string, string>;
  canManage?: boolean;
  platform?: Chat['platform'];
  chat?: Chat;
  userId?: string;
  locale?: string;
}

/** `askOf('/digest agents')`: what a platform hands to the bot. */
export function askOf(line: string, { options = {}, ...asker }: AskOptions = {}): Ask {
  const [, command = '', text = ''] = /^\/(\w+)\s*(.*)$/su.exec(line) ?? [];
  const platform = asker.platform ?? 'telegram';
  return {
    command,
    text,
    options,
    asker: { platform, userId: '7', canManage: true, chat: ownChat, ...asker },
  };
}

export const noRights: Bilingual[] = [
  { en: 'Send Messages', zh: '发送消息' },
  { en: 'Attach Files', zh: '附加文件' },
];
