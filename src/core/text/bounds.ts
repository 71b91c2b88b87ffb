import type { Bound } from './quantities.ts';

const overBefore =
  /(?:over|more than|at least|exceed(?:s|ed|ing)?|north of|above|surpass(?:es|ed|ing)?|greater than|超过?|逾|高于|突破|至少|不少于|不低于|大于|>|≥) ?$/;
const underBefore =
  /(?:under|below|less than|up to|at most|nearly|almost|fewer than|as much as|as many as|不到|不足|低于|少于|最多|至多|最高|近|接近|<|≤) ?$/;
const aboutBefore =
  /(?:about|around|roughly|approximately|approx\.?|estimated|some|约|大约|大概|估计|~|≈) ?$/;

/** The hedge around a figure: `超过200亿`, `$20B+`, `about 20`. */
export function boundAround(lower: string, start: number, end: number): Bound | undefined {
  const before = lower.slice(Math.max(0, start - 15), start);
  if (overBefore.test(before)) return 'over';
  if (underBefore.test(before)) return 'under';
  if (aboutBefore.test(before)) return 'about';
  const after = lower.slice(end, end + 8);
  if (/^ ?(?:\+|以上|多|余|or more|plus)/.test(after)) return 'over';
  if (/^ ?(?:以下|以内)/.test(after)) return 'under';
  return /^ ?(?:左右|上下|or so)/.test(after) ? 'about' : undefined;
}
