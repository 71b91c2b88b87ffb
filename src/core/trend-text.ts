import type { Trend, TrendDay } from './command.ts';
import { inLanguage, type Language } from './language.ts';

/** A day's share in percent, one decimal. */
export function trendShare({ posts, of }: TrendDay): number {
  return of === 0 ? 0 : Math.round((posts / of) * 1000) / 10;
}

/** One sentence: the newest day against the days before it. */
export function describeTrend({ term, days }: Trend, language: Language): string {
  const last = days.at(-1);
  if (!last) return inLanguage(nothingRead, language);
  const former = sumOf(days.slice(0, -1));
  if (last.posts === 0 && former.posts === 0) return inLanguage(neverSaid(term, days.length), language);
  const share = trendShare(last);
  if (former.of === 0) return inLanguage(onlyDay(term, last, share), language);
  const formerShare = trendShare(former);
  return inLanguage(compared(term, last, { share, formerShare, count: days.length - 1 }), language);
}

/** A row a day, newest first: `2025-12-27: 4.2 % (12 of 285 posts)`. */
export function trendRows({ days }: Trend, language: Language): string[] {
  return days.toReversed().map((day) => {
    const share = trendShare(day).toFixed(1);
    const en = `${day.day}: ${share} % (${day.posts} of ${day.of} posts)`;
    return inLanguage({ en, zh: `${day.day}：${share}%（${day.of} 帖中 ${day.posts} 帖）` }, language);
  });
}

function sumOf(days: readonly TrendDay[]): TrendDay {
  const sum = (read: (day: TrendDay) => number) => days.reduce((total, day) => total + read(day), 0);
  return { day: '', posts: sum((day) => day.posts), of: sum((day) => day.of) };
}

function compared(
  term: string,
  { day, posts, of }: TrendDay,
  { share, formerShare, count }: { share: number; formerShare: number; count: number },
) {
  const before = count === 1 ? 'the day before' : `the ${count} days before`;
  return {
    en: `“${term}” stood in ${share.toFixed(1)} % of the posts on ${day} (${posts} of ${of}); in ${before} it was ${formerShare.toFixed(1)} %.`,
    zh: `${day}，${share.toFixed(1)}% 的帖子提到“${term}”（${of} 帖中 ${posts} 帖）；此前 ${count} 天为 ${formerShare.toFixed(1)}%。`,
  };
}

function onlyDay(term: string, { day, posts, of }: TrendDay, share: number) {
  return {
    en: `“${term}” stood in ${share.toFixed(1)} % of the posts on ${day} (${posts} of ${of}), the only day that was read.`,
    zh: `${day}，${share.toFixed(1)}% 的帖子提到“${term}”（${of} 帖中 ${posts} 帖）；只读到这一天。`,
  };
}

function neverSaid(term: string, count: number) {
  return {
    en: `No post of the last ${count} days that were read speaks of “${term}”.`,
    zh: `最近读到的 ${count} 天里，没有帖子提到“${term}”。`,
  };
}

const nothingRead = {
  en: 'Nothing has been read yet, so there is no trend; try again after the first build.',
  zh: '还没有读到任何帖子，暂无趋势；请在首次生成后再试。',
};
