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
const smallestShare = 0.36;
/** Largest font size, in units of the field's height: a cloud of one word is no poster. */
const largestShare = 0.3;

/**
 * Relative sizes, 1 for the heaviest piece; equal weights give equal sizes. The exponent is lowered
 * where the lightest would else become too small to read once all of them share the field.
 */
export function relativeSizes(pieces: readonly Piece[], field: Field, fill: number): number[] {
  const least = smallestShare * Math.sqrt(field.area / pieces.length);
  let exponent = truestExponent;
  let sizes = powers(pieces, exponent);
  while (exponent > 0.02 && scaleFor(pieces, sizes, field, fill) * Math.min(...sizes) < least) {
    exponent -= 0.02;
    sizes = powers(pieces, exponent);
  }
  return sizes;
}

function powers(pieces: readonly Piece[], exponent: number): number[] {
  const heaviest = pieces.reduce((most, piece) => Math.max(most, piece.weight), 0);
  return pieces.map((piece) => (piece.weight / heaviest) ** exponent);
}

/** The font size of the heaviest piece at which all of them cover the given share of the field. */
export function scaleFor(
  pieces: readonly Piece[],
  sizes: readonly number[],
  field: Field,
  fill: number,
): number {
  let area = 0;
  for (const [i, piece] of pieces.entries()) area += piece.widthEm * piece.heightEm * (sizes[i] ?? 0) ** 2;
  return Math.min(Math.sqrt((fill * field.area) / area), largestShare * field.height);
}
