import type { Box } from './free-space.ts';
import type { PlacedBox } from './pack.ts';
import type { SizedPiece } from './piece.ts';

export interface Settled {
  box: PlacedBox;
  piece: SizedPiece;
}

/** Edges and gaps of all boxes along one axis; the movable ones come first. */
interface Axis {
  low: Int32Array;
  high: Int32Array;
  gap: Int32Array;
  /** Where the movable boxes were at first. */
  origin: Int32Array;
  border: { low: number; high: number };
  /** For each box those that may ever stand beside it on this axis. */
  neighbours: number[][];
}

interface Range {
  low: number;
  high: number;
  /** Nothing but the border stands there. */
  isLowOpen: boolean;
  isHighOpen: boolean;
}

const passes = 10;
/** No word moves farther than this along an axis, so that only near ones can ever meet. */
const reachPx = 24;
const neighbourhoodPx = 260;

/**
 * Evens out the room between words: each in turn moves to the middle between its neighbours, or flush to
 * the border where that alone is near. Gaps never fall below what both neighbours ask for.
 */
export function settle(words: readonly Settled[], field: Box, blocked: readonly Box[]): void {
  const boxes = [...words.map((word) => word.box), ...blocked];
  const columns = axisOf(boxes, words, { low: 'left', high: 'right', gap: 'gapX' }, field);
  const rows = axisOf(boxes, words, { low: 'top', high: 'bottom', gap: 'gapY' }, field);
  listNeighbours(words.length, columns, rows);
  for (let pass = 0; pass < passes; pass += 1) {
    for (const [i, word] of words.entries()) {
      moveOne(i, columns, rows, word.piece.size);
      moveOne(i, rows, columns, word.piece.size);
    }
  }
  for (const [i, word] of words.entries()) writeBack(word.box, i, columns, rows);
}

function axisOf(
  boxes: readonly Box[],
  words: readonly Settled[],
  names: { low: 'left' | 'top'; high: 'right' | 'bottom'; gap: 'gapX' | 'gapY' },
  field: Box,
): Axis {
  return {
    low: Int32Array.from(boxes, (box) => box[names.low]),
    high: Int32Array.from(boxes, (box) => box[names.high]),
    gap: Int32Array.from(boxes, (_, i) => words[i]?.piece[names.gap] ?? 0),
    origin: Int32Array.from(words, (word) => word.box[names.low]),
    border: { low: field[names.low], high: field[names.high] },
    neighbours: [],
  };
}

function listNeighbours(count: number, columns: Axis, rows: Axis): void {
  columns.neighbours = Array.from({ length: columns.low.length }, () => []);
  rows.neighbours = Array.from({ length: columns.low.length }, () => []);
  for (let i = 0; i < count; i += 1) {
    for (let j = i + 1; j < columns.low.length; j += 1) {
      const awayX = distance(i, j, columns);
      if (awayX > neighbourhoodPx) continue;
      const awayY = distance(i, j, rows);
      if (awayY <= 3 * reachPx) makeNeighbours(i, j, columns);
      if (awayX <= 3 * reachPx && awayY <= neighbourhoodPx) makeNeighbours(i, j, rows);
    }
  }
}

function makeNeighbours(i: number, j: number, { neighbours }: Axis): void {
  neighbours[i]?.push(j);
  neighbours[j]?.push(i);
}

/** Between the nearer edges of two boxes; negative where they overlap on the axis. */
function distance(i: number, j: number, axis: Axis): number {
  return Math.max(
    (axis.low[j] as number) - (axis.high[i] as number),
    (axis.low[i] as number) - (axis.high[j] as number),
  );
}

function writeBack(box: Box, i: number, columns: Axis, rows: Axis): void {
  box.left = columns.low[i] as number;
  box.right = columns.high[i] as number;
  box.top = rows.low[i] as number;
  box.bottom = rows.high[i] as number;
}

/** Moves along one axis, among those boxes that overlap on the other one. */
function moveOne(i: number, along: Axis, across: Axis, size: number): void {
  const range: Range = { ...along.border, isLowOpen: true, isHighOpen: true };
  for (const j of along.neighbours[i] ?? []) {
    if (distance(i, j, across) < gapBetween(i, j, across)) narrow(range, i, j, along);
  }
  const length = (along.high[i] as number) - (along.low[i] as number);
  const origin = along.origin[i] as number;
  const wanted = targetWithin(range, along.low[i] as number, length, size);
  const target = Math.min(origin + reachPx, Math.max(origin - reachPx, wanted));
  along.low[i] = target;
  along.high[i] = target + length;
}

function gapBetween(i: number, j: number, axis: Axis): number {
  return ((axis.gap[i] as number) + (axis.gap[j] as number)) >> 1;
}

function narrow(range: Range, i: number, j: number, along: Axis): void {
  const gap = gapBetween(i, j, along);
  if ((along.high[j] as number) <= (along.low[i] as number)) {
    range.low = Math.max(range.low, (along.high[j] as number) + gap);
    range.isLowOpen = false;
  } else {
    range.high = Math.min(range.high, (along.low[j] as number) - gap);
    range.isHighOpen = false;
  }
}

function targetWithin(range: Range, now: number, length: number, size: number): number {
  const spare = range.high - range.low - length;
  if (spare <= 0 || (range.isLowOpen && range.isHighOpen)) return now;
  if (range.isLowOpen) return now - range.low < size ? range.low : now;
  if (range.isHighOpen) return range.high - now - length < size ? range.high - length : now;
  return range.low + (spare >> 1);
}
