import type { Shape } from '../font/shape.ts';
import type { Canvas } from './canvas.ts';
import { type Coverage, openCoverage } from './coverage.ts';
import { addOutline, type Transform } from './glyph-edges.ts';
import { type Ink, paintCoverage } from './ink.ts';

export interface TextSpot {
  /** Top left corner of the ink, in pixels. */
  x: number;
  y: number;
  /** Font size in pixels. */
  size: number;
  /** Reads from bottom to top. */
  rotated?: boolean;
}

/** Width and height of the ink in pixels. */
export function inkSize(shape: Shape, size: number, rotated = false): { width: number; height: number } {
  const along = (shape.right - shape.left) * size;
  const across = (shape.bottom - shape.top) * size;
  return rotated ? { width: across, height: along } : { width: along, height: across };
}

/** Fills a line of text so that its ink touches the spot from the right and below. */
export function paintText(canvas: Canvas, shape: Shape, spot: TextSpot, ink: Ink): void {
  const left = Math.floor(spot.x);
  const top = Math.floor(spot.y);
  const { width, height } = inkSize(shape, spot.size, spot.rotated);
  const right = Math.min(canvas.width, Math.ceil(spot.x + width));
  const bottom = Math.min(canvas.height, Math.ceil(spot.y + height));
  if (right <= left || bottom <= top || left < 0 || top < 0) return;
  const area = openCoverage(right - left, bottom - top);
  addGlyphs(area, shape, { ...spot, x: spot.x - left, y: spot.y - top });
  paintCoverage(canvas, area, left, top, ink);
}

function addGlyphs(area: Coverage, shape: Shape, spot: TextSpot): void {
  for (const { glyph, x } of shape.glyphs) {
    const unit = spot.size / glyph.font.unitsPerEm;
    addOutline(area, glyph.font.outlineOf(glyph.id), glyphTransform(shape, spot, x, unit));
  }
}

function glyphTransform(shape: Shape, spot: TextSpot, x: number, unit: number): Transform {
  const along = (x - shape.left) * spot.size;
  const baseline = -shape.top * spot.size;
  if (!spot.rotated) {
    return { originX: spot.x + along, originY: spot.y + baseline, xx: unit, xy: 0, yx: 0, yy: -unit };
  }
  const length = (shape.right - shape.left) * spot.size;
  return {
    originX: spot.x + baseline,
    originY: spot.y + length - along,
    xx: 0,
    xy: -unit,
    yx: -unit,
    yy: 0,
  };
}
