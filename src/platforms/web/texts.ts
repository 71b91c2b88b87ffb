import { inLanguage, type Language } from '../../core/language.ts';

/** The page's own words; what reports say comes from the core. */
const texts = {
  tagline: { en: 'The day’s posts, sourced and checked', zh: '当日帖子，有出处，经核查' },
  skip: { en: 'Skip to the report', zh: '跳到正文' },
  menu: { en: 'Sections of this page', zh: '本站栏目' },
  newest: { en: 'Newest', zh: '最新' },
  days: { en: 'Days', zh: '日历' },
  trends: { en: 'Trends', zh: '趋势' },
  search: { en: 'Search', zh: '搜索' },
  ask: { en: 'Try the bot', zh: '试用机器人' },
  editions: { en: 'Editions', zh: '版本' },
  theme: { en: 'Light or dark', zh: '明暗切换' },
  other: { en: '中文', zh: 'English' },
  topics: { en: 'Topics', zh: '话题' },
  whole: { en: 'The whole day', zh: '全部' },
  words: { en: 'Words of the cloud', zh: '词云中的词' },
  moreWords: { en: '{count} more words', zh: '另有 {count} 个词' },
  calendar: { en: 'Past days', zh: '往日' },
  allDays: { en: 'All days', zh: '全部日期' },
  sources: { en: 'Sources', zh: '出处' },
  detail: { en: 'in detail', zh: '详情' },
  permalink: { en: 'Address of this line', zh: '本条链接' },
  files: { en: 'This report as', zh: '本报告：' },
  feed: { en: 'Atom feed', zh: 'Atom 订阅' },
  selected: {
    en: 'The lines of the day’s report on this topic.',
    zh: '从当日报告中选出的本话题内容。',
  },
  otherLanguage: {
    en: 'This day has not been built in English; this is the report as it stands.',
    zh: '这一天没有中文报告，以下为现有的报告。',
  },
  searchLabel: { en: 'Words in posts and reports', zh: '在帖子和报告中搜索' },
  searchButton: { en: 'Search', zh: '搜索' },
  inReports: { en: 'In reports', zh: '报告中' },
  inPosts: { en: 'In posts', zh: '帖子中' },
  nothingFound: {
    en: 'Nothing was found; try fewer or other words.',
    zh: '没有找到；请减少或更换词语。',
  },
  onDay: { en: 'Only posts of {day}', zh: '仅 {day} 的帖子' },
  anyDay: { en: 'Search all days', zh: '搜索全部日期' },
  trendIntro: {
    en: 'How much of each day spoke of the words of the newest report, over three weeks. The last bar is the newest day.',
    zh: '最新报告中的词语在最近三周每天帖子中的占比；最后一柱是最新一天。',
  },
  trendDays: { en: 'Day by day', zh: '逐日' },
  noTrends: {
    en: 'There is no trend yet; it takes a report of a day.',
    zh: '暂无趋势；需要先有一天的报告。',
  },
  noDays: {
    en: 'Nothing has been read yet; the first report will stand here.',
    zh: '还没有读到帖子；首份报告会显示在这里。',
  },
  noPage: { en: 'There is no such page.', zh: '没有这个页面。' },
  noReport: {
    en: 'There is no such report; the calendar shows the days that can be read.',
    zh: '没有这份报告；日历中列有可读的日期。',
  },
  nearest: { en: 'The nearest days:', zh: '最近的日期：' },
  tooMany: {
    en: 'That is a lot at once; please try again in {seconds} seconds.',
    zh: '请求过于频繁，请 {seconds} 秒后再试。',
  },
  notLocal: {
    en: 'Only the operator, at the machine itself or by their token, may ask the bot here; please ask it in a chat.',
    zh: '此处只有运营者可以提问（在本机上，或使用令牌）；请在聊天中询问机器人。',
  },
  notNear: {
    en: 'The figures are for a monitor on the same network.',
    zh: '监控数据只对同一网络开放。',
  },
  fault: {
    en: 'That did not work, and the fault is on our side; please try again in a few minutes.',
    zh: '没有成功，问题出在我们这边；请过几分钟再试。',
  },
  enter: { en: 'For the operator', zh: '运营者入口' },
  tokenLabel: { en: 'The operator’s token', zh: '运营者令牌' },
  enterButton: { en: 'Enter', zh: '进入' },
  enterHint: {
    en: 'It is the value of OPERATOR_TOKEN. Readers need none.',
    zh: '即 OPERATOR_TOKEN 的值。读者不需要令牌。',
  },
  wrongToken: { en: 'That is not the token.', zh: '令牌不对。' },
  tooManyTries: { en: 'Too many tries; wait a minute.', zh: '尝试次数过多，请稍等一分钟。' },
  box: { en: 'Ask as you would in a chat', zh: '像在聊天里一样提问' },
  send: { en: 'Ask', zh: '发送' },
  hint: {
    en: '/digest · /digest markets · /digest date:2025-12-27 · /topics · /help',
    zh: '/digest · /digest 市场 · /digest 2025-12-27 · /topics · /help',
  },
  answers: { en: 'Answers', zh: '回答' },
  earlier: { en: 'Earlier', zh: '前一天' },
  later: { en: 'Later', zh: '后一天' },
};

export type TextKey = keyof typeof texts;

/** The wording for a key with `{name}` places filled. */
export function tell(language: Language, key: TextKey, values: Record<string, string | number> = {}): string {
  return inLanguage(texts[key], language).replace(/\{(\w+)\}/g, (place, name: string) =>
    String(values[name] ?? place),
  );
}
