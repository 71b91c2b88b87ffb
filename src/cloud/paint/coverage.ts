/**
 * Anti-aliased filling by signed area coverage: every edge adds to the cells it crosses how much of them
 * lies to its right, and one running sum along each row turns that into coverage. Linear in edges and
 * pixels, exact for straight edges, no sorting. The method is that of Raph Levien's font-rs
 * (https://medium.com/@raphlinus/inside-the-fastest-font-renderer-in-the-world-75ae5270c445) and of
 * stb_truetype's second rasteriser (https://nothings.org/gamedev/rasterize/).
 *
 * The sum's absolute value is clamped to 1, which equals the nonzero winding rule wherever overlapping
 * contours turn the same way, as they do in variable fonts made static.
 */
export interface Coverage {
  width: number;
  height: number;
  /** Two cells wider than the area, so that an edge on the right border needs no test. */
  stride: number;
  cells: Float32Array;
}

let spareCells = new Float32Array(0);

/** An empty area. Areas share one store of cells: finish one before the next is asked for. */
export function openCoverage(width: number, height: number): Coverage {
  const stride = width + 2;
  const needed = stride * height;
  if (spareCells.length < needed) spareCells = new Float32Array(Math.ceil(needed * 1.25));
  return { width, height, stride, cells: spareCells };
}

/** Adds one edge, in pixels from the area's top left corner. Edges outside the area are clipped to it. */
export function addEdge(area: Coverage, x0: number, y0: number, x1: number, y1: number): void {
  if (y0 === y1) return;
  if (y0 < y1) addDownEdge(area, x0, y0, (x1 - x0) / (y1 - y0), y1, 1);
  else addDownEdge(area, x1, y1, (x0 - x1) / (y0 - y1), y0, -1);
}

function addDownEdge(
  area: Coverage,
  xTop: number,
  yTop: number,
  slope: number,
  yBottom: number,
  sign: number,
): void {
  const start = Math.max(0, yTop);
  const end = Math.min(area.height, yBottom);
  let x = xTop + (start - yTop) * slope;
  for (let row = Math.floor(start); row < end; row += 1) {
    const part = Math.min(row + 1, end) - Math.max(row, start);
    const next = x + part * slope;
    addRowEdge(area, row, x, next, sign * part);
    x = next;
  }
}

/** One edge within one row; `cover` is its signed height. */
function addRowEdge(area: Coverage, row: number, xa: number, xb: number, cover: number): void {
  const left = Math.min(area.width, Math.max(0, Math.min(xa, xb)));
  const right = Math.min(area.width, Math.max(0, xa, xb));
  const first = Math.floor(left);
  const at = row * area.stride + first;
  if (right <= first + 1) addNarrow(area.cells, at, (left + right) / 2 - first, cover);
  else addWide(area.cells, at, left - first, right - first, cover);
}

/** The edge stays within one cell: its middle says how the cover splits. */
function addNarrow(cells: Float32Array, at: number, middle: number, cover: number): void {
  cells[at] = (cells[at] as number) + cover * (1 - middle);
  cells[at + 1] = (cells[at + 1] as number) + cover * middle;
}

/** The edge crosses several cells from `left` (in the first) to `right`. */
function addWide(cells: Float32Array, at: number, left: number, right: number, cover: number): void {
  const perCell = cover / (right - left);
  const head = 1 - left;
  const last = Math.ceil(right) - 1;
  const tail = right - last;
  let covered = 0.5 * perCell * head * head;
  let given = covered;
  cells[at] = (cells[at] as number) + covered;
  for (let i = 1; i < last; i += 1) {
    covered = perCell * (head + i - 0.5);
    cells[at + i] = (cells[at + i] as number) + covered - given;
    given = covered;
  }
  covered = cover - 0.5 * perCell * tail * tail;
  cells[at + last] = (cells[at + last] as number) + covered - given;
  cells[at + last + 1] = (cells[at + last + 1] as number) + cover - covered;
}
