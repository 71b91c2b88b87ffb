import type { Finding } from '../core/draft.ts';
import { bare } from '../core/text/fold.ts';
import { type LatinName, latinNames } from '../core/text/names.ts';
import type { Quantity } from '../core/text/quantities.ts';
import { type Context, fatal, warn } from './candidate.ts';
import { isCommonWord } from './common-words.ts';
import type { Evidence } from './evidence.ts';
import { standsAsToken } from './figures.ts';

/** One finding for every name of the text that no cited post, and no cited author's own name, holds. */
export function checkNames(
  text: string,
  evidence: readonly Evidence[],
  context: Context,
  figures: readonly Quantity[] = [],
): Finding[] {
  const hits = context.tools.names(text);
  const termHits = context.book.terms(text);
  const isWithinTerm = (hit: { start: number; end: number }) =>
    termHits.some((term) => term.start <= hit.start && hit.end <= term.end && holdsTerm(term, evidence));
  const foreign = hits.filter((hit) => !standsAsAlias(hit, evidence) && !isWithinTerm(hit));
  const findings = foreign.map((hit) => fatal('name', `no cited post names “${hit.raw}”`));
  for (const name of latinNames(text)) {
    const isUnit = figures.some((figure) => figure.kind !== 'version' && overlaps(figure, name));
    if (isUnit || hits.some((hit) => overlaps(hit, name)) || standsInEvidence(name, evidence)) continue;
    const term = termHits.find((hit) => overlaps(hit, name));
    if (term) findings.push(...checkTerm(term, evidence));
    else findings.push(toFinding(name, context.tools.language));
  }
  return findings;
}

function standsAsAlias(hit: { id: string; raw: string }, evidence: readonly Evidence[]): boolean {
  const implied = impliedPlaces[hit.id];
  return evidence.some(
    (entry) =>
      entry.nameIds.has(hit.id) ||
      isWritten(entry.wide, bare(hit.raw)) ||
      (implied?.test(entry.bare) ?? false),
  );
}

/** Words of one language that name a place in the other. */
const impliedPlaces: Record<string, RegExp> = {
  'hong-kong': /港股|港交所|赴港|恒生/,
  us: /美股|美方|联邦|american|u\.s\.|\bus\b/,
  china: /国内|国产|中方|a股|chinese/,
  'washington-dc': /washington/,
  eu: /european|欧洲/,
};

/** Latin forms as whole tokens, Chinese ones anywhere. */
function isWritten(wide: string, form: string): boolean {
  return /^[a-z\d]/.test(form) ? standsAsToken(wide, form) : wide.includes(form);
}

/** A word of the trade may be said in the report's language; one that the posts lack in any language is a warning. */
function checkTerm(term: { id: string; raw: string }, evidence: readonly Evidence[]): Finding[] {
  return holdsTerm(term, evidence) ? [] : [warn('term', `no cited post speaks of “${term.raw}”`)];
}

function holdsTerm(term: { id: string }, evidence: readonly Evidence[]): boolean {
  return evidence.some((entry) => entry.termIds.has(term.id));
}

function standsInEvidence(name: LatinName, evidence: readonly Evidence[]): boolean {
  return evidence.some(({ wide }) => {
    if (standsAsToken(wide, name.key)) return true;
    const parts = name.key.split(/[-.&+']/).filter((part) => part.length > 1 && !/^\d+$/.test(part));
    return (
      parts.length > 0 && parts.every((part) => standsAsToken(wide, part) || standsBesideDigits(wide, part))
    );
  });
}

/** `qwen` of `Qwen3`, `gpt` of `GPT4`: the number is checked as a version. */
function standsBesideDigits(wide: string, part: string): boolean {
  const at = /^[a-z]+$/.test(part) ? wide.indexOf(part) : -1;
  return at >= 0 && !/[a-z\d]/.test(wide[at - 1] ?? '') && /\d/.test(wide[at + part.length] ?? '');
}

/** A plain word that opens a sentence has its capital from there. */
function toFinding(name: LatinName, language: string): Finding {
  const message = `no cited post names “${name.raw}”`;
  return isPlainWord(name, language) ? warn('name', message) : fatal('name', message);
}

/**
 * Everyday words are known in English alone. Elsewhere any plain word may open a sentence, and every German noun has
 * a capital; known names are found by the alias table all the same.
 */
function isPlainWord(name: LatinName, language: string): boolean {
  const primary = language.split('-')[0];
  if (primary === 'de') return /^\p{Lu}[\p{Ll}-]+$/u.test(name.raw);
  if (primary !== 'en' && primary !== 'zh') return name.isOpener;
  return name.isOpener && isCommonWord(name.key.split('-')[0] ?? '');
}

function overlaps(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end;
}
