import { readableText } from '../../core/text/normalise.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A name on one line in at most `maxLength` UTF-16 units: for labels, titles of choices and alt texts, which Discord
 * bounds and shows letter by letter. What stands in messages is split, never cut.
 */
export function cutLabel(text: string, maxLength: number): string {
  const line = readableText(text).replace(/\s+/g, ' ').trim();
  if (line.length <= maxLength) return line;
  let cut = '';
  for (const { segment } of graphemes.segment(line)) {
    if (cut.length + segment.length > maxLength - 1) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}
