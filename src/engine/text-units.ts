import { lowerOf } from '../core/text/lower.ts';
import { normaliseText } from '../core/text/normalise.ts';
import { trait, traitsOf } from './characters.ts';

/**
 * One text as UTF-16 units, normalised and without addresses, in arrays that are used again for the next text:
 * reading a unit of an array costs a fraction of reading one of a string.
 */
export interface TextUnits {
  length: number;
  /** As written. */
  raw: Uint16Array;
  /** In small letters; as long as `raw`. */
  lower: Uint16Array;
  /** Takes a text in place of the former one. Of longer texts 40,000 units are read. */
  load(text: string): void;
}

const longestRead = 40_000;
/** Folding makes some characters longer, by eighteen times at the most. */
const room = 18 * longestRead;

export function createTextUnits(): TextUnits {
  const bytes = Buffer.alloc(2 * room);
  const raw = new Uint16Array(bytes.buffer, bytes.byteOffset, room);
  const lower = new Uint16Array(room);
  const units: TextUnits = {
    length: 0,
    raw,
    lower,
    load(text) {
      const head = text.length > longestRead ? text.slice(0, longestRead) : text;
      let traits = write(head);
      if (traits & trait.folds) traits = write(normaliseText(head));
      if (traits & trait.address) blankAddresses(units);
      if (traits & trait.ownCase) lowerAsText(units);
    },
  };

  /** Returns the traits that the text's units have together. */
  const write = (text: string): number => {
    const length = bytes.write(text, 0, 'utf16le') >> 1;
    let traits = 0;
    for (let at = 0; at < length; at++) {
      const unit = raw[at] ?? 0;
      lower[at] = lowerOf[unit] ?? 0;
      traits |= traitsOf[unit] ?? 0;
    }
    units.length = length;
    return traits;
  };
  return units;
}

/** Some capitals are made small by what stands around them; where that changes the length none is told apart. */
function lowerAsText(units: TextUnits): void {
  const text = Buffer.from(units.raw.buffer, units.raw.byteOffset, units.length * 2).toString('utf16le');
  const lower = text.toLowerCase();
  for (let at = 0; at < lower.length; at++) units.lower[at] = lower.charCodeAt(at);
  if (lower.length === units.length) return;
  units.length = lower.length;
  units.raw.set(units.lower.subarray(0, lower.length));
}

/** Puts one space in place of every web address, and moves what follows up. */
function blankAddresses(units: TextUnits): void {
  const { raw, lower, length } = units;
  let out = 0;
  for (let at = 0; at < length; at++) {
    const before = unitsOfScheme(units, at, out);
    const end = before === 0 ? 0 : endOfAddress(units, at);
    if (end > 0) {
      out -= before;
      at = end - 1;
    }
    raw[out] = end > 0 ? 32 : (raw[at] ?? 0);
    lower[out++] = end > 0 ? 32 : (lower[at] ?? 0);
  }
  units.length = out;
}

const [h, t, p, s, w, colon, point, slash] = Array.from('htpsw:./', (sign) => sign.charCodeAt(0));

/** Of an address whose colon, or point behind `www`, stands at `at`: the units before, which end at `out`. */
function unitsOfScheme({ lower }: TextUnits, at: number, out: number): number {
  const unit = lower[at];
  if (unit === point) return lower[out - 1] === w && lower[out - 2] === w && lower[out - 3] === w ? 3 : 0;
  if (unit !== colon || lower[at + 1] !== slash || lower[at + 2] !== slash) return 0;
  const end = lower[out - 1] === s ? out - 1 : out;
  const isHttp = lower[end - 1] === p && lower[end - 2] === t && lower[end - 3] === t && lower[end - 4] === h;
  return isHttp ? out - end + 4 : 0;
}

/** Behind the address's last unit; 0 where nothing follows its beginning. */
function endOfAddress({ raw, lower, length }: TextUnits, at: number): number {
  const start = lower[at] === colon ? at + 3 : at + 1;
  let end = start;
  while (end < length && ((traitsOf[raw[end] ?? 0] ?? 0) & trait.endsAddress) === 0) end++;
  return end > start ? end : 0;
}
