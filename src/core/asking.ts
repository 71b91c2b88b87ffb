import type { Edition, Topic } from './edition.ts';
import { UserError } from './errors.ts';
import { inLanguage, type Language } from './language.ts';
import { addDays, daysBetween, type Window } from './window.ts';

/** What somebody asked for, read out of free words; every part is optional. */
export interface Asked {
  days?: { firstDay: string; lastDay: string };
  /** The words that are neither date, language nor length. */
  topic?: string;
  language?: Language;
  length?: 'short' | 'full';
}

/** The day it is for the asker, and the tongue in which faults are told. */
export interface AskContext {
  today: string;
  language: Language;
}

/** The longest range that one report may cover. */
export const maxRangeDays = 31;

/**
 * Reads `/digest` words in any order: a date or range, a topic, a language, a length;
 * bare or as `date:`, `topic:`, `lang:`, `length:`. Throws `UserError` for a date that cannot be.
 */
export function parseAsk(text: string, context: AskContext): Asked {
  const words = joinRanges(text.trim().split(/\s+/).filter(Boolean));
  const asked: Asked = {};
  const topic: string[] = [];
  for (const word of words) {
    if (!takeWord(word, asked, context)) topic.push(word.replace(/^(topic|主题|话题)[:：]/i, ''));
  }
  const topicText = topic.join(' ').trim();
  if (topicText !== '') asked.topic = topicText;
  return asked;
}

/** One date or range: `2025-12-27`, `20251227`, `12-27`, `today`, `昨天`, `last-week`, `2025-12-20..2025-12-27`. */
export function parseDays(
  text: string,
  context: AskContext,
): { firstDay: string; lastDay: string } | undefined {
  const word = text.toLowerCase();
  const named = namedDays(word, context.today);
  if (named) return named;
  const [left, right, more] = word.split(/\.\.+|~|至|到/);
  if (left === undefined || more !== undefined) return undefined;
  const firstDay = parseDay(left, context);
  if (right === undefined) return firstDay ? checkDays({ firstDay, lastDay: firstDay }, context) : undefined;
  const lastDay = parseDay(right, context);
  return firstDay && lastDay ? checkDays({ firstDay, lastDay }, context) : undefined;
}

/** Throws `UserError` when the days are in the wrong order, too many, or not here yet. */
export function checkDays(
  days: { firstDay: string; lastDay: string },
  context: AskContext,
): { firstDay: string; lastDay: string } {
  const fault = dayFault(days, context.today);
  if (fault) throw new UserError(inLanguage(fault, context.language));
  return days;
}

/** The topic that the words mean: its id, a name or a word of its `ask` list, in any case. */
export function findTopic(words: string, topics: readonly Topic[]): Topic | undefined {
  const wanted = fold(words);
  return topics.find((topic) =>
    [topic.id, topic.names.en, topic.names.zh, ...topic.ask].some((name) => fold(name) === wanted),
  );
}

/** The edition that an asker named, by id or title. */
export function findEdition(words: string, editions: readonly Edition[]): Edition | undefined {
  const wanted = fold(words);
  return editions.find((edition) =>
    [edition.id, edition.title.en, edition.title.zh].some((name) => fold(name) === wanted),
  );
}

/** The `count` known days nearest to a day, nearest first, earlier before later. */
export function nearestDays(day: string, known: readonly string[], count: number): string[] {
  const distance = (other: string) => Math.abs(daysBetween(day, other));
  return [...known].sort((a, b) => distance(a) - distance(b) || (a < b ? -1 : 1)).slice(0, count);
}

export function toWindow(days: { firstDay: string; lastDay: string }, timezone: string): Window {
  return { ...days, timezone };
}

function takeWord(word: string, asked: Asked, context: AskContext): boolean {
  const [, key, value] = /^([a-z]+|日期|语言|长度)[:：](.+)$/i.exec(word) ?? [];
  if (key && value) return takeNamed(key.toLowerCase(), value, asked, context);
  const days = parseDays(word, context);
  if (days) asked.days = days;
  const language = languageWord(word);
  if (!days && language) asked.language = language;
  const length = lengthWord(word);
  if (length) asked.length = length;
  return Boolean(days || language || length);
}

function takeNamed(key: string, value: string, asked: Asked, context: AskContext): boolean {
  if (key === 'date' || key === '日期') {
    const days = parseDays(value, context);
    if (!days) throw new UserError(inLanguage(dateHelp(value), context.language));
    asked.days = days;
    return true;
  }
  if (key === 'lang' || key === 'language' || key === '语言') {
    asked.language = languageWord(value) ?? value.toLowerCase();
    return true;
  }
  if (key === 'length' || key === '长度') {
    asked.length = lengthWord(value) ?? 'short';
    return true;
  }
  return false;
}

/** `zh`, `中文`, `English`: the language that a word means. */
export function languageWord(word: string): Language | undefined {
  const folded = word.toLowerCase();
  if (['zh', 'cn', 'chinese', '中文', '汉语'].includes(folded)) return 'zh';
  if (['en', 'english', '英文', '英语'].includes(folded)) return 'en';
  return undefined;
}

/** `short`, `完整`: the length that a word means. */
export function lengthWord(word: string): 'short' | 'full' | undefined {
  const folded = word.toLowerCase();
  if (['short', 'brief', '简要', '简短'].includes(folded)) return 'short';
  if (['full', 'long', '完整', '详细'].includes(folded)) return 'full';
  return undefined;
}

function namedDays(word: string, today: string): { firstDay: string; lastDay: string } | undefined {
  const one = (back: number) => ({ firstDay: addDays(today, -back), lastDay: addDays(today, -back) });
  if (['today', '今天', '今日'].includes(word)) return one(0);
  if (['yesterday', '昨天', '昨日'].includes(word)) return one(1);
  if (['前天'].includes(word)) return one(2);
  const monday = addDays(today, 1 - Temporal.PlainDate.from(today).dayOfWeek);
  if (['last-week', '上周', '上星期'].includes(word))
    return { firstDay: addDays(monday, -7), lastDay: addDays(monday, -1) };
  if (['this-week', '本周', '这周'].includes(word)) return { firstDay: monday, lastDay: today };
  return undefined;
}

/** Whole, compact, or without a year: then the latest such day that is not ahead. */
function parseDay(text: string, context: AskContext): string | undefined {
  const named = namedDays(text, context.today);
  if (named) return named.firstDay;
  const full = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(text);
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const parts = compact ?? (full && /[-/.年]/.test(text) ? full : undefined);
  if (parts) return realDay(Number(parts[1]), Number(parts[2]), Number(parts[3]), context);
  const [, month, day] = /^(\d{1,2})[-/月](\d{1,2})日?$/.exec(text) ?? [];
  if (!month || !day) return undefined;
  const year = Temporal.PlainDate.from(context.today).year;
  const near = realDay(year, Number(month), Number(day), context);
  return near <= context.today ? near : realDay(year - 1, Number(month), Number(day), context);
}

function realDay(year: number, month: number, day: number, context: AskContext): string {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString();
  } catch {
    throw new UserError(inLanguage(dateHelp(`${year}-${month}-${day}`), context.language));
  }
}

function dayFault({ firstDay, lastDay }: { firstDay: string; lastDay: string }, today: string) {
  if (firstDay > lastDay) {
    return {
      en: `The range starts on ${firstDay}, after it ends on ${lastDay}; swap the two dates.`,
      zh: `起始日期 ${firstDay} 晚于结束日期 ${lastDay}，请把两个日期对调。`,
    };
  }
  if (lastDay > today) {
    return {
      en: `${lastDay} has not come yet; today is ${today}. Ask for today or an earlier date.`,
      zh: `${lastDay} 还没有到，今天是 ${today}。请查询今天或更早的日期。`,
    };
  }
  if (daysBetween(firstDay, lastDay) + 1 <= maxRangeDays) return undefined;
  return {
    en: `A report covers at most ${maxRangeDays} days; ask for a shorter range.`,
    zh: `一份报告最多覆盖 ${maxRangeDays} 天，请缩短日期范围。`,
  };
}

function dateHelp(text: string) {
  return {
    en: `"${text}" is not a date; write it like 2025-12-27, 12-27, yesterday or 2025-12-20..2025-12-27.`,
    zh: `“${text}”不是日期；请写成 2025-12-27、12-27、昨天 或 2025-12-20..2025-12-27。`,
  };
}

/** `last week` and `a to b` are written with spaces by people; here they become one word. */
function joinRanges(words: string[]): string[] {
  return words
    .join(' ')
    .replace(/\b(last|this) week\b/gi, '$1-week')
    .replace(/(\d)\s*(?:\.\.+|~|至|到|\bto\b)\s*(?=\d)/gi, '$1..')
    .split(' ')
    .filter(Boolean);
}

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '');
}
