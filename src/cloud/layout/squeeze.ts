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

/** A line across the field, at a share of its width or height. */
export interface SqueezeLine {
  direction: 'sideways' | 'upAndDown';
  at: number;
}

/**
 * Pushes all words away from a line, as far as they go towards the border on their side of it: the slack
 * that was spread between them comes together along the line. No word passes another one.
 */
export function squeezeApart(words: readonly PlacedWord[], area: Area, line: SqueezeLine): void {
  const axes = readAxes(words, area);
  if (line.direction === 'sideways') squeezeAxis(axes.columns, axes.rows, words.length, line.at);
  else squeezeAxis(axes.rows, axes.columns, words.length, line.at);
  writeAxes(words, axes);
}

function squeezeAxis(along: Axis, across: Axis, words: number, at: number): void {
  const { border } = along;
  const middle = 2 * (border.low + at * (border.high - border.low));
  const order = Array.from({ length: along.low.length }, (_, i) => i);
  const isLow = (i: number): boolean => (along.low[i] as number) + (along.high[i] as number) < middle;
  const low = order
    .filter(isLow)
    .sort((a, b) => (along.low[a] as number) - (along.low[b] as number) || a - b);
  const high = order
    .filter((i) => !isLow(i))
    .sort((a, b) => (along.high[b] as number) - (along.high[a] as number) || a - b);
  pushDown(low, along, across, words);
  pushUp(high, along, across, words);
}

function pushDown(order: readonly number[], along: Axis, across: Axis, words: number): void {
  for (const [at, i] of order.entries()) {
    if (i >= words) continue;
    let limit = along.border.low;
    for (let k = 0; k < at; k += 1) {
      const j = order[k] as number;
      if (isInTheWay(i, j, across))
        limit = Math.max(limit, (along.high[j] as number) + gapBetween(i, j, along));
    }
    moveTo(i, Math.min(limit, along.low[i] as number), along);
  }
}

function pushUp(order: readonly number[], along: Axis, across: Axis, words: number): void {
  for (const [at, i] of order.entries()) {
    if (i >= words) continue;
    let limit = along.border.high;
    for (let k = 0; k < at; k += 1) {
      const j = order[k] as number;
      if (isInTheWay(i, j, across))
        limit = Math.min(limit, (along.low[j] as number) - gapBetween(i, j, along));
    }
    const length = (along.high[i] as number) - (along.low[i] as number);
    moveTo(i, Math.max(limit - length, along.low[i] as number), along);
  }
}
