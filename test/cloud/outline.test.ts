import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Outline, readOutline } from '../../src/cloud/font/outline.ts';
import { openCoverage } from '../../src/cloud/paint/coverage.ts';
import { addOutline } from '../../src/cloud/paint/glyph-edges.ts';

function bytes(...values: number[]): DataView {
  return new DataView(Uint8Array.from(values, (value) => value & 0xff).buffer);
}

const word = (value: number): [number, number] => [value >> 8, value];
const header = (contours: number): number[] => [...word(contours), ...new Array<number>(8).fill(0)];

test('a simple glyph is read with repeated flags, short, long and equal steps', () => {
  const view = bytes(
    ...header(1),
    ...word(2),
    ...word(1),
    0x99,
    ...[0x37, 0x11, 0x32],
    ...[10, 30],
    ...[20, ...word(300)],
  );
  const { xs, ys, onCurve, ends } = readOutline(0, () => view);
  assert.deepEqual(
    [[...xs], [...ys], [...onCurve], [...ends]],
    [[10, 10, 40], [20, 320, 320], [1, 1, 0], [2]],
  );
});

test('flags repeat as often as they say', () => {
  const { xs, ys, onCurve } = readOutline(0, () =>
    bytes(...header(1), ...word(3), ...word(0), 0x3f, 3, 1, 2, 3, 4, 5, 6, 7, 8),
  );
  assert.deepEqual(
    [[...xs], [...ys], [...onCurve]],
    [
      [1, 3, 6, 10],
      [5, 11, 18, 26],
      [1, 1, 1, 1],
    ],
  );
});

test('a composite glyph joins its parts, moved and scaled', () => {
  const part = bytes(...header(1), ...word(1), ...word(0), 0x37, 0x37, 10, 20, 30, 40);
  const half = 0x2000;
  const composite = bytes(
    ...header(-1),
    ...[...word(0x0002 | 0x0020), ...word(1), 5, -7],
    ...[...word(0x0001 | 0x0002 | 0x0008), ...word(1), ...word(1000), ...word(-1000), ...word(half)],
  );
  const { xs, ys, ends } = readOutline(0, (glyph) => (glyph === 0 ? composite : part));
  assert.deepEqual(
    [[...xs], [...ys], [...ends]],
    [
      [15, 35, 1005, 1015],
      [23, 63, -985, -965],
      [1, 3],
    ],
  );
});

test('a composite of itself ends', () => {
  const endless = bytes(...header(-1), ...word(0x0002), ...word(0), 0, 0);
  assert.equal(readOutline(0, () => endless).xs.length, 0);
});

test('a blank glyph has no points', () => {
  assert.equal(readOutline(3, () => undefined).ends.length, 0);
});

function outlineOf(points: [x: number, y: number, on: 0 | 1][]): Outline {
  return {
    xs: Float32Array.from(points, ([x]) => x),
    ys: Float32Array.from(points, ([, y]) => y),
    onCurve: Uint8Array.from(points, ([, , on]) => on),
    ends: Uint16Array.of(points.length - 1),
  };
}

function areaOf(outline: Outline): number {
  const coverage = openCoverage(60, 60);
  addOutline(coverage, outline, { originX: 0, originY: 0, xx: 1, xy: 0, yx: 0, yy: 1 });
  let area = 0;
  for (let y = 0; y < 60; y += 1) {
    let sum = 0;
    for (let x = 0; x < 60; x += 1) {
      sum += coverage.cells[y * coverage.stride + x] as number;
      area += Math.abs(sum);
    }
  }
  coverage.cells.fill(0);
  return area;
}

test('splines through implied points enclose what the formula says', () => {
  const corners: [number, number, 0][] = [
    [5, 5, 0],
    [53, 5, 0],
    [53, 53, 0],
    [5, 53, 0],
  ];
  const middles: [number, number, 1][] = [
    [29, 5, 1],
    [53, 29, 1],
    [29, 53, 1],
    [5, 29, 1],
  ];
  const explicit = corners.flatMap((corner, i) => [corner, middles[i] as [number, number, 1]]);
  const wanted = (5 / 6) * 48 * 48;
  for (const points of [
    corners,
    explicit,
    [...explicit.slice(1), ...explicit.slice(0, 1)],
    [...explicit.slice(0, 3), ...corners.slice(2)],
  ]) {
    assert.ok(Math.abs(areaOf(outlineOf(points)) - wanted) < 0.007 * wanted, `${areaOf(outlineOf(points))}`);
  }
});
