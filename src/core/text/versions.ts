import { matchAt } from './numerals.ts';

/** Model and product versions: a Latin name with its number, or a token of letters and digits. */
export interface VersionRead {
  /** Lower case without separators: `glm4.7`, `gpt5.2`, `m2.1`, `h200`, `3d`. */
  value: string;
  /** The number alone, `4.7`; empty where there is none to speak of. */
  number: string;
  /** A capitalised word and a small whole number, such as `Gemini 3`: perhaps only a count. */
  isWeak: boolean;
  end: number;
}

const notNames = new Set(
  `top day days week part step page about over than nearly only just by from to at of in is was are and or the a
  an for with on up down under above near some all last next first past these those its their our my your only
  after before between least most around roughly approx reached hit hits score scores scored rank ranked number
  no chapter figure fig table raised raises usd eur rmb cny gbp ram nand dram price cost costs us eu uk ai ceo
  cto ipo q year years series round rounds season level levels phase episode ep section rule tip item point
  try get got has have had now then when while if but so as per via we i you he she it they here why how what
  sub pre mid post non max min total avg mean vs x jan feb mar apr may jun jul aug sep sept oct nov dec january
  february march april june july august september october november december monday tuesday wednesday thursday
  friday saturday sunday`.split(/\s+/),
);
const families =
  /^(?:gpt|glm|claude|opus|sonnet|haiku|gemini|gemma|qwen|llama|kimi|grok|deepseek|mistral|minimax|phi|sora|veo|v|version|ernie|doubao|hunyuan|step|nemotron|python|node|cuda|ios|android|codex|flux|wan|seed|seedance)$/;

const attachedRe = /([a-z]{1,16})(\d{1,6}(?:\.\d{1,4}){0,3})([a-z]{0,6})(?![a-z\d])/y;
const hyphenRe = /([a-z]{1,24})-(\d{1,4}(?:\.\d{1,4}){0,3})([a-z]{0,2})(?![a-z\d%.])/y;
const hyphenEndRe = /([a-z]{1,24})-(\d{1,4}(?:\.\d{1,4}){0,3})([a-z]{0,2})(?=\.?(?:[^a-z\d%.]|$))/y;
const spacedRe = /([a-z]{1,24}) (\d{1,3}(?:\.\d{1,4}){0,3})([a-z]?)(?![a-z\d%$]|\.\d)/y;
const secondPartRe = /-(\d{1,2})(?![\da-z.%])/y;

/** A version whose name begins at `index`: `GPT-5.2`, `Opus 4.5`, `glm4.7`, `Qwen3`, `Gemini 3`. */
export function readVersion(text: string, lower: string, index: number): VersionRead | undefined {
  return readAttached(lower, index) ?? readHyphened(lower, index) ?? readSpaced(text, lower, index);
}

function readAttached(lower: string, index: number): VersionRead | undefined {
  const match = matchAt(attachedRe, lower, index);
  if (!match) return undefined;
  const [raw, name = '', number = '', tail = ''] = match;
  if (notNames.has(name) && name !== 'x') return undefined;
  return { value: `${canonicalName(name)}${number}${tail}`, number, isWeak: false, end: index + raw.length };
}

function readHyphened(lower: string, index: number): VersionRead | undefined {
  const match = matchAt(hyphenRe, lower, index) ?? matchAt(hyphenEndRe, lower, index);
  if (!match) return undefined;
  const [raw, name = '', number = '', tail = ''] = match;
  if (notNames.has(name) || isScaleTail(number, tail)) return undefined;
  const second = number.includes('.') || tail ? null : matchAt(secondPartRe, lower, index + raw.length);
  const whole = second ? `${number}.${second[1]}` : number;
  const end = index + raw.length + (second ? second[0].length : 0);
  return { value: `${canonicalName(name)}${whole}${tail}`, number: whole, isWeak: false, end };
}

/** `Llama-70B` holds a size, not a version. */
function isScaleTail(number: string, tail: string): boolean {
  return /^(?:k|m|b|t|x|gb|mb|tb|bn|mn|mw|gw)$/.test(tail) && !(number.length === 1 && tail === 'x');
}

function readSpaced(text: string, lower: string, index: number): VersionRead | undefined {
  const match = matchAt(spacedRe, lower, index);
  if (!match) return undefined;
  const [raw, name = '', number = '', tail = ''] = match;
  if (notNames.has(name) || (tail && tail !== 'o')) return undefined;
  const isDecimal = number.includes('.');
  const isFamily = families.test(name);
  const word = text.slice(index, index + name.length);
  if (!isFamily && !/[A-Z]/.test(word)) return undefined;
  const value = `${canonicalName(name)}${number}${tail}`;
  return { value, number, isWeak: !isDecimal && !isFamily, end: index + raw.length };
}

/** `version 2.0` and `ver2.0` are `v2.0`. */
function canonicalName(name: string): string {
  return name === 'version' || name === 'ver' ? 'v' : name;
}

const alphanumericRe = /\d{1,6}[a-z][a-z\d]{0,18}(?![a-z\d])/y;
const dottedRe = /\d{1,5}(?:\.\d{1,5}){2,5}(?![\d])/y;
const slashedRe = /\d{1,4}[/:]\d{1,4}(?![\d/])/y;

/** A token that begins with digits and is no plain number: `3d`, `4o`, `1.2.3`, `24/7`, `3:2`. */
export function readDigitToken(lower: string, index: number): VersionRead | undefined {
  const match =
    matchAt(dottedRe, lower, index) ??
    matchAt(slashedRe, lower, index) ??
    matchAt(alphanumericRe, lower, index);
  if (!match) return undefined;
  return { value: match[0], number: '', isWeak: false, end: index + match[0].length };
}

/** Runs of mixed letters and digits that are ids rather than names: to be stepped over whole. */
export function isIdRun(run: string): boolean {
  return run.length > 24 || (run.match(/[a-z]\d|\d[a-z]/g) ?? []).length > 3;
}
