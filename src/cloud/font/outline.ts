/** Contours of quadratic splines in design units, y upwards. */
export interface Outline {
  xs: number[];
  ys: number[];
  onCurve: boolean[];
  /** Index of the last point of each contour. */
  ends: number[];
}

type GlyphViews = (glyph: number) => DataView | undefined;

/** Deeper nesting of composite glyphs than this is taken for a damaged font. */
const deepestComposite = 6;

/**
 * Reads a simple or composite glyph of the `glyf` table
 * (https://learn.microsoft.com/typography/opentype/spec/glyf).
 */
export function readOutline(glyph: number, views: GlyphViews, depth = 0): Outline {
  const view = views(glyph);
  if (!view || depth > deepestComposite) return { xs: [], ys: [], onCurve: [], ends: [] };
  const contours = view.getInt16(0);
  return contours < 0 ? readComposite(view, views, depth) : readSimple(view, contours);
}

function readSimple(view: DataView, contours: number): Outline {
  const ends = Array.from({ length: contours }, (_, i) => view.getUint16(10 + 2 * i));
  const points = contours === 0 ? 0 : (ends[contours - 1] ?? 0) + 1;
  const instructions = 10 + 2 * contours;
  const cursor = { at: instructions + 2 + view.getUint16(instructions) };
  const flags = readFlags(view, cursor, points);
  const xs = readDeltas(view, cursor, flags, { short: 0x02, same: 0x10 });
  const ys = readDeltas(view, cursor, flags, { short: 0x04, same: 0x20 });
  return { xs, ys, onCurve: flags.map((flag) => (flag & 0x01) !== 0), ends };
}

interface Cursor {
  at: number;
}

function readFlags(view: DataView, cursor: Cursor, points: number): number[] {
  const flags: number[] = [];
  while (flags.length < points) {
    const flag = view.getUint8(cursor.at++);
    const repeats = flag & 0x08 ? view.getUint8(cursor.at++) : 0;
    for (let i = 0; i <= repeats; i += 1) flags.push(flag);
  }
  return flags;
}

function readDeltas(
  view: DataView,
  cursor: Cursor,
  flags: readonly number[],
  bits: { short: number; same: number },
): number[] {
  let value = 0;
  return flags.map((flag) => {
    value += readDelta(view, cursor, (flag & bits.short) !== 0, (flag & bits.same) !== 0);
    return value;
  });
}

/** For a short delta the second bit is the sign, for a long one it says "no change". */
function readDelta(view: DataView, cursor: Cursor, isShort: boolean, isSame: boolean): number {
  if (isShort) return isSame ? view.getUint8(cursor.at++) : -view.getUint8(cursor.at++);
  if (isSame) return 0;
  cursor.at += 2;
  return view.getInt16(cursor.at - 2);
}

function readComposite(view: DataView, views: GlyphViews, depth: number): Outline {
  const whole: Outline = { xs: [], ys: [], onCurve: [], ends: [] };
  const cursor = { at: 10 };
  let hasMore = true;
  while (hasMore) {
    const flags = view.getUint16(cursor.at);
    const part = readOutline(view.getUint16(cursor.at + 2), views, depth + 1);
    cursor.at += 4;
    appendPart(whole, part, readPlacement(view, cursor, flags));
    hasMore = (flags & 0x20) !== 0;
  }
  return whole;
}

interface Affine {
  xx: number;
  xy: number;
  yx: number;
  yy: number;
  dx: number;
  dy: number;
}

/** Offsets are taken as x and y distances; matching by points (flag 0x0002 clear) is not used by our fonts. */
function readPlacement(view: DataView, cursor: Cursor, flags: number): Affine {
  const isWide = (flags & 0x01) !== 0;
  const dx = isWide ? view.getInt16(cursor.at) : view.getInt8(cursor.at);
  const dy = isWide ? view.getInt16(cursor.at + 2) : view.getInt8(cursor.at + 1);
  cursor.at += isWide ? 4 : 2;
  return { ...readScale(view, cursor, flags), dx, dy };
}

function readScale(view: DataView, cursor: Cursor, flags: number): Omit<Affine, 'dx' | 'dy'> {
  const next = (): number => {
    cursor.at += 2;
    return view.getInt16(cursor.at - 2) / 16384;
  };
  if (flags & 0x80) return { xx: next(), xy: next(), yx: next(), yy: next() };
  if (flags & 0x40) return { xx: next(), xy: 0, yx: 0, yy: next() };
  const scale = flags & 0x08 ? next() : 1;
  return { xx: scale, xy: 0, yx: 0, yy: scale };
}

function appendPart(whole: Outline, part: Outline, to: Affine): void {
  const base = whole.xs.length;
  for (const [i, x] of part.xs.entries()) {
    const y = part.ys[i] ?? 0;
    whole.xs.push(x * to.xx + y * to.yx + to.dx);
    whole.ys.push(x * to.xy + y * to.yy + to.dy);
    whole.onCurve.push(part.onCurve[i] ?? true);
  }
  for (const end of part.ends) whole.ends.push(end + base);
}
