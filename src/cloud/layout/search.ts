import type { PlacedWord } from './axis.ts';
import type { Box } from './free-space.ts';
import { type Ground, type PlacedBox, pack } from './pack.ts';
import { type Air, type Piece, paddedAreaAt, type SizedPiece, sizePiece } from './piece.ts';
import { type Field, scaleFor } from './sizes.ts';
import { type SqueezeLine, squeezeApart } from './squeeze.ts';

export interface RankedPiece {
  piece: Piece;
  /** Relative size, 1 for the heaviest. */
  size: number;
}

/** Pieces at a size, and where they found a place; one entry a piece, in the order given. */
export interface Packing {
  sized: SizedPiece[];
  placed: (PlacedBox | undefined)[];
}

/** Share of the field that ink boxes cover where all goes well; many words need more of it for their gaps. */
const bestFill = { few: 0.77, many: 0.725, fewWords: 200, manyWords: 500 };
/** Steps down from there where it does not, and how narrow the spaces between words may be at each. */
const fillSteps = [
  { down: 0, beside: 0.95 },
  { down: 0.01, beside: 0.95 },
  { down: 0.01, beside: 0.7 },
  { down: 0.03, beside: 0.95 },
  { down: 0.06, beside: 0.95 },
  { down: 0.1, beside: 0.95 },
  { down: 0.15, beside: 0.95 },
  { down: 0.22, beside: 0.95 },
  { down: 0.32, beside: 0.95 },
  { down: 0.42, beside: 0.7 },
];
/** The share with half of the gaps around every box; the denser, the wider the gaps at a given fill. */
const densities = [0.93, 0.915, 0.9, 0.88, 0.86];
/** Factors on the gaps: below the least, words run into each other; above the most, they lose touch. */
const leastAir = 0.6;
const mostAir = 1.4;
const airStep = 0.05;

/**
 * How far words may stand outside their zones in the first packing, and after each squeeze that follows;
 * in units of a third of the side of one word's share of the field.
 */
const firstStray = 1;
const squeezes: readonly (SqueezeLine & { mostStray: number })[] = [
  { direction: 'upAndDown', at: 0.5, mostStray: 1 },
  { direction: 'sideways', at: 0.5, mostStray: 1 },
  { direction: 'upAndDown', at: 0.25, mostStray: 1 },
  { direction: 'sideways', at: 0.25, mostStray: 2 },
  { direction: 'upAndDown', at: 0.75, mostStray: 3 },
  { direction: 'sideways', at: 0.75, mostStray: 5 },
  { direction: 'upAndDown', at: 0.5, mostStray: Number.POSITIVE_INFINITY },
  { direction: 'sideways', at: 0.5, mostStray: Number.POSITIVE_INFINITY },
];
/** Half of the strip around a line, beyond the length of the pieces to be placed. */
const stripReach = 40;
/** With more pieces left over than this the slack cannot hold them. */
const mostMissing = 0.35;

export function fillFor(count: number): number {
  const { few, many, fewWords, manyWords } = bestFill;
  const share = Math.min(1, Math.max(0, (count - fewWords) / (manyWords - fewWords)));
  return few + share * (many - few);
}

/** The largest sizes, and then the widest gaps, that leave every piece a place; else as many as fit. */
export function searchPacking(order: readonly RankedPiece[], field: Field, ground: Ground): Packing {
  const best = fillFor(order.length);
  for (const { down, beside } of fillSteps) {
    const packing = packAtFill(order, field, ground, { fill: best - down, beside });
    if (packing) return packing;
  }
  const sizes = sizesAtFill(order, field, best - (fillSteps.at(-1)?.down ?? 0));
  const sized = order.map(({ piece }, i) => sizePiece(piece, sizes[i] as number, { all: 0, beside: 0 }));
  return { sized, placed: pack(sized, ground, { mostStray: Number.POSITIVE_INFINITY }) };
}

/** Undefined when not even the narrowest gaps leave every piece a place. */
function packAtFill(
  order: readonly RankedPiece[],
  field: Field,
  ground: Ground,
  { fill, beside }: { fill: number; beside: number },
): Packing | undefined {
  const sizes = sizesAtFill(order, field, fill);
  let last = -1;
  for (const density of densities) {
    const air = airFor(order, sizes, density * field.area, beside);
    if (air.all < leastAir || air.all === last) continue;
    const sized = order.map(({ piece }, i) => sizePiece(piece, sizes[i] as number, air));
    const placed = packAll(sized, ground, Math.sqrt(field.area / order.length));
    if (placed) return { sized, placed };
    last = air.all;
  }
  return undefined;
}

/** No word is wider than the field, whatever its weight. */
function sizesAtFill(order: readonly RankedPiece[], field: Field, fill: number): number[] {
  const scale = scaleFor(order, field, fill);
  return order.map(({ piece, size }) => Math.min(scale * size, (field.width - 2) / piece.widthEm));
}

/** The widest gaps with which all pieces take no more than the area; less than the least if none do. */
function airFor(order: readonly RankedPiece[], sizes: readonly number[], area: number, beside: number): Air {
  const air = { all: mostAir, beside };
  while (air.all >= leastAir && paddedArea(order, sizes, air) > area) air.all -= airStep;
  return air;
}

function paddedArea(order: readonly RankedPiece[], sizes: readonly number[], air: Air): number {
  let area = 0;
  for (let i = 0; i < sizes.length; i += 1) {
    area += paddedAreaAt((order[i] as RankedPiece).piece, sizes[i] as number, air);
  }
  return area;
}

/** Pieces that found no place get theirs from the slack between the others, pushed together. */
function packAll(sized: readonly SizedPiece[], ground: Ground, shareSide: number): PlacedBox[] | undefined {
  const strayUnit = shareSide / 3;
  let placed = pack(sized, ground, { mostStray: firstStray * strayUnit });
  for (const { mostStray, ...line } of squeezes) {
    const missing = placed.filter((box) => !box).length;
    if (missing === 0 || missing > mostMissing * sized.length) break;
    squeezeApart(pairUp({ sized, placed }), ground, line);
    const window = alongLine(line, ground.field, sized, placed);
    placed = pack(sized, ground, { mostStray: mostStray * strayUnit, placed, window });
  }
  const found = placed.filter((box) => box !== undefined);
  return found.length === placed.length ? found : undefined;
}

/** The slack comes together at the line, and only the strip around it is worth a look. */
function alongLine(
  { direction, at }: SqueezeLine,
  field: Box,
  sized: readonly SizedPiece[],
  placed: readonly (PlacedBox | undefined)[],
): Box {
  const missing = sized.filter((_, i) => !placed[i]);
  const reach =
    stripReach +
    missing.reduce((most, { width, height }) => Math.max(most, direction === 'sideways' ? width : height), 0);
  if (direction === 'sideways') {
    const x = field.left + at * (field.right - field.left);
    return { ...field, left: Math.floor(x - reach), right: Math.ceil(x + reach) };
  }
  const y = field.top + at * (field.bottom - field.top);
  return { ...field, top: Math.floor(y - reach), bottom: Math.ceil(y + reach) };
}

/** The pieces that have a place, with it. */
export function pairUp({
  sized,
  placed,
}: Readonly<Pick<Packing, 'placed'> & { sized: readonly SizedPiece[] }>): PlacedWord[] {
  return sized.flatMap((piece, i) => {
    const box = placed[i];
    return box ? [{ piece, box }] : [];
  });
}
