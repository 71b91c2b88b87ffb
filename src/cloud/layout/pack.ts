import { type Box, type FreeSpace, occupy, openFreeSpace } from './free-space.ts';
import type { SizedPiece } from './piece.ts';
import { distanceOutside, type Metric, openZone, type Zone } from './zones.ts';

export interface Ground {
  /** The area for words, within their outer margin. */
  field: Box;
  /** Areas within the field that stay empty. */
  blocked: readonly Box[];
  metric: Metric;
  zones: readonly Zone[];
}

/** The ink of a placed piece. */
export interface PlacedBox extends Box {
  rotated: boolean;
}

/** Leaving a zone by one unit of distance counts like this many more units from its anchor. */
const strayCost = 2;
/** A spot that touches nothing on one axis cuts the space around it into slivers. */
const looseCost = 30;

/** How much a tight fit counts against nearness to the anchor. */
const tightness = 0.25;

export interface PackOptions {
  /** Farther outside its zone than this no piece is placed. */
  mostStray: number;
  /** Pieces that have a box stay where they are. */
  placed?: readonly (PlacedBox | undefined)[];
  /** The part of the field to look at; all of it when absent. */
  window?: Box;
}

/**
 * Places pieces in the given order, each at the best spot of the free area at that time: near its zone's
 * anchor, inside its zone, touching what is there. Undefined where no spot was left.
 */
export function pack(
  pieces: readonly SizedPiece[],
  ground: Ground,
  { mostStray, placed = [], window }: PackOptions,
): (PlacedBox | undefined)[] {
  const toCome = placed.length === 0 ? pieces : pieces.filter((_, i) => !placed[i]);
  const area = cutTo(withBorder(pieces, ground.field), window);
  const space = openSpace(area, toCome);
  for (const box of ground.blocked) occupyWithin(space, area, box);
  for (const [i, piece] of pieces.entries()) {
    const box = placed[i];
    if (box) occupyWithin(space, area, withGaps(box, piece));
  }
  return pieces.map((piece, i) => placed[i] ?? placeOne(space, piece, ground, mostStray));
}

function withGaps(box: Box, { gapX, gapY }: SizedPiece): Box {
  const left = box.left - (gapX >> 1);
  const top = box.top - (gapY >> 1);
  return { left, top, right: left + box.right - box.left + gapX, bottom: top + box.bottom - box.top + gapY };
}

/** Boxes in here carry half a gap on each side, and so the field does. */
function withBorder(pieces: readonly SizedPiece[], field: Box): Box {
  const padX = least(pieces, (piece) => piece.gapX) >> 1;
  const padY = least(pieces, (piece) => piece.gapY) >> 1;
  return {
    left: field.left - padX,
    top: field.top - padY,
    right: field.right + padX,
    bottom: field.bottom + padY,
  };
}

function cutTo(area: Box, window: Box = area): Box {
  return {
    left: Math.max(area.left, window.left),
    top: Math.max(area.top, window.top),
    right: Math.min(area.right, window.right),
    bottom: Math.min(area.bottom, window.bottom),
  };
}

function openSpace(area: Box, toCome: readonly SizedPiece[]): FreeSpace {
  const shorter = (piece: SizedPiece): number => Math.min(piece.width, piece.height);
  const minWidth = least(toCome, (piece) => piece.gapX + (piece.canTurn ? shorter(piece) : piece.width));
  const minHeight = least(toCome, (piece) => piece.gapY + (piece.canTurn ? shorter(piece) : piece.height));
  return openFreeSpace(area, minWidth, minHeight);
}

function occupyWithin(space: FreeSpace, area: Box, box: Box): void {
  const isOutside =
    box.right <= area.left || box.left >= area.right || box.bottom <= area.top || box.top >= area.bottom;
  if (!isOutside) occupy(space, box);
}

function least(pieces: readonly SizedPiece[], of: (piece: SizedPiece) => number): number {
  return pieces.reduce((min, piece) => Math.min(min, of(piece)), Number.POSITIVE_INFINITY);
}

function placeOne(
  space: FreeSpace,
  piece: SizedPiece,
  ground: Ground,
  mostStray: number,
): PlacedBox | undefined {
  const wish = { metric: ground.metric, zone: ground.zones[piece.zone] ?? openZone, mostStray };
  const lying = findSpot(space, piece.width + piece.gapX, piece.height + piece.gapY, wish);
  if (lying) return takeSpot(space, lying, piece, false);
  if (!piece.canTurn) return undefined;
  const upright = findSpot(space, piece.height + piece.gapX, piece.width + piece.gapY, wish);
  return upright && takeSpot(space, upright, piece, true);
}

function takeSpot(space: FreeSpace, spot: Spot, piece: SizedPiece, rotated: boolean): PlacedBox {
  occupy(space, { left: spot.x, top: spot.y, right: spot.x + spot.width, bottom: spot.y + spot.height });
  const left = spot.x + (piece.gapX >> 1);
  const top = spot.y + (piece.gapY >> 1);
  return {
    left,
    top,
    right: left + spot.width - piece.gapX,
    bottom: top + spot.height - piece.gapY,
    rotated,
  };
}

interface Wish {
  metric: Metric;
  zone: Zone;
  mostStray: number;
}

interface Spot {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Search extends Spot {
  wish: Wish;
  bestCost: number;
  bestX: number;
  bestY: number;
}

function findSpot(space: FreeSpace, width: number, height: number, wish: Wish): Spot | undefined {
  const { metric, zone } = wish;
  const search: Search = {
    x: Math.round(metric.middleX + zone.anchorX / metric.stretchX - width / 2),
    y: Math.round(metric.middleY + zone.anchorY / metric.stretchY - height / 2),
    width,
    height,
    wish,
    bestCost: Number.POSITIVE_INFINITY,
    bestX: 0,
    bestY: 0,
  };
  for (let at = 0; at < 4 * space.count; at += 4) tryRectangle(space.edges, at, search);
  if (search.bestCost === Number.POSITIVE_INFINITY) return undefined;
  return { x: search.bestX, y: search.bestY, width, height };
}

/** Tries the corners of a free rectangle and its point nearest to the anchor. */
function tryRectangle(edges: Int32Array, at: number, search: Search): void {
  const left = edges[at] as number;
  const top = edges[at + 1] as number;
  const spareX = (edges[at + 2] as number) - left - search.width;
  const spareY = (edges[at + 3] as number) - top - search.height;
  if (spareX < 0 || spareY < 0) return;
  const fit = tightness * Math.min(spareX, spareY);
  const nearX = Math.min(left + spareX, Math.max(left, search.x));
  const nearY = Math.min(top + spareY, Math.max(top, search.y));
  if (fit + distanceFrom(search, nearX, nearY) >= search.bestCost) return;
  const looseX = nearX === left || nearX === left + spareX ? 0 : looseCost;
  const looseY = nearY === top || nearY === top + spareY ? 0 : looseCost;
  trySpot(search, nearX, nearY, fit + looseX + looseY);
  tryRow(search, left, spareX, { nearX, y: nearY, fit: fit + looseY, looseX });
  if (looseY === 0) return;
  tryRow(search, left, spareX, { nearX, y: top, fit, looseX });
  tryRow(search, left, spareX, { nearX, y: top + spareY, fit, looseX });
}

interface Row {
  nearX: number;
  y: number;
  fit: number;
  looseX: number;
}

function tryRow(search: Search, left: number, spareX: number, row: Row): void {
  trySpot(search, row.nearX, row.y, row.fit + row.looseX);
  if (row.looseX === 0) return;
  trySpot(search, left, row.y, row.fit);
  trySpot(search, left + spareX, row.y, row.fit);
}

function trySpot(search: Search, x: number, y: number, fit: number): void {
  const { metric, zone, mostStray } = search.wish;
  const metricX = (x + search.width / 2 - metric.middleX) * metric.stretchX;
  const metricY = (y + search.height / 2 - metric.middleY) * metric.stretchY;
  const awayX = metricX - zone.anchorX;
  const awayY = metricY - zone.anchorY;
  const away = Math.sqrt(awayX * awayX + awayY * awayY);
  const stray = distanceOutside(zone, metricX, metricY);
  if (stray > mostStray) return;
  const cost = fit + away + strayCost * stray;
  if (cost > search.bestCost) return;
  if (cost === search.bestCost && (y > search.bestY || (y === search.bestY && x >= search.bestX))) return;
  search.bestCost = cost;
  search.bestX = x;
  search.bestY = y;
}

function distanceFrom(search: Search, x: number, y: number): number {
  const { stretchX, stretchY } = search.wish.metric;
  const awayX = (x - search.x) * stretchX;
  const awayY = (y - search.y) * stretchY;
  return Math.sqrt(awayX * awayX + awayY * awayY);
}
