import { cleanText } from './font/clean.ts';
import { type Shape, shapeText } from './font/shape.ts';
import type { Canvas } from './paint/canvas.ts';
import type { Ink } from './paint/ink.ts';
import { paintText } from './paint/text.ts';

/** A line of plain text; characters that no font has are left out. Undefined when nothing is left. */
export function shapeLabel(text: string | undefined): Shape | undefined {
  const characters = [...cleanText(text ?? '')].filter((character) => 'shape' in shapeText(character));
  const shaped = shapeText(characters.join(''));
  return 'shape' in shaped && shaped.shape.glyphs.length > 0 ? shaped.shape : undefined;
}

/** Ink width at font size 1. */
export function labelWidth(shape: Shape): number {
  return shape.right - shape.left;
}

/** Where a label is too long it shrinks to this share of its size, and is cut short beyond. */
const smallestShrink = 0.6;

/** The label at the wanted size, or smaller, or cut short with an ellipsis: never wider than the room. */
export function fitLabel(
  text: string | undefined,
  wanted: number,
  room: number,
): { shape: Shape; size: number } | undefined {
  const shape = shapeLabel(text);
  if (!shape) return undefined;
  const size = Math.max(wanted * smallestShrink, Math.min(wanted, room / labelWidth(shape)));
  if (labelWidth(shape) * size <= room * 1.001) return { shape, size };
  return { shape: cutShort([...(text ?? '')], room / size) ?? shape, size };
}

/** The longest beginning that fits with an ellipsis. */
function cutShort(characters: readonly string[], widthEm: number): Shape | undefined {
  let kept = Math.min(characters.length, Math.ceil(widthEm * 4));
  let shape = shapeLabel(`${characters.slice(0, kept).join('')}…`);
  while (shape && kept > 0 && labelWidth(shape) > widthEm) {
    kept -= 1;
    shape = shapeLabel(`${characters.slice(0, kept).join('').trimEnd()}…`);
  }
  return shape;
}

/** Paints a label with its ink starting at `x`. */
export function paintLabel(
  canvas: Canvas,
  shape: Shape,
  at: { x: number; baseline: number; size: number },
  ink: Ink,
): void {
  paintText(canvas, shape, { x: at.x, y: at.baseline + shape.top * at.size, size: at.size }, ink);
}
