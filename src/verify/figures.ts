import type { Finding } from '../core/draft.ts';
import { bare } from '../core/text/fold.ts';
import { compareQuantities, type Quantity, type QuantityMatch } from '../core/text/quantities.ts';
import { fatal, warn } from './candidate.ts';
import type { Evidence } from './evidence.ts';

/** One finding for every figure of the text that no cited post holds. */
export function checkFigures(figures: readonly Quantity[], evidence: readonly Evidence[]): Finding[] {
  return figures.flatMap((figure) => {
    const match = bestMatch(figure, evidence);
    if (match === 'same' || match === 'rounded' || standsLiterally(figure, evidence)) return [];
    return [match === 'loose' ? looseFinding(figure) : missingFinding(figure, evidence)];
  });
}

/** The strongest match of a figure over several posts. */
export function bestMatch(figure: Quantity, evidence: readonly Evidence[]): QuantityMatch {
  let best: QuantityMatch = 'none';
  for (const source of evidence.flatMap((entry) => entry.quantities)) {
    const match = compareQuantities(figure, source);
    if (match === 'same') return match;
    if (rank[match] > rank[best]) best = match;
  }
  return best === 'none' && isVersionInParts(figure, evidence) ? 'rounded' : best;
}

const rank: Record<QuantityMatch, number> = { none: 0, loose: 1, rounded: 2, same: 3 };

/** `Claude 4.5 Opus` beside `Claude Opus 4.5`: the number of a version in the post, and its name too. */
function isVersionInParts(figure: Quantity, evidence: readonly Evidence[]): boolean {
  if (figure.kind !== 'version' || !figure.number) return false;
  const name = String(figure.value).slice(0, String(figure.value).indexOf(figure.number));
  return evidence.some(
    (entry) =>
      name !== '' &&
      entry.quantities.some((q) => q.kind === 'version' && q.number === figure.number) &&
      standsAsToken(entry.wide, name),
  );
}

/** True when a token stands in the text between characters that are no letters or digits. */
export function standsAsToken(text: string, token: string): boolean {
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
    if (!isAlphanumeric(text[at - 1]) && !isAlphanumeric(text[at + token.length])) return true;
  }
  return false;
}

function isAlphanumeric(character: string | undefined): boolean {
  return character !== undefined && /[a-z\d\u00df-\u024f]/.test(character);
}

const growsBefore = /[\d.,$€£¥a-z〇零一二两三四五六七八九十百千万亿数几-]/;
const growsAfter = /[\da-z%〇零一二两三四五六七八九十百千万亿倍]/;

/**
 * The very words of the figure stand in a post and do not go on in either direction: a sentence quoted as it is
 * passes even where its neighbours change how the reader of figures sees it.
 */
function standsLiterally(figure: Quantity, evidence: readonly Evidence[]): boolean {
  const words = bare(figure.raw);
  return evidence.some(({ bare: text }) => {
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
      const before = text.slice(Math.max(0, at - 1), at);
      const after = text.slice(at + words.length, at + words.length + 2);
      if (!growsBefore.test(before) && !growsAfter.test(after.slice(0, 1)) && !/^[.,]\d/.test(after))
        return true;
    }
    return false;
  });
}

function looseFinding(figure: Quantity): Finding {
  return warn(
    'figure',
    `“${figure.raw}” stands in the cited posts with another unit, hedge or without a currency`,
  );
}

function missingFinding(figure: Quantity, evidence: readonly Evidence[]): Finding {
  const sources = evidence.flatMap((entry) => entry.quantities);
  if (isSmallWord(figure)) return warn('figure', `no cited post says “${figure.raw}”`);
  const slip = sources.find((source) => isUnitSlip(figure, source));
  if (slip) return fatal('unit', `“${figure.raw}” differs from the post's “${slip.raw}” by a power of ten`);
  if (figure.kind === 'money') {
    const other = sources.find((source) => source.kind === 'money' && source.value === figure.value);
    if (other)
      return fatal('currency', `“${figure.raw}” has another currency than the post's “${other.raw}”`);
  }
  const rule = figure.kind === 'version' ? 'version' : 'figure';
  return fatal(rule, `no cited post holds “${figure.raw}”`);
}

/** `两家`, `three models`: a writer may count what it lists. */
function isSmallWord(figure: Quantity): boolean {
  return figure.words === true && figure.kind === 'count' && Number(figure.value) <= 3;
}

/** Equal but for a power of ten: the commonest slip between 亿 and billion. */
export function isUnitSlip(a: Quantity, b: Quantity): boolean {
  if (a.kind !== b.kind || a.unit !== b.unit || typeof a.value !== 'number' || typeof b.value !== 'number')
    return false;
  if (a.value <= 0 || b.value <= 0 || a.value === b.value) return false;
  const power = Math.log10(a.value / b.value);
  return Math.abs(power - Math.round(power)) < 1e-9;
}
