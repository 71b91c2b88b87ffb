import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Box, occupy, openFreeSpace } from '../../src/cloud/layout/free-space.ts';
import { type LaidOut, type LayoutRequest, layOut } from '../../src/cloud/layout/layout.ts';
import type { Piece } from '../../src/cloud/layout/piece.ts';
import { seededRandom } from '../../src/cloud/layout/random.ts';

const field = { left: 6, top: 6, right: 1194, bottom: 669 };

function piece(weight: number, widthEm = 3, more: Partial<Piece> = {}): Piece {
  return { widthEm, heightEm: 0.9, weight, zone: -1, canTurn: false, ...more };
}

function manyPieces(count: number, zones = 0): Piece[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, (_, i) =>
    piece(1 / (1 + i / 6), 1.5 + 4 * random(), {
      zone: zones ? (i % (zones + 1)) - 1 : -1,
      canTurn: i % 3 === 0,
    }),
  );
}

function lay(pieces: Piece[], more: Partial<LayoutRequest> = {}): (LaidOut | undefined)[] {
  return layOut({ pieces, field, blocked: [], zones: 0, seed: 1, ...more });
}

function boxesOf(results: (LaidOut | undefined)[]): Box[] {
  return results.flatMap((result) => (result ? [result.box] : []));
}

function meet(a: Box, b: Box, gap = 0): boolean {
  return a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;
}

function overlaps(boxes: Box[], gap = 0): number {
  return boxes.reduce((sum, a, i) => sum + boxes.slice(0, i).filter((b) => meet(a, b, gap)).length, 0);
}

function isWithin(box: Box, outer: Box): boolean {
  return (
    box.left >= outer.left && box.right <= outer.right && box.top >= outer.top && box.bottom <= outer.bottom
  );
}

test('all pieces are placed within the field, with at least two pixels between them', () => {
  for (const count of [1, 2, 7, 40, 200, 500]) {
    for (const zones of [0, 5]) {
      const results = lay(manyPieces(count, zones), { zones });
      const boxes = boxesOf(results);
      assert.equal(boxes.length, count);
      assert.equal(overlaps(boxes, 2), 0, `${count} pieces`);
      assert.ok(boxes.every((box) => isWithin(box, field)));
    }
  }
});

test('whatever the pieces, boxes never overlap and never leave the field', () => {
  const anyPiece = fc.record({
    widthEm: fc.double({ min: 0.1, max: 30, noNaN: true }),
    heightEm: fc.double({ min: 0.05, max: 1.4, noNaN: true }),
    weight: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
    zone: fc.integer({ min: -1, max: 2 }),
    canTurn: fc.boolean(),
  });
  const anyField = fc.record({
    width: fc.integer({ min: 60, max: 900 }),
    height: fc.integer({ min: 60, max: 900 }),
  });
  fc.assert(
    fc.property(fc.array(anyPiece, { maxLength: 40 }), anyField, fc.integer(), (pieces, size, seed) => {
      const inner = { left: 3, top: 5, right: 3 + size.width, bottom: 5 + size.height };
      const boxes = boxesOf(lay(pieces, { field: inner, zones: 3, seed }));
      assert.equal(overlaps(boxes), 0);
      assert.ok(boxes.every((box) => isWithin(box, inner)));
    }),
    { numRuns: 60 },
  );
});

test('a dense layout covers three quarters of its field', () => {
  const covered = boxesOf(lay(manyPieces(200, 6), { zones: 6 })).reduce(
    (sum, box) => sum + (box.right - box.left) * (box.bottom - box.top),
    0,
  );
  const area = (field.right - field.left) * (field.bottom - field.top);
  assert.ok(covered > 0.75 * area, `${covered / area}`);
});

test('equal weights get equal sizes, and a heavier piece is never smaller', () => {
  const pieces = manyPieces(60).map((one, i) => ({ ...one, weight: [9, 4, 1][i % 3] as number }));
  const results = lay(pieces);
  const sizes = [0, 1, 2].map(
    (tier) => new Set(results.filter((_, i) => i % 3 === tier).map((r) => r?.size)),
  );
  assert.deepEqual(
    sizes.map((set) => set.size),
    [1, 1, 1],
  );
  const [heavy = 0, middle = 0, light = 0] = sizes.map((set) => [...set][0]);
  assert.ok(heavy > middle && middle > light);
});

test('areas that are blocked stay empty', () => {
  const blocked = [
    { left: 6, top: 6, right: 300, bottom: 120 },
    { left: 560, top: 300, right: 640, bottom: 420 },
  ];
  const boxes = boxesOf(lay(manyPieces(120), { blocked }));
  assert.equal(boxes.length, 120);
  for (const area of blocked) assert.ok(boxes.every((box) => !meet(box, area)));
});

test('a round mask made of blocked rows is kept', () => {
  const square = { left: 0, top: 0, right: 600, bottom: 600 };
  const blocked = Array.from({ length: 60 }, (_, i) => {
    const half = Math.floor(Math.sqrt(300 ** 2 - (i * 10 + 5 - 300) ** 2));
    const [top, bottom] = [i * 10, i * 10 + 10];
    return [
      { left: 0, top, right: 300 - half, bottom },
      { left: 300 + half, top, right: 600, bottom },
    ];
  }).flat();
  const boxes = boxesOf(lay(manyPieces(150), { field: square, blocked }));
  assert.equal(boxes.length, 150);
  for (const area of blocked) assert.ok(boxes.every((box) => !meet(box, area)));
});

test('words of one zone stand together', () => {
  const pieces = manyPieces(200, 4).map((one) => ({ ...one, zone: Math.max(0, one.zone) }));
  const results = lay(pieces, { zones: 4 });
  const near = pieces.map((one, i) => {
    const box = results[i]?.box as Box;
    const others = pieces
      .map(({ zone }, j) => ({
        zone,
        away: j === i ? Number.POSITIVE_INFINITY : middleDistance(box, results[j]?.box as Box),
      }))
      .sort((a, b) => a.away - b.away);
    return others.slice(0, 4).filter(({ zone }) => zone === one.zone).length / 4;
  });
  const alike = near.reduce((sum, share) => sum + share, 0) / near.length;
  assert.ok(alike > 0.8, `${alike} of the four nearest words are of the same zone`);
});

function middleDistance(a: Box, b: Box): number {
  return Math.hypot(a.left + a.right - b.left - b.right, a.top + a.bottom - b.top - b.bottom);
}

test('a seed gives the same layout each time, another seed another one', () => {
  const pieces = manyPieces(80, 3);
  assert.deepEqual(lay(pieces, { zones: 3 }), lay(pieces, { zones: 3 }));
  assert.notDeepEqual(lay(pieces, { zones: 3 }), lay(pieces, { zones: 3, seed: 2 }));
});

test('only pieces that may turn stand upright', () => {
  const pieces = manyPieces(300, 5);
  const results = lay(pieces, { zones: 5 });
  const upright = results.flatMap((result, i) => (result?.box.rotated ? [pieces[i]?.canTurn] : []));
  assert.ok(upright.every(Boolean));
});

test('of five thousand pieces those are placed that can still be read, the heaviest', () => {
  const pieces = manyPieces(5000);
  const results = lay(pieces);
  const placed = results.filter((result) => result !== undefined);
  assert.ok(placed.length > 500 && placed.length < 5000);
  const lightestPlaced = results.findLastIndex((result) => result !== undefined);
  assert.ok(results.slice(0, lightestPlaced).filter((result) => !result).length < 20);
  assert.equal(overlaps(boxesOf(results)), 0);
});

test('the free area is exactly what boxes have left of it', () => {
  const box = fc
    .tuple(
      fc.integer({ min: 0, max: 19 }),
      fc.integer({ min: 0, max: 19 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 8 }),
    )
    .map(([left, top, width, height]) => ({ left, top, right: left + width, bottom: top + height }));
  fc.assert(
    fc.property(fc.array(box, { maxLength: 12 }), (boxes) => {
      const space = openFreeSpace({ left: 0, top: 0, right: 20, bottom: 20 }, 1, 1);
      for (const one of boxes) occupy(space, one);
      for (let y = 0; y < 20; y += 1) {
        for (let x = 0; x < 20; x += 1) {
          const isTaken = boxes.some((one) => meet(one, { left: x, top: y, right: x + 1, bottom: y + 1 }));
          assert.equal(isFree(space.edges.subarray(0, 4 * space.count), x, y), !isTaken);
        }
      }
    }),
  );
});

function isFree(edges: Int32Array, x: number, y: number): boolean {
  for (let at = 0; at < edges.length; at += 4) {
    const [left = 0, top = 0, right = 0, bottom = 0] = edges.subarray(at, at + 4);
    if (left <= x && x < right && top <= y && y < bottom) return true;
  }
  return false;
}
