import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { cleanText } from '../../src/cloud/font/clean.ts';
import { findGlyph } from '../../src/cloud/font/fonts.ts';
import type { Outline } from '../../src/cloud/font/outline.ts';
import { shapeText } from '../../src/cloud/font/shape.ts';
import { openTrueType } from '../../src/cloud/font/truetype.ts';

const fonts = new URL('../../src/cloud/fonts/', import.meta.url);

test('every script that is promised has glyphs, from one font or the other', () => {
  const samples = '体體國国ひカー漢AézßΩЖя0→…“”—①★€한국어鎔镕';
  for (const character of samples) {
    assert.ok(findGlyph(character.codePointAt(0) ?? 0), `no glyph for ${character}`);
  }
});

test('Hangul comes from the second font, character by character', () => {
  const families = [...'AI 한국'].map((character) => findGlyph(character.codePointAt(0) ?? 0)?.font);
  assert.equal(families[0], families[1]);
  assert.equal(families[3], families[4]);
  assert.notEqual(families[0], families[3]);
});

test('a character that no font has is named, also beyond the basic plane', () => {
  assert.deepEqual(shapeText('好𠮷'), { missing: '𠮷' });
  assert.deepEqual(shapeText('กa'), { missing: 'ก' });
});

test('a Chinese character is as wide as its em, and its ink stays within the advance', () => {
  const shaped = shapeText('智能');
  assert.ok('shape' in shaped);
  assert.equal(shaped.shape.advance, 2);
  assert.ok(shaped.shape.left > 0 && shaped.shape.right < 2);
  assert.ok(shaped.shape.top < 0 && shaped.shape.bottom > 0);
});

test('a glyph has its ink bounds from its own points', () => {
  for (const character of '智能体Agé①') {
    const glyph = findGlyph(character.codePointAt(0) ?? 0);
    assert.ok(glyph);
    const outline = glyph.font.outlineOf(glyph.id);
    const bounds = glyph.font.boundsOf(glyph.id);
    assert.ok(bounds, character);
    for (const [i, x] of outline.xs.entries()) {
      const y = outline.ys[i] as number;
      if (!outline.onCurve[i]) continue;
      assert.ok(x >= bounds.xMin - 1 && x <= bounds.xMax + 1, character);
      assert.ok(y >= bounds.yMin - 1 && y <= bounds.yMax + 1, character);
    }
  }
});

test('contours of a counter turn the other way round than the outer one', () => {
  const glyph = findGlyph('O'.codePointAt(0) ?? 0);
  assert.ok(glyph);
  const areas = contourAreas(glyph.font.outlineOf(glyph.id));
  assert.equal(areas.length, 2);
  assert.ok(Math.sign(areas[0] as number) !== Math.sign(areas[1] as number));
});

function contourAreas({ xs, ys, ends }: Outline): number[] {
  let first = 0;
  return [...ends].map((last) => {
    let area = 0;
    for (let i = first; i <= last; i += 1) {
      const next = i === last ? first : i + 1;
      area += (xs[i] as number) * (ys[next] as number) - (xs[next] as number) * (ys[i] as number);
    }
    first = last + 1;
    return area / 2;
  });
}

test('a file that is no font is refused by name', () => {
  const path = new URL('OFL.txt', fonts).pathname;
  assert.throws(() => openTrueType(path), /OFL\.txt is no TrueType font/);
  assert.throws(() => openTrueType('nowhere.ttf'), /nowhere\.ttf/);
});

test('all fonts together stay within six megabytes', () => {
  const files = ['NotoSansSC-Bold.subset.ttf', 'NotoSansKR-Bold.subset.ttf'];
  const bytes = files.reduce((sum, file) => sum + statSync(new URL(file, fonts)).size, 0);
  assert.ok(bytes <= 6_000_000, `${bytes} bytes`);
});

test('text is cleaned of control characters, emoji and broken halves, and composed', () => {
  assert.equal(cleanText('a\u0000b\u200dc\ud800'), 'abc');
  assert.equal(cleanText(' AI 🚀\n 火箭👨‍👩‍👧 '), 'AI 火箭');
  assert.equal(cleanText('1️⃣ 🇨🇳'), '1');
  assert.equal(cleanText('Cafe\u0301'), 'Café');
  assert.equal(cleanText('★ 5'), '★ 5');
});
