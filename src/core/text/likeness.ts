import { bare } from './fold.ts';

/** Pairs of neighbouring characters of the bare text without blanks and punctuation. */
export function bigrams(text: string): Set<string> {
  const plain = bare(text).replace(/[\s\p{P}]/gu, '');
  return new Set(Array.from({ length: Math.max(0, plain.length - 1) }, (_, i) => plain.slice(i, i + 2)));
}

/** Share of what two sets have in common in all they hold. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const member of a) if (b.has(member)) shared++;
  return shared / Math.max(1, a.size + b.size - shared);
}

/** Likeness from which two claims count as one said twice; lower within one story. */
export const repeatLikeness = { anywhere: 0.55, sameStory: 0.4 } as const;
