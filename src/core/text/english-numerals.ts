import { clean, matchAt, type NumberRead, significantDigits, wordScales } from './numerals.ts';

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
