import { findQuantities, type Quantity } from '../core/text/quantities.ts';
import { type Candidate, type Context, isFatal, mended } from './candidate.ts';
import { checkText } from './examine.ts';

/** Money, shares, multiples and counts in digits; versions and dates name things. */
function isOwnFigure(quantity: Quantity): boolean {
  if (quantity.kind === 'version' || quantity.kind === 'date') return false;
  return !(quantity.words && quantity.kind === 'count' && Number(quantity.value) <= 10);
}

function holdsFigure(text: string, today: string): boolean {
  return findQuantities(text, { today }).some(isOwnFigure);
}

/** The overview brings no figure of its own: clauses with one go; a claim of nothing else goes with them. */
export function withoutFigures(candidate: Candidate, context: Context): boolean {
  const { today } = context.tools;
  if (!holdsFigure(candidate.text, today)) return true;
  const clauses = candidate.text.match(/[^，；。,;]+[，；。,;]*\s*/gu) ?? [];
  const kept = clauses
    .filter((clause) => !holdsFigure(clause, today))
    .join('')
    .trim();
  const text = closed(kept, candidate.text);
  if (text.length < 10 || holdsFigure(text, today)) return false;
  const trial = { ...candidate, text, findings: [] };
  if (isFatal({ findings: checkText(trial, context) })) return false;
  candidate.text = text;
  candidate.findings.push(mended('overview', 'a clause with a figure was taken out'));
  return true;
}

/** Ends the mended text as the whole one ended. */
function closed(text: string, whole: string): string {
  const end = /[。.！!]$/.exec(whole)?.[0] ?? '';
  return text.replace(/[，；,;、\s]+$/u, '').replace(/[。.]$/, '') + end;
}
