import type { Lexicon } from '../core/edition.ts';
import { isChinese } from '../core/language.ts';
import type { Post } from '../core/post.ts';
import { bare } from '../core/text/fold.ts';
import { findQuantities } from '../core/text/quantities.ts';
import { type Candidate, type Context, citedAuthors, citedEvidence } from './candidate.ts';
import type { Evidence } from './evidence.ts';
import { bestMatch, standsAsToken } from './figures.ts';

/** Below both, an author alone does not carry a claim of money, merger, closure or death. */
export const followersFloor = 10_000;
export const engagementFloor = 200;

/** True when the claim is grave and rests on one small account alone: it is then said to be that account's. */
export function isUncorroborated(candidate: Candidate, context: Context): boolean {
  if (candidate.isLead || citedAuthors(candidate).length !== 1) return false;
  const cues = graveCues(candidate.text, context.tools.lexicon);
  const money = findQuantities(candidate.text, { today: context.tools.today }).filter(
    (figure) => figure.kind === 'money',
  );
  if (cues.length === 0 && money.length === 0) return false;
  const [author] = citedEvidence(candidate);
  if (!author || !isSmall(author.packPost.post)) return false;
  const others = context.book.ofStory(candidate.storyId).filter((entry) => entry.author !== author.author);
  return !others.some((entry) => saysToo(entry, cues, money, context));
}

function saysToo(
  entry: Evidence,
  cues: readonly string[],
  money: readonly Parameters<typeof bestMatch>[0][],
  { tools }: Context,
): boolean {
  if (money.length > 0) return money.every((figure) => bestMatch(figure, [entry]) !== 'none');
  return cues.length > 0 && graveCues(entry.text, tools.lexicon).length > 0;
}

/** Few followers and little reaction. A source that tells neither is the operator's own choice, such as a feed. */
export function isSmall({ author, metrics }: Post): boolean {
  if (author.followers === undefined && !metrics) return false;
  if ((author.followers ?? 0) >= followersFloor) return false;
  const engagement = metrics ? metrics.likes + 2 * metrics.reposts + 2 * metrics.quotes + metrics.replies : 0;
  return engagement < engagementFloor;
}

function graveCues(text: string, lexicon: Lexicon): string[] {
  const lower = bare(text);
  return [
    ...lexicon.cues.gravity.en.filter((cue) => standsAsToken(lower, cue)),
    ...lexicon.cues.gravity.zh.filter((cue) => lower.includes(cue)),
  ];
}

/** Puts the author before the claim: `@x 称：…`, `@x says: …`. */
export function attribute(candidate: Candidate, language: string): void {
  const author = citedAuthors(candidate)[0] ?? '';
  if (candidate.text.startsWith(`@${author}`)) return;
  candidate.text = isChinese(language)
    ? `@${author} 称：${candidate.text}`
    : `@${author} says: ${candidate.text}`;
  if (candidate.stance === 'fact') candidate.stance = 'claim';
}
