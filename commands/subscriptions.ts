import type { Command, Desk } from '../src/core/command.ts';
import type { ChatTarget, Subscription } from '../src/core/delivery.ts';
import { UserError } from '../src/core/errors.ts';
import { inLanguage, isChinese, type Language } from '../src/core/language.ts';
import type { Action, Message, Span } from '../src/core/message.ts';
import { plainMessage } from '../src/core/message.ts';
import { type Pick, parsePick } from '../src/core/pick.ts';
import { describeSubscription, nextText, subscriptionTitle } from '../src/core/subscription-text.ts';
import { languageName } from '../src/core/wording.ts';

/** `/subscriptions [which] [channel]`: the chat's subscriptions, or one of them with buttons that change it. */
export const subscriptions: Command = {
  name: 'subscriptions',
  names: { en: 'subscriptions', zh: '订阅列表' },
  description: { en: 'The daily digests of this chat', zh: '本聊天的每日摘要' },
  examples: [
    { en: '/subscriptions', zh: '/subscriptions' },
    { en: '/subscriptions @channel', zh: '/subscriptions @channel' },
  ],
  options: [
    {
      name: 'which',
      names: { en: 'which', zh: '哪一个' },
      description: { en: 'Its number in the list', zh: '列表中的序号' },
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
      return showOne(subscription, { desk, target, language });
    }
    const target = await desk.target(ask, pick.channel);
    const all = await desk.subscriptions(target.chat);
    const one = chosenOf(all, pick, language);
    return one ? showOne(one, { desk, target, language }) : showAll(all, { desk, target, language });
  },
};

interface Tools {
  desk: Desk;
  target: ChatTarget;
  language: Language;
}

function chosenOf(
  all: readonly Subscription[],
  { number }: Pick,
  language: Language,
): Subscription | undefined {
  if (number === undefined) return undefined;
  const chosen = all[number - 1];
  if (chosen) return chosen;
  const en = `There is no subscription ${number}; there are ${all.length}.`;
  throw new UserError(inLanguage({ en, zh: `没有第 ${number} 个订阅，共 ${all.length} 个。` }, language));
}

function showAll(all: readonly Subscription[], { desk, target, language }: Tools): Message {
  const { title } = target;
  if (all.length === 0) {
    const en = `${title} has no subscription; /subscribe starts one.`;
    return toManager(
      plainMessage(inLanguage({ en, zh: `${title} 没有订阅；发送 /subscribe 开始订阅。` }, language)),
    );
  }
  const entries = all.map((subscription): Span[] => [
    { text: describeSubscription(subscription, namesOf(subscription, desk), language), bold: true },
    {
      text: isChinese(language)
        ? `；${nextText(subscription, language)}`
        : `; ${nextText(subscription, language)}`,
    },
  ]);
  const heading = inLanguage({ en: `Subscriptions of ${title}`, zh: `${title} 的订阅` }, language);
  return toManager({
    blocks: [
      { kind: 'heading', level: 2, text: heading },
      { kind: 'list', ordered: true, entries },
    ],
    actions: all.map((subscription, place) => changeAction(subscription, place, { desk, target, language })),
  });
}

function changeAction(subscription: Subscription, place: number, { desk, language }: Tools): Action {
  const title = subscriptionTitle(subscription, namesOf(subscription, desk), language);
  return { label: `${place + 1}. ${title}`, command: `subscriptions ${subscription.id}` };
}

/** One subscription; each button is one change. */
function showOne(subscription: Subscription, tools: Tools): Message {
  const { desk, target, language } = tools;
  const what = describeSubscription(subscription, namesOf(subscription, desk), language);
  const next = nextText(subscription, language);
  const en = `${target.title} gets ${what}; ${next}.`;
  const zh = `${target.title} 收到 ${what}；${next}。`;
  const { id } = subscription;
  const hint = inLanguage(
    {
      en: `Press what should change, or write it: /subscribe ${id} 19:45 Europe/Berlin markets`,
      zh: `点击要更改的内容，或直接发送：/subscribe ${id} 19:45 上海 市场`,
    },
    language,
  );
  return toManager({
    ...plainMessage(inLanguage({ en, zh }, language), hint),
    actions: changes(subscription, tools),
  });
}

const offeredTimes = ['07:00', '08:00', '12:00', '18:00', '21:00'];

function changes(subscription: Subscription, { desk, language }: Tools): Action[] {
  const { id, time, length, state } = subscription;
  const change = (label: string, words: string): Action => ({
    label,
    command: `subscribe ${id} ${words}`.trim(),
  });
  const edition = desk.editions().find((candidate) => candidate.id === subscription.edition);
  const tongues = (edition?.languages ?? []).filter((tongue) => tongue !== subscription.language);
  const other = length === 'full' ? 'short' : 'full';
  const lengthLabel = { full: { en: 'Full', zh: '完整版' }, short: { en: 'Short', zh: '简版' } }[other];
  return [
    ...(state === 'paused' ? [change(inLanguage({ en: 'Resume', zh: '恢复' }, language), '')] : []),
    ...offeredTimes.filter((offered) => offered !== time).map((offered) => change(offered, offered)),
    change(inLanguage(lengthLabel, language), other),
    ...tongues.map((tongue) => change(languageName(tongue, tongue), tongue)),
    { label: inLanguage({ en: 'Preview', zh: '预览' }, language), command: `preview ${id}` },
    { label: inLanguage({ en: 'Unsubscribe', zh: '退订' }, language), command: `unsubscribe ${id}` },
  ];
}

function namesOf(subscription: Subscription, desk: Desk) {
  const edition = desk.editions().find((candidate) => candidate.id === subscription.edition);
  return { edition, topics: desk.topics(subscription.edition) };
}

function toManager(message: Message): Message {
  return { ...message, ephemeral: true };
}
