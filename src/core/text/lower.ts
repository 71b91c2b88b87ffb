/**
 * The small letter of each UTF-16 unit, for loops over units. Units whose small form has another length stay as
 * they are, but for the dotted capital I.
 */
export const lowerOf = buildTable();

function buildTable(): Uint16Array {
  const table = Uint16Array.from({ length: 65536 }, (_, unit) => unit);
  for (let unit = 0; unit < 65536; unit++) {
    if (hasNoCase(unit)) continue;
    const lower = String.fromCharCode(unit).toLowerCase();
    if (lower.length === 1) table[unit] = lower.charCodeAt(0);
  }
  table[0x130] = 0x69;
  return table;
}

/** Hanzi, syllables of Hangul and surrogates, half of all units. */
function hasNoCase(unit: number): boolean {
  return (unit >= 0x2e80 && unit < 0xa640) || (unit >= 0xac00 && unit < 0xf900);
}
