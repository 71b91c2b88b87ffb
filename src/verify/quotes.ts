import { verbatim } from '../core/text/fold.ts';
import { bigrams } from '../core/text/likeness.ts';
import { type Candidate, fatal, mended } from './candidate.ts';
import type { Evidence } from './evidence.ts';

/** Longest quote that a cite carries, in characters. */
export const quoteLimit = 120;

/**
 * Makes every quote the post's own words: found by folded comparison, given back as they stand.
 * A quote that is joined of stretches keeps the longest that stands; one that stands nowhere is a fatal finding.
 */
export function mendQuotes(candidate: Candidate): void {
  candidate.cites = candidate.cites.map((cite) => {
    const words = standing(cite.evidence, cite.quote);
    if (words === undefined) {
      candidate.findings.push(
        fatal('quote', `the quote “${short(cite.quote)}” does not stand in ${cite.evidence.handle}`),
      );
      return cite;
    }
    return { evidence: cite.evidence, quote: withinLimit(words) };
  });
}

function standing(evidence: Evidence, quote: string): string | undefined {
  const whole = verbatim(evidence.text, quote);
  if (whole !== undefined) return whole;
  const pieces = quote.split(/…|\.{3}|\[[^\]]*\]/).map((piece) => piece.trim());
  if (pieces.length < 2) return undefined;
  const found = pieces.filter((piece) => piece !== '').map((piece) => verbatim(evidence.text, piece));
  if (found.length === 0 || found.includes(undefined)) return undefined;
  return found.reduce((best, piece) => ((piece?.length ?? 0) > (best?.length ?? 0) ? piece : best));
}

/** Cut at a word's end within the limit; Chinese is cut anywhere. */
export function withinLimit(words: string): string {
  if (words.length <= quoteLimit) return words;
  const cut = words
    .slice(0, quoteLimit)
    .toWellFormed()
    .replace(/\ufffd$/, '');
  const space = cut.lastIndexOf(' ');
  return (space > quoteLimit / 2 ? cut.slice(0, space) : cut).trim();
}

/** The post's sentence that shares most with the claim, within the quote's limit. */
export function bestQuote(evidence: Evidence, text: string): string {
  const wanted = bigrams(text);
  let best = evidence.sentences[0] ?? evidence.text;
  let most = -1;
  for (const sentence of evidence.sentences) {
    const own = bigrams(sentence);
    const shared = [...own].filter((pair) => wanted.has(pair)).length / Math.sqrt(own.size + 1);
    if (shared > most) [best, most] = [sentence, shared];
  }
  return withinLimit(best);
}

export function noteMend(candidate: Candidate, rule: string, message: string): void {
  candidate.findings.push(mended(rule, message));
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
