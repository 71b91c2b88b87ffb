import { editionChoices, languageChoices } from '../src/core/choices.ts';
import type { Command, Desk, Place } from '../src/core/command.ts';
import type { ChatSettings, ChatTarget } from '../src/core/delivery.ts';
import { UserError } from '../src/core/errors.ts';
import { inLanguage, type Language } from '../src/core/language.ts';
import { type Action, type Message, plainMessage } from '../src/core/message.ts';
import { parseSubscribe, type SubscribeWords, toCommandLine } from '../src/core/subscribing.ts';
import { suggestTimezones } from '../src/core/timezones.ts';
import { languageName } from '../src/core/wording.ts';

/** `/settings [language] [timezone] [edition] [channel]`: what holds in a chat; without words it is shown. */
export const settings: Command = {
  name: 'settings',
  names: { en: 'settings', zh: '设置' },
  description: { en: 'Language, time zone and edition of this chat', zh: '本聊天的语言、时区和版本' },
  examples: [
    { en: '/settings', zh: '/settings' },
    { en: '/settings en Europe/Berlin', zh: '/settings 中文 北京' },
  ],
  options: [
    {
      name: 'language',
      names: { en: 'language', zh: '语言' },
      description: { en: 'zh or en', zh: 'zh 或 en' },
      suggest: async () => languageChoices(['zh', 'en']),
    },
    {
      name: 'timezone',
      names: { en: 'timezone', zh: '时区' },
      description: { en: 'Such as Asia/Shanghai, or a large city', zh: '如 Asia/Shanghai，或大城市名' },
      suggest: async (ask, desk) => suggestTimezones(ask.options.timezone ?? '', desk.now(), 25),
    },
    {
      name: 'edition',
      names: { en: 'edition', zh: '版本' },
      description: { en: 'The report that /digest shows here', zh: '/digest 在这里显示的报告' },
      suggest: async (ask, desk) => {
        const { language } = await desk.place(ask);
        return editionChoices(desk.editions(), ask.options.edition ?? '', language);
      },
    },
    {
      name: 'channel',
      names: { en: 'channel', zh: '频道' },
      description: { en: 'Another channel than this one', zh: '另一个频道（默认当前频道）' },
    },
  ],
  manage: true,
  async run(ask, desk) {
    const place = await desk.place(ask);
    const words = parseSubscribe(ask.text, ask.options, {
      editions: desk.editions(),
      topics: [],
      language: place.language,
    });
    refuseOthers(words, place.language);
    const target = await desk.target(ask, words.channel);
    const before = await desk.settings(target.chat);
    if (!isChange(words)) return show(await placeIn(target, before, { ask, desk, place }), words, desk);
    await desk.saveSettings(changed(target, before, words));
    const now = await desk.settings(target.chat);
    return show(await placeIn(target, now, { ask, desk, place }), words, desk);
  },
};

interface Shown {
  target: ChatTarget;
  place: Place;
  /** The tongue in which the asker reads. */
  language: Language;
}

/** Time, topics and length are a subscription's own. */
function refuseOthers(words: SubscribeWords, language: Language): void {
  const { id, topics, time, length } = words;
  if ([id, topics, time, length].every((word) => word === undefined)) return;
  const en =
    'Here language, time zone and edition are set; the rest belongs to a subscription (/subscriptions).';
  throw new UserError(
    inLanguage({ en, zh: '这里设置语言、时区和版本；其余属于订阅（/subscriptions）。' }, language),
  );
}

function isChange({ language, timezone, edition }: SubscribeWords): boolean {
  return language !== undefined || timezone !== undefined || edition !== undefined;
}

function changed(
  { chat }: ChatTarget,
  before: ChatSettings | undefined,
  { language, timezone, edition }: SubscribeWords,
): ChatSettings {
  return {
    ...before,
    chat,
    ...(language !== undefined && { language }),
    ...(timezone !== undefined && { timezone }),
    ...(edition !== undefined && { edition }),
  };
}

/** What holds in the chat that is meant: its own choices, and for the rest what holds where it is asked. */
async function placeIn(
  target: ChatTarget,
  chosen: ChatSettings | undefined,
  { ask, desk, place }: { ask: Parameters<Command['run']>[0]; desk: Desk; place: Place },
): Promise<Shown> {
  const isOwn = ask.asker.chat?.id === target.chat.id && ask.asker.chat.thread === target.chat.thread;
  const own = isOwn ? await desk.place(ask) : place;
  const edition = desk.editions().find(({ id }) => id === chosen?.edition) ?? own.edition;
  const language = chosen?.language ?? own.language;
  const timezone = chosen?.timezone ?? own.timezone;
  return { target, place: { edition, language, timezone }, language: own.language };
}

function show({ target, place, language }: Shown, words: SubscribeWords, desk: Desk): Message {
  const edition = inLanguage(place.edition.title, language);
  const tongue = languageName(place.language, language);
  const en = `${target.title}: ${tongue}, ${place.timezone}, edition ${edition}. Subscriptions keep their own (/subscriptions).`;
  const zh = `${target.title}：${tongue}，${place.timezone}，版本“${edition}”。订阅有各自的设置（/subscriptions）。`;
  const list = desk.editions().map(({ id, title }) => `${inLanguage(title, language)} (${id})`);
  const hint = inLanguage(
    {
      en: `To change something: /settings zh, /settings Europe/Berlin, /settings ${place.edition.id}. Editions: ${list.join(', ')}.`,
      zh: `更改方法：/settings en、/settings 上海、/settings ${place.edition.id}。全部版本：${list.join('、')}。`,
    },
    language,
  );
  const actions = offers(place, words.channel, desk);
  return { ...plainMessage(inLanguage({ en, zh }, language), hint), actions, ephemeral: true };
}

/** The other languages and editions as buttons. */
function offers(place: Place, channel: string | undefined, desk: Desk): Action[] {
  const named = channel === undefined ? {} : { channel };
  const tongues = ['zh', 'en'].filter((language) => language !== place.language);
  const editions = desk.editions().filter(({ id }) => id !== place.edition.id);
  const offered: [string, SubscribeWords][] = [
    ...tongues.map((language): [string, SubscribeWords] => [
      languageName(language, language),
      { ...named, language },
    ]),
    ...editions
      .slice(0, 5)
      .map(({ id, title }): [string, SubscribeWords] => [
        inLanguage(title, place.language),
        { ...named, edition: id },
      ]),
  ];
  return offered.flatMap(([label, words]) => {
    const command = toCommandLine('settings', words);
    return command ? [{ label, command }] : [];
  });
}
