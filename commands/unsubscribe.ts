import type { Ask } from '../src/core/ask.ts';
import type { Command, Desk } from '../src/core/command.ts';
import { type ChatTarget, chatKey, type Subscription } from '../src/core/delivery.ts';
import { UserError } from '../src/core/errors.ts';
import { inLanguage, isChinese, type Language } from '../src/core/language.ts';
import { type Action, type Message, plainMessage } from '../src/core/message.ts';
import { parsePick } from '../src/core/pick.ts';
import { isSubscriptionId, toCommandLine } from '../src/core/subscribing.ts';
import { subscriptionTitle } from '../src/core/subscription-text.ts';

/** `/unsubscribe [which] [channel]`: the only one, one by its number or id, or all; else asks which. */
export const unsubscribe: Command = {
  name: 'unsubscribe',
  names: { en: 'unsubscribe', zh: '退订' },
  description: { en: 'Stop a daily digest', zh: '停止每日摘要' },
  examples: [
    { en: '/unsubscribe', zh: '/unsubscribe' },
    { en: '/unsubscribe 2', zh: '/unsubscribe 2' },
    { en: '/unsubscribe all @channel', zh: '/unsubscribe 全部 @channel' },
  ],
  options: [
    {
      name: 'which',
      names: { en: 'which', zh: '哪一个' },
      description: { en: 'Its number in /subscriptions, or all', zh: '在 /subscriptions 中的序号，或 全部' },
      suggest: suggestSubscriptions,
    },
    {
      name: 'channel',
      names: { en: 'channel', zh: '频道' },
      description: { en: 'Another channel than this one', zh: '另一个频道（默认当前频道）' },
    },
  ],
  manage: true,
  async run(ask, desk) {
    const { language } = await desk.place(ask);
    const pick = parsePick(ask.text, ask.options, language);
    if (pick.id) {
      const { subscription, target } = await desk.subscription(ask, pick.id);
      return end([subscription], { ask, desk, target, language });
    }
    const target = await desk.target(ask, pick.channel);
    const all = await desk.subscriptions(target.chat);
    const tools = { ask, desk, target, language };
    if (all.length === 0) return toManager(nothingHere(target, language));
    if (pick.isAll || (all.length === 1 && pick.number === undefined)) return end(all, tools);
    if (pick.number === undefined) return askWhich(all, tools);
    const chosen = all[pick.number - 1];
    if (!chosen) throw new UserError(noSuchNumber(pick.number, all.length, language));
    return end([chosen], tools);
  },
};

interface Tools {
  ask: Ask;
  desk: Desk;
  target: ChatTarget;
  language: Language;
}

async function end(subscriptions: readonly Subscription[], tools: Tools): Promise<Message> {
  for (const subscription of subscriptions) await tools.desk.unsubscribe(subscription.id);
  const names = subscriptions
    .map((subscription) => titleOf(subscription, tools))
    .join(isChinese(tools.language) ? '；' : '; ');
  const { title } = tools.target;
  const en = `Unsubscribed: ${title} no longer gets ${names}.`;
  const zh = `已退订：${title} 不再收到 ${names}。`;
  return { ...toManager(inLanguage({ en, zh }, tools.language)), actions: undoActions(subscriptions, tools) };
}

/** What was ended can be had again by one button, where it stood in the asker's own chat. */
function undoActions(subscriptions: readonly Subscription[], { ask, language }: Tools): Action[] {
  const [one, ...more] = subscriptions;
  if (!one || more.length > 0 || !ask.asker.chat || chatKey(ask.asker.chat) !== chatKey(one.chat)) return [];
  const { edition, topics, time, timezone, language: tongue, length } = one;
  const command = toCommandLine('subscribe', { edition, topics, time, timezone, language: tongue, length });
  return command ? [{ label: inLanguage({ en: 'Undo', zh: '撤销' }, language), command }] : [];
}

function askWhich(all: readonly Subscription[], tools: Tools): Message {
  const en = `${tools.target.title} has ${all.length} subscriptions; which one should end?`;
  const zh = `${tools.target.title} 有 ${all.length} 个订阅，要退订哪一个？`;
  return {
    ...toManager(inLanguage({ en, zh }, tools.language)),
    actions: all.map((subscription) => ({
      label: `${titleOf(subscription, tools)} ${subscription.time}`,
      command: `unsubscribe ${subscription.id}`,
    })),
  };
}

async function suggestSubscriptions(ask: Ask, desk: Desk) {
  const { language } = await desk.place(ask);
  if (!ask.asker.canManage || !ask.asker.chat) return [];
  const all = await desk.subscriptions(ask.asker.chat);
  const typed = ask.options.which ?? '';
  return all
    .map((subscription, place) => ({
      label: `${place + 1}. ${titleOf(subscription, { desk, language })} ${subscription.time}`,
      value: subscription.id,
    }))
    .filter(({ label }) => isSubscriptionId(typed) || label.toLowerCase().includes(typed.toLowerCase()));
}

function titleOf(subscription: Subscription, { desk, language }: Pick<Tools, 'desk' | 'language'>): string {
  const edition = desk.editions().find(({ id }) => id === subscription.edition);
  return subscriptionTitle(subscription, { edition, topics: desk.topics(subscription.edition) }, language);
}

function nothingHere({ title }: ChatTarget, language: Language): string {
  const en = `${title} has no subscription; /subscribe starts one.`;
  return inLanguage({ en, zh: `${title} 没有订阅；发送 /subscribe 开始订阅。` }, language);
}

function noSuchNumber(number: number, count: number, language: Language): string {
  const en = `There is no subscription ${number}; there are ${count} (/subscriptions).`;
  return inLanguage({ en, zh: `没有第 ${number} 个订阅，共 ${count} 个（/subscriptions）。` }, language);
}

function toManager(text: string): Message {
  return { ...plainMessage(text), ephemeral: true };
}
