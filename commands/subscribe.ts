import type { Ask } from '../src/core/ask.ts';
import { findEdition } from '../src/core/asking.ts';
import {
  editionChoices,
  languageChoices,
  lengthChoices,
  timeChoices,
  topicListChoices,
} from '../src/core/choices.ts';
import { chooseSubscription } from '../src/core/choose-subscription.ts';
import type { Command, CommandOption, Desk, Place, Subscribed } from '../src/core/command.ts';
import type { ChatTarget, Subscription } from '../src/core/delivery.ts';
import type { Edition } from '../src/core/edition.ts';
import { UserError } from '../src/core/errors.ts';
import { inLanguage, type Language } from '../src/core/language.ts';
import { type Action, type Message, plainMessage } from '../src/core/message.ts';
import { parseSubscribe, type SubscribeWords, toCommandLine } from '../src/core/subscribing.ts';
import { describeSubscription, nextText } from '../src/core/subscription-text.ts';
import { suggestTimezones } from '../src/core/timezones.ts';

/** `/subscribe [edition] [topics] [time] [timezone] [language] [length] [channel]`: adds, changes or wakes one. */
export const subscribe: Command = {
  name: 'subscribe',
  names: { en: 'subscribe', zh: '订阅' },
  description: { en: 'Get the digest here every day', zh: '每天在这里收到摘要' },
  examples: [
    { en: '/subscribe', zh: '/subscribe' },
    {
      en: '/subscribe 08:30 Asia/Shanghai markets full',
      zh: '/subscribe 08:30 北京 市场 完整',
    },
    { en: '/subscribe @channel 20:00 en', zh: '/subscribe @channel 20:00 中文' },
  ],
  options: subscribeOptions(),
  manage: true,
  async run(ask, desk) {
    const place = await desk.place(ask);
    const { language } = place;
    const editions = desk.editions();
    const topics = editions.flatMap((edition) => desk.topics(edition.id));
    const words = parseSubscribe(ask.text, ask.options, { editions, topics, language });
    const { target, meant } = await aimAt(ask, desk, words, language);
    if (target.missingRights.length > 0) return missingRights(target, words, language);
    const want = chooseSubscription({
      words,
      chat: target.chat,
      ...(meant && { meant }),
      existing: await desk.subscriptions(target.chat),
      settings: await desk.settings(target.chat),
      place,
      editions,
      topicsOf: (edition) => desk.topics(edition),
    });
    return tellSubscribed(await desk.subscribe(want), target, { desk, language });
  },
};

async function aimAt(
  ask: Ask,
  desk: Desk,
  words: SubscribeWords,
  language: Language,
): Promise<{ target: ChatTarget; meant?: Subscription }> {
  if (!words.id) return { target: await desk.target(ask, words.channel) };
  if (words.channel) throw new UserError(inLanguage(staysInChat, language));
  const { subscription, target } = await desk.subscription(ask, words.id);
  return { target: { ...target, chat: subscription.chat }, meant: subscription };
}

function tellSubscribed(
  { subscription, isNew }: Subscribed,
  { title }: ChatTarget,
  { desk, language }: { desk: Desk; language: Language },
): Message {
  const names = {
    edition: desk.editions().find((edition) => edition.id === subscription.edition),
    topics: desk.topics(subscription.edition),
  };
  const what = describeSubscription(subscription, names, language);
  const next = nextText(subscription, language);
  const en = `${isNew ? 'Subscribed' : 'Changed'}: ${title} gets ${what}; ${next}.`;
  const zh = `${isNew ? '已订阅' : '已更改'}：${title} 将收到 ${what}；${next}。`;
  return {
    ...toManager(inLanguage({ en, zh }, language)),
    actions: subscribedActions(subscription, language),
  };
}

function subscribedActions({ id }: Subscription, language: Language): Action[] {
  return [
    { label: inLanguage({ en: 'Preview', zh: '预览' }, language), command: `preview ${id}` },
    { label: inLanguage({ en: 'Change', zh: '更改' }, language), command: `subscriptions ${id}` },
    { label: inLanguage({ en: 'Unsubscribe', zh: '退订' }, language), command: `unsubscribe ${id}` },
  ];
}

/** Each missing right by its name, and a button for when it was given. */
function missingRights(target: ChatTarget, words: SubscribeWords, language: Language): Message {
  const list = target.missingRights.map((right) => inLanguage(right, language));
  const en = `I may not post in ${target.title} yet; please allow me: ${list.join(', ')}.`;
  const zh = `我还不能在 ${target.title} 发送消息；请授予我以下权限：${list.join('、')}。`;
  const again = toCommandLine('subscribe', words);
  const label = inLanguage({ en: 'Try again', zh: '重试' }, language);
  return {
    ...toManager(inLanguage({ en, zh }, language)),
    actions: again ? [{ label, command: again }] : [],
  };
}

function toManager(text: string): Message {
  return { ...plainMessage(text), ephemeral: true };
}

const staysInChat = {
  en: 'A subscription stays in its chat; subscribe the other chat as well, then unsubscribe this one.',
  zh: '订阅不能换到别的聊天；请在另一个聊天重新订阅，再退订这一个。',
};

function editionNamed(ask: Ask, desk: Desk, place: Place): Edition {
  return findEdition(ask.options.edition ?? '', desk.editions()) ?? place.edition;
}

function subscribeOptions(): CommandOption[] {
  return [
    {
      name: 'edition',
      names: { en: 'edition', zh: '版本' },
      description: { en: 'Which report', zh: '哪一份报告' },
      suggest: async (ask, desk) => {
        const { language } = await desk.place(ask);
        return editionChoices(desk.editions(), ask.options.edition ?? '', language);
      },
    },
    {
      name: 'topics',
      names: { en: 'topics', zh: '话题' },
      description: { en: 'Topics, parted by commas; all without', zh: '话题，用逗号分隔；不填为全部' },
      suggest: async (ask, desk) => {
        const place = await desk.place(ask);
        const { id } = editionNamed(ask, desk, place);
        return topicListChoices(desk.topics(id), ask.options.topics ?? '', place.language);
      },
    },
    {
      name: 'time',
      names: { en: 'time', zh: '时间' },
      description: { en: 'Local time, such as 08:30', zh: '当地时间，如 08:30' },
      suggest: async (ask) => timeChoices(ask.options.time ?? ''),
    },
    {
      name: 'timezone',
      names: { en: 'timezone', zh: '时区' },
      description: { en: 'Such as Asia/Shanghai, or a large city', zh: '如 Asia/Shanghai，或大城市名' },
      suggest: async (ask, desk) => suggestTimezones(ask.options.timezone ?? '', desk.now(), 25),
    },
    {
      name: 'language',
      names: { en: 'language', zh: '语言' },
      description: { en: 'zh or en', zh: 'zh 或 en' },
      suggest: async (ask, desk) => {
        return languageChoices(editionNamed(ask, desk, await desk.place(ask)).languages);
      },
    },
    {
      name: 'length',
      names: { en: 'length', zh: '长度' },
      description: { en: 'short or full', zh: '简要 或 完整' },
      suggest: async () => [...lengthChoices],
    },
    {
      name: 'channel',
      names: { en: 'channel', zh: '频道' },
      description: { en: 'Another channel than this one', zh: '另一个频道（默认当前频道）' },
    },
  ];
}
