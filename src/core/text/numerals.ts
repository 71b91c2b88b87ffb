/** Numbers in digits with their scales in Chinese and English; every reader looks ahead over a bounded stretch. */

export interface NumberRead {
  value: number;
  /** Significant digits as written: trailing zeros of whole numbers do not count. */
  significant: number;
  end: number;
  /** Written in words, such as `three` or `两百`. */
  words: boolean;
  /** The digits as typed, for versions; empty for words. */
  digits: string;
  /** A scale such as `k`, `billion` or `亿` was applied. */
  scaled: boolean;
  /** `多`, `余` inside the number: more than this. */
  over: boolean;
}

/** The match of a sticky expression at a place. */
export function matchAt(expression: RegExp, text: string, index: number): RegExpExecArray | null {
  expression.lastIndex = index;
  return expression.exec(text);
}

const digitsRe = /(?:\d{1,3}(?:,\d{3}){1,6}(?![\d])|\d{1,16}(?!\d))(?:\.\d{1,12}(?!\d))?/y;
export const chineseScales = new Map<string, number>(
  Object.entries({ 十: 10, 百: 1e2, 千: 1e3, 万: 1e4, 亿: 1e8, 兆: 1e12 }),
);
const latinScales = new Map<string, number>(
  Object.entries({
    k: 1e3,
    m: 1e6,
    mn: 1e6,
    mil: 1e6,
    b: 1e9,
    bn: 1e9,
    t: 1e12,
    tn: 1e12,
    trn: 1e12,
  }),
);
export const wordScales = new Map<string, number>(
  Object.entries({
    hundred: 1e2,
    hundreds: 1e2,
    thousand: 1e3,
    thousands: 1e3,
    million: 1e6,
    millions: 1e6,
    billion: 1e9,
    billions: 1e9,
    trillion: 1e12,
    trillions: 1e12,
    lakh: 1e5,
    crore: 1e7,
  }),
);
/** A number in digits with its scale: `1,234`, `4.75bn`, `1.5万亿`, `2亿5千万`, `20 million`, `200多亿`. */
export function readDigits(lower: string, index: number): NumberRead | undefined {
  const match = matchAt(digitsRe, lower, index);
  if (!match) return undefined;
  const digits = match[0];
  const plain = digits.replaceAll(',', '');
  const read: NumberRead = {
    value: Number(plain),
    significant: significantDigits(plain),
    end: index + digits.length,
    words: false,
    digits: plain,
    scaled: false,
    over: false,
  };
  return applyChineseScale(lower, applyLatinScale(lower, read));
}

function applyLatinScale(lower: string, read: NumberRead): NumberRead {
  const attached = matchAt(/[a-z]{1,9}(?![a-z\d])/y, lower, read.end)?.[0];
  const scale = attached ? (latinScales.get(attached) ?? wordScales.get(attached)) : undefined;
  if (attached && scale) return scaled(read, scale, read.end + attached.length);
  const spaced = matchAt(/[ -]{1,2}(bn|mn|[a-z]{4,9})(?![a-z\d])/y, lower, read.end);
  const spacedScale = spaced
    ? (wordScales.get(spaced[1] ?? '') ?? latinScales.get(spaced[1] ?? ''))
    : undefined;
  if (!spaced || !spacedScale) return read;
  return scaled(read, spacedScale, read.end + spaced[0].length);
}

const chineseScaleRe = /[ ]?([多余来]?)([十百千万亿兆]{1,3})/y;

function applyChineseScale(lower: string, read: NumberRead): NumberRead {
  const match = read.scaled ? null : matchAt(chineseScaleRe, lower, read.end);
  if (!match) return read;
  const whole = match[2] ?? '';
  const scale = isIdiom(lower, read.end + match[0].length - 1) ? whole.slice(0, -1) : whole;
  if (scale === '') return read;
  const factor = Array.from(scale).reduce((product, c) => product * (chineseScales.get(c) ?? 1), 1);
  const head = scaled(read, factor, read.end + match[0].length - (whole.length - scale.length));
  if (match[1]) head.over = true;
  return addTail(lower, head, factor);
}

/** `2亿5千万`, `1万2千`: a smaller scaled number right behind belongs to the same figure. */
function addTail(lower: string, head: NumberRead, factor: number): NumberRead {
  const match = factor >= 1e3 ? matchAt(/(\d{1,4})([百千万]{1,2})/y, lower, head.end) : null;
  if (!match) return head;
  const tailFactor = Array.from(match[2] ?? '').reduce(
    (product, c) => product * (chineseScales.get(c) ?? 1),
    1,
  );
  const tail = Number(match[1]) * tailFactor;
  if (tail >= factor) return head;
  const value = head.value + tail;
  return { ...head, value, significant: significantDigits(String(value)), end: head.end + match[0].length };
}

const idioms = new Set(
  '千问 百度 万一 百川 千帆 万物 万能 千里 十分 千瓦 兆瓦 千克 千米 兆字 兆赫 千字 百分 万国 亿航 万科'.split(
    ' ',
  ),
);

/** `千问`, `百度`, `兆瓦` and their like begin a word of their own; a digit before them belongs elsewhere. */
export function isIdiom(lower: string, last: number): boolean {
  const pair = lower.slice(last, last + 2);
  return idioms.has(pair) && !(pair === '十分' && /[钟之]/.test(lower[last + 2] ?? ''));
}

function scaled(read: NumberRead, factor: number, end: number): NumberRead {
  return { ...read, value: clean(read.value * factor), end, scaled: true };
}

/** Takes the noise of binary fractions off a product. */
export function clean(value: number): number {
  return Number(value.toPrecision(12));
}

export function significantDigits(plain: string): number {
  const bareDigits = plain.replace('.', '').replace(/^0+/, '');
  const counted = plain.includes('.') ? bareDigits : bareDigits.replace(/0+$/, '');
  return Math.max(1, counted.length);
}
