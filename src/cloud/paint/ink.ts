import { type Canvas, mix, packColour, type Rgb } from './canvas.ts';
import type { Coverage } from './coverage.ts';

/**
 * Few steps from ground to colour keep a picture within one PNG palette; more are not seen at text sizes.
 */
const steps = 6;

/** Pixels from no coverage to full. */
export type Ink = Uint32Array;

export function mixInk(ground: Rgb, colour: Rgb): Ink {
  return Uint32Array.from({ length: steps + 1 }, (_, i) => packColour(mix(ground, colour, i / steps)));
}

/** Paints an area onto the canvas with its top left corner at (x, y), and leaves the area's cells empty. */
export function paintCoverage(canvas: Canvas, area: Coverage, x: number, y: number, ink: Ink): void {
  for (let row = 0; row < area.height; row += 1) {
    paintRow(canvas.pixels, (y + row) * canvas.width + x, area, row * area.stride, ink);
  }
}

/** Where a cell adds nothing, the step stays what it was. */
function paintRow(pixels: Uint32Array, at: number, area: Coverage, start: number, ink: Ink): void {
  const { cells, width } = area;
  let sum = 0;
  let step = 0;
  for (let i = 0; i < width; i += 1) {
    const added = cells[start + i] as number;
    if (added !== 0) {
      sum += added;
      step = (Math.min(1, Math.abs(sum)) * steps + 0.5) | 0;
    }
    if (step > 0) pixels[at + i] = ink[step] as number;
  }
  cells.fill(0, start, start + area.stride);
}
