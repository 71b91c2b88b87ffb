import { findGlyph } from './fonts.ts';

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|\p{Variation_Selector}|\u20e3/gu;
const pictograph = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/gu;

/**
 * The text as it can be drawn: composed, on one line, without control characters, and without emoji that
 * no font has. Other characters stay, with or without a glyph.
 */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\t\n\r]/g, ' ')
    .replace(invisible, '')
    .replace(pictograph, (character) => (findGlyph(character.codePointAt(0) ?? 0) ? character : ''))
    .replace(/\s+/g, ' ')
    .trim();
}
