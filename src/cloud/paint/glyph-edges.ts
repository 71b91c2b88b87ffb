import type { Outline } from '../font/outline.ts';
import { addEdge, type Coverage } from './coverage.ts';

/** Where a design point falls: `x = originX + x·xx + y·xy`, `y = originY + x·yx + y·yy`. */
export interface Transform {
  originX: number;
  originY: number;
  xx: number;
  xy: number;
  yx: number;
  yy: number;
}

/** Flattened splines stay this near to the true ones. */
const tolerancePx = 0.12;

/** Where the last edge ended. */
const pen = { x: 0, y: 0 };

/** Adds the edges of all contours, closed. */
export function addOutline(area: Coverage, outline: Outline, transform: Transform): void {
  let first = 0;
  for (const last of outline.ends) {
    if (last > first) addContour(area, outline, { first, last }, transform);
    first = last + 1;
  }
}

interface Span {
  first: number;
  last: number;
}

/**
 * Between two control points that follow each other lies an implied point on the curve, half way.
 * A contour of control points alone starts at such a point.
 */
function addContour(area: Coverage, outline: Outline, { first, last }: Span, transform: Transform): void {
  const { onCurve } = outline;
  const count = last - first + 1;
  const start = findOnCurve(onCurve, first, last);
  if (start < 0) moveBetween(outline, first, last, transform);
  else moveToPoint(outline, start, transform);
  const { x, y } = pen;
  const begin = start < 0 ? first : start + 1;
  const steps = start < 0 ? count : count - 1;
  for (let step = 0; step < steps; step += 1) {
    const at = first + ((begin - first + step) % count);
    if (onCurve[at]) lineToPoint(area, outline, at, transform);
    else if (addSpline(area, outline, { at, next: at === last ? first : at + 1 }, transform)) step += 1;
  }
  addEdge(area, pen.x, pen.y, x, y);
}

function findOnCurve(onCurve: Uint8Array, first: number, last: number): number {
  for (let i = first; i <= last; i += 1) if (onCurve[i]) return i;
  return -1;
}

function xOf({ xs, ys }: Outline, at: number, { originX, xx, xy }: Transform): number {
  return originX + (xs[at] as number) * xx + (ys[at] as number) * xy;
}

function yOf({ xs, ys }: Outline, at: number, { originY, yx, yy }: Transform): number {
  return originY + (xs[at] as number) * yx + (ys[at] as number) * yy;
}

function moveToPoint(outline: Outline, at: number, transform: Transform): void {
  pen.x = xOf(outline, at, transform);
  pen.y = yOf(outline, at, transform);
}

function moveBetween(outline: Outline, a: number, b: number, transform: Transform): void {
  pen.x = (xOf(outline, a, transform) + xOf(outline, b, transform)) / 2;
  pen.y = (yOf(outline, a, transform) + yOf(outline, b, transform)) / 2;
}

function lineToPoint(area: Coverage, outline: Outline, at: number, transform: Transform): void {
  const { x, y } = pen;
  moveToPoint(outline, at, transform);
  addEdge(area, x, y, pen.x, pen.y);
}

/** Whether the spline ends at the next point, and not half way to it. */
function addSpline(
  area: Coverage,
  outline: Outline,
  { at, next }: { at: number; next: number },
  transform: Transform,
): boolean {
  const nextX = xOf(outline, next, transform);
  const nextY = yOf(outline, next, transform);
  if (outline.onCurve[next]) {
    splineTo(area, outline, at, transform, nextX, nextY);
    return true;
  }
  const x = (xOf(outline, at, transform) + nextX) / 2;
  splineTo(area, outline, at, transform, x, (yOf(outline, at, transform) + nextY) / 2);
  return false;
}

/** A quadratic cut into n equal steps strays from its chord by |p0 − 2·p1 + p2| / 4n². */
function splineTo(
  area: Coverage,
  outline: Outline,
  control: number,
  transform: Transform,
  endX: number,
  endY: number,
): void {
  const { x, y } = pen;
  const controlX = xOf(outline, control, transform);
  const controlY = yOf(outline, control, transform);
  const bendX = x - 2 * controlX + endX;
  const bendY = y - 2 * controlY + endY;
  const bend = Math.sqrt(bendX * bendX + bendY * bendY);
  const steps = Math.max(1, Math.ceil(Math.sqrt(bend / (4 * tolerancePx))));
  for (let step = 1; step <= steps; step += 1) {
    const t = step / steps;
    const toX = x + t * (2 * (controlX - x) + t * bendX);
    const toY = y + t * (2 * (controlY - y) + t * bendY);
    addEdge(area, pen.x, pen.y, toX, toY);
    pen.x = toX;
    pen.y = toY;
  }
}
