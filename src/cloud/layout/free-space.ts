/** Edges in whole pixels; `right` and `bottom` are the first ones outside. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * The free area as all its maximal empty rectangles, which overlap each other; whatever fits anywhere fits
 * into one of them. Kept as in the MaxRects algorithm of Jukka Jylänki, "A Thousand Ways to Pack the Bin"
 * (2010): a box cuts every rectangle it meets into up to four, and those inside another one are dropped.
 *
 * Rectangles lie side by side in one array, four numbers each.
 */
export interface FreeSpace {
  edges: Int32Array;
  count: number;
  /** Rectangles smaller than this are of no use to any box to come. */
  minWidth: number;
  minHeight: number;
}

const initialRectangles = 256;

export function openFreeSpace(area: Box, minWidth: number, minHeight: number): FreeSpace {
  const edges = new Int32Array(4 * initialRectangles);
  edges.set([area.left, area.top, area.right, area.bottom]);
  return { edges, count: 1, minWidth, minHeight };
}

/** Cuts made by the box being placed; scratch memory of `occupy`. */
let cuts = new Int32Array(4 * initialRectangles);
let cutCount = 0;

/** Takes a box out of the free area. */
export function occupy(space: FreeSpace, box: Box): void {
  cutCount = 0;
  for (let at = 4 * (space.count - 1); at >= 0; at -= 4) {
    if (!meets(space.edges, at, box)) continue;
    cut(space.edges, at, box, space);
    removeAt(space, at);
  }
  keepMaximalCuts(space);
}

function meets(edges: Int32Array, at: number, box: Box): boolean {
  return (
    (edges[at] as number) < box.right &&
    (edges[at + 2] as number) > box.left &&
    (edges[at + 1] as number) < box.bottom &&
    (edges[at + 3] as number) > box.top
  );
}

function cut(edges: Int32Array, at: number, box: Box, space: FreeSpace): void {
  const left = edges[at] as number;
  const top = edges[at + 1] as number;
  const right = edges[at + 2] as number;
  const bottom = edges[at + 3] as number;
  if (bottom - top >= space.minHeight) {
    if (box.left - left >= space.minWidth) pushCut(left, top, box.left, bottom);
    if (right - box.right >= space.minWidth) pushCut(box.right, top, right, bottom);
  }
  if (right - left >= space.minWidth) {
    if (box.top - top >= space.minHeight) pushCut(left, top, right, box.top);
    if (bottom - box.bottom >= space.minHeight) pushCut(left, box.bottom, right, bottom);
  }
}

function pushCut(left: number, top: number, right: number, bottom: number): void {
  const at = 4 * cutCount;
  if (at === cuts.length) cuts = doubled(cuts);
  cuts[at] = left;
  cuts[at + 1] = top;
  cuts[at + 2] = right;
  cuts[at + 3] = bottom;
  cutCount += 1;
}

function doubled(edges: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * edges.length);
  larger.set(edges);
  return larger;
}

function removeAt(space: FreeSpace, at: number): void {
  space.count -= 1;
  space.edges.copyWithin(at, 4 * space.count, 4 * space.count + 4);
}

/** No old rectangle lies within a cut of another one, so only the cuts need the test. */
function keepMaximalCuts(space: FreeSpace): void {
  const old = 4 * space.count;
  for (let at = 0; at < 4 * cutCount; at += 4) {
    const isInside = isWithinAny(space.edges, 0, old, at) || isWithinAny(cuts, at + 4, 4 * cutCount, at);
    if (!isInside && !isWithinAny(space.edges, old, 4 * space.count, at)) keepCut(space, at);
  }
}

function keepCut(space: FreeSpace, at: number): void {
  if (4 * space.count === space.edges.length) space.edges = doubled(space.edges);
  space.edges.set(cuts.subarray(at, at + 4), 4 * space.count);
  space.count += 1;
}

/** Whether the cut at `at` lies within one of the rectangles `[from, to)`. */
function isWithinAny(edges: Int32Array, from: number, to: number, at: number): boolean {
  const left = cuts[at] as number;
  const top = cuts[at + 1] as number;
  const right = cuts[at + 2] as number;
  const bottom = cuts[at + 3] as number;
  for (let i = from; i < to; i += 4) {
    if (
      (edges[i] as number) <= left &&
      (edges[i + 2] as number) >= right &&
      (edges[i + 1] as number) <= top &&
      (edges[i + 3] as number) >= bottom
    ) {
      return true;
    }
  }
  return false;
}
