import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCharacterMap } from '../../src/cloud/font/character-map.ts';

/** A table with one subtable for Windows, of 16-bit numbers. */
function table(subtable: number[]): DataView {
  const view = new DataView(new ArrayBuffer(12 + 2 * subtable.length));
  for (const [i, value] of [0, 1, 3, 10, 0, 12, ...subtable].entries()) view.setUint16(2 * i, value & 0xffff);
  return view;
}

test('format 12 finds glyphs in groups, beyond the basic plane too', () => {
  const groups = [
    [0, 0x41, 0, 0x43, 0, 10],
    [0x2, 0x0bb7, 0x2, 0x0bb8, 0, 20],
  ];
  const glyphOf = readCharacterMap(table([12, 0, 0, 0, 0, 0, 0, 2, ...groups.flat()]));
  assert.deepEqual([0x40, 0x41, 0x43, 0x44].map(glyphOf), [0, 10, 12, 0]);
  assert.deepEqual([0x20bb6, 0x20bb7, 0x20bb8, 0x20bb9].map(glyphOf), [0, 20, 21, 0]);
});

test('format 4 finds glyphs by an offset or by a list, and none outside its segments', () => {
  const ends = [0x43, 0x62, 0xffff];
  const starts = [0x41, 0x61, 0xffff];
  const deltas = [10 - 0x41, 0, 1];
  const ranges = [0, 4, 0];
  const glyphs = [7, 0];
  const glyphOf = readCharacterMap(
    table([4, 0, 0, 6, 0, 0, 0, ...ends, 0, ...starts, ...deltas, ...ranges, ...glyphs]),
  );
  assert.deepEqual([0x40, 0x41, 0x43, 0x44].map(glyphOf), [0, 10, 12, 0]);
  assert.deepEqual([0x60, 0x61, 0x62, 0x63, 0x10041].map(glyphOf), [0, 7, 0, 0, 0]);
});

test('a font without a Unicode map is refused', () => {
  assert.throws(() => readCharacterMap(table([6, 0, 0])), /no Unicode character map/);
});
