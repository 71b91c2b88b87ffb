import type { Ask, Suggestion } from '../src/core/ask.ts';
import { type Asked, findTopic, nearestDays, parseAsk, parseDays, toWindow } from '../src/core/asking.ts';
import type { Command, Desk, DigestWant, Place } from '../src/core/command.ts';
import { composeDigest } from '../src/core/compose.ts';
import { UserError } from '../src/core/errors.ts';
import { inLanguage, type Language } from '../src/core/language.ts';
import { type Message, plainMessage } from '../src/core/message.ts';
import { dayOf } from '../src/core/window.ts';

/** `/digest [topic] [date] [language] [length]`, as options or as free words in any order. */
export const digest: Command = {
  name: 'digest',
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
      suggest: async () => languageChoices,
    },
    {
      name: 'length',
      names: { en: 'length', zh: '长度' },
      description: { en: 'short or full', zh: '简要 或 完整' },
      suggest: async () => lengthChoices,
    },
  ],
  costly: true,
  async run(ask, desk, progress) {
    const place = await desk.place(ask);
    const asked = readAsk(ask, desk, place);
    const language = asked.language ?? place.language;
    const days = asked.days ?? (await defaultDays(desk, place));
    if (!days) return plainMessage(noDays(language));
    const want: DigestWant = {
      edition: place.edition.id,
      language,
      window: toWindow(days, place.edition.timezone),
      ...topicOf(asked, desk, place),
    };
    const report = await desk.digest(want, progress);
    if (!report) return noReport(want, await desk.days(place.edition.id));
    const url = desk.reportUrl(report);
    const picture = await desk.picture(report);
    return composeDigest(report, {
      length: asked.length ?? 'short',
      names: { edition: place.edition, topics: desk.topics(place.edition.id) },
      days: await desk.days(place.edition.id),
      ...(picture && { picture }),
      ...(url && { url }),
    });
  },
};

const languageChoices: Suggestion[] = [
  { label: '中文', value: 'zh' },
  { label: 'English', value: 'en' },
];

const lengthChoices: Suggestion[] = [
  { label: 'short · 简要', value: 'short' },
  { label: 'full · 完整', value: 'full' },
];

/** Named options and free words are one question: options win. */
function readAsk(ask: Ask, desk: Desk, place: Place): Asked {
  const context = { today: dayOf(desk.now(), place.timezone), language: place.language };
  const named = Object.entries(ask.options).map(([name, value]) =>
    name === 'topic' ? '' : `${name}:${value}`,
  );
  const asked = parseAsk([ask.text, ...named].join(' '), context);
  return ask.options.topic ? { ...asked, topic: ask.options.topic.trim() } : asked;
}

/** Without a date: the sample's newest day, or today; a day without posts gives way to the newest that has some. */
async function defaultDays(desk: Desk, place: Place): Promise<Asked['days']> {
  const today = dayOf(desk.now(), place.edition.timezone);
  const newest = (await desk.days(place.edition.id)).find((day) => day <= today);
  const day = place.edition.sample ? newest : today;
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
  const place = await desk.place(ask);
  const typed = (ask.options.topic ?? '').toLowerCase();
  return desk
    .topics(place.edition.id)
    .filter((topic) =>
      [topic.id, topic.names.en, topic.names.zh, ...topic.ask].some((name) =>
        name.toLowerCase().includes(typed),
      ),
    )
    .map((topic) => ({ label: inLanguage(topic.names, place.language), value: topic.id }));
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
