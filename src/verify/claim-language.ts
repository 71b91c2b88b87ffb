import type { Finding } from '../core/draft.ts';
import { isChinese } from '../core/language.ts';
import { bare } from '../core/text/fold.ts';
import { languageOf } from '../core/text/language.ts';
import { type Candidate, citedEvidence, fatal, mended } from './candidate.ts';

/** The report's language, or a quotation marked with its own and word for word. */
export function checkLanguage(candidate: Candidate, asked: string): Finding[] {
  const own = languageOf(candidate.text);
  const fits = isInLanguage(candidate.text, asked);
  const isMarked = candidate.language !== undefined && candidate.language !== asked;
  const words = withoutMarks(bare(candidate.text));
  const isQuoted = citedEvidence(candidate).some((entry) => withoutMarks(entry.bare).includes(words));
  if (isMarked && isQuoted) return [];
  if (fits) {
    delete candidate.language;
    return isMarked ? [mended('language', 'it is in the report’s own language')] : [];
  }
  if (isMarked) return [fatal('language', 'a claim in another language must be a quotation word for word')];
  if (!isQuoted) return [fatal('language', `the claim is in “${own}”, not in “${asked}”`)];
  candidate.language = own;
  return [mended('language', `marked as a quotation in “${own}”`)];
}

/** Without the marks that are taken off a claim, and that a post may hold. */
function withoutMarks(text: string): string {
  return text.replace(/\*\*|`+/g, '');
}

/** Languages of scripts that no Latin text is taken for. */
const ownScript = new Set(['ja', 'ko', 'ru', 'ar', 'he', 'th', 'hi', 'el', 'bn', 'ta']);
const englishWords = /\b(?:the|and|of|is|are|with|for|that|from|to|in|it|this|has|have)\b/gi;

/**
 * Names and versions make short texts look English, so Chinese needs a few hanzi only, and a text in another Latin
 * language is refused only where English words abound.
 */
export function isInLanguage(text: string, asked: string): boolean {
  const wanted = asked.split('-')[0] ?? asked;
  const own = languageOf(text);
  if (own === wanted) return true;
  const hanzi = text.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
  if (isChinese(wanted)) return hanzi >= 4 && own !== 'ja';
  if (ownScript.has(wanted) || ownScript.has(own) || own === 'zh' || hanzi >= 8) return false;
  return wanted === 'en' || (text.match(englishWords)?.length ?? 0) < 3;
}
