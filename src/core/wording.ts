import { type Bilingual, inLanguage, type Language } from './language.ts';
import type { Trend } from './report.ts';

/** The house's own words in reports and messages, zh and en. Post text never comes from here. */
const words = {
  reportTitle: { en: '{title}: summary of the posts', zh: '{title}主题推文总结报告' },
  fileTitle: { en: '{title} report ({from} to {to})', zh: '{title} 报告 ({from} 至 {to})' },
  topicOf: { en: '{title} · {topic}', zh: '{title} · {topic}' },
  brief: { en: 'In brief', zh: '简要部分' },
  overview: { en: 'Topics and trends', zh: '主要话题与行业趋势概述' },
  points: { en: 'Core points ({count})', zh: '核心信息（{count}个信息点概述）' },
  detail: { en: 'In detail', zh: '详细分析部分' },
  insights: { en: 'Opinions and insights', zh: '重要观点与见解' },
  events: { en: 'Key events and developments', zh: '关键事件与发展' },
  analyses: { en: 'Special analyses', zh: '专项分析' },
  cloud: { en: 'Word cloud', zh: '词云分析' },
  topWords: { en: 'Most used words', zh: '高频词' },
  risingWords: { en: 'New and rising words', zh: '新出现与上升的词' },
  word: { en: 'Word', zh: '词' },
  posts: { en: 'Posts', zh: '帖数' },
  trend: { en: 'Trend', zh: '趋势' },
  new: { en: 'new', zh: '新' },
  rising: { en: 'rising', zh: '上升' },
  fading: { en: 'fading', zh: '下降' },
  coverage: { en: 'What this report rests on', zh: '来源与覆盖' },
  window: { en: 'Window', zh: '时间窗口' },
  windowValue: { en: '{from} to {to} ({timezone})', zh: '{from} 至 {to}（{timezone}）' },
  partial: { en: 'the day was not over: partial', zh: '当日尚未结束：不完整' },
  read: { en: 'Read', zh: '阅读' },
  readValue: {
    en: '{posts} posts by {authors} authors; {kept} kept after repeats were joined; {stories} stories',
    zh: '{posts} 帖，{authors} 位作者；合并重复后保留 {kept} 帖，{stories} 个故事',
  },
  leftOut: { en: 'Left out', zh: '未采用' },
  leftOutValue: {
    en: '{promotion} promotion, {hostile} hostile, {unreadable} unreadable',
    zh: '推广 {promotion}，恶意 {hostile}，无法读取 {unreadable}',
  },
  sources: { en: 'Sources', zh: '来源' },
  statusOk: { en: 'ok', zh: '正常' },
  statusEmpty: { en: 'empty', zh: '无内容' },
  statusFailed: { en: 'failed', zh: '失败' },
  writer: { en: 'Writer', zh: '撰写' },
  writerExtractive: { en: 'extractive (no model)', zh: '抽取式（未用模型）' },
  dropped: { en: '{count} claims failed the check, left out', zh: '{count} 条未通过核查，已删去' },
  cost: { en: 'Cost', zh: '费用' },
  noCost: { en: 'none', zh: '无' },
  tokens: { en: '{prompt} + {completion} tokens', zh: '{prompt} + {completion} 词元' },
  sample: {
    en: 'Sample: these posts and authors are invented to show what the bot does.',
    zh: '样例：帖子与作者均为虚构，仅用于演示。',
  },
  nothingRead: {
    en: 'Nothing was read in this window, so there is nothing to report.',
    zh: '这一时间窗口内没有读到任何帖子，因此没有可报告的内容。',
  },
  nothingOnTopic: {
    en: 'No post of this window speaks of {topic}.',
    zh: '这一时间窗口内没有帖子谈到“{topic}”。',
  },
  thin: {
    en: 'The evidence of this window is thin, so this report is short.',
    zh: '这一时间窗口的材料不足，因此报告从简。',
  },
  noClaims: { en: 'Nothing here in this window.', zh: '本窗口内无此类内容。' },
  day: { en: 'day {day}', zh: '第 {day} 天' },
  weight: { en: '{posts} posts, {authors} authors', zh: '{posts} 帖，{authors} 位作者' },
  rumour: { en: 'rumour', zh: '传闻' },
  opinion: { en: 'opinion', zh: '观点' },
  originalIn: { en: 'in {language}', zh: '{language}原文' },
  cloudAlt: {
    en: 'Word cloud, {date}, {posts} posts. Most used: {words}',
    zh: '词云，{date}，{posts} 帖。高频词：{words}',
  },
  noPicture: { en: 'The word cloud could not be drawn: {reason}', zh: '词云未能绘制：{reason}' },
  earlier: { en: '‹ {day}', zh: '‹ {day}' },
  later: { en: '{day} ›', zh: '{day} ›' },
  fullReport: { en: 'Full report', zh: '完整报告' },
  whole: { en: 'All topics', zh: '全部话题' },
} satisfies Record<string, Bilingual>;

export type WordingKey = keyof typeof words;

/** The wording for a key with `{name}` places filled. */
export function say(
  language: Language,
  key: WordingKey,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const text = inLanguage(words[key], language).replace(/\{(\w+)\}/g, (place, name: string) =>
    String(values[name] ?? place),
  );
  return language === 'en' ? text.replace(/\b1 (post|author|storie|claim)s\b/g, one) : text;
}

function one(_: string, noun: string): string {
  return `1 ${noun === 'storie' ? 'story' : noun}`;
}

export function sayTrend(language: Language, trend: Trend | undefined): string {
  return trend ? say(language, trend) : '';
}

/** A language's name in another language: `英文`, `Chinese`. */
export function languageName(of: Language, language: Language): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(of) ?? of;
  } catch {
    return of;
  }
}
