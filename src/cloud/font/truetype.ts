import { readFileSync } from 'node:fs';
import { readCharacterMap } from './character-map.ts';
import { type Outline, readOutline } from './outline.ts';

/** Ink bounds in design units, y upwards. */
export interface Bounds {
  xMin: number;
  yMin: number;
  xMax: number;
  yMax: number;
}

/** A font whose glyphs are read one at a time, when they are asked for. */
export interface TrueType {
  /** Design units to the em. */
  unitsPerEm: number;
  /** 0 when the font has no glyph for the code point. */
  glyphOf(codePoint: number): number;
  /** Advance width in design units. */
  advanceOf(glyph: number): number;
  /** Undefined for a blank glyph. */
  boundsOf(glyph: number): Bounds | undefined;
  outlineOf(glyph: number): Outline;
}

/**
 * Reads a TrueType file by the tables of the OpenType specification
 * (https://learn.microsoft.com/typography/opentype/spec/otff). Throws when the file is missing or is
 * no TrueType font; the message names the file.
 */
export function openTrueType(path: string): TrueType {
  const bytes = readFileSync(path);
  const tables = readTables(bytes, path);
  const head = tables('head');
  const glyphView = readGlyphViews(tables, head.getInt16(50) === 1);
  return {
    unitsPerEm: head.getUint16(18),
    glyphOf: readCharacterMap(tables('cmap')),
    advanceOf: readAdvances(tables('hmtx'), tables('hhea').getUint16(34)),
    boundsOf: (glyph) => readBounds(glyphView(glyph)),
    outlineOf: (glyph) => readOutline(glyph, glyphView),
  };
}

function readTables(bytes: Buffer, path: string): (tag: string) => DataView {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offsets = new Map<string, number>();
  const count = view.byteLength < 12 ? 0 : view.getUint16(4);
  for (let record = 12; record < 12 + 16 * count; record += 16) {
    offsets.set(bytes.toString('latin1', record, record + 4), record);
  }
  return (tag) => {
    const record = offsets.get(tag);
    if (record === undefined) throw new Error(`${path} is no TrueType font: its ${tag} table is missing`);
    return subView(view, view.getUint32(record + 8), view.getUint32(record + 12));
  };
}

export function subView(view: DataView, offset: number, length: number): DataView {
  return new DataView(view.buffer, view.byteOffset + offset, length);
}

function readGlyphViews(
  tables: (tag: string) => DataView,
  isLong: boolean,
): (glyph: number) => DataView | undefined {
  const loca = tables('loca');
  const glyf = tables('glyf');
  const at = (index: number): number => (isLong ? loca.getUint32(4 * index) : 2 * loca.getUint16(2 * index));
  return (glyph) => {
    const start = at(glyph);
    const end = at(glyph + 1);
    return end > start ? subView(glyf, start, end - start) : undefined;
  };
}

/** Glyphs past the last full record share its advance (hmtx). */
function readAdvances(hmtx: DataView, fullRecords: number): (glyph: number) => number {
  return (glyph) => hmtx.getUint16(4 * Math.min(glyph, fullRecords - 1));
}

function readBounds(view: DataView | undefined): Bounds | undefined {
  if (!view) return undefined;
  const [xMin, yMin, xMax, yMax] = [view.getInt16(2), view.getInt16(4), view.getInt16(6), view.getInt16(8)];
  return { xMin, yMin, xMax, yMax };
}
