import { isChinese } from '../core/language.ts';
import { createDisplay, type Display, subjectOf } from '../core/subject.ts';
import { findQuantities } from '../core/text/quantities.ts';
import { type Candidate, type Context, citedEvidence, isFatal } from './candidate.ts';
import { checkNames } from './claim-names.ts';
import { checkFigures } from './figures.ts';
import { checkMarkup, stripMarkup } from './markup.ts';

const mostCharacters = 80;

/** A theme's title when its claims bear it out, else one made from the names of its first story. */
export function soundTitle(title: string, claims: readonly Candidate[], context: Context): string {
  const plain = stripMarkup(title);
  return isSound(plain, claims, context) ? plain : madeTitle(claims, context);
}

function isSound(title: string, claims: readonly Candidate[], context: Context): boolean {
  if (title === '' || title.length > mostCharacters || !isTitleIn(title, context.tools.language))
    return false;
  const evidence = [
    ...new Set(claims.flatMap((claim) => [...citedEvidence(claim), ...context.book.ofStory(claim.storyId)])),
  ];
  const { today, lexicon } = context.tools;
  const findings = [
    ...checkMarkup(title, evidence, lexicon),
    ...checkFigures(findQuantities(title, { today }), evidence),
    ...checkNames(title, evidence, context),
  ];
  return !isFatal({ findings });
}

/** A title may be names alone; words of the other language it may not hold. */
function isTitleIn(title: string, language: string): boolean {
  const hanzi = title.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
  if (!isChinese(language)) return hanzi < 2 || language.startsWith('ja');
  return hanzi > 0 || !/(?:^|\s)[a-z]{3,} [a-z]{3,}/.test(title);
}

const displays = new WeakMap<Context, Display>();

function madeTitle(claims: readonly Candidate[], context: Context): string {
  const display = displays.get(context) ?? createDisplay(context.tools.lexicon);
  displays.set(context, display);
  const story = context.book.story(claims[0]?.storyId ?? '');
  const subject = story && subjectOf(story, display, context.tools.language);
  return subject || story?.headline.slice(0, mostCharacters) || '—';
}
