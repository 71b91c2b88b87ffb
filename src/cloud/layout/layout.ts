import type { Box } from './free-space.ts';
import { type Ground, pack, type PlacedBox } from './pack.ts';
import { type Piece, type SizedPiece, sizePiece } from './piece.ts';
import { seededRandom } from './random.ts';
import { settle } from './settle.ts';
import { type Field, relativeSizes, scaleFor } from './sizes.ts';
import { makeZones, metricOf } from './zones.ts';

export interface LayoutRequest {
  /** In any order; pieces that come first win where two are equal in size. */
  pieces: readonly Piece[];
  field: Box;
  /** Areas within the field that stay empty: a mask, a logo. */
  blocked: readonly Box[];
  zones: number;
  seed: number;
}

export interface LaidOut {
  box: PlacedBox;
  /** Font size in pixels. */
  size: number;
}

/** Words smaller than this are not worth drawing. */
const smallestReadablePx = 9;
/** Ink boxes of a dense layout cover about this much of the field; the search for the scale starts from it. */
const expectedFill = 0.77;
const scaleTrials = [1.03, 1.018, 1.006, 0.994, 0.982, 0.97, 0.955, 0.94, 0.92, 0.89, 0.85, 0.8, 0.7, 0.6];
const tightnesses = [1, 2.5, 0.6];

/**
 * Finds the largest scale at which every piece has a place without overlap, and the places: one result a
 * piece, undefined for those that found none. The same request gives the same result.
 */
export function layOut(request: LayoutRequest): (LaidOut | undefined)[] {
  const field = measureField(request.field, request.blocked);
  const order = sortForPlacing(request.pieces);
  const kept = order.slice(0, mostReadable(field));
  const results = new Array<LaidOut | undefined>(request.pieces.length);
  if (kept.length === 0) return results;
  const pieces = kept.map(({ piece }) => piece);
  for (const [i, laidOut] of search(pieces, field, request).entries()) {
    const index = kept[i]?.index ?? 0;
    results[index] = laidOut;
  }
  return results;
}

function measureField(box: Box, blocked: readonly Box[]): Field {
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  const taken = blocked.reduce((sum, b) => sum + (b.right - b.left) * (b.bottom - b.top), 0);
  return { width, height, area: Math.max(1, width * height - taken) };
}

function mostReadable(field: Field): number {
  return Math.floor(field.area * (0.36 / smallestReadablePx) ** 2);
}

interface Ordered {
  piece: Piece;
  index: number;
}

function sortForPlacing(pieces: readonly Piece[]): Ordered[] {
  const area = ({ piece }: Ordered): number => piece.widthEm * piece.heightEm;
  return pieces
    .map((piece, index) => ({ piece, index }))
    .sort((a, b) => b.piece.weight - a.piece.weight || area(b) - area(a) || a.index - b.index);
}

function search(pieces: readonly Piece[], field: Field, request: LayoutRequest): (LaidOut | undefined)[] {
  const sizes = relativeSizes(pieces, field, expectedFill);
  const scale = scaleFor(pieces, sizes, field, expectedFill);
  const ground = prepareGround(pieces, sizes, request);
  for (const factor of scaleTrials) {
    const sized = sizeAll(pieces, sizes, { scale: scale * factor, field });
    const placed = packAny(sized, ground);
    if (placed) return finish(sized, placed, request);
  }
  const sized = sizeAll(pieces, sizes, { scale: scale * 0.9, field });
  return finish(sized, pack(sized, ground, { tightness: 1, isPartial: true }) ?? [], request);
}

function prepareGround(pieces: readonly Piece[], sizes: readonly number[], request: LayoutRequest): Ground {
  const { field, blocked } = request;
  const side = Math.sqrt((field.right - field.left) * (field.bottom - field.top));
  const start = seededRandom(request.seed)() - 0.5;
  return {
    field,
    blocked,
    metric: metricOf(field),
    zones: makeZones(pieces, sizes, { count: request.zones, side, start }),
  };
}

function sizeAll(
  pieces: readonly Piece[],
  sizes: readonly number[],
  { scale, field }: { scale: number; field: Field },
): SizedPiece[] {
  return pieces.map((piece, i) => {
    const widest = (field.width - 2) / piece.widthEm;
    return sizePiece(piece, Math.min(scale * (sizes[i] ?? 0), widest));
  });
}

function packAny(sized: readonly SizedPiece[], ground: Ground): (PlacedBox | undefined)[] | undefined {
  for (const tightness of tightnesses) {
    const placed = pack(sized, ground, { tightness, isPartial: false });
    if (placed) return placed;
  }
  return undefined;
}

function finish(
  sized: readonly SizedPiece[],
  placed: readonly (PlacedBox | undefined)[],
  { field, blocked }: LayoutRequest,
): (LaidOut | undefined)[] {
  const words = sized.flatMap((piece, i) => {
    const box = placed[i];
    return box ? [{ piece, box }] : [];
  });
  settle(words, field, blocked);
  return sized.map((piece, i) => {
    const box = placed[i];
    return box && { box, size: piece.size };
  });
}
