import {
  type Area,
  type Axis,
  gapBetween,
  isInTheWay,
  moveTo,
  type PlacedWord,
  readAxes,
  writeAxes,
} from './axis.ts';

/** Boxes that stand in one box's way along an axis, on either side; they do not change while it alone moves. */
interface Sides {
  lower: number[];
  higher: number[];
}

const rounds = 2;
const passes = 12;
/** A word without a neighbour on one side goes to the border there from this far, in font sizes. */
const borderPull = 3;

/**
 * Evens out the room between words, along one axis at a time: each in turn moves to the middle between its
 * neighbours, and to the border where nothing else is near. Gaps never fall below what both neighbours ask
 * for, and no word passes another one.
 */
export function settle(words: readonly PlacedWord[], area: Area): void {
  const { columns, rows } = readAxes(words, area);
  for (let round = 0; round < rounds; round += 1) {
    settleAxis(words, columns, rows);
    settleAxis(words, rows, columns);
  }
  writeAxes(words, { columns, rows });
}

function settleAxis(words: readonly PlacedWord[], along: Axis, across: Axis): void {
  const sides = listSides(words.length, along, across);
  const order = words
    .map((_, i) => i)
    .sort((a, b) => (along.low[a] as number) - (along.low[b] as number) || a - b);
  for (let pass = 0; pass < passes; pass += 1) {
    for (const i of order) settleOne(i, sides[i] as Sides, along, words[i]?.piece.size ?? 0);
    order.reverse();
  }
}

function listSides(words: number, along: Axis, across: Axis): Sides[] {
  const sides: Sides[] = Array.from(along.low, () => ({ lower: [], higher: [] }));
  for (let i = 0; i < words; i += 1) {
    for (let j = i + 1; j < along.low.length; j += 1) {
      if (isInTheWay(i, j, across)) noteSides(sides, i, j, along);
    }
  }
  return sides;
}

function noteSides(sides: Sides[], i: number, j: number, along: Axis): void {
  const [lower, higher] = (along.low[i] as number) < (along.low[j] as number) ? [i, j] : [j, i];
  sides[lower]?.higher.push(higher);
  sides[higher]?.lower.push(lower);
}

function settleOne(i: number, { lower, higher }: Sides, along: Axis, size: number): void {
  let { low, high } = along.border;
  for (const j of lower) low = Math.max(low, (along.high[j] as number) + gapBetween(i, j, along));
  for (const j of higher) high = Math.min(high, (along.low[j] as number) - gapBetween(i, j, along));
  const now = along.low[i] as number;
  const last = high - ((along.high[i] as number) - now);
  if (last <= low) return;
  if (lower.length > 0 && higher.length > 0) moveTo(i, (low + last) >> 1, along);
  else if (higher.length > 0 && now - low < borderPull * size) moveTo(i, low, along);
  else if (lower.length > 0 && last - now < borderPull * size) moveTo(i, last, along);
}
