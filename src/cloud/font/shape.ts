import { findGlyph, type Glyph } from './fonts.ts';

/** A line of text laid out at size 1: all measures are in ems, y downwards from the baseline. */
export interface Shape {
  glyphs: { glyph: Glyph; x: number }[];
  advance: number;
  /** Ink bounds. */
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** What cannot be drawn is told apart from what can. */
export type Shaped = { shape: Shape } | { missing: string };

/** Lays characters side by side by their advances; names the first character that no font has. */
export function shapeText(text: string): Shaped {
  const shape: Shape = {
    glyphs: [],
    advance: 0,
    left: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    top: Number.POSITIVE_INFINITY,
    bottom: Number.NEGATIVE_INFINITY,
  };
  for (const character of text) {
    const glyph = findGlyph(character.codePointAt(0) ?? 0);
    if (!glyph) return { missing: character };
    appendGlyph(shape, glyph);
  }
  return { shape };
}

function appendGlyph(shape: Shape, glyph: Glyph): void {
  const { font, id } = glyph;
  const bounds = font.boundsOf(id);
  if (bounds) {
    shape.glyphs.push({ glyph, x: shape.advance });
    shape.left = Math.min(shape.left, shape.advance + bounds.xMin / font.unitsPerEm);
    shape.right = Math.max(shape.right, shape.advance + bounds.xMax / font.unitsPerEm);
    shape.top = Math.min(shape.top, -bounds.yMax / font.unitsPerEm);
    shape.bottom = Math.max(shape.bottom, -bounds.yMin / font.unitsPerEm);
  }
  shape.advance += font.advanceOf(id) / font.unitsPerEm;
}
