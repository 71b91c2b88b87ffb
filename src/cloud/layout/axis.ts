import type { Box } from './free-space.ts';
import type { PlacedBox } from './pack.ts';
import type { SizedPiece } from './piece.ts';

export interface PlacedWord {
  box: PlacedBox;
  piece: SizedPiece;
}

/** Edges and gaps of all boxes along one axis; words come first, blocked areas after them. */
export interface Axis {
  low: Int32Array;
  high: Int32Array;
  gap: Int32Array;
  border: { low: number; high: number };
}

export interface Axes {
  columns: Axis;
  rows: Axis;
}

export interface Area {
  field: Box;
  /** Areas within the field that stay empty. */
  blocked: readonly Box[];
}

export function readAxes(words: readonly PlacedWord[], { field, blocked }: Area): Axes {
  const count = words.length + blocked.length;
  const columns = emptyAxis(count, { low: field.left, high: field.right });
  const rows = emptyAxis(count, { low: field.top, high: field.bottom });
  for (const [i, { box, piece }] of words.entries()) {
    setBox(i, box, columns, rows);
    columns.gap[i] = piece.gapX;
    rows.gap[i] = piece.gapY;
  }
  for (const [i, box] of blocked.entries()) setBox(words.length + i, box, columns, rows);
  return { columns, rows };
}

function emptyAxis(count: number, border: { low: number; high: number }): Axis {
  return { low: new Int32Array(count), high: new Int32Array(count), gap: new Int32Array(count), border };
}

function setBox(i: number, box: Box, columns: Axis, rows: Axis): void {
  columns.low[i] = box.left;
  columns.high[i] = box.right;
  rows.low[i] = box.top;
  rows.high[i] = box.bottom;
}

export function writeAxes(words: readonly PlacedWord[], { columns, rows }: Axes): void {
  for (const [i, { box }] of words.entries()) {
    box.left = columns.low[i] as number;
    box.right = columns.high[i] as number;
    box.top = rows.low[i] as number;
    box.bottom = rows.high[i] as number;
  }
}

/** Between the nearer edges of two boxes; negative where they overlap on the axis. */
export function distance(i: number, j: number, axis: Axis): number {
  return Math.max(
    (axis.low[j] as number) - (axis.high[i] as number),
    (axis.low[i] as number) - (axis.high[j] as number),
  );
}

export function gapBetween(i: number, j: number, axis: Axis): number {
  return ((axis.gap[i] as number) + (axis.gap[j] as number)) >> 1;
}

/** Whether two boxes would meet if one moved along the other axis. */
export function isInTheWay(i: number, j: number, across: Axis): boolean {
  return distance(i, j, across) < gapBetween(i, j, across);
}

export function moveTo(i: number, target: number, axis: Axis): void {
  axis.high[i] = target + (axis.high[i] as number) - (axis.low[i] as number);
  axis.low[i] = target;
}
