import type { PlacedWord } from './axis.ts';
import type { Box } from './free-space.ts';
import { type Ground, type PlacedBox, pack } from './pack.ts';
import { type Piece, type SizedPiece, sizePiece } from './piece.ts';
import { seededRandom } from './random.ts';
import { settle } from './settle.ts';
import { type Field, mostReadable, relativeSizes, scaleFor } from './sizes.ts';
import { squeezeApart } from './squeeze.ts';
import { tradePlaces } from './trade.ts';
import { makeZones, metricOf } from './zones.ts';

export interface LayoutRequest {
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

/** Shares of the field that ink boxes may cover, from the densest that looks well to the loosest tried. */
const fills = [0.77, 0.75, 0.72, 0.68, 0.62, 0.55, 0.45, 0.35];
/** The same with half of the gaps around every box: the denser, the wider the gaps for a fill. */
const densities = [0.93, 0.915, 0.9, 0.88];
/** Factors on the gaps: below the least, words run into each other; above the most, they lose touch. */
const leastAir = 0.45;
const mostAir = 1.4;
const tightness = 0.25;
const squeezes = ['upAndDown', 'sideways', 'upAndDown', 'sideways'] as const;
/** With more pieces left over than this the slack cannot hold them. */
const mostMissing = 0.15;

/**
 * Finds the largest words, and then the widest gaps, at which every piece has a place and none overlap.
 * One result a piece, undefined for those that found no place or would be too small to read.
 * The same request gives the same result.
 */
export function layOut(request: LayoutRequest): (LaidOut | undefined)[] {
  const field = measureField(request.field, request.blocked);
  const kept = heaviest(request.pieces, mostReadable(field));
  const results = new Array<LaidOut | undefined>(request.pieces.length).fill(undefined);
  if (kept.length === 0) return results;
  const order = sortByArea(kept, field);
  for (const [i, laidOut] of search(order, field, request).entries()) results[order[i]?.index ?? 0] = laidOut;
  return results;
}

function measureField(box: Box, blocked: readonly Box[]): Field {
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  const taken = blocked.reduce((sum, b) => sum + (b.right - b.left) * (b.bottom - b.top), 0);
  return { width, height, area: Math.max(1, width * height - taken) };
}

interface Ranked {
  piece: Piece;
  /** Place in the request. */
  index: number;
  /** Relative size. */
  size: number;
}

function heaviest(pieces: readonly Piece[], most: number): { piece: Piece; index: number }[] {
  return pieces
    .map((piece, index) => ({ piece, index }))
    .sort((a, b) => b.piece.weight - a.piece.weight || a.index - b.index)
    .slice(0, most);
}

/** What takes most room goes first: small boxes fit into what large ones leave, not the other way round. */
function sortByArea(kept: readonly { piece: Piece; index: number }[], field: Field): Ranked[] {
  const sizes = relativeSizes(
    kept.map(({ piece }) => piece),
    field,
    fills[1] ?? 1,
  );
  const area = ({ piece, size }: Ranked): number => piece.widthEm * piece.heightEm * size * size;
  return kept
    .map((entry, i) => ({ ...entry, size: sizes[i] ?? 1 }))
    .sort((a, b) => area(b) - area(a) || a.index - b.index);
}

interface Attempt {
  sized: SizedPiece[];
  placed: (PlacedBox | undefined)[];
}

function search(order: readonly Ranked[], field: Field, request: LayoutRequest): (LaidOut | undefined)[] {
  const ground = prepareGround(order, request);
  for (const fill of fills) {
    const attempt = airiest((air) => sizeAll(order, field, { fill, air }), field, ground);
    if (attempt) return finish(attempt, ground);
  }
  const sized = sizeAll(order, field, { fill: fills.at(-1) ?? 1, air: 0 });
  return finish({ sized, placed: pack(sized, ground, tightness) }, ground);
}

function prepareGround(order: readonly Ranked[], request: LayoutRequest): Ground {
  const { field, blocked, zones: count } = request;
  const side = Math.sqrt((field.right - field.left) * (field.bottom - field.top));
  const start = seededRandom(request.seed)() - 0.5;
  return { field, blocked, metric: metricOf(field), zones: makeZones(order, { count, side, start }) };
}

function sizeAll(
  order: readonly Ranked[],
  field: Field,
  { fill, air }: { fill: number; air: number },
): SizedPiece[] {
  const scale = scaleFor(order, field, fill);
  return order.map(({ piece, size }) => {
    const widest = (field.width - 2) / piece.widthEm;
    return sizePiece(piece, Math.min(scale * size, widest), air);
  });
}

/** The packing with the widest gaps, undefined when not even the narrowest leave every piece a place. */
function airiest(sizeAt: (air: number) => SizedPiece[], field: Field, ground: Ground): Attempt | undefined {
  let last = Number.POSITIVE_INFINITY;
  for (const density of densities) {
    const air = airFor(density, sizeAt, field);
    if (air === undefined || air === last) continue;
    last = air;
    const sized = sizeAt(air);
    const placed = packAll(sized, ground);
    if (placed) return { sized, placed };
  }
  return undefined;
}

function airFor(density: number, sizeAt: (air: number) => SizedPiece[], field: Field): number | undefined {
  for (let air = mostAir; air >= leastAir; air -= 0.05) {
    if (paddedArea(sizeAt(air)) <= density * field.area) return air;
  }
  return undefined;
}

function paddedArea(sized: readonly SizedPiece[]): number {
  return sized.reduce((sum, piece) => sum + (piece.width + piece.gapX) * (piece.height + piece.gapY), 0);
}

/** Pieces that found no place get theirs from the slack between the others, pushed together. */
function packAll(sized: readonly SizedPiece[], ground: Ground): PlacedBox[] | undefined {
  let placed = pack(sized, ground, tightness);
  for (const direction of squeezes) {
    const missing = placed.filter((box) => !box).length;
    if (missing === 0 || missing > mostMissing * sized.length) break;
    squeezeApart(pairUp(sized, placed), ground, direction);
    placed = pack(sized, ground, tightness, placed);
  }
  const found = placed.filter((box) => box !== undefined);
  return found.length === placed.length ? found : undefined;
}

function pairUp(sized: readonly SizedPiece[], placed: readonly (PlacedBox | undefined)[]): PlacedWord[] {
  return sized.flatMap((piece, i) => {
    const box = placed[i];
    return box ? [{ piece, box }] : [];
  });
}

function finish({ sized, placed }: Attempt, ground: Ground): (LaidOut | undefined)[] {
  const words = pairUp(sized, placed);
  tradePlaces(words, ground);
  settle(words, ground);
  return sized.map((piece, i) => {
    const box = placed[i];
    return box && { box, size: piece.size };
  });
}
