import type { Finding } from '../core/draft.ts';
import type { Lexicon } from '../core/edition.ts';
import { bare } from '../core/text/fold.ts';
import { fatal } from './candidate.ts';
import type { Evidence } from './evidence.ts';

const linkRe =
  /(?:https?:\/\/|www\.)[^\s\u3000-\u9fff]+|\b[a-z\d-]+(?:\.[a-z\d-]+)*\.(?:com|org|net|io|ai|dev|app|cn|co|gg|xyz|me|link|info|top|ly|sh)\b(?:\/\S*)?/gi;
const mentionRe = /@([A-Za-z0-9_.-]{2,64})/g;
const markupRe = /<\/?[a-z][^>]{0,200}>|\]\(|^#{1,6}\s|```|\*\*|&(?:lt|gt|amp|#\d+);|<[@#:|]/im;

/** Links, mentions, markup and commands to machines that the cited posts do not hold. */
export function checkMarkup(text: string, evidence: readonly Evidence[], lexicon: Lexicon): Finding[] {
  const holds = (words: string) => evidence.some((entry) => entry.bare.includes(bare(words)));
  const findings: Finding[] = [];
  for (const [link] of text.matchAll(linkRe)) {
    if (!holds(link)) findings.push(fatal('link', `the link “${link}” stands in no cited post`));
  }
  for (const [, handle = ''] of text.matchAll(mentionRe)) {
    const name = handle.replace(/[.-]+$/, '');
    const isAuthor = evidence.some((entry) => entry.author.toLowerCase() === name.toLowerCase());
    if (!isAuthor && !holds(`@${name}`))
      findings.push(fatal('mention', `“@${name}” stands in no cited post`));
  }
  const markup = markupRe.exec(text)?.[0];
  if (markup && !holds(markup)) findings.push(fatal('markup', `the claim holds markup “${markup}”`));
  const command = instructionIn(text, lexicon);
  if (command && !holds(command))
    findings.push(fatal('instruction', `the claim speaks to a machine: “${command}”`));
  return findings;
}

/** The first phrase of the lexicon that tries to command a machine. */
function instructionIn(text: string, lexicon: Lexicon): string | undefined {
  const lower = bare(text);
  return [...lexicon.cues.instruction.en, ...lexicon.cues.instruction.zh].find((cue) => lower.includes(cue));
}

/** A writer's habits that can be taken off without changing a word: emphasis, list marks, line breaks. */
export function stripMarkup(text: string): string {
  return text
    .replace(/\*\*|(?<![\w@])__(?=\S)|(?<=[^\s_])__(?!\w)|`+/g, '')
    .replace(/^\s*(?:#{1,6}\s+|[-*•]\s+|\d{1,2}[.)]\s+(?=\D))/u, '')
    .replace(/\s+/g, ' ')
    .trim();
}
