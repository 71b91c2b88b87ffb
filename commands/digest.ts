import type { Ask, Progress, Suggestion } from '../src/core/ask.ts';
import { type Asked, findTopic, nearestDays, parseAsk, parseDays, toWindow } from '../src/core/asking.ts';
import { languageChoices, lengthChoices, topicChoices } from '../src/core/choices.ts';
import type { Command, Desk, DigestWant, Place } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import { inLanguage, type Language } from '../src/core/language.ts';
import { type Message, plainMessage } from '../src/core/message.ts';
import { dayOf } from '../src/core/window.ts';

/** `/digest [topic] [date] [language] [length]`, as options or as free words in any order. */
export const digest: Command = {
  name: 'digest',
  names: { en: 'digest', zh: '摘要' },
  description: { en: 'The digest of a day, whole or on one topic', zh: '某一天的摘要：全部，或某个话题' },
  examples: [
    { en: '/digest', zh: '/digest' },
    { en: '/digest agents', zh: '/digest 市场' },
    { en: '/digest markets 2025-12-27', zh: '/digest 智能体 昨天' },
    { en: '/digest date:2025-12-27 full', zh: '/digest 2025-12-27 完整' },
  ],
  options: [
    {
      name: 'topic',
      names: { en: 'topic', zh: '话题' },
      description: { en: 'A topic, or any words', zh: '话题，或任意词语' },
      suggest: suggestTopics,
    },
    {
      name: 'date',
      names: { en: 'date', zh: '日期' },
      description: {
        en: 'A day or a range, such as 2025-12-27 or yesterday',
        zh: '日期或范围，如 2025-12-27、昨天',
      },
      suggest: suggestDays,
    },
    {
      name: 'language',
      names: { en: 'language', zh: '语言' },
      description: { en: 'zh or en', zh: 'zh 或 en' },
      suggest: async (ask, desk) => languageChoices((await desk.place(ask)).edition.languages),
    },
    {
      name: 'length',
      names: { en: 'length', zh: '长度' },
      description: { en: 'short or full', zh: '简要 或 完整' },
      suggest: async () => [...lengthChoices],
    },
  ],
  costly: true,
  async run(ask, desk, progress) {
    const home = await desk.place(ask);
    const asked = readAsk(ask, desk, home);
    const place = await placeOfDay(home, asked, desk);
    const language = knownLanguage(asked.language ?? place.language, asked, place);
    const days = await desk.days(place.edition.id);
    const window = asked.days ?? defaultDays(desk, place, days);
    if (!window) return plainMessage(noDays(language));
    const want: DigestWant = {
      edition: place.edition.id,
      language,
      window: toWindow(window, place.edition.timezone),
      ...topicOf(asked, desk, place),
    };
    const report = await findReport(want, { asked, desk, days, progress });
    if (!report) return noReport(want, await desk.days(place.edition.id));
    return desk.tell(report, { length: asked.length ?? 'short' });
  },
};

/** A day that the default edition does not hold is answered by one that does. */
async function placeOfDay(place: Place, asked: Asked, desk: Desk): Promise<Place> {
  const day = asked.days?.firstDay;
  if (!day || place.isChosen || (await desk.days(place.edition.id)).includes(day)) return place;
  for (const edition of desk.editions()) {
    if ((await desk.days(edition.id)).includes(day)) return { ...place, edition };
  }
  return place;
}

interface Search {
  asked: Asked;
  desk: Desk;
  days: readonly string[];
  progress: Progress | undefined;
}

/** A day that nobody named gives way to the newest one that has posts. */
async function findReport(want: DigestWant, { asked, desk, days, progress }: Search) {
  const report = await desk.digest(want, progress);
  const newest = days.find((day) => day < want.window.firstDay);
  if (report || asked.days || newest === undefined) return report;
  const window = { ...want.window, firstDay: newest, lastDay: newest };
  return desk.digest({ ...want, window }, progress);
}

/** Named options and free words are one question: options win. */
function readAsk(ask: Ask, desk: Desk, place: Place): Asked {
  const context = { today: dayOf(desk.now(), place.timezone), language: place.language };
  const named = Object.entries(ask.options).map(([name, value]) =>
    name === 'topic' ? '' : `${name}:${value}`,
  );
  const asked = parseAsk([ask.text, ...named].join(' '), context);
  return ask.options.topic ? { ...asked, topic: ask.options.topic.trim() } : asked;
}

/** An edition speaks its own languages alone; what nobody named gives way to its first. */
function knownLanguage(language: Language, asked: Asked, { edition, language: spoken }: Place): Language {
  const { languages, title } = edition;
  if (languages.includes(language)) return language;
  if (!asked.language) return languages[0] ?? 'en';
  const list = languages.join(', ');
  const en = `${title.en} comes in: ${list}.`;
  throw new UserError(inLanguage({ en, zh: `“${title.zh}”有以下语言：${list}。` }, spoken));
}

/** Without a date it is today; in a sample, whose days are long past, its newest. */
function defaultDays(desk: Desk, { edition }: Place, days: readonly string[]): Asked['days'] {
  const today = dayOf(desk.now(), edition.timezone);
  const day = edition.sample ? days.find((known) => known <= today) : today;
  return day ? { firstDay: day, lastDay: day } : undefined;
}

function topicOf(asked: Asked, desk: Desk, place: Place): Pick<DigestWant, 'topic'> {
  if (!asked.topic) return {};
  const topic = findTopic(asked.topic, desk.topics(place.edition.id));
  if (topic) return { topic: { id: topic.id } };
  if (asked.topic.length > maxTopicLength) throw new UserError(inLanguage(longTopic, place.language));
  return { topic: { words: asked.topic } };
}

const maxTopicLength = 60;

const longTopic = {
  en: `A topic has at most ${maxTopicLength} characters; ask with a few words, or /topics for the list.`,
  zh: `话题最多 ${maxTopicLength} 个字符；请用几个词提问，或发送 /topics 查看列表。`,
};

function noDays(language: Language): string {
  return inLanguage(
    {
      en: 'Nothing has been read yet, so there is no digest; try again after the first build.',
      zh: '还没有读到任何帖子，暂无摘要；请在首次生成后再试。',
    },
    language,
  );
}

/** One sentence and the nearest days that can be answered, as buttons. */
function noReport(want: DigestWant, days: string[]): Message {
  const { firstDay, lastDay } = want.window;
  const when = firstDay === lastDay ? firstDay : `${firstDay} – ${lastDay}`;
  const near = nearestDays(firstDay, days, 4);
  const en = `There are no posts for ${when}${near.length > 0 ? '; the nearest days are below' : ''}.`;
  const zh = `${when} 没有帖子${near.length > 0 ? '，最近的日期见下方按钮' : ''}。`;
  const topic = want.topic && 'id' in want.topic ? ` ${want.topic.id}` : '';
  return {
    ...plainMessage(inLanguage({ en, zh }, want.language)),
    actions: near.map((day) => ({ label: day, command: `digest${topic} ${day} ${want.language}` })),
  };
}

async function suggestTopics(ask: Ask, desk: Desk): Promise<Suggestion[]> {
  const { edition, language } = await desk.place(ask);
  return topicChoices(desk.topics(edition.id), ask.options.topic ?? '', language);
}

async function suggestDays(ask: Ask, desk: Desk): Promise<Suggestion[]> {
  const place = await desk.place(ask);
  const typed = ask.options.date ?? '';
  const context = { today: dayOf(desk.now(), place.timezone), language: place.language };
  const days = await desk.days(place.edition.id);
  const exact = days.filter((day) => day.includes(typed));
  const found = exact.length > 0 ? exact : meantDays(typed, days, context);
  return found.map((day) => ({ label: day, value: day }));
}

function meantDays(typed: string, days: string[], context: { today: string; language: Language }): string[] {
  try {
    const meant = parseDays(typed, context);
    return meant ? days.filter((day) => day >= meant.firstDay && day <= meant.lastDay) : [];
  } catch {
    return [];
  }
}
