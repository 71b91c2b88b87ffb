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

/** The middle dot is drawn in the width of a Latin one: the font has it as wide as a Chinese character. */
const middleDot = { codePoint: 0xb7, shift: -0.3, advance: 0.4 };

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
    const codePoint = character.codePointAt(0) ?? 0;
    const glyph = findGlyph(codePoint);
    if (!glyph) return { missing: character };
    if (codePoint === middleDot.codePoint) appendGlyph(shape, glyph, middleDot.shift, middleDot.advance);
    else appendGlyph(shape, glyph, 0, glyph.font.advanceOf(glyph.id) / glyph.font.unitsPerEm);
  }
  return { shape };
}

function appendGlyph(shape: Shape, glyph: Glyph, shift: number, advance: number): void {
  const { font, id } = glyph;
  const bounds = font.boundsOf(id);
  const x = shape.advance + shift;
  if (bounds) {
    shape.glyphs.push({ glyph, x });
    shape.left = Math.min(shape.left, x + bounds.xMin / font.unitsPerEm);
    shape.right = Math.max(shape.right, x + bounds.xMax / font.unitsPerEm);
    shape.top = Math.min(shape.top, -bounds.yMax / font.unitsPerEm);
    shape.bottom = Math.max(shape.bottom, -bounds.yMin / font.unitsPerEm);
  }
  shape.advance += advance;
}
