import { chineseScales, clean, isIdiom, matchAt, type NumberRead, significantDigits } from './numerals.ts';

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
