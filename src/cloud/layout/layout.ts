import type { Area } from './axis.ts';
import type { Box } from './free-space.ts';
import type { Ground, PlacedBox } from './pack.ts';
import type { Piece } from './piece.ts';
import { seededRandom } from './random.ts';
import { fillFor, type Packing, pairUp, type RankedPiece, searchPacking } from './search.ts';
import { settle } from './settle.ts';
import { type Field, mostReadable, relativeSizes } from './sizes.ts';
import { tradePlaces } from './trade.ts';
import { makeZones, metricOf } from './zones.ts';

export interface LayoutRequest extends Area {
  pieces: readonly Piece[];
  /** How many zones the pieces name. */
  zones: number;
  seed: number;
}

export interface LaidOut {
  box: PlacedBox;
  /** Font size in pixels. */
  size: number;
}

interface Ranked extends RankedPiece {
  /** Place in the request. */
  index: number;
}

/**
 * Lays words out as boxes that never overlap: packed near the middle of their zones, pushed together where
 * that makes room for more, exchanged between zones, and evened out. One result a piece, undefined for those
 * that found no place or would be too small to read. The same request gives the same result.
 */
export function layOut(request: LayoutRequest): (LaidOut | undefined)[] {
  const field = measureField(request);
  const order = rank(request.pieces, field);
  const results = new Array<LaidOut | undefined>(request.pieces.length).fill(undefined);
  if (order.length === 0) return results;
  const ground = prepareGround(order, request);
  for (const [i, laidOut] of finish(searchPacking(order, field, ground), ground).entries()) {
    results[(order[i] as Ranked).index] = laidOut;
  }
  return results;
}

function measureField({ field, blocked }: Area): Field {
  const width = field.right - field.left;
  const height = field.bottom - field.top;
  const taken = blocked.reduce((sum, box) => sum + areaOf(box), 0);
  return { width, height, area: Math.max(1, width * height - taken) };
}

function areaOf(box: Box): number {
  return (box.right - box.left) * (box.bottom - box.top);
}

/**
 * The heaviest pieces that the field has room for at a size that can be read. What takes most room comes
 * first: small boxes fit into what large ones leave, not the other way round.
 */
function rank(pieces: readonly Piece[], field: Field): Ranked[] {
  const byWeight = pieces
    .map((piece, index) => ({ piece, index }))
    .sort((a, b) => b.piece.weight - a.piece.weight || a.index - b.index);
  const most = mostReadable(
    byWeight.map(({ piece }) => piece),
    field,
  );
  const kept = byWeight.slice(0, most);
  const sizes = relativeSizes(
    kept.map(({ piece }) => piece),
    field,
    fillFor(kept.length),
  );
  const inkArea = ({ piece, size }: Ranked): number => piece.widthEm * piece.heightEm * size * size;
  return kept
    .map((entry, i) => ({ ...entry, size: sizes[i] as number }))
    .sort((a, b) => inkArea(b) - inkArea(a) || a.index - b.index);
}

function prepareGround(
  order: readonly Ranked[],
  { field, blocked, zones: count, seed }: LayoutRequest,
): Ground {
  const side = Math.sqrt(areaOf(field));
  const start = seededRandom(seed)() - 0.5;
  return { field, blocked, metric: metricOf(field), zones: makeZones(order, { count, side, start }) };
}

/** A cloud that covers less of the field than this stays gathered around its middle. */
const leastSettled = 0.4;

function finish(packing: Packing, ground: Ground): (LaidOut | undefined)[] {
  const words = pairUp(packing);
  tradePlaces(words, ground);
  const covered = words.reduce((sum, { box }) => sum + areaOf(box), 0);
  if (covered >= leastSettled * areaOf(ground.field)) settle(words, ground);
  return packing.sized.map(({ size }, i) => {
    const box = packing.placed[i];
    return box && { box, size };
  });
}
