/** A word as the layout sees it: a rectangle that grows with the font size. */
export interface Piece {
  /** Ink at font size 1. */
  widthEm: number;
  heightEm: number;
  /** Relative weight, > 0. */
  weight: number;
  /** Index of its zone, -1 when it belongs to none. */
  zone: number;
  /** May stand upright, reading from bottom to top. */
  canTurn: boolean;
}

/** A piece at its font size, in whole pixels. */
export interface SizedPiece {
  size: number;
  width: number;
  height: number;
  /** Least distance to what stands beside it and above it; half of it belongs to each neighbour. */
  gapX: number;
  gapY: number;
  zone: number;
  canTurn: boolean;
}

/** Factors on the gaps between words, which grow with the font size. */
export interface Air {
  all: number;
  /** Words that follow each other on a line must not read as one: their gap has a factor of its own, if larger. */
  beside: number;
}

const wordSpaceEm = 0.2;
const lineSpaceEm = 0.05;

export function sizePiece(piece: Piece, size: number, air: Air): SizedPiece {
  return {
    size,
    width: Math.ceil(piece.widthEm * size),
    height: Math.ceil(piece.heightEm * size),
    gapX: gapXAt(size, air),
    gapY: gapYAt(size, air),
    zone: piece.zone,
    canTurn: piece.canTurn,
  };
}

/** The area a piece takes with half of the gaps around it. */
export function paddedAreaAt(piece: Piece, size: number, air: Air): number {
  const width = Math.ceil(piece.widthEm * size) + gapXAt(size, air);
  return width * (Math.ceil(piece.heightEm * size) + gapYAt(size, air));
}

function gapXAt(size: number, { all, beside }: Air): number {
  return Math.max(4, Math.round(all * 2 + Math.max(all, beside) * wordSpaceEm * size));
}

function gapYAt(size: number, { all }: Air): number {
  return Math.max(2, Math.round(all * (1.5 + size * lineSpaceEm)));
}
