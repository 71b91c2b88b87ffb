import type { CloudRequest } from '../core/cloud.ts';
import type { Shape } from './font/shape.ts';
import type { Group } from './groups.ts';
import { fitLabel, labelWidth, paintLabel } from './label.ts';
import type { Box } from './layout/free-space.ts';
import { legendHeight, legendRows, paintLegend, type TrendUse } from './legend.ts';
import type { Canvas } from './paint/canvas.ts';
import { mixInk } from './paint/ink.ts';
import type { CloudTheme } from './theme.ts';

/** What stands around the words. */
export interface Frame {
  /** Room for words. */
  field: Box;
  paint(canvas: Canvas, theme: CloudTheme): void;
}

/** Lengths in pixels, for a picture of 1200 x 675. */
const design = {
  bareMargin: 6,
  margin: 26,
  titleSize: 38,
  subtitleSize: 23,
  titleGap: 36,
  lineGap: 34,
  headerGap: 20,
  legendGap: 18,
};

/** Smaller pictures have room for words alone. */
const smallestFramed = { width: 360, height: 240 };

/** Title and subtitle above the words, legend below; the whole canvas for words where there is neither. */
export function makeFrame(request: CloudRequest, groups: readonly Group[], uses: TrendUse): Frame {
  const { width, height } = request;
  const unit = Math.sqrt((width * height) / (1200 * 675));
  const isFramed = width >= smallestFramed.width && height >= smallestFramed.height;
  const header = isFramed ? makeHeader(request, unit) : undefined;
  const margin = Math.round(design.margin * unit);
  const rows = isFramed ? legendRows(request, groups, uses, { room: width - 2 * margin, unit }) : [];
  if (!header && rows.length === 0) return bareFrame(width, height, unit);
  const legendTop = height - margin - legendHeight(rows.length, unit);
  const gap = rows.length > 0 ? Math.round(design.legendGap * unit) : 0;
  return {
    field: {
      left: margin,
      top: margin + (header ? header.height : 0),
      right: width - margin,
      bottom: legendTop - gap,
    },
    paint: (canvas, theme) => {
      header?.paint(canvas, theme, margin);
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

interface Header {
  /** With the gap below it. */
  height: number;
  paint(canvas: Canvas, theme: CloudTheme, margin: number): void;
}

/** Title and subtitle share a baseline, one at each side; where they are too long for that, two lines. */
function makeHeader(request: CloudRequest, unit: number): Header | undefined {
  const room = request.width - 2 * design.margin * unit;
  const title = fitLabel(request.title, design.titleSize * unit, room);
  if (!title) return undefined;
  const subtitle = fitLabel(request.subtitle, design.subtitleSize * unit, room);
  const isOneLine = widthOf(title) + (subtitle ? widthOf(subtitle) : 0) + design.titleGap * unit <= room;
  const firstLine = design.titleSize * unit;
  const secondLine = subtitle && !isOneLine ? design.lineGap * unit : 0;
  return {
    height: Math.round(firstLine + secondLine + design.headerGap * unit),
    paint: (canvas, theme, margin) => {
      const baseline = margin + Math.round(0.86 * firstLine);
      const at = { x: margin, baseline, size: title.size };
      paintLabel(canvas, title.shape, at, mixInk(theme.ground, theme.title));
      if (!subtitle) return;
      const x = isOneLine ? canvas.width - margin - widthOf(subtitle) : margin;
      const below = { x, baseline: baseline + Math.round(secondLine), size: subtitle.size };
      paintLabel(canvas, subtitle.shape, below, mixInk(theme.ground, theme.muted));
    },
  };
}

function widthOf({ shape, size }: { shape: Shape; size: number }): number {
  return labelWidth(shape) * size;
}
