import { bare } from '../core/text/fold.ts';
import { latinNames, type NameFinder } from '../core/text/names.ts';
import { compareQuantities, findQuantities, type Quantity } from '../core/text/quantities.ts';
import { splitSentences } from '../core/text/sentences.ts';
import { isUnitSlip } from './figures.ts';

/** Two texts that give one thing two figures. */
export interface Contradiction {
  /** Places of the two texts in what was handed in. */
  a: number;
  b: number;
  figureA: Quantity;
  figureB: Quantity;
  /** `unit`: equal but for a power of ten; `figure`: two different figures. */
  kind: 'unit' | 'figure';
}

export interface Statement {
  text: string;
  /** Statements of one story need share less to be about one thing. */
  storyId?: string;
}

interface Figure {
  quantity: Quantity;
  /** What the figure measures: the deal, the valuation, the revenue …; the words before it otherwise. */
  role: string;
  text: number;
  names: ReadonlySet<string>;
}

/**
 * Figures that cannot both hold: of one kind and currency, about the same thing, unequal after rounding, and
 * neither value also in the other text. Pairs in order of the texts; a text is never held against itself.
 */
export function findContradictions(
  statements: readonly Statement[],
  tools: { names: NameFinder; today: string },
): Contradiction[] {
  const figures = statements.map((statement, index) => figuresOf(statement.text, index, tools));
  const found: Contradiction[] = [];
  for (const [a, own] of figures.entries()) {
    for (let b = a + 1; b < figures.length; b++) {
      const isSameStory =
        statements[a]?.storyId !== undefined && statements[a]?.storyId === statements[b]?.storyId;
      const pair = firstClash(own, figures[b] ?? [], isSameStory);
      if (pair) found.push({ a, b, ...pair });
    }
  }
  return found;
}

/** `findContradictions` for texts that belong to no story, such as the paragraphs of a finished report. */
export function contradictions(
  texts: readonly string[],
  tools: { names: NameFinder; today: string },
): Contradiction[] {
  return findContradictions(
    texts.map((text) => ({ text })),
    tools,
  );
}

const compared = new Set<Quantity['kind']>(['money', 'percent', 'count', 'times']);

function figuresOf(
  text: string,
  index: number,
  { names, today }: { names: NameFinder; today: string },
): Figure[] {
  return splitSentences(text).flatMap((sentence) => {
    const quantities = findQuantities(sentence.text, { today }).filter((quantity) =>
      compared.has(quantity.kind),
    );
    if (quantities.length === 0) return [];
    const own = namesOf(sentence.text, names);
    return quantities.map((quantity) => ({
      quantity,
      role: roleOf(sentence.text, quantity),
      text: index,
      names: own,
    }));
  });
}

function namesOf(text: string, names: NameFinder): Set<string> {
  const hits = names(text);
  const rest = latinNames(text).filter(
    (name) => !hits.some((hit) => hit.start < name.end && name.start < hit.end),
  );
  return new Set([...hits.map((hit) => `#${hit.id}`), ...rest.map((name) => name.key)]);
}

const roles: [role: string, words: RegExp][] = [
  ['valuation', /估值|市值|valu(?:ed|ation)|market cap|worth/],
  ['revenue', /营收|收入|年化|revenue|sales|arr\b|run rate|earnings|profit|利润/],
  ['funding', /融资|募资|筹集|rais(?:e|es|ed|ing)|funding|series [a-e]\b|round/],
  ['deal', /交易|收购|并购|授权|协议|买下|deal|acqui|licen[cs]|buy|purchase|takeover|cheque|cash/],
  ['spending', /资本开支|支出|预算|投入|capex|spend|budget|invest|投资/],
  ['price', /定价|价格|售价|股价|每月|price|pricing|per month|share/],
];

/** The nearest word of measure before the figure, then behind it; for other figures the words before it. */
function roleOf(sentence: string, quantity: Quantity): string {
  const before = bare(sentence.slice(Math.max(0, quantity.start - 40), quantity.start));
  const after = bare(sentence.slice(quantity.end, quantity.end + 24));
  if (quantity.kind === 'money') return nearestRole(before, after);
  const words =
    before
      .split(/[，。,.;；:：、()（）]/)
      .at(-1)
      ?.trim() ?? '';
  const lead = /[\u4e00-\u9fff]/.test(words) ? words.slice(-6) : words.split(' ').slice(-3).join(' ');
  return lead.length >= 3 ? `${quantity.unit ?? ''} ${lead}` : '';
}

function nearestRole(before: string, after: string): string {
  let best = { role: '', distance: Number.POSITIVE_INFINITY };
  for (const [role, words] of roles) {
    for (const match of before.matchAll(new RegExp(words, 'g'))) {
      const distance = before.length - match.index - match[0].length + 4;
      if (distance < best.distance) best = { role, distance };
    }
    const behind = words.exec(after);
    if (behind && behind.index < best.distance) best = { role, distance: behind.index };
  }
  return best.role;
}

type Clash = Pick<Contradiction, 'figureA' | 'figureB' | 'kind'>;

function firstClash(a: readonly Figure[], b: readonly Figure[], isSameStory: boolean): Clash | undefined {
  for (const one of a) {
    for (const other of b) {
      const kind = clashKind(one, other, isSameStory);
      if (kind && !isShared(one, b) && !isShared(other, a)) {
        return { figureA: one.quantity, figureB: other.quantity, kind };
      }
    }
  }
  return undefined;
}

function clashKind(a: Figure, b: Figure, isSameStory: boolean): Contradiction['kind'] | undefined {
  if (a.quantity.kind !== b.quantity.kind || a.quantity.unit !== b.quantity.unit) return undefined;
  if (agrees(a.quantity, b.quantity) || a.quantity.high !== undefined || b.quantity.high !== undefined)
    return undefined;
  const shared = [...a.names].filter((name) => b.names.has(name)).length;
  if (shared < (isSameStory ? 1 : 2)) return undefined;
  const isSameRole = a.role !== '' && a.role === b.role;
  if (
    isUnitSlip(a.quantity, b.quantity) &&
    a.quantity.kind === 'money' &&
    (isSameRole || a.role === '' || b.role === '')
  ) {
    return 'unit';
  }
  if (!isSameRole) return undefined;
  return isUnitSlip(a.quantity, b.quantity) ? 'unit' : 'figure';
}

function agrees(a: Quantity, b: Quantity): boolean {
  return compareQuantities(a, b) !== 'none' || compareQuantities(b, a) !== 'none';
}

function isShared(figure: Figure, others: readonly Figure[]): boolean {
  return others.some((other) => agrees(figure.quantity, other.quantity));
}
