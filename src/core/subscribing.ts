import { findEdition, findTopic, languageWord, lengthWord } from './asking.ts';
import type { Edition, Topic } from './edition.ts';
import { UserError } from './errors.ts';
import { type Bilingual, inLanguage, type Language } from './language.ts';
import { parseTime } from './local-time.ts';
import { parseTimezone } from './timezones.ts';

/** What somebody wants to subscribe, or to change, read out of words; every part is optional. */
export interface SubscribeWords {
  /** An existing subscription. */
  id?: string;
  edition?: string;
  /** Topic ids; empty for the whole report. */
  topics?: string[];
  time?: string;
  timezone?: string;
  language?: Language;
  length?: 'short' | 'full';
  /** The chat as it was named. */
  channel?: string;
}

export interface WordContext {
  editions: readonly Edition[];
  topics: readonly Topic[];
  /** The tongue in which faults are told. */
  language: Language;
}

export const subscribeKeys = [
  'edition',
  'topics',
  'time',
  'timezone',
  'language',
  'length',
  'channel',
] as const;
export type SubscribeKey = (typeof subscribeKeys)[number];

/** Editions, topics and cities have names of up to so many words. */
const longestName = 3;

/**
 * Reads `/subscribe` words in any order: `08:30 Asia/Shanghai markets zh full @channel`, bare or as `time:08:30`;
 * named options win. Throws `UserError` for a word that means nothing here.
 */
export function parseSubscribe(
  text: string,
  options: Readonly<Record<string, string>>,
  context: WordContext,
): SubscribeWords {
  const words: SubscribeWords = {};
  const list = toWords(text);
  for (let place = 0; place < list.length; ) place += takeWords(list.slice(place), words, context);
  for (const key of subscribeKeys) {
    const value = options[key]?.trim();
    if (value) Object.assign(words, readNamed(key, value, context));
  }
  return words;
}

/** A chat's name as people write it: `@channel`, `#channel`, a mention or a number of at least six digits. */
export function parseChannel(word: string): string | undefined {
  const mention = /^<#(\d{5,25})>$/.exec(word);
  if (mention) return mention[1];
  if (/^@[a-z][a-z0-9_]{3,31}$/i.test(word) || /^-?\d{6,25}$/.test(word)) return word;
  return /^#[^\s#<>@]{1,100}$/.test(word) ? word : undefined;
}

/** The id of a subscription, as its buttons carry it. */
export function isSubscriptionId(word: string): boolean {
  return /^s-[0-9a-z]{10}$/.test(word);
}

/** A button's command line may hold so many bytes. */
const longestLine = 60;

/** The words as a command line that reads back as them; undefined when they are too long for a button. */
export function toCommandLine(command: string, words: SubscribeWords): string | undefined {
  const { id, channel, edition, topics, time, timezone, language, length } = words;
  const whole = topics?.length === 0 ? ['all'] : topics;
  const list = [command, id, channel, edition, ...(whole ?? []), time, timezone, language, length];
  const line = list.filter((word) => word !== undefined).join(' ');
  return new TextEncoder().encode(line).length <= longestLine ? line : undefined;
}

/** Takes the longest run of words that means something; returns how many words it took. */
function takeWords(list: readonly string[], words: SubscribeWords, context: WordContext): number {
  const [first = ''] = list;
  const named = /^([\p{L}]+):(.+)$/u.exec(first);
  const key = named && keyOf(named[1] ?? '');
  if (key) return take(words, readNamed(key, named[2] ?? '', context), 1);
  for (let count = Math.min(longestName, list.length); count > 0; count--) {
    const name = list.slice(0, count).join(' ');
    const read = (count === 1 && readWord(name)) || readName(name, context);
    if (read) return take(words, read, count);
  }
  throw new UserError(inLanguage(unknownWord(first), context.language));
}

function take(words: SubscribeWords, read: SubscribeWords, count: number): number {
  const topics = read.topics && words.topics ? [...words.topics, ...read.topics] : read.topics;
  Object.assign(words, read, topics && { topics: [...new Set(topics)] });
  return count;
}

function readWord(word: string): SubscribeWords | undefined {
  if (isSubscriptionId(word)) return { id: word };
  const channel = parseChannel(word);
  if (channel) return { channel };
  const time = parseTime(word);
  if (time) return { time };
  const language = languageWord(word);
  if (language) return { language };
  const length = lengthWord(word);
  if (length) return { length };
  return isWhole(word) ? { topics: [] } : undefined;
}

function readName(name: string, context: WordContext): SubscribeWords | undefined {
  const edition = findEdition(name, context.editions);
  if (edition) return { edition: edition.id };
  const topic = findTopic(name, context.topics);
  if (topic) return { topics: [topic.id] };
  const timezone = parseTimezone(name);
  return timezone ? { timezone } : undefined;
}

function readNamed(key: SubscribeKey, value: string, context: WordContext): SubscribeWords {
  const read = readers[key](value, context);
  if (read) return read;
  throw new UserError(inLanguage(faults[key](value), context.language));
}

const readers: Record<SubscribeKey, (value: string, context: WordContext) => SubscribeWords | undefined> = {
  edition: (value, { editions }) => {
    const edition = findEdition(value, editions);
    return edition && { edition: edition.id };
  },
  topics: (value, { topics }) => readTopics(value, topics),
  time: (value) => {
    const time = parseTime(value);
    return time ? { time } : undefined;
  },
  timezone: (value) => {
    const timezone = parseTimezone(value);
    return timezone ? { timezone } : undefined;
  },
  language: (value) => {
    const language = languageWord(value) ?? value.toLowerCase();
    return /^[a-z]{2,3}(-[a-z0-9]+)*$/.test(language) ? { language } : undefined;
  },
  length: (value) => {
    const length = lengthWord(value);
    return length && { length };
  },
  channel: (value) => ({ channel: parseChannel(value) ?? value }),
};

const faults: Record<SubscribeKey, (value: string) => Bilingual> = {
  edition: (value) => ({
    en: `There is no edition "${value}"; /settings lists the editions.`,
    zh: `没有“${value}”这个版本；发送 /settings 查看全部版本。`,
  }),
  topics: (value) => ({
    en: `"${value}" is not a topic; /topics lists the topics.`,
    zh: `“${value}”不是话题；发送 /topics 查看全部话题。`,
  }),
  time: (value) => ({
    en: `"${value}" is not a time; write it like 08:30.`,
    zh: `“${value}”不是时间；请写成 08:30。`,
  }),
  timezone: (value) => ({
    en: `"${value}" is not a time zone; write it like Asia/Shanghai or name a large city.`,
    zh: `“${value}”不是时区；请写成 Asia/Shanghai，或写一个大城市的名字。`,
  }),
  language: (value) => ({
    en: `"${value}" is not a language; use zh or en.`,
    zh: `“${value}”不是语言；请用 zh 或 en。`,
  }),
  length: (value) => ({
    en: `"${value}" is not a length; use short or full.`,
    zh: `“${value}”不是长度；请用 简要 或 完整。`,
  }),
  channel: (value) => ({
    en: `"${value}" is not a channel; write it like @channel.`,
    zh: `“${value}”不是频道；请写成 @channel。`,
  }),
};

function readTopics(value: string, topics: readonly Topic[]): SubscribeWords | undefined {
  const names = value
    .normalize('NFKC')
    .split(/[,、;]+/)
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.every(isWhole)) return { topics: [] };
  const whole = names.map((name) => findTopic(name, topics));
  const found = whole.every(Boolean)
    ? whole
    : value.split(/[\s,、;，]+/).map((name) => findTopic(name, topics));
  const ids = found.map((topic) => topic?.id);
  return ids.every((id) => id !== undefined) ? { topics: [...new Set(ids)] } : undefined;
}

/** `all`, `全部`. */
export function isWhole(word: string): boolean {
  return ['all', 'everything', 'whole', '全部', '全部话题', '所有'].includes(word.toLowerCase());
}

const keys: Record<SubscribeKey, string[]> = {
  edition: ['版本'],
  topics: ['topic', '话题', '主题'],
  time: ['at', '时间'],
  timezone: ['tz', 'zone', '时区'],
  language: ['lang', '语言'],
  length: ['长度'],
  channel: ['chat', '频道'],
};

function keyOf(name: string): SubscribeKey | undefined {
  const wanted = name.toLowerCase();
  return subscribeKeys.find((key) => key === wanted || keys[key].includes(wanted));
}

/** Blanks and list commas part words; `8:30 pm` is one. */
export function toWords(text: string): string[] {
  return text
    .normalize('NFKC')
    .replace(/\b(\d{1,2}(?::\d{2})?)\s+([ap]m)\b/gi, '$1$2')
    .split(/[\s,、;]+/)
    .filter(Boolean);
}

function unknownWord(word: string): Bilingual {
  return {
    en: `I do not know what "${word}" means here; name a topic (/topics), a time such as 08:30, a time zone such as Asia/Shanghai, zh or en, short or full, or a channel.`,
    zh: `不明白“${word}”的意思；可以写话题（/topics）、时间（如 08:30）、时区（如 Asia/Shanghai）、zh 或 en、简要 或 完整，或频道。`,
  };
}
