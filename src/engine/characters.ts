/** Classes of UTF-16 units as the scanner sees them. */
export const characterClass = { gap: 0, latin: 1, digit: 2, hanzi: 3, letter: 4 } as const;

const letterRanges: [from: number, to: number][] = [
  [0x370, 0x52f],
  [0x531, 0x58f],
  [0x5d0, 0x5ea],
  [0x620, 0x6ff],
  [0x900, 0x10ff],
  [0x1100, 0x11ff],
  [0x3041, 0x30ff],
  [0xac00, 0xd7af],
];

export const classOf = buildClasses();

function buildClasses(): Uint8Array {
  const classes = new Uint8Array(65536);
  classes.fill(characterClass.digit, 0x30, 0x3a);
  for (const [from, to] of [
    [0x41, 0x5b],
    [0x61, 0x7b],
    [0xc0, 0x250],
    [0x1e00, 0x1f00],
  ] as const) {
    classes.fill(characterClass.latin, from, to);
  }
  classes[0xd7] = characterClass.gap;
  classes[0xf7] = characterClass.gap;
  for (const [from, to] of letterRanges) classes.fill(characterClass.letter, from, to + 1);
  classes[0x30fb] = characterClass.gap;
  for (const [from, to] of [
    [0x3400, 0x4dc0],
    [0x4e00, 0xa000],
    [0xf900, 0xfb00],
  ] as const) {
    classes.fill(characterClass.hanzi, from, to);
  }
  return classes;
}

/** What a unit asks of the reader of its text. */
export const trait = {
  /** Its text must be normalised first. */
  folds: 1,
  /** Its small letter hangs on its neighbours. */
  ownCase: 2,
  /** It may stand in the beginning of a web address. */
  address: 4,
  /** No web address goes on with it. */
  endsAddress: 8,
} as const;

function buildTraits(): Uint8Array {
  const traits = new Uint8Array(65536);
  for (let unit = 0; unit < 65536; unit++) {
    if (!isReadAsItIs(unit)) traits[unit] = trait.folds;
  }
  for (const unit of [0x130, 0x3a3]) traits[unit] = (traits[unit] ?? 0) | trait.ownCase;
  for (let unit = 0xd800; unit < 0xd83c; unit++) traits[unit] = (traits[unit] ?? 0) | trait.ownCase;
  for (const sign of ':.') traits[sign.charCodeAt(0)] = trait.address;
  for (const [from, to] of addressEnds) {
    for (let unit = from; unit <= to; unit++) traits[unit] = (traits[unit] ?? 0) | trait.endsAddress;
  }
  return traits;
}

/** Letters, hanzi, common signs and emoji: nothing that folding could change for the scanner. */
function isReadAsItIs(unit: number): boolean {
  if (unit < 0x7f || (unit >= 0x4e00 && unit < 0xa000) || (unit >= 0xc0 && unit < 0x180)) return true;
  if ((unit >= 0x2010 && unit < 0x2028) || (unit >= 0x2190 && unit < 0x3100)) return true;
  if (unit >= 0xd83c && unit < 0xe000 && unit !== 0xdb40) return true;
  return unit === 0xfe0f || unit === 0xff0c || unit === 0xff01 || unit === 0xff1a || unit === 0xff1f;
}

/** Blanks, Chinese signs and hanzi, and the signs that enclose addresses. */
const addressEnds: [from: number, to: number][] = [
  [9, 13],
  [0x20, 0x20],
  [0x22, 0x22],
  [0x3c, 0x3c],
  [0x3e, 0x3e],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x303f],
  [0x4e00, 0x9fff],
  [0xfeff, 0xfeff],
  [0xff00, 0xffef],
];

export const traitsOf = buildTraits();
