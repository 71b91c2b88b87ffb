import type { ChartPicture, ChartRequest } from '../core/chart.ts';
import { UserError } from '../core/errors.ts';
import { niceTicks, shortNumber } from './chart-scale.ts';
import type { Shape } from './font/shape.ts';
import { fitLabel, labelWidth, paintLabel, shapeLabel } from './label.ts';
import { type Canvas, mix, openCanvas } from './paint/canvas.ts';
import { mixInk } from './paint/ink.ts';
import { encodeJpeg } from './paint/jpeg.ts';
import { encodePng } from './paint/png.ts';
import { checkSides } from './paint/sides.ts';
import { discPoints, type Point, paintPolygon, rectanglePoints } from './paint/symbols.ts';
import { type CloudTheme, themeOf } from './theme.ts';

/** Lengths in pixels, for a chart of 1200 x 675. */
const design = {
  margin: 40,
  titleSize: 36,
  labelSize: 21,
  gap: 14,
  headerGap: 34,
  line: 5,
  dot: 8,
};

/** Up to so many values each get a bar; more make a line. */
const mostBars = 16;

interface Plot {
  canvas: Canvas;
  theme: CloudTheme;
  unit: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
  ticks: number[];
  points: ChartRequest['points'];
  print(value: number): string;
}

/**
 * Draws values in order as bars, or as a line where there are many. Throws a `UserError` when there is
 * nothing to draw, a value is negative or no number, or the size is out of range.
 */
export async function drawChart(request: ChartRequest): Promise<ChartPicture> {
  checkSides(request);
  checkValues(request.points);
  const theme = themeOf(request.theme);
  const canvas = openCanvas(request.width, request.height, theme.ground);
  const plot = openPlot(request, canvas, theme);
  paintTitle(request, plot);
  paintGrid(plot);
  if (request.points.length <= mostBars) paintBars(plot);
  else paintCurve(plot);
  paintAxisLabels(plot);
  const formats = request.formats ?? ['png'];
  return {
    ...(formats.includes('png') ? { png: encodePng(canvas) } : {}),
    ...(formats.includes('jpeg') ? { jpeg: await encodeJpeg(canvas) } : {}),
    width: request.width,
    height: request.height,
  };
}

function checkValues(points: ChartRequest['points']): void {
  if (points.length === 0) throw new UserError('There are no values to draw.');
  const wrong = points.find(({ value }) => !Number.isFinite(value) || value < 0);
  if (wrong) throw new UserError(`The value of ${wrong.label} must be 0 or more, not ${wrong.value}.`);
}

function openPlot(request: ChartRequest, canvas: Canvas, theme: CloudTheme): Plot {
  const { width, height, points } = request;
  const unit = Math.sqrt((width * height) / (1200 * 675));
  const ticks = niceTicks(points.reduce((most, { value }) => Math.max(most, value), 0));
  const print = (value: number): string => `${shortNumber(value)}${request.unit ?? ''}`;
  const widest = ticks.reduce((most, tick) => Math.max(most, widthOf(print(tick))), 0);
  const margin = design.margin * unit;
  return {
    canvas,
    theme,
    unit,
    ticks,
    points,
    print,
    left: Math.round(margin + (widest * design.labelSize + design.gap) * unit),
    top: Math.round(margin + (design.titleSize + design.headerGap) * unit),
    right: Math.round(width - margin),
    bottom: Math.round(height - margin - (design.labelSize + design.gap) * unit),
  };
}

function widthOf(text: string): number {
  const shape = shapeLabel(text);
  return shape ? labelWidth(shape) : 0;
}

function paintTitle({ title, width }: ChartRequest, { canvas, theme, unit }: Plot): void {
  const margin = design.margin * unit;
  const label = fitLabel(title, design.titleSize * unit, width - 2 * margin);
  if (!label) return;
  const baseline = Math.round((design.margin + 0.86 * design.titleSize) * unit);
  paintLabel(
    canvas,
    label.shape,
    { x: margin, baseline, size: label.size },
    mixInk(theme.ground, theme.title),
  );
}

function yOf({ ticks, top, bottom }: Plot, value: number): number {
  return bottom - ((bottom - top) * value) / (ticks.at(-1) || 1);
}

/** The middle of each value's share of the width. */
function xOf({ points, left, right }: Plot, i: number): number {
  return left + ((right - left) * (i + 0.5)) / points.length;
}

function paintGrid(plot: Plot): void {
  const { canvas, theme, unit, left, right, ticks } = plot;
  const size = design.labelSize * unit;
  for (const tick of ticks) {
    const y = Math.round(yOf(plot, tick));
    const line = mixInk(theme.ground, mix(theme.ground, theme.muted, tick === 0 ? 0.7 : 0.22));
    const thickness = Math.max(1, Math.round(unit));
    paintPolygon(canvas, rectanglePoints({ left, top: y, right, bottom: y + thickness }), line);
    const shape = shapeLabel(plot.print(tick));
    const x = left - design.gap * unit - widthOf(plot.print(tick)) * size;
    if (shape)
      paintLabel(canvas, shape, { x, baseline: y + 0.35 * size, size }, mixInk(theme.ground, theme.muted));
  }
}

function paintBars(plot: Plot): void {
  const { canvas, theme, unit, points, bottom } = plot;
  const share = (plot.right - plot.left) / points.length;
  const half = Math.min(share * 0.34, 60 * unit);
  const ink = mixInk(theme.ground, theme.groups[0] ?? theme.title);
  for (const [i, { value }] of points.entries()) {
    const x = xOf(plot, i);
    const top = yOf(plot, value);
    if (value > 0)
      paintPolygon(canvas, barPoints({ left: x - half, top, right: x + half, bottom }, 7 * unit), ink);
    paintValue(plot, { x, y: top - 9 * unit }, value, share);
  }
}

/** Rounded at the top. */
function barPoints(
  { left, top, right, bottom }: { left: number; top: number; right: number; bottom: number },
  wanted: number,
): Point[] {
  const radius = Math.min(wanted, (right - left) / 2, bottom - top);
  const corner = (x: number, from: number): Point[] =>
    Array.from({ length: 9 }, (_, i) => {
      const angle = from + (i / 8) * (Math.PI / 2);
      return { x: x + radius * Math.cos(angle), y: top + radius + radius * Math.sin(angle) };
    });
  return [
    { x: left, y: bottom },
    ...corner(left + radius, Math.PI),
    ...corner(right - radius, 1.5 * Math.PI),
    { x: right, y: bottom },
  ];
}

/** Centred above its point, and only where it has room beside its neighbours. */
function paintValue({ canvas, theme, unit, print }: Plot, at: Point, value: number, room: number): void {
  const shape = shapeLabel(print(value));
  const size = design.labelSize * unit;
  if (!shape || labelWidth(shape) * size > room) return;
  const x = at.x - (labelWidth(shape) * size) / 2;
  paintLabel(canvas, shape, { x, baseline: at.y, size }, mixInk(theme.ground, theme.title));
}

function paintCurve(plot: Plot): void {
  const { canvas, theme, unit, points, bottom } = plot;
  const colour = theme.groups[0] ?? theme.title;
  const line = points.map(({ value }, i) => ({ x: xOf(plot, i), y: yOf(plot, value) }));
  const [first, last] = [line[0] as Point, line.at(-1) as Point];
  const area = [{ x: first.x, y: bottom }, ...line, { x: last.x, y: bottom }];
  const pale = mix(theme.ground, colour, 0.14);
  paintPolygon(canvas, area, mixInk(theme.ground, pale));
  paintStroke(plot, line, colour);
  const peak = points.reduce((best, { value }, i) => (value > (points[best]?.value ?? 0) ? i : best), 0);
  for (const i of new Set([peak, points.length - 1])) {
    const point = line[i] as Point;
    paintPolygon(canvas, discPoints(point, design.dot * unit), mixInk(theme.ground, colour));
    paintValue(plot, { x: point.x, y: point.y - 16 * unit }, points[i]?.value ?? 0, Number.POSITIVE_INFINITY);
  }
}

/** One quadrilateral a segment, and a disc at each joint. */
function paintStroke(
  { canvas, theme, unit }: Plot,
  line: readonly Point[],
  colour: CloudTheme['title'],
): void {
  const half = (design.line / 2) * unit;
  const ink = mixInk(theme.ground, colour);
  for (const [i, to] of line.entries()) {
    paintPolygon(canvas, discPoints(to, half), ink);
    const from = line[i - 1];
    if (from) paintPolygon(canvas, strokePoints(from, to, half), ink);
  }
}

function strokePoints(from: Point, to: Point, half: number): Point[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const x = (-(to.y - from.y) / length) * half;
  const y = ((to.x - from.x) / length) * half;
  return [
    { x: from.x + x, y: from.y + y },
    { x: to.x + x, y: to.y + y },
    { x: to.x - x, y: to.y - y },
    { x: from.x - x, y: from.y - y },
  ];
}

/** Every label, or every second, third … where they would touch; the last one always. */
function paintAxisLabels(plot: Plot): void {
  const { canvas, theme, unit, points, left, right, bottom } = plot;
  const size = design.labelSize * unit;
  const shapes = points.map(({ label }) => shapeLabel(label));
  const widest = shapes.reduce((most, shape) => Math.max(most, shape ? labelWidth(shape) : 0), 0) * size;
  const every = Math.max(1, Math.ceil(((widest + design.gap * unit) * points.length) / (right - left)));
  const baseline = bottom + (design.gap + 0.86 * design.labelSize) * unit;
  for (const [i, shape] of shapes.entries()) {
    if (!shape || (points.length - 1 - i) % every !== 0) continue;
    const x = clampLabel(xOf(plot, i) - (labelWidth(shape) * size) / 2, shape, size, canvas.width);
    paintLabel(canvas, shape, { x, baseline, size }, mixInk(theme.ground, theme.muted));
  }
}

function clampLabel(x: number, shape: Shape, size: number, width: number): number {
  return Math.max(2, Math.min(width - 2 - labelWidth(shape) * size, x));
}
