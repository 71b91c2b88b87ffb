import type { Box } from './free-space.ts';
import type { Piece } from './piece.ts';

/**
 * Where a zone's words belong: a wedge of the field seen from its middle, and a point of it from which they
 * spread. All in metric coordinates: relative to the middle, stretched so that the field becomes a square.
 */
export interface Zone {
  anchorX: number;
  anchorY: number;
  /** Directions of the two rays that bound the wedge, clockwise from the first to the second. */
  fromX: number;
  fromY: number;
  toX: number;
  toY: number;
  /** More than half a turn. */
  isReflex: boolean;
}

export interface Metric {
  middleX: number;
  middleY: number;
  stretchX: number;
  stretchY: number;
}

export function metricOf(field: Box): Metric {
  const width = field.right - field.left;
  const height = field.bottom - field.top;
  return {
    middleX: (field.left + field.right) / 2,
    middleY: (field.top + field.bottom) / 2,
    stretchX: Math.sqrt(height / width),
    stretchY: Math.sqrt(width / height),
  };
}

/** A word without a zone belongs to the middle. */
export const openZone: Zone = {
  anchorX: 0,
  anchorY: 0,
  fromX: 0,
  fromY: 0,
  toX: 0,
  toY: 0,
  isReflex: false,
};

/** How far outside its wedge a point lies, 0 within it. */
export function distanceOutside(zone: Zone, x: number, y: number): number {
  const beforeFrom = zone.fromY * x - zone.fromX * y;
  const afterTo = zone.toX * y - zone.toY * x;
  const outside = zone.isReflex ? Math.min(beforeFrom, afterTo) : Math.max(beforeFrom, afterTo);
  return Math.max(0, outside);
}

/** Deals the square out in wedges, clockwise in the order of zones, by the area that each zone's words cover. */
export function makeZones(
  ranked: readonly { piece: Piece; size: number }[],
  options: { count: number; side: number; start: number },
): Zone[] {
  const areas = zoneAreas(ranked, options.count);
  const total = areas.reduce((sum, area) => sum + area, 0) || 1;
  let share = options.start;
  return areas.map((area) => {
    const from = share;
    share += area / total;
    return makeWedge(from, share, options.side / 2);
  });
}

function zoneAreas(ranked: readonly { piece: Piece; size: number }[], count: number): number[] {
  const areas = new Array<number>(count).fill(0);
  for (const { piece, size } of ranked) {
    const { zone, widthEm, heightEm } = piece;
    if (zone >= 0) areas[zone] = (areas[zone] ?? 0) + widthEm * heightEm * size * size;
  }
  return areas;
}

function makeWedge(from: number, to: number, half: number): Zone {
  const [startX, startY] = rayAt(from);
  const [endX, endY] = rayAt(to);
  const [anchorX, anchorY] = to - from > 0.99 ? [0, 0] : wedgeCentroid(from, to, half);
  return {
    anchorX,
    anchorY,
    fromX: startX,
    fromY: startY,
    toX: endX,
    toY: endY,
    isReflex: to - from > 0.5,
  };
}

/** Walking along the border of a square takes equal areas in equal steps. */
function borderAt(share: number): [number, number] {
  const walked = (((share % 1) + 1) % 1) * 4;
  const side = Math.floor(walked);
  const along = 2 * (walked - side) - 1;
  const corners: [number, number][] = [
    [along, -1],
    [1, along],
    [-along, 1],
    [-1, -along],
  ];
  return corners[side] ?? [along, -1];
}

function rayAt(share: number): [number, number] {
  const [x, y] = borderAt(share);
  const length = Math.hypot(x, y);
  return [x / length, y / length];
}

/** Thin triangles of equal area from the middle to the border have their centroids at two thirds. */
function wedgeCentroid(from: number, to: number, half: number): [number, number] {
  const steps = 64;
  let [x, y] = [0, 0];
  for (let i = 0; i < steps; i += 1) {
    const [borderX, borderY] = borderAt(from + ((i + 0.5) / steps) * (to - from));
    x += borderX;
    y += borderY;
  }
  const reach = ((2 / 3) * half) / steps;
  return [x * reach, y * reach];
}
