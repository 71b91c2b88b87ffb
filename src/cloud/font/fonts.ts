import { fileURLToPath } from 'node:url';
import { openTrueType, type TrueType } from './truetype.ts';

/** Asked in this order for every single character. */
const fontFiles = ['NotoSansSC-Bold.subset.ttf', 'NotoSansKR-Bold.subset.ttf'] as const;

const opened = new Map<string, TrueType>();

/** Each file is opened when a character is first missing from all those before it. */
function fontAt(index: number): TrueType | undefined {
  const file = fontFiles[index];
  if (file === undefined) return undefined;
  const font = opened.get(file) ?? openTrueType(fileURLToPath(new URL(`../fonts/${file}`, import.meta.url)));
  opened.set(file, font);
  return font;
}

/** One drawn character: a glyph of one font. */
export interface Glyph {
  font: TrueType;
  id: number;
}

/** The first font that has the character, undefined when none has. */
export function findGlyph(codePoint: number): Glyph | undefined {
  for (let index = 0; ; index += 1) {
    const font = fontAt(index);
    if (!font) return undefined;
    const id = font.glyphOf(codePoint);
    if (id !== 0) return { font, id };
  }
}
