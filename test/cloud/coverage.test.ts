import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findGlyph } from '../../src/cloud/font/fonts.ts';
import type { Outline } from '../../src/cloud/font/outline.ts';
import { shapeText } from '../../src/cloud/font/shape.ts';
import { openCanvas, unpackColour } from '../../src/cloud/paint/canvas.ts';
import { addEdge, type Coverage, openCoverage } from '../../src/cloud/paint/coverage.ts';
import { mixInk, paintCoverage } from '../../src/cloud/paint/ink.ts';
import { paintPolygon } from '../../src/cloud/paint/symbols.ts';
import { paintText } from '../../src/cloud/paint/text.ts';

type Point = [x: number, y: number];

const black = [0, 0, 0] as const;
const white = [255, 255, 255] as const;

/** Coverage of each pixel, and an empty area left behind. */
function fill(points: Point[], width: number, height: number): number[][] {
  const area = openCoverage(width, height);
  for (const [i, [x, y]] of points.entries()) {
    const [toX, toY] = points[(i + 1) % points.length] as Point;
    addEdge(area, x, y, toX, toY);
  }
  const rows = readRows(area);
  area.cells.fill(0);
  return rows;
}

function readRows({ width, height, stride, cells }: Coverage): number[][] {
  return Array.from({ length: height }, (_, y) => {
    let sum = 0;
    return Array.from({ length: width }, (_, x) => {
      sum += cells[y * stride + x] as number;
      return Math.min(1, Math.abs(sum));
    });
  });
}

function total(rows: number[][]): number {
  return rows.flat().reduce((sum, value) => sum + value, 0);
}

test('a rectangle covers each pixel by exactly its share', () => {
  const rows = fill(
    [
      [0.5, 0.25],
      [2.5, 0.25],
      [2.5, 2],
      [0.5, 2],
    ],
    4,
    2,
  );
  assert.deepEqual(rows, [
    [0.375, 0.75, 0.375, 0],
    [0.5, 1, 0.5, 0],
  ]);
});

test('either direction of a contour covers the same', () => {
  const points: Point[] = [
    [0.3, 0.2],
    [6.7, 1.1],
    [3.4, 6.9],
  ];
  const there = fill(points, 8, 8).flat();
  const back = fill([...points].reverse(), 8, 8).flat();
  for (const [i, value] of there.entries()) assert.ok(Math.abs(value - (back[i] as number)) < 1e-5);
});

test('two contours that overlap in the same direction leave no hole', () => {
  const area = openCoverage(6, 3);
  for (const left of [0, 2]) {
    const corners: Point[] = [
      [left, 0],
      [left + 4, 0],
      [left + 4, 3],
      [left, 3],
    ];
    for (const [i, [x, y]] of corners.entries()) {
      const [toX, toY] = corners[(i + 1) % 4] as Point;
      addEdge(area, x, y, toX, toY);
    }
  }
  assert.deepEqual(readRows(area).flat(), new Array(18).fill(1));
  area.cells.fill(0);
});

test('the coverage of any triangle sums up to its area', () => {
  const coordinate = fc.double({ min: 0, max: 20, noNaN: true });
  const point = fc.tuple(coordinate, coordinate);
  fc.assert(
    fc.property(point, point, point, (a, b, c) => {
      const area = Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
      assert.ok(Math.abs(total(fill([a, b, c], 20, 20)) - area) < 1e-2);
    }),
  );
});

test('edges outside the area are clipped to it', () => {
  const rows = fill(
    [
      [-5, -5],
      [3, -5],
      [3, 9],
      [-5, 9],
    ],
    4,
    4,
  );
  for (const row of rows) assert.deepEqual(row, [1, 1, 1, 0]);
});

test('painting leaves the cells empty for the next shape', () => {
  const canvas = openCanvas(8, 8, white);
  const area = openCoverage(4, 4);
  addEdge(area, 0, 0, 0, 4);
  addEdge(area, 4, 4, 4, 0);
  paintCoverage(canvas, area, 2, 2, mixInk(white, black));
  assert.ok(area.cells.subarray(0, area.stride * 4).every((cell) => cell === 0));
  assert.deepEqual(unpackColour(canvas.pixels[2 * 8 + 2] as number), black);
  assert.deepEqual(unpackColour(canvas.pixels[8 + 1] as number), white);
});

test('shapes that reach beyond the canvas are cut at its border', () => {
  const canvas = openCanvas(4, 4, white);
  paintPolygon(
    canvas,
    [
      { x: -9, y: -9 },
      { x: 9, y: -9 },
      { x: 9, y: 2 },
      { x: -9, y: 2 },
    ],
    mixInk(white, black),
  );
  const inked = [...canvas.pixels].map((pixel) => unpackColour(pixel)[0] === 0);
  assert.deepEqual(inked, [...new Array(8).fill(true), ...new Array(8).fill(false)]);
});

/** The nonzero winding rule by the book: rays from 8 x 8 points a pixel against flattened contours. */
function nonzeroInk(outline: Outline, size: number, unitsPerEm: number): number {
  const lines = flatten(outline);
  const step = unitsPerEm / size / 8;
  let inside = 0;
  for (let y = -0.3 * unitsPerEm; y < unitsPerEm; y += step) {
    const crossings = lines
      .filter(([, y0, , y1]) => y0 <= y !== y1 <= y)
      .map(([x0, y0, x1, y1]) => ({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), turn: y1 > y0 ? 1 : -1 }))
      .sort((a, b) => a.x - b.x);
    let winding = 0;
    for (const [i, { x, turn }] of crossings.entries()) {
      winding += turn;
      if (winding !== 0) inside += ((crossings[i + 1]?.x ?? x) - x) * step;
    }
  }
  return inside * (size / unitsPerEm) ** 2;
}

function flatten({ xs, ys, onCurve, ends }: Outline): [number, number, number, number][] {
  const lines: [number, number, number, number][] = [];
  let first = 0;
  for (const last of ends) {
    const points = Array.from({ length: last - first + 1 }, (_, i) => ({
      x: xs[first + i] as number,
      y: ys[first + i] as number,
      on: onCurve[first + i] === 1,
    }));
    const full = points.flatMap((point, i) => {
      const next = points[(i + 1) % points.length] ?? point;
      const implied = { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2, on: true };
      return point.on || next.on ? [point] : [point, implied];
    });
    const start = full.findIndex(({ on }) => on);
    const path = [...full.slice(start), ...full.slice(0, start + 1)];
    let from = path[0] ?? { x: 0, y: 0, on: true };
    for (let i = 1; i < path.length; i += 1) {
      const to = path[i] ?? from;
      const end = to.on ? to : (path[i + 1] ?? to);
      for (let t = 0; t < 16; t += 1)
        lines.push([...at(from, to, end, t / 16), ...at(from, to, end, (t + 1) / 16)]);
      if (!to.on) i += 1;
      from = end;
    }
    first = last + 1;
  }
  return lines;
}

function at(
  a: { x: number; y: number },
  b: { x: number; y: number },
  c: { x: number; y: number },
  t: number,
): [number, number] {
  const bend = (p: number, q: number, r: number): number =>
    (1 - t) ** 2 * p + 2 * t * (1 - t) * q + t ** 2 * r;
  return [bend(a.x, b.x, c.x), bend(a.y, b.y, c.y)];
}

test('glyphs with overlapping contours have the ink that nonzero winding gives them', () => {
  const size = 72;
  for (const character of '智能體囗繁建Ag8é@&한') {
    const shaped = shapeText(character);
    const glyph = findGlyph(character.codePointAt(0) ?? 0);
    assert.ok('shape' in shaped && glyph);
    const canvas = openCanvas(100, 100, black);
    paintText(canvas, shaped.shape, { x: 10, y: 10, size }, mixInk(black, white));
    const ink = [...canvas.pixels].reduce((sum, pixel) => sum + unpackColour(pixel)[0] / 255, 0);
    const wanted = nonzeroInk(glyph.font.outlineOf(glyph.id), size, glyph.font.unitsPerEm);
    assert.ok(Math.abs(ink - wanted) < 0.01 * wanted, `${character}: ${ink} instead of ${wanted}`);
  }
});

test('an upright word is the lying one turned by a quarter', () => {
  const shaped = shapeText('Rust');
  assert.ok('shape' in shaped);
  const ink = mixInk(white, black);
  const lying = openCanvas(100, 100, white);
  const upright = openCanvas(100, 100, white);
  const { left, right } = shaped.shape;
  const size = 60 / (right - left);
  paintText(lying, shaped.shape, { x: 20, y: 30, size }, ink);
  paintText(upright, shaped.shape, { x: 30, y: 20, size, rotated: true }, ink);
  let unlike = 0;
  for (let y = 0; y < 100; y += 1) {
    for (let x = 0; x < 100; x += 1) {
      const a = unpackColour(lying.pixels[y * 100 + x] as number)[0];
      const b = unpackColour(upright.pixels[(99 - x) * 100 + y] as number)[0];
      if (Math.abs(a - b) > 32) unlike += 1;
    }
  }
  assert.equal(unlike, 0);
});
