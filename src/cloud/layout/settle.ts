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
  border: { low: number; high: number };
}

interface Range {
  low: number;
  high: number;
  /** Nothing but the border stands there. */
  isLowOpen: boolean;
  isHighOpen: boolean;
}

const passes = 6;

/**
 * Evens out the room between words: each in turn moves to the middle between its neighbours, or flush to
 * the border where that alone is near. Gaps never fall below what both neighbours ask for. Words with much
 * room around them stay where they are.
 */
export function settle(words: readonly Settled[], field: Box, blocked: readonly Box[]): void {
  const boxes = [...words.map((word) => word.box), ...blocked];
  const columns = axisOf(boxes, words, { low: 'left', high: 'right', gap: 'gapX' }, field);
  const rows = axisOf(boxes, words, { low: 'top', high: 'bottom', gap: 'gapY' }, field);
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
    border: { low: field[names.low], high: field[names.high] },
  };
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
  for (let j = 0; j < along.low.length; j += 1) {
    if (j !== i && isBeside(i, j, across)) narrow(range, i, j, along);
  }
  const length = (along.high[i] as number) - (along.low[i] as number);
  const target = targetWithin(range, along.low[i] as number, length, size);
  along.low[i] = target;
  along.high[i] = target + length;
}

function isBeside(i: number, j: number, across: Axis): boolean {
  const gap = ((across.gap[i] as number) + (across.gap[j] as number)) >> 1;
  return (
    (across.low[j] as number) - (across.high[i] as number) < gap &&
    (across.low[i] as number) - (across.high[j] as number) < gap
  );
}

function narrow(range: Range, i: number, j: number, along: Axis): void {
  const gap = ((along.gap[i] as number) + (along.gap[j] as number)) >> 1;
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
  return spare > 3 * size ? now : range.low + (spare >> 1);
}
