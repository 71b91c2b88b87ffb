import {
  type Area,
  type Axes,
  type Axis,
  distance,
  gapBetween,
  isInTheWay,
  moveTo,
  type PlacedWord,
  readAxes,
  writeAxes,
} from './axis.ts';

interface Range {
  low: number;
  high: number;
  /** Nothing but the border stands there. */
  isLowOpen: boolean;
  isHighOpen: boolean;
}

/** What a pass along one axis needs. */
interface Lane {
  along: Axis;
  across: Axis;
  /** Where the boxes were at first. */
  origin: Int32Array;
  /** For each box those that may ever stand beside it on this axis. */
  neighbours: number[][];
}

const passes = 10;
/** No word moves farther than this along an axis, so that only near ones can ever meet. */
const reachPx = 30;
const neighbourhoodPx = 260;

/**
 * Evens out the room between words: each in turn moves to the middle between its neighbours, or flush to
 * the border where that alone is near. Gaps never fall below what both neighbours ask for.
 */
export function settle(words: readonly PlacedWord[], area: Area): void {
  const axes = readAxes(words, area);
  const lanes = openLanes(axes, words.length);
  for (let pass = 0; pass < passes; pass += 1) {
    for (const [i, word] of words.entries()) {
      for (const lane of lanes) settleOne(i, lane, word.piece.size);
    }
  }
  writeAxes(words, axes);
}

function openLanes({ columns, rows }: Axes, count: number): [Lane, Lane] {
  const lane = (along: Axis, across: Axis): Lane => ({
    along,
    across,
    origin: along.low.slice(),
    neighbours: Array.from(along.low, () => []),
  });
  const lanes: [Lane, Lane] = [lane(columns, rows), lane(rows, columns)];
  for (let i = 0; i < count; i += 1) {
    for (let j = i + 1; j < columns.low.length; j += 1) noteNeighbours(i, j, lanes);
  }
  return lanes;
}

function noteNeighbours(i: number, j: number, [horizontal, vertical]: [Lane, Lane]): void {
  const awayX = distance(i, j, horizontal.along);
  if (awayX > neighbourhoodPx) return;
  const awayY = distance(i, j, vertical.along);
  if (awayY <= 3 * reachPx) makeNeighbours(i, j, horizontal);
  if (awayX <= 3 * reachPx && awayY <= neighbourhoodPx) makeNeighbours(i, j, vertical);
}

function makeNeighbours(i: number, j: number, { neighbours }: Lane): void {
  neighbours[i]?.push(j);
  neighbours[j]?.push(i);
}

function settleOne(i: number, lane: Lane, size: number): void {
  const { along, across } = lane;
  const range: Range = { ...along.border, isLowOpen: true, isHighOpen: true };
  for (const j of lane.neighbours[i] ?? []) {
    if (isInTheWay(i, j, across)) narrow(range, i, j, along);
  }
  const origin = lane.origin[i] as number;
  const wanted = targetWithin(range, i, along, size);
  moveTo(i, Math.min(origin + reachPx, Math.max(origin - reachPx, wanted)), along);
}

function narrow(range: Range, i: number, j: number, along: Axis): void {
  const gap = gapBetween(i, j, along);
  if ((along.high[j] as number) <= (along.low[i] as number)) {
    range.low = Math.max(range.low, (along.high[j] as number) + gap);
    range.isLowOpen = false;
  } else {
    range.high = Math.min(range.high, (along.low[j] as number) - gap);
    range.isHighOpen = false;
  }
}

function targetWithin(range: Range, i: number, along: Axis, size: number): number {
  const now = along.low[i] as number;
  const last = range.high - ((along.high[i] as number) - now);
  if (last <= range.low || (range.isLowOpen && range.isHighOpen)) return now;
  if (range.isLowOpen) return now - range.low < size ? range.low : now;
  if (range.isHighOpen) return last - now < size ? last : now;
  return (range.low + last) >> 1;
}
