import type { CloudRequest } from '../core/cloud.ts';
import type { Shape } from './font/shape.ts';
import type { Group } from './groups.ts';
import { labelWidth, paintLabel, shapeLabel } from './label.ts';
import type { Canvas } from './paint/canvas.ts';
import { type Ink, mixInk } from './paint/ink.ts';
import { discPoints, paintPolygon, trianglePoints } from './paint/symbols.ts';
import type { CloudTheme } from './theme.ts';

/** Which marks the words of a picture bear. */
export interface TrendUse {
  new: boolean;
  rising: boolean;
}

type Mark = 'disc' | 'new' | 'rising';

export interface LegendEntry {
  shape: Shape;
  mark: Mark;
  /** Index of the group's colour, none for a trend. */
  colour?: number;
}

/** Lengths in pixels, for a picture of 1200 x 675. */
const design = { size: 21, entryGap: 30, markWidth: 13, markGap: 9, rowHeight: 31 };

/** One entry a labelled group and a kind of mark in use, broken into rows. */
export function legendRows(
  request: CloudRequest,
  groups: readonly Group[],
  uses: TrendUse,
  { room, unit }: { room: number; unit: number },
): LegendEntry[][] {
  const rows: LegendEntry[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const entry of [...groupEntries(groups), ...trendEntries(request, uses)]) {
    const width = entryWidth(entry, unit);
    if (used + width > room) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(entry);
    used += width + design.entryGap * unit;
  }
  return rows;
}

export function legendHeight(rows: number, unit: number): number {
  return rows === 0 ? 0 : Math.round(((rows - 1) * design.rowHeight + design.size) * unit);
}

function groupEntries(groups: readonly Group[]): LegendEntry[] {
  return groups.flatMap(({ label }, colour) => {
    const shape = shapeLabel(label);
    return shape ? [{ shape, mark: 'disc' as const, colour }] : [];
  });
}

function trendEntries({ trendLabels }: CloudRequest, uses: TrendUse): LegendEntry[] {
  if (!trendLabels) return [];
  return (['new', 'rising'] as const).flatMap((mark) => {
    const shape = uses[mark] ? shapeLabel(trendLabels[mark]) : undefined;
    return shape ? [{ shape, mark }] : [];
  });
}

function entryWidth({ shape }: LegendEntry, unit: number): number {
  return (design.markWidth + design.markGap + labelWidth(shape) * design.size) * unit;
}

export function paintLegend(
  canvas: Canvas,
  theme: CloudTheme,
  rows: readonly LegendEntry[][],
  at: { left: number; top: number; unit: number },
): void {
  for (const [i, row] of rows.entries()) {
    const baseline = Math.round(at.top + (i * design.rowHeight + 0.86 * design.size) * at.unit);
    let x = at.left;
    for (const entry of row) {
      paintEntry(canvas, theme, entry, { x, baseline, unit: at.unit });
      x += entryWidth(entry, at.unit) + design.entryGap * at.unit;
    }
  }
}

function paintEntry(
  canvas: Canvas,
  theme: CloudTheme,
  { shape, mark, colour }: LegendEntry,
  at: { x: number; baseline: number; unit: number },
): void {
  const size = design.size * at.unit;
  const half = (design.markWidth / 2) * at.unit;
  const centre = { x: at.x + half, y: at.baseline - 0.37 * size };
  const isGroup = colour !== undefined;
  const fill = isGroup ? (theme.groups[colour] ?? theme.neutral) : theme.mark;
  paintMark(canvas, mark, { ...centre, radius: isGroup ? half : 0.8 * half }, mixInk(theme.ground, fill));
  const x = at.x + (design.markWidth + design.markGap) * at.unit;
  const text = isGroup ? theme.title : theme.muted;
  paintLabel(canvas, shape, { x, baseline: at.baseline, size }, mixInk(theme.ground, text));
}

/** A disc for groups and new words, a triangle for rising ones. */
export function paintMark(
  canvas: Canvas,
  mark: Mark,
  { x, y, radius }: { x: number; y: number; radius: number },
  ink: Ink,
): void {
  const points = mark === 'rising' ? trianglePoints({ x, y }, radius) : discPoints({ x, y }, radius);
  paintPolygon(canvas, points, ink);
}
