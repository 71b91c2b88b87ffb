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
const tolerancePx = 0.08;

/** Adds the edges of all contours, closed. */
export function addOutline(area: Coverage, outline: Outline, transform: Transform): void {
  let first = 0;
  for (const last of outline.ends) {
    if (last > first) addContour(area, projectContour(outline, first, last, transform));
    first = last + 1;
  }
}

interface Contour {
  xs: number[];
  ys: number[];
  onCurve: boolean[];
}

/** Starts every contour with a point on the curve. */
function projectContour(outline: Outline, first: number, last: number, transform: Transform): Contour {
  const contour: Contour = { xs: [], ys: [], onCurve: [] };
  for (let i = first; i <= last; i += 1) {
    const x = outline.xs[i] as number;
    const y = outline.ys[i] as number;
    contour.xs.push(transform.originX + x * transform.xx + y * transform.xy);
    contour.ys.push(transform.originY + x * transform.yx + y * transform.yy);
    contour.onCurve.push(outline.onCurve[i] as boolean);
  }
  return startOnCurve(contour);
}

function startOnCurve(contour: Contour): Contour {
  const start = contour.onCurve.indexOf(true);
  if (start === 0) return contour;
  if (start > 0) return rotate(contour, start);
  const last = contour.xs.length - 1;
  contour.xs.unshift(((contour.xs[0] as number) + (contour.xs[last] as number)) / 2);
  contour.ys.unshift(((contour.ys[0] as number) + (contour.ys[last] as number)) / 2);
  contour.onCurve.unshift(true);
  return contour;
}

function rotate(contour: Contour, start: number): Contour {
  const turn = <T>(list: T[]): T[] => [...list.slice(start), ...list.slice(0, start)];
  return { xs: turn(contour.xs), ys: turn(contour.ys), onCurve: turn(contour.onCurve) };
}

/** Between two control points that follow each other lies an implied point on the curve, half way. */
function addContour(area: Coverage, { xs, ys, onCurve }: Contour): void {
  const count = xs.length;
  let x = xs[0] as number;
  let y = ys[0] as number;
  for (let i = 1; i <= count; i += 1) {
    const at = i % count;
    const px = xs[at] as number;
    const py = ys[at] as number;
    if (onCurve[at]) {
      addEdge(area, x, y, px, py);
      [x, y] = [px, py];
      continue;
    }
    const next = (at + 1) % count;
    const isOn = onCurve[next] as boolean;
    const endX = isOn ? (xs[next] as number) : (px + (xs[next] as number)) / 2;
    const endY = isOn ? (ys[next] as number) : (py + (ys[next] as number)) / 2;
    addSpline(area, { x0: x, y0: y, x1: px, y1: py, x2: endX, y2: endY });
    [x, y] = [endX, endY];
    if (isOn) i += 1;
  }
}

interface Spline {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** A quadratic cut into n equal steps strays from its chord by |p0 − 2·p1 + p2| / 4n². */
function addSpline(area: Coverage, { x0, y0, x1, y1, x2, y2 }: Spline): void {
  const bendX = x0 - 2 * x1 + x2;
  const bendY = y0 - 2 * y1 + y2;
  const steps = Math.max(1, Math.ceil(Math.sqrt(Math.hypot(bendX, bendY) / (4 * tolerancePx))));
  let [fromX, fromY] = [x0, y0];
  for (let step = 1; step <= steps; step += 1) {
    const t = step / steps;
    const toX = x0 + t * (2 * (x1 - x0) + t * bendX);
    const toY = y0 + t * (2 * (y1 - y0) + t * bendY);
    addEdge(area, fromX, fromY, toX, toY);
    [fromX, fromY] = [toX, toY];
  }
}
