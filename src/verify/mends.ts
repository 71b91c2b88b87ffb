import { findQuantities } from '../core/text/quantities.ts';
import { type Candidate, type Context, isFatal } from './candidate.ts';
import type { Evidence } from './evidence.ts';
import { checkText } from './examine.ts';
import { bestMatch } from './figures.ts';
import { bestQuote, noteMend } from './quotes.ts';

const citeRules = new Set(['figure', 'unit', 'currency', 'version', 'name', 'quote']);

/**
 * Mends that need no writer: repeated names in enumerations go, and a cite moves to the one other post of the
 * story that holds the figure.
 */
export function mendClaim(candidate: Candidate, context: Context): void {
  if (candidate.isLead || candidate.cites.length === 0) return;
  const text = withoutDoubledNames(candidate.text, context);
  if (text !== candidate.text) {
    candidate.text = text;
    noteMend(candidate, 'enumeration', 'a name stood twice in an enumeration');
  }
  if (isFatal(candidate)) moveCite(candidate, context);
}

function moveCite(candidate: Candidate, context: Context): void {
  const failing = candidate.findings.filter((finding) => finding.severity === 'fatal');
  if (!failing.every((finding) => citeRules.has(finding.rule))) return;
  const others = context.book
    .ofStory(candidate.storyId)
    .filter((entry) => !candidate.cites.some((cite) => cite.evidence === entry));
  const holders = others.filter((entry) => holdsAllFigures(candidate, entry, context));
  const [holder] = holders;
  if (!holder || holders.length > 1) return;
  const moved = { evidence: holder, quote: bestQuote(holder, candidate.text) };
  const kept = candidate.cites.filter((cite) => cite.evidence.text.includes(cite.quote)).slice(0, 4);
  for (const cites of [[moved], [moved, ...kept]]) {
    const trial: Candidate = { ...candidate, cites, findings: [] };
    const findings = checkText(trial, context);
    if (findings.some((finding) => finding.severity === 'fatal')) continue;
    candidate.cites = cites;
    candidate.findings = candidate.findings.filter((finding) => finding.severity !== 'fatal');
    noteMend(candidate, 'cite', `the cite moved to ${holder.handle}, which holds the figure`);
    return;
  }
}

function holdsAllFigures(candidate: Candidate, entry: Evidence, { tools }: Context): boolean {
  const figures = findQuantities(candidate.text, { today: tools.today });
  return (
    figures.length > 0 && figures.every((figure) => ['same', 'rounded'].includes(bestMatch(figure, [entry])))
  );
}

const joint = /(、|，|,\s|\s(?:and|or|&)\s|和|与|及|以及|\/)/;

/** Takes a name out of an enumeration in which another spelling of it already stands. */
export function withoutDoubledNames(text: string, { tools }: Pick<Context, 'tools'>): string {
  const doubled = doubledNames(text, tools.names);
  let result = text;
  for (const { start, end } of doubled.reverse()) result = result.slice(0, start) + result.slice(end);
  return result;
}

/**
 * Names that stand twice in one enumeration, by canonical name: the span to cut is the second one with the joint
 * before it.
 */
export function doubledNames(
  text: string,
  names: Context['tools']['names'],
): { raw: string; start: number; end: number }[] {
  const doubled: { raw: string; start: number; end: number }[] = [];
  for (const run of enumerations(text)) {
    const seen = new Set<string>();
    for (const [index, part] of run.entries()) {
      const entry = readEntry(part.text, index === 0, names);
      if (!entry) continue;
      const end = part.start + entry.end;
      if (seen.has(entry.key))
        doubled.push({ raw: text.slice(part.start, end).trim(), start: part.jointStart, end });
      seen.add(entry.key);
    }
  }
  return doubled;
}

interface Part {
  text: string;
  jointStart: number;
  start: number;
}

/** Runs of pieces between joints; the end of a sentence ends a run. */
function enumerations(text: string): Part[][] {
  const runs: Part[][] = [[]];
  let start = 0;
  let jointStart = 0;
  for (const [index, piece] of text.split(joint).entries()) {
    if (index % 2 === 1) jointStart = start;
    else runs.at(-1)?.push({ text: piece, jointStart, start });
    if (/[。！？；!?;]|\.(?:\s|$)/.test(piece)) runs.push([]);
    start += piece.length;
  }
  return runs.filter((run) => run.length > 1);
}

/** The name that a piece consists of; the first piece may have words before it, a later one only `等` behind it. */
function readEntry(
  piece: string,
  isFirst: boolean,
  names: Context['tools']['names'],
): { key: string; end: number } | undefined {
  const [hit, ...more] = names(piece);
  if (!hit) return readPlainEntry(piece);
  const before = piece.slice(0, hit.start).trim();
  const after = piece.slice(hit.end).trim();
  if (more.length > 0 || (!isFirst && before !== '')) return undefined;
  const isWhole = /^(?:$|等|[。！？；.!?;])/.test(after) || (!isFirst && verbs.test(after));
  return isWhole && before.length <= 40 ? { key: `#${hit.id}`, end: hit.end } : undefined;
}

/** What the last name of an enumeration does: `英伟达、NVIDIA 将以…`. A possessive (`NVIDIA 的`) is another thing. */
const verbs =
  /^(?:将|已|在|都|均|也|共同|联合|宣布|签署|收购|发布|推出|达成|完成|计划|表示|(?:will|has|have|is|are|said|says|signed|announced|agreed|plans?|released?)\b)/;

function readPlainEntry(piece: string): { key: string; end: number } | undefined {
  const match = /^\s*([A-Z][\w.-]{1,30}?)\.?(?:\s*$|等)/.exec(piece);
  return match?.[1]
    ? { key: match[1].toLowerCase(), end: piece.indexOf(match[1]) + match[1].length }
    : undefined;
}
