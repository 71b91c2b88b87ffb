import { isChinese } from '../core/language.ts';
import { bigrams, jaccard, repeatLikeness } from '../core/text/likeness.ts';
import { findQuantities } from '../core/text/quantities.ts';
import { type Candidate, type Context, citedAuthors, mended } from './candidate.ts';
import { type Contradiction, findContradictions } from './contradictions.ts';
import { bestMatch } from './figures.ts';

/** Drops claims that say again what another says: the better cited one stays, of equals the first. */
export function dropRepeats(candidates: readonly Candidate[], context: Context): Candidate[] {
  const kept: Compared[] = [];
  for (const candidate of candidates) {
    const entry = compared(candidate, context);
    const rival = kept.find((other) => isRepeat(entry, other));
    if (!rival) kept.push(entry);
    else if (isBetterCited(candidate, rival.candidate)) {
      markRepeat(rival.candidate);
      kept[kept.indexOf(rival)] = entry;
    } else markRepeat(candidate);
  }
  const survivors = new Set(kept.map((entry) => entry.candidate));
  return candidates.filter((candidate) => survivors.has(candidate));
}

/** Drops what one of the others already says. */
export function dropSaid(
  candidates: readonly Candidate[],
  others: readonly Candidate[],
  context: Context,
): Candidate[] {
  const said = others.map((other) => compared(other, context));
  return candidates.filter((candidate) => {
    const entry = compared(candidate, context);
    const isSaid = said.some((other) => jaccard(entry.pairs, other.pairs) >= repeatLikeness.anywhere);
    if (isSaid) markRepeat(candidate);
    return !isSaid;
  });
}

interface Compared {
  candidate: Candidate;
  pairs: ReadonlySet<string>;
  facts: ReadonlySet<string>;
}

function compared(candidate: Candidate, context: Context): Compared {
  return { candidate, pairs: bigrams(candidate.text), facts: pivots(candidate, context) };
}

function isRepeat(a: Compared, b: Compared): boolean {
  if (a.candidate.text === b.candidate.text) return true;
  if (a.candidate.isLead || b.candidate.isLead) {
    return a.candidate.isLead && b.candidate.isLead && a.candidate.storyId === b.candidate.storyId;
  }
  const likeness = jaccard(a.pairs, b.pairs);
  const isSameStory = a.candidate.storyId === b.candidate.storyId;
  if (likeness >= repeatLikeness.anywhere || (isSameStory && likeness >= repeatLikeness.sameStory))
    return true;
  return isSameStory && a.facts.size >= 3 && a.facts.size === b.facts.size && jaccard(a.facts, b.facts) === 1;
}

/** Names and figures: what is left of a claim in another language. */
function pivots({ text }: Candidate, { tools }: Context): Set<string> {
  const names = tools.names(text).map((hit) => hit.id);
  const figures = findQuantities(text, { today: tools.today }).map((quantity) => quantity.key);
  return new Set(figures.length > 0 ? [...names, ...figures] : []);
}

function isBetterCited(a: Candidate, b: Candidate): boolean {
  return citedAuthors(a).length > citedAuthors(b).length;
}

function markRepeat(candidate: Candidate): void {
  candidate.findings.push(mended('repeat', 'another claim says the same'));
}

/**
 * Settles two figures for one thing. A power of ten apart: the figure that more authors of the story give wins.
 * Otherwise, or when both stand as often, one claim shows both with who said which.
 */
export function settleContradictions(candidates: readonly Candidate[], context: Context): Candidate[] {
  const gone = new Set<Candidate>();
  const clashes = findContradictions(candidates, context.tools);
  for (const clash of clashes) {
    const a = candidates[clash.a];
    const b = candidates[clash.b];
    if (!a || !b || gone.has(a) || gone.has(b)) continue;
    gone.add(settle(a, b, clash, context));
  }
  return candidates.filter((candidate) => !gone.has(candidate));
}

/** Returns the claim that goes. */
function settle(a: Candidate, b: Candidate, clash: Contradiction, context: Context): Candidate {
  const votesA = backers(a, clash.figureA, context);
  const votesB = backers(b, clash.figureB, context);
  const loser = votesA < votesB ? a : b;
  if (clash.kind === 'unit' && votesA !== votesB) {
    loser.findings.push(mended('contradiction', 'the posts give another figure for this'));
    return loser;
  }
  showBoth(a, b, context);
  b.findings.push(mended('contradiction', 'shown beside the other figure'));
  return b;
}

/** Authors of the pack that give the figure in a story of the claim's. */
function backers(candidate: Candidate, figure: Contradiction['figureA'], { book }: Context): number {
  const posts = book.ofStory(candidate.storyId).filter((entry) => bestMatch(figure, [entry]) === 'same');
  return new Set(posts.map((entry) => entry.author)).size;
}

/** `来源不一：@a：…；@b：…`: one claim for both, each with who said it. */
function showBoth(a: Candidate, b: Candidate, { tools }: Context): void {
  const isZh = isChinese(tools.language);
  const [first, second] = [said(a, isZh), said(b, isZh)];
  a.text = isZh ? `来源不一：${first}；${second}` : `Sources differ: ${first}; ${second}`;
  a.stance = 'claim';
  const known = new Set(a.cites.map((cite) => cite.evidence));
  a.cites = [...a.cites, ...b.cites.filter((cite) => !known.has(cite.evidence))].slice(0, 5);
  a.findings.push(mended('contradiction', 'two sourced figures are shown side by side'));
}

function said(candidate: Candidate, isZh: boolean): string {
  const who = citedAuthors(candidate)
    .slice(0, 2)
    .map((author) => `@${author}`)
    .join(isZh ? '、' : ', ');
  return `${who}${isZh ? '：' : ': '}${candidate.text.replace(/[。.;；]+$/, '')}`;
}
