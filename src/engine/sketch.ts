import type { IntList } from './growable.ts';

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

const multipliers = Uint32Array.from({ length: rows }, (_, row) => mix(row * 2 + 1) | 1);
const offsets = Uint32Array.from({ length: rows }, (_, row) => mix(row * 2 + 7919));
const minima = new Uint32Array(rows);

/** Writes the sketch of `units[start..end]` to `sketches` at `at`. */
export function writeSketch(
  units: Int32Array,
  start: number,
  end: number,
  sketches: Int32Array,
  at: number,
): void {
  minima.fill(0xffffffff);
  for (let i = start; i + 1 < end; i++) takeMinima(shingleHash(units[i] ?? 0, units[i + 1] ?? 0));
  for (let band = 0; band < bands; band++) {
    sketches[at + band] = mix((minima[band * 2] ?? 0) ^ mix((minima[band * 2 + 1] ?? 0) + band));
  }
  sketches[at + bands] = orderedHash(units, start, Math.min(end, start + headUnits), 17);
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

/** 53 bits over all units in order, 0 for none: equal hashes mean equal texts for any real number of posts. */
export function hashOfUnits(units: IntList): number {
  if (units.length === 0) return 0;
  let high = 31;
  let low = 131;
  for (let i = 0; i < units.length; i++) {
    const unit = units.at(i);
    high = mix(Math.imul(high, 0x01000193) ^ unit);
    low = mix(Math.imul(low, 0x01000193) ^ unit);
  }
  return (high >>> 11) * 0x100000000 + (low >>> 0) + 1;
}

function orderedHash(units: Int32Array, start: number, end: number, seed: number): number {
  let hash = seed;
  for (let i = start; i < end; i++) hash = mix(Math.imul(hash, 0x01000193) ^ (units[i] ?? 0));
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
