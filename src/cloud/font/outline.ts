/** Contours of quadratic splines in design units, y upwards. */
export interface Outline {
  xs: Float32Array;
  ys: Float32Array;
  /** 1 for a point on the curve, 0 for a control point. */
  onCurve: Uint8Array;
  /** Index of the last point of each contour. */
  ends: Uint16Array;
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
  if (!view || depth > deepestComposite) return emptyOutline(0, 0);
  const contours = view.getInt16(0);
  return contours < 0 ? readComposite(view, views, depth) : readSimple(view, contours);
}

function emptyOutline(points: number, contours: number): Outline {
  return {
    xs: new Float32Array(points),
    ys: new Float32Array(points),
    onCurve: new Uint8Array(points),
    ends: new Uint16Array(contours),
  };
}

function readSimple(view: DataView, contours: number): Outline {
  const points = contours === 0 ? 0 : view.getUint16(8 + 2 * contours) + 1;
  const outline = emptyOutline(points, contours);
  for (let i = 0; i < contours; i += 1) outline.ends[i] = view.getUint16(10 + 2 * i);
  const instructions = 10 + 2 * contours;
  const flags = outline.onCurve;
  let at = readFlags(view, instructions + 2 + view.getUint16(instructions), flags);
  at = readDeltas(view, at, { flags, short: 0x02, same: 0x10, to: outline.xs });
  readDeltas(view, at, { flags, short: 0x04, same: 0x20, to: outline.ys });
  for (let i = 0; i < points; i += 1) flags[i] = (flags[i] as number) & 0x01;
  return outline;
}

/** Returns where the flags end. */
function readFlags(view: DataView, from: number, flags: Uint8Array): number {
  let at = from;
  let filled = 0;
  while (filled < flags.length) {
    const flag = view.getUint8(at++);
    const repeats = flag & 0x08 ? view.getUint8(at++) : 0;
    for (let i = 0; i <= repeats; i += 1) flags[filled++] = flag;
  }
  return at;
}

interface Deltas {
  flags: Uint8Array;
  short: number;
  same: number;
  to: Float32Array;
}

/** For a short delta the second bit is the sign, for a long one it says "no change". Returns where they end. */
function readDeltas(view: DataView, from: number, { flags, short, same, to }: Deltas): number {
  let at = from;
  let value = 0;
  for (let i = 0; i < to.length; i += 1) {
    const flag = flags[i] as number;
    if (flag & short) value += flag & same ? view.getUint8(at++) : -view.getUint8(at++);
    else if (!(flag & same)) {
      value += view.getInt16(at);
      at += 2;
    }
    to[i] = value;
  }
  return at;
}

interface Cursor {
  at: number;
}

function readComposite(view: DataView, views: GlyphViews, depth: number): Outline {
  const parts: Outline[] = [];
  const cursor = { at: 10 };
  let hasMore = true;
  while (hasMore) {
    const flags = view.getUint16(cursor.at);
    const part = readOutline(view.getUint16(cursor.at + 2), views, depth + 1);
    cursor.at += 4;
    parts.push(moved(part, readPlacement(view, cursor, flags)));
    hasMore = (flags & 0x20) !== 0;
  }
  return joined(parts);
}

interface Affine {
  xx: number;
  xy: number;
  yx: number;
  yy: number;
  dx: number;
  dy: number;
}

/** Offsets are taken as distances; matching by points (flag 0x0002 clear) is not used by our fonts. */
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

function moved({ xs, ys, onCurve, ends }: Outline, to: Affine): Outline {
  return {
    xs: xs.map((x, i) => x * to.xx + (ys[i] as number) * to.yx + to.dx),
    ys: ys.map((y, i) => (xs[i] as number) * to.xy + y * to.yy + to.dy),
    onCurve,
    ends,
  };
}

function joined(parts: readonly Outline[]): Outline {
  const total = (of: (part: Outline) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
  const whole = emptyOutline(
    total((part) => part.xs.length),
    total((part) => part.ends.length),
  );
  let points = 0;
  let contours = 0;
  for (const { xs, ys, onCurve, ends } of parts) {
    whole.xs.set(xs, points);
    whole.ys.set(ys, points);
    whole.onCurve.set(onCurve, points);
    for (const end of ends) whole.ends[contours++] = end + points;
    points += xs.length;
  }
  return whole;
}
