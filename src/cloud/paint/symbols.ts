import type { Canvas } from './canvas.ts';
import { addEdge, openCoverage } from './coverage.ts';
import { type Ink, paintCoverage } from './ink.ts';

export interface Point {
  x: number;
  y: number;
}

/** Fills a polygon given in pixels of the canvas; parts outside the canvas are left out. */
export function paintPolygon(canvas: Canvas, points: readonly Point[], ink: Ink): void {
  const left = clamp(Math.floor(least(points, 'x')), canvas.width);
  const top = clamp(Math.floor(least(points, 'y')), canvas.height);
  const right = clamp(Math.ceil(most(points, 'x')), canvas.width);
  const bottom = clamp(Math.ceil(most(points, 'y')), canvas.height);
  if (right <= left || bottom <= top) return;
  const area = openCoverage(right - left, bottom - top);
  let from = points[points.length - 1] ?? { x: 0, y: 0 };
  for (const to of points) {
    addEdge(area, from.x - left, from.y - top, to.x - left, to.y - top);
    from = to;
  }
  paintCoverage(canvas, area, left, top, ink);
}

function least(points: readonly Point[], axis: 'x' | 'y'): number {
  return points.reduce((value, point) => Math.min(value, point[axis]), Number.POSITIVE_INFINITY);
}

function most(points: readonly Point[], axis: 'x' | 'y'): number {
  return points.reduce((value, point) => Math.max(value, point[axis]), Number.NEGATIVE_INFINITY);
}

function clamp(value: number, limit: number): number {
  return Math.max(0, Math.min(limit, value));
}

export function rectanglePoints(box: { left: number; top: number; right: number; bottom: number }): Point[] {
  return [
    { x: box.left, y: box.top },
    { x: box.right, y: box.top },
    { x: box.right, y: box.bottom },
    { x: box.left, y: box.bottom },
  ];
}

export function discPoints(centre: Point, radius: number): Point[] {
  const sides = 32;
  return Array.from({ length: sides }, (_, i) => ({
    x: centre.x + radius * Math.cos((2 * Math.PI * i) / sides),
    y: centre.y + radius * Math.sin((2 * Math.PI * i) / sides),
  }));
}

/** An upright triangle within the square around the centre. */
export function trianglePoints({ x, y }: Point, radius: number): Point[] {
  return [
    { x, y: y - radius },
    { x: x + radius, y: y + radius * 0.8 },
    { x: x - radius, y: y + radius * 0.8 },
  ];
}
