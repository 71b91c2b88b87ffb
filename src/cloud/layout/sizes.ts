import { type Piece, paddedAreaAt } from './piece.ts';

export interface Field {
  width: number;
  height: number;
  /** Pixels that words may cover. */
  area: number;
}

/** Area is what the eye compares, so it grows with the weight: the size with its square root. */
const truestExponent = 0.5;
/** Least font size: so many pixels, and so much of the side of one word's share of the field. */
const smallest = { px: 3.5, share: 0.28 };
/** Where words are few they need not all be large: more than this of the field's height is not asked for. */
const smallestNeeded = 0.045;
/** Largest font size, in units of the field's height: a cloud of one word is no poster. */
const largestShare = 0.3;
/** Words smaller than this are not worth drawing. */
export const smallestReadablePx = 9;
/** Lighter words than this, against the heaviest, count as this heavy. */
const lightest = 1e-6;

/** How many of the pieces, heaviest first, the field can hold at a size that can be read. */
export function mostReadable(pieces: readonly Piece[], field: Field): number {
  let area = 0;
  const first = pieces.findIndex((piece) => {
    area += paddedAreaAt(piece, smallestReadablePx, { all: 0, beside: 0 });
    return area > 0.85 * field.area;
  });
  return first < 0 ? pieces.length : first;
}

/**
 * Relative sizes, 1 for the heaviest piece; equal weights give equal sizes. The exponent is lowered
 * where the lightest would else become too small to read once all of them share the field.
 */
export function relativeSizes(pieces: readonly Piece[], field: Field, fill: number): number[] {
  const fairShare = smallest.px + smallest.share * Math.sqrt(field.area / pieces.length);
  const least = Math.max(smallestReadablePx, Math.min(fairShare, smallestNeeded * field.height));
  let exponent = truestExponent;
  let sizes = powers(pieces, exponent);
  while (exponent > 0.02 && smallestPx(pieces, sizes, field, fill) < least) {
    exponent -= 0.02;
    sizes = powers(pieces, exponent);
  }
  return sizes;
}

function powers(pieces: readonly Piece[], exponent: number): number[] {
  const heaviest = pieces.reduce((most, piece) => Math.max(most, piece.weight), 0);
  return pieces.map((piece) => Math.max(lightest, piece.weight / heaviest) ** exponent);
}

function smallestPx(pieces: readonly Piece[], sizes: readonly number[], field: Field, fill: number): number {
  const ranked = pieces.map((piece, i) => ({ piece, size: sizes[i] ?? 1 }));
  return scaleFor(ranked, field, fill) * sizes.reduce((least, size) => Math.min(least, size), 1);
}

/** The font size of the heaviest piece at which all of them cover the given share of the field. */
export function scaleFor(
  ranked: readonly { piece: Piece; size: number }[],
  field: Field,
  fill: number,
): number {
  let area = 0;
  for (const { piece, size } of ranked) area += piece.widthEm * piece.heightEm * size * size;
  return Math.min(Math.sqrt((fill * field.area) / area), largestShare * field.height);
}
