import type { Ask, Asker } from '../core/ask.ts';
import {
  type Chat,
  type ChatTarget,
  chatKey,
  type PlatformName,
  type Subscription,
} from '../core/delivery.ts';
import { UserError } from '../core/errors.ts';
import { type Bilingual, inLanguage, type Language } from '../core/language.ts';
import type { Outbox, Store } from '../ports.ts';

export interface TargetTools {
  store: Pick<Store, 'findSubscriptions'>;
  /** Undefined for a platform that is not written to unasked. */
  outboxOf(platform: PlatformName): Outbox | undefined;
  languageOf(ask: Ask): Promise<Language>;
}

/** The chat that a name means, once it was seen that the asker may manage it. Throws `UserError`. */
export async function findTarget(tools: TargetTools, ask: Ask, name?: string): Promise<ChatTarget> {
  const refuse = async (text: Bilingual) => new UserError(inLanguage(text, await tools.languageOf(ask)));
  const outbox = tools.outboxOf(ask.asker.platform);
  if (!outbox) throw await refuse(noOutbox);
  const target = await outbox.inspect(name, ask.asker);
  if (!target) throw await refuse(name ? notFound(name) : noChat);
  if (!target.canManage) throw await refuse(notManager(target.title));
  return target;
}

/** A subscription by its id, with its chat. One that the asker may not manage is told as `findTarget` does. */
export async function findSubscription(
  tools: TargetTools,
  ask: Ask,
  id: string,
): Promise<{ subscription: Subscription; target: ChatTarget }> {
  const { chat, platform } = ask.asker;
  const own = chat ? await tools.store.findSubscriptions({ chat }) : [];
  const subscription = byId(own, id) ?? byId(await tools.store.findSubscriptions({}), id);
  if (!subscription || subscription.chat.platform !== platform) {
    throw new UserError(inLanguage(noSubscription, await tools.languageOf(ask)));
  }
  const target = await findTarget(tools, ask, nameOf(subscription.chat, ask.asker));
  return { subscription, target };
}

function byId(subscriptions: readonly Subscription[], id: string): Subscription | undefined {
  return subscriptions.find((subscription) => subscription.id === id);
}

/** A Discord thread is a channel of its own; a Telegram topic is part of its group. */
function nameOf(chat: Chat, asker: Asker): string | undefined {
  if (asker.chat && chatKey(asker.chat) === chatKey(chat)) return undefined;
  return chat.platform === 'discord' ? (chat.thread ?? chat.id) : chat.id;
}

const noOutbox: Bilingual = {
  en: 'Subscriptions live in Discord and Telegram chats; send the command there.',
  zh: '订阅功能在 Discord 和 Telegram 聊天中使用，请在那里发送该命令。',
};

const noChat: Bilingual = {
  en: 'This place cannot be subscribed; send the command in a channel, a group or a private chat.',
  zh: '这里无法订阅；请在频道、群组或私聊中发送该命令。',
};

const noSubscription: Bilingual = {
  en: 'That subscription is no longer there; /subscriptions lists those of this chat.',
  zh: '该订阅已不存在；发送 /subscriptions 查看本聊天的订阅。',
};

function notFound(name: string): Bilingual {
  return {
    en: `I cannot see ${name}; check its name, and add me to it first.`,
    zh: `找不到 ${name}；请检查名称，并先把我加进去。`,
  };
}

function notManager(title: string): Bilingual {
  return {
    en: `Only people who may manage ${title} can do that; ask one of its administrators.`,
    zh: `只有可以管理 ${title} 的人才能这样做，请联系其管理员。`,
  };
}
