import { isChinese, type Language } from './language.ts';

/** What code counted about a story: the only figures in a report that no post needs to hold. */
export interface LeadCounts {
  posts: number;
  authors: number;
  /** 1 on the day of first sight; left out where no former days are remembered. */
  day?: number;
}

/** The factual line that opens a theme: `NVIDIA、Groq：12 帖，9 位作者，第 4 天`. Read back by `readLead`. */
export function leadText(subject: string, counts: LeadCounts, language: Language): string {
  return isChinese(language) ? chineseLead(subject, counts) : englishLead(subject, counts);
}

function chineseLead(subject: string, { posts, authors, day }: LeadCounts): string {
  const when = day === 1 ? '，当日新出' : `，第 ${day} 天`;
  return `${subject}：${posts} 帖，${authors} 位作者${day === undefined ? '' : when}`;
}

function englishLead(subject: string, { posts, authors, day }: LeadCounts): string {
  const when = day === 1 ? '; new that day' : `; day ${day}`;
  const counted = `${posts} ${posts === 1 ? 'post' : 'posts'} by ${authors} ${authors === 1 ? 'author' : 'authors'}`;
  return `${subject}: ${counted}${day === undefined ? '' : when}`;
}

const chineseRe = /^(.{1,120})：(\d{1,7}) 帖，(\d{1,7}) 位作者(?:，第 (\d{1,5}) 天|，(当日新出))?$/su;
const englishRe =
  /^(.{1,200}): (\d{1,7}) posts? by (\d{1,7}) authors?(?:; day (\d{1,5})|; (new that day))?$/su;

/** The parts of a lead line, or undefined when the text is none. */
export function readLead(text: string): { subject: string; counts: LeadCounts } | undefined {
  const match = chineseRe.exec(text) ?? englishRe.exec(text);
  if (!match) return undefined;
  const [, subject = '', posts, authors, day, isNew] = match;
  const counts: LeadCounts = { posts: Number(posts), authors: Number(authors) };
  if (day ?? isNew) counts.day = Number(day ?? 1);
  return { subject, counts };
}
