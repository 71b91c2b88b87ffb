import type { Lexicon } from '../core/edition.ts';
import { bare } from '../core/text/fold.ts';
import { bigrams } from '../core/text/likeness.ts';
import { type Candidate, type Context, citedEvidence, mended } from './candidate.ts';
import { standsAsToken } from './figures.ts';

/**
 * A claim may not be surer than its posts: where every post tells it as a rumour, the claim is one; where the posts
 * only hold it possible and the claim drops the hedge, it is a claim and no fact.
 */
export function soften(candidate: Candidate, context: Context): void {
  if (candidate.isLead || candidate.stance === 'rumour' || candidate.stance === 'opinion') return;
  const { lexicon } = context.tools;
  const told = citedEvidence(candidate).map((entry) => nearestSentence(candidate.text, entry.sentences));
  if (told.every((sentence) => holdsCue(sentence, lexicon, 'rumour')) && told.length > 0) {
    lower(candidate, 'rumour', 'every cited post tells it as a rumour');
    return;
  }
  const isHedged = told.length > 0 && told.every((sentence) => holdsCue(sentence, lexicon, 'hedge'));
  if (isHedged && !holdsCue(candidate.text, lexicon, 'hedge') && candidate.stance === 'fact') {
    lower(candidate, 'claim', 'the cited posts hedge it');
  }
}

function lower(candidate: Candidate, stance: Candidate['stance'], reason: string): void {
  candidate.stance = stance;
  candidate.findings.push(mended('hedge', reason));
}

function nearestSentence(text: string, sentences: readonly string[]): string {
  const wanted = bigrams(text);
  let best = sentences[0] ?? '';
  let most = -1;
  for (const sentence of sentences) {
    const own = bigrams(sentence);
    const shared = [...own].filter((pair) => wanted.has(pair)).length / Math.sqrt(own.size + 1);
    if (shared > most) [best, most] = [sentence, shared];
  }
  return best;
}

function holdsCue(text: string, lexicon: Lexicon, kind: 'rumour' | 'hedge'): boolean {
  const lowerText = bare(text);
  const { en, zh } = lexicon.cues[kind];
  return en.some((cue) => standsAsToken(lowerText, cue)) || zh.some((cue) => lowerText.includes(cue));
}
