/**
 * MinHash sketches with locality-sensitive hashing (Broder 1997; Leskovec, Rajaraman and Ullman, ch. 3):
 * 20 bands of two rows over pairs of neighbouring units, and one key over the first units, which a cut
 * text keeps.
 */
const bands = 20;
const rows = bands * 2;
/** Keys of one sketch: the bands and the head. */
export const sketchSize = bands + 1;
const headUnits = 7;
/** Units of a text that are compared. */
export const comparedUnits = 600;

export interface Sketch {
  /** Hash over all units in order, 0 for none. */
  hash: number;
  keys: Int32Array;
}

const multipliers = Uint32Array.from({ length: rows }, (_, row) => mix(row * 2 + 1) | 1);
const offsets = Uint32Array.from({ length: rows }, (_, row) => mix(row * 2 + 7919));
const minima = new Uint32Array(rows);

export function sketchOf(units: readonly number[], sketch: Sketch): void {
  minima.fill(0xffffffff);
  const end = Math.min(units.length, comparedUnits);
  for (let i = 0; i + 1 < end; i++) takeMinima(shingleHash(units[i] ?? 0, units[i + 1] ?? 0));
  for (let band = 0; band < bands; band++) {
    sketch.keys[band] = mix((minima[band * 2] ?? 0) ^ mix((minima[band * 2 + 1] ?? 0) + band));
  }
  sketch.keys[bands] = orderedHash(units, Math.min(end, headUnits), 17);
  sketch.hash = fullHash(units);
}

function takeMinima(shingle: number): void {
  for (let row = 0; row < rows; row++) {
    const value = (Math.imul(shingle, multipliers[row] ?? 1) + (offsets[row] ?? 0)) >>> 0;
    if (value < (minima[row] ?? 0)) minima[row] = value;
  }
}

/** One number for a pair of neighbouring units. */
export function shingleHash(first: number, second: number): number {
  return mix(Math.imul(first, 0x9e3779b1) ^ (second + 0x7f4a7c15));
}

/** 53 bits: two ordered hashes, so that equal hashes mean equal texts for any real number of posts. */
function fullHash(units: readonly number[]): number {
  if (units.length === 0) return 0;
  const high = orderedHash(units, units.length, 31) >>> 11;
  const low = orderedHash(units, units.length, 131) >>> 0;
  return high * 0x100000000 + low + 1;
}

function orderedHash(units: readonly number[], end: number, seed: number): number {
  let hash = seed;
  for (let i = 0; i < end; i++) hash = mix(Math.imul(hash, 0x01000193) ^ (units[i] ?? 0));
  return hash;
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

/** Enough keys in common for likeness to be worth an exact look: two bands, or the same beginning. */
export function mayBeAlike(sketches: Int32Array, a: number, b: number): boolean {
  const startA = a * sketchSize;
  const startB = b * sketchSize;
  if (sketches[startA + bands] === sketches[startB + bands]) return true;
  let shared = 0;
  for (let key = 0; key < bands; key++) {
    if (sketches[startA + key] === sketches[startB + key] && ++shared === 2) return true;
  }
  return false;
}
