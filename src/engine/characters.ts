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
