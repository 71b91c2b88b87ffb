import type { CloudRequest } from '../core/cloud.ts';
import { cleanText } from './font/clean.ts';
import { type Shape, shapeText } from './font/shape.ts';
import type { Group } from './groups.ts';
import type { Box } from './layout/free-space.ts';
import type { Canvas, Rgb } from './paint/canvas.ts';
import { mixInk } from './paint/ink.ts';
import { discPoints, paintPolygon, trianglePoints } from './paint/symbols.ts';
import { paintText } from './paint/text.ts';
import type { CloudTheme } from './theme.ts';

/** What stands around the words. */
export interface Frame {
  /** Room for words. */
  field: Box;
  paint(canvas: Canvas, theme: CloudTheme): void;
}

type Symbol = 'disc' | 'new' | 'rising';

interface Entry {
  shape: Shape;
  symbol: Symbol;
  /** Index of the group's colour, none for a trend. */
  colour?: number;
}

/** Lengths in pixels, for a picture of 1200 x 675. */
const design = {
  bareMargin: 6,
  margin: 26,
  titleSize: 38,
  subtitleSize: 23,
  titleGap: 18,
  headerGap: 20,
  legendSize: 21,
  legendGap: 16,
  entryGap: 30,
  symbolGap: 9,
  rowHeight: 30,
};

/** Smaller pictures have room for words alone. */
const smallestFramed = { width: 360, height: 240 };

export function makeFrame(request: CloudRequest, groups: readonly Group[], hasTrends: TrendUse): Frame {
  const { width, height } = request;
  const unit = Math.sqrt((width * height) / (1200 * 675));
  const isFramed = width >= smallestFramed.width && height >= smallestFramed.height;
  const title = isFramed ? titleOf(request, unit) : undefined;
  const rows = isFramed ? legendRows(request, groups, hasTrends, unit) : [];
  if (!title && rows.length === 0) return bareFrame(width, height, unit);
  const margin = Math.round(design.margin * unit);
  const top = title ? margin + title.height + Math.round(design.headerGap * unit) : margin;
  const legendHeight = Math.round(rows.length * design.rowHeight * unit);
  const legendTop = height - margin - legendHeight + Math.round(4 * unit);
  const bottom = rows.length === 0 ? height - margin : legendTop - Math.round(design.legendGap * unit);
  return {
    field: { left: margin, top, right: width - margin, bottom },
    paint: (canvas, theme) => {
      title?.paint(canvas, theme, margin);
      paintLegend(canvas, theme, rows, { left: margin, top: legendTop, unit });
    },
  };
}

function bareFrame(width: number, height: number, unit: number): Frame {
  const margin = Math.max(2, Math.round(design.bareMargin * Math.min(1, unit)));
  return {
    field: { left: margin, top: margin, right: width - margin, bottom: height - margin },
    paint: () => {},
  };
}

export interface TrendUse {
  new: boolean;
  rising: boolean;
}

interface Title {
  height: number;
  paint(canvas: Canvas, theme: CloudTheme, margin: number): void;
}

/** Title and subtitle share a baseline, one at each side. */
function titleOf(request: CloudRequest, unit: number): Title | undefined {
  const title = shapeLine(request.title);
  if (!title) return undefined;
  const subtitle = shapeLine(request.subtitle);
  const room = request.width - 2 * design.margin * unit;
  const wanted =
    (title.right - title.left) * design.titleSize +
    (subtitle ? (subtitle.right - subtitle.left) * design.subtitleSize + 2 * design.titleGap : 0);
  const fit = Math.min(unit, room / wanted);
  const size = design.titleSize * fit;
  const baseline = Math.round(0.86 * design.titleSize * unit);
  return {
    height: Math.round(design.titleSize * unit),
    paint: (canvas, theme, margin) => {
      paintLine(canvas, title, { x: margin, baseline: margin + baseline, size }, theme.title, theme);
      if (!subtitle) return;
      const small = design.subtitleSize * fit;
      const x = canvas.width - margin - (subtitle.right - subtitle.left) * small;
      paintLine(canvas, subtitle, { x, baseline: margin + baseline, size: small }, theme.muted, theme);
    },
  };
}

/** Characters that no font has are left out of titles and labels. */
function shapeLine(text: string | undefined): Shape | undefined {
  const drawable = [...cleanText(text ?? '')].filter((character) => 'shape' in shapeText(character)).join('');
  const shaped = shapeText(drawable);
  return 'shape' in shaped && shaped.shape.glyphs.length > 0 ? shaped.shape : undefined;
}

function paintLine(
  canvas: Canvas,
  shape: Shape,
  at: { x: number; baseline: number; size: number },
  colour: Rgb,
  theme: CloudTheme,
): void {
  const spot = { x: at.x, y: at.baseline + shape.top * at.size, size: at.size };
  paintText(canvas, shape, spot, mixInk(theme.ground, colour));
}

function legendRows(
  request: CloudRequest,
  groups: readonly Group[],
  uses: TrendUse,
  unit: number,
): Entry[][] {
  const entries = [...groupEntries(groups), ...trendEntries(request, uses)];
  const room = request.width - 2 * design.margin * unit;
  const rows: Entry[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const width = entryWidth(entry, unit);
    if (used + design.entryGap * unit + width > room) {
      rows.push([]);
      used = -design.entryGap * unit;
    }
    rows.at(-1)?.push(entry);
    used += design.entryGap * unit + width;
  }
  return rows;
}

function groupEntries(groups: readonly Group[]): Entry[] {
  return groups.flatMap(({ label }, colour) => {
    const shape = shapeLine(label);
    return shape ? [{ shape, symbol: 'disc' as const, colour }] : [];
  });
}

function trendEntries({ trendLabels }: CloudRequest, uses: TrendUse): Entry[] {
  if (!trendLabels) return [];
  return (['new', 'rising'] as const).flatMap((symbol) => {
    const shape = uses[symbol] ? shapeLine(trendLabels[symbol]) : undefined;
    return shape ? [{ shape, symbol }] : [];
  });
}

function entryWidth({ shape }: Entry, unit: number): number {
  return (0.62 * design.legendSize + design.symbolGap + shape.advance * design.legendSize) * unit;
}

function paintLegend(
  canvas: Canvas,
  theme: CloudTheme,
  rows: readonly Entry[][],
  at: { left: number; top: number; unit: number },
): void {
  for (const [i, row] of rows.entries()) {
    let x = at.left;
    const baseline = Math.round(at.top + (i * design.rowHeight + 0.9 * design.legendSize) * at.unit);
    for (const entry of row) {
      paintEntry(canvas, theme, entry, { x, baseline, size: design.legendSize * at.unit, unit: at.unit });
      x += entryWidth(entry, at.unit) + design.entryGap * at.unit;
    }
  }
}

function paintEntry(
  canvas: Canvas,
  theme: CloudTheme,
  { shape, symbol, colour }: Entry,
  at: { x: number; baseline: number; size: number; unit: number },
): void {
  const radius = (symbol === 'disc' ? 0.31 : 0.24) * at.size;
  const fill = colour === undefined ? theme.mark : (theme.groups[colour] ?? theme.neutral);
  paintSymbol(
    canvas,
    symbol,
    { x: at.x + 0.31 * at.size, y: at.baseline - 0.36 * at.size, radius },
    mixInk(theme.ground, fill),
  );
  const x = at.x + 0.62 * at.size + design.symbolGap * at.unit + shape.left * at.size;
  paintLine(
    canvas,
    shape,
    { x, baseline: at.baseline, size: at.size },
    symbol === 'disc' ? theme.title : theme.muted,
    theme,
  );
}

export function paintSymbol(
  canvas: Canvas,
  symbol: Symbol,
  { x, y, radius }: { x: number; y: number; radius: number },
  ink: ReturnType<typeof mixInk>,
): void {
  const points = symbol === 'rising' ? trianglePoints({ x, y }, radius) : discPoints({ x, y }, radius);
  paintPolygon(canvas, points, ink);
}
