import type { Piece } from './piece.ts';

export interface Field {
  width: number;
  height: number;
  /** Pixels that words may cover. */
  area: number;
}

/** Area is what the eye compares, so it grows with the weight: the size with its square root. */
const truestExponent = 0.5;
/** Least font size, in units of the side of one word's share of the field. */
const smallestShare = 0.37;
/** Largest font size, in units of the field's height: a cloud of one word is no poster. */
const largestShare = 0.3;
/** Words smaller than this are not worth drawing. */
const smallestReadablePx = 9;

/** How many words the field can hold at a size that can be read. */
export function mostReadable(field: Field): number {
  return Math.floor(field.area * (smallestShare / smallestReadablePx) ** 2);
}

/**
 * Relative sizes, 1 for the heaviest piece; equal weights give equal sizes. The exponent is lowered
 * where the lightest would else become too small to read once all of them share the field.
 */
export function relativeSizes(pieces: readonly Piece[], field: Field, fill: number): number[] {
  const least = smallestShare * Math.sqrt(field.area / pieces.length);
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
  return pieces.map((piece) => (piece.weight / heaviest) ** exponent);
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
