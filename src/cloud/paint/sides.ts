import { UserError } from '../../core/errors.ts';

export const smallestSidePx = 64;
export const largestSidePx = 4096;

/** Throws a `UserError` when a side of the picture is no whole number within bounds. */
export function checkSides({ width, height }: { width: number; height: number }): void {
  checkSide('width', width);
  checkSide('height', height);
}

function checkSide(name: string, value: number): void {
  if (Number.isInteger(value) && value >= smallestSidePx && value <= largestSidePx) return;
  throw new UserError(
    `The picture's ${name} must be a whole number from ${smallestSidePx} to ${largestSidePx}, not ${value}.`,
  );
}
