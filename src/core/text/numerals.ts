/** Numbers as people write them in Chinese and English; every reader looks ahead over a bounded stretch. */

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
const chineseScales = new Map<string, number>(
  Object.entries({ 十: 10, 百: 1e2, 千: 1e3, 万: 1e4, 亿: 1e8, 兆: 1e12 }),
);
const chineseDigits = new Map<string, number>(
  Object.entries({
    〇: 0,
    零: 0,
    一: 1,
    二: 2,
    两: 2,
    三: 3,
    四: 4,
    五: 5,
    六: 6,
    七: 7,
    八: 8,
    九: 9,
  }),
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
const wordScales = new Map<string, number>(
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
const small = [
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen',
  'seventeen eighteen nineteen',
]
  .join(' ')
  .split(' ');
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const numberWords = new Map<string, number>([
  ...small.map((word, value): [string, number] => [word, value]),
  ...tens.map((word, index): [string, number] => [word, 20 + 10 * index]),
]);
const wordRe = /[a-z]{2,9}/y;

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
function isIdiom(lower: string, last: number): boolean {
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

const chineseRunRe = /[〇零一二两三四五六七八九十百千万亿兆点]{1,24}/y;

/** A number in Chinese words: `两百`, `四十一`, `一千零一`, `三点五万`; undefined for vague ones such as `三四`. */
export function readChinese(lower: string, index: number): NumberRead | undefined {
  const run = matchAt(chineseRunRe, lower, index)?.[0];
  if (!run) return undefined;
  const length = usableLength(lower, index, run);
  const text = run.slice(0, length);
  const value = text ? chineseValue(text) : undefined;
  if (value === undefined) return undefined;
  const written = clean(value);
  return {
    value: written,
    significant: significantDigits(String(written)),
    end: index + length,
    words: true,
    digits: '',
    scaled: /[百千万亿兆]/.test(text),
    over: false,
  };
}

/** The run without a trailing `点` and without a last character that begins another word. */
function usableLength(lower: string, index: number, run: string): number {
  let length = run.length;
  while (length > 0 && (run[length - 1] === '点' || isIdiom(lower, index + length - 1))) length--;
  return length;
}

function chineseValue(text: string): number | undefined {
  const [whole = '', fraction, ...rest] = text.split('点');
  if (rest.length > 0 || !whole) return undefined;
  if (fraction !== undefined) return chineseDecimal(whole, fraction);
  if (!/[十百千万亿兆]/.test(whole)) return digitString(whole);
  return chineseWhole(whole);
}

/** `三点五`, `一点二亿`. */
function chineseDecimal(whole: string, fraction: string): number | undefined {
  const head = chineseWhole(whole);
  const digits = /^[〇零一二三四五六七八九]{1,6}/.exec(fraction)?.[0] ?? '';
  const scale = fraction.slice(digits.length);
  if (head === undefined || !digits || !/^[百千万亿兆]{0,2}$/.test(scale)) return undefined;
  const factor = Array.from(scale).reduce((product, c) => product * (chineseScales.get(c) ?? 1), 1);
  const tail = Array.from(digits, (c) => String(chineseDigits.get(c))).join('');
  return Number(`${head}.${tail}`) * factor;
}

function digitString(text: string): number | undefined {
  if (text.length > 1 && !/[〇零]/.test(text) && text.length !== 4) return undefined;
  if (text.length > 8) return undefined;
  return Number(Array.from(text, (c) => String(chineseDigits.get(c) ?? '')).join(''));
}

function chineseWhole(text: string): number | undefined {
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  for (const character of text) {
    const asDigit = chineseDigits.get(character);
    if (asDigit !== undefined) {
      if (digit !== undefined && digit !== 0) return undefined;
      digit = asDigit;
      continue;
    }
    const scale = chineseScales.get(character) ?? 1;
    if (scale < 1e4) section += (digit ?? 1) * scale;
    else {
      total = (total + section + (digit ?? 0) || 1) * scale;
      section = 0;
    }
    digit = undefined;
  }
  return total + section + (digit ?? 0);
}

/** A number in English words: `three`, `twenty-five`, `two hundred million`, `a million`, `half a billion`. */
export function readEnglish(lower: string, index: number): NumberRead | undefined {
  const head = englishHead(lower, index);
  if (!head) return undefined;
  let { value, end } = head;
  let isScaled = false;
  for (let step = 0; step < 3; step++) {
    const scale = nextWord(lower, end, wordScales);
    if (!scale) break;
    value *= scale.value;
    end = scale.end;
    isScaled = true;
  }
  if (!isScaled && head.needsScale) return undefined;
  return {
    value: clean(value),
    significant: significantDigits(String(clean(value))),
    end,
    words: true,
    digits: '',
    scaled: isScaled,
    over: false,
  };
}

function englishHead(
  lower: string,
  index: number,
): { value: number; end: number; needsScale: boolean } | undefined {
  const article = matchAt(
    /(half a|a|one)(?=[ -](?:hundred|thousand|million|billion|trillion)(?![a-z]))/y,
    lower,
    index,
  );
  if (article) {
    const value = article[1] === 'half a' ? 0.5 : 1;
    return { value, end: index + article[0].length, needsScale: true };
  }
  const word = matchAt(wordRe, lower, index)?.[0] ?? '';
  const value = numberWords.get(word);
  if (value === undefined || value < 2) return undefined;
  const end = index + word.length;
  const unit = value >= 20 ? nextNumberWord(lower, end) : undefined;
  if (unit && unit.value > 0 && unit.value < 10) {
    return { value: value + unit.value, end: unit.end, needsScale: false };
  }
  return { value, end, needsScale: false };
}

function nextNumberWord(lower: string, index: number): { value: number; end: number } | undefined {
  const match = matchAt(/[ -]([a-z]{3,5})(?![a-z])/y, lower, index);
  const value = match ? numberWords.get(match[1] ?? '') : undefined;
  return match && value !== undefined ? { value, end: index + match[0].length } : undefined;
}

function nextWord(
  lower: string,
  index: number,
  table: ReadonlyMap<string, number>,
): { value: number; end: number } | undefined {
  const match = matchAt(/[ -]([a-z]{4,9})(?![a-z])/y, lower, index);
  const value = match ? table.get(match[1] ?? '') : undefined;
  return match && value ? { value, end: index + match[0].length } : undefined;
}
