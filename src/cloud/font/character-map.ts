/**
 * Looks up glyphs by code point in a `cmap` table: format 12 where the font has it, else format 4
 * (https://learn.microsoft.com/typography/opentype/spec/cmap). The result is 0 for a missing glyph.
 */
export function readCharacterMap(cmap: DataView): (codePoint: number) => number {
  const offsets = subtableOffsets(cmap);
  const full = offsets.find((offset) => cmap.getUint16(offset) === 12);
  if (full !== undefined) return (codePoint) => findInGroups(cmap, full, codePoint);
  const basic = offsets.find((offset) => cmap.getUint16(offset) === 4);
  if (basic !== undefined) return (codePoint) => findInSegments(cmap, basic, codePoint);
  throw new Error('the font has no Unicode character map of format 4 or 12');
}

/** Subtables for Unicode (platform 0) and Windows (platform 3). */
function subtableOffsets(cmap: DataView): number[] {
  const offsets: number[] = [];
  const end = 4 + 8 * cmap.getUint16(2);
  for (let record = 4; record < end; record += 8) {
    const platform = cmap.getUint16(record);
    if (platform === 0 || platform === 3) offsets.push(cmap.getUint32(record + 4));
  }
  return offsets;
}

function findInGroups(cmap: DataView, subtable: number, codePoint: number): number {
  const count = cmap.getUint32(subtable + 12);
  const groupAt = (index: number): number => subtable + 16 + 12 * index;
  const found = firstIndex(count, (index) => cmap.getUint32(groupAt(index) + 4) >= codePoint);
  if (found === count) return 0;
  const start = cmap.getUint32(groupAt(found));
  return codePoint < start ? 0 : cmap.getUint32(groupAt(found) + 8) + codePoint - start;
}

function findInSegments(cmap: DataView, subtable: number, codePoint: number): number {
  const doubleCount = cmap.getUint16(subtable + 6);
  const ends = subtable + 14;
  const starts = ends + doubleCount + 2;
  const found = 2 * firstIndex(doubleCount / 2, (i) => cmap.getUint16(ends + 2 * i) >= codePoint);
  if (codePoint > 0xffff || found === doubleCount || cmap.getUint16(starts + found) > codePoint) return 0;
  const delta = cmap.getUint16(starts + doubleCount + found);
  const rangeAt = starts + 2 * doubleCount + found;
  const range = cmap.getUint16(rangeAt);
  if (range === 0) return (codePoint + delta) & 0xffff;
  const glyph = cmap.getUint16(rangeAt + range + 2 * (codePoint - cmap.getUint16(starts + found)));
  return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
}

/** The first of `count` indices for which a monotonic test holds, or `count`. */
function firstIndex(count: number, test: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
