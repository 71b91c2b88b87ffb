import type { Draft } from '../../core/draft.ts';
import { languageOf } from '../../core/text/language.ts';

/** Languages that `languageOf` can tell from others. */
const told = new Set('zh en ja ko ru ar he el hi bn ta th es fr de pt it id tr nl'.split(' '));

/** Below this share of claims in the asked language an answer has drifted. */
const leastShare = 0.5;

/** What is wrong with the language of a draft, or undefined. Quotes do not count, single claims are the verifier's. */
export function driftOf(draft: Draft, language: string): string | undefined {
  const asked = language.split('-')[0] ?? language;
  if (!told.has(asked)) return undefined;
  const themes = [...draft.insights, ...draft.events, ...draft.analyses.flatMap(({ themes }) => themes)];
  const found = themes.flatMap(({ claims }) => claims.map(({ text }) => languageOf(text)));
  const inAsked = found.filter((tag) => tag === asked).length;
  if (inAsked >= found.length * leastShare) return undefined;
  return `its claims are not in the asked language, “${asked}”`;
}
