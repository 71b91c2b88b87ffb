import { characterClass, classOf } from './characters.ts';
import { currencySigns, readFigure } from './figures.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Marks of a token on the tape. */
export const mark = { capital: 1, numeric: 2, glued: 4, breakBefore: 8, hanzi: 16, joined: 32 } as const;

/**
 * One text's tokens in order, in arrays that are used again for the next text. A hanzi run is one token
 * whose id is the run's place in `runs`, marked `hanzi`, until it is cut.
 */
export interface Tape {
  length: number;
  ids: Int32Array;
  marks: Uint8Array;
  runs: string[];
}

const longestText = 20_000;

export function createTape(): Tape {
  return {
    length: 0,
    ids: new Int32Array(longestText + 8),
    marks: new Uint8Array(longestText + 8),
    runs: [],
  };
}

/**
 * Reads a normalised text without addresses into Latin words (plural -s off), figures and hanzi runs.
 * Handles fall away, `#` falls off, texts are read up to 20,000 characters.
 */
export function scan(text: string, vocabulary: Vocabulary, tape: Tape): void {
  const cut = text.length > longestText ? text.slice(0, longestText) : text;
  const lower = cut.toLowerCase();
  const original = lower.length === cut.length ? cut : lower;
  tape.length = 0;
  tape.runs.length = 0;
  let at = 0;
  let gapStart = 0;
  let marks = mark.breakBefore as number;
  while (at < lower.length) {
    const kind = classOf[lower.charCodeAt(at)];
    if (kind === characterClass.gap) {
      const step = readGap(lower, at);
      if (step.isBreak) marks = mark.breakBefore;
      at = step.end;
      continue;
    }
    const glue = marks === 0 ? glueOf(lower, gapStart, at) : 0;
    at = readToken(lower, original, at, marks | glue, vocabulary, tape);
    gapStart = at;
    marks = 0;
  }
}

/** Glued: one space or hyphen between; joined: no space at all. */
function glueOf(text: string, gapStart: number, at: number): number {
  if (at - gapStart > 1) return 0;
  return at === gapStart || text[gapStart] !== ' ' ? mark.glued | mark.joined : mark.glued;
}

function readGap(text: string, at: number): { end: number; isBreak: boolean } {
  const code = text.charCodeAt(at);
  if (code === 64) return { end: endOfHandle(text, at + 1), isBreak: true };
  return { end: at + 1, isBreak: isBreakCode(code, text.charCodeAt(at + 1)) };
}

/** Sentence and clause signs end phrases; spaces, hyphens and points inside names do not. */
function isBreakCode(code: number, next: number): boolean {
  if (code === 46) return !(next > 32);
  return (
    code !== 32 &&
    code !== 45 &&
    code !== 35 &&
    code !== 36 &&
    code !== 8208 &&
    code !== 8209 &&
    code !== 183 &&
    code !== 39
  );
}

function endOfHandle(text: string, start: number): number {
  let end = start;
  while (isHandleUnit(text.charCodeAt(end))) end++;
  return end;
}

function isHandleUnit(code: number): boolean {
  const kind = classOf[code];
  return (code < 128 && (kind === characterClass.latin || kind === characterClass.digit)) || code === 95;
}

function readToken(
  lower: string,
  original: string,
  at: number,
  marks: number,
  vocabulary: Vocabulary,
  tape: Tape,
): number {
  const kind = classOf[lower.charCodeAt(at)];
  if (kind === characterClass.latin) return readWord(lower, original, at, marks, vocabulary, tape);
  if (kind === characterClass.digit) return readNumber(lower, at, marks, vocabulary, tape);
  const end = endOfRun(lower, at, kind ?? 0);
  if (kind === characterClass.hanzi) {
    put(tape, tape.runs.push(lower.slice(at, end)) - 1, marks | mark.hanzi);
  } else {
    put(tape, vocabulary.addSlice(lower, at, Math.min(end, at + 40), 'other'), marks);
  }
  return end;
}

function endOfRun(text: string, start: number, kind: number): number {
  let end = start + 1;
  while (classOf[text.charCodeAt(end)] === kind) end++;
  return end;
}

function readNumber(lower: string, at: number, marks: number, vocabulary: Vocabulary, tape: Tape): number {
  const sign = lower[at - 1] === ' ' ? undefined : currencySigns[lower[at - 1] ?? ''];
  const figure = readFigure(lower, at, sign);
  put(tape, vocabulary.add(figure.text, figure.kind), marks | mark.numeric);
  return figure.end;
}

/** Letters up to a digit when three or more (`qwen3.5` is qwen and 3.5), else with it (`m2.1`, `h200`). */
function readWord(
  lower: string,
  original: string,
  at: number,
  marks: number,
  vocabulary: Vocabulary,
  tape: Tape,
): number {
  let end = at;
  while (classOf[lower.charCodeAt(end)] === characterClass.latin) end++;
  const hasDigit = classOf[lower.charCodeAt(end)] === characterClass.digit;
  const isTag = lower.charCodeAt(at - 1) === 35;
  const capital = !isTag && original.charCodeAt(at) !== lower.charCodeAt(at) ? mark.capital : 0;
  if (hasDigit && end - at < 3) {
    const whole = endOfModel(lower, end);
    put(tape, vocabulary.addSlice(lower, at, whole, 'version'), marks | capital | mark.numeric);
    return whole;
  }
  if (lower[at - 1] === '$' && !hasDigit) {
    put(tape, vocabulary.addSlice(lower, at - 1, end, 'ticker'), marks | mark.capital);
    return end;
  }
  return readPlainWord(lower, at, end, marks | capital, vocabulary, tape);
}

const longestWord = 60;

/** A word without its plural -s, contraction or with its `++`. */
function readPlainWord(
  text: string,
  start: number,
  stop: number,
  marks: number,
  vocabulary: Vocabulary,
  tape: Tape,
): number {
  const sign = text.charCodeAt(stop);
  if (sign === 39 || sign === 0x2019) {
    const word = withApostrophe(text, start, stop);
    put(tape, vocabulary.add(word.text, 'word'), marks);
    return word.end;
  }
  if (sign === 43 && text.charCodeAt(stop + 1) === 43) {
    put(tape, vocabulary.addSlice(text, start, stop + 2, 'word'), marks);
    return stop + 2;
  }
  const end = Math.min(stop, start + longestWord);
  const hasPlural = text.charCodeAt(end - 1) === 115 && end - start > 4;
  const id = hasPlural
    ? vocabulary.add(singular(text.slice(start, end)), 'word')
    : vocabulary.addSlice(text, start, end, 'word');
  put(tape, id, marks);
  return stop;
}

function endOfModel(text: string, start: number): number {
  let end = start;
  for (;;) {
    const kind = classOf[text.charCodeAt(end)];
    const isPoint = text[end] === '.' && classOf[text.charCodeAt(end + 1)] === characterClass.digit;
    if (kind !== characterClass.latin && kind !== characterClass.digit && !isPoint) return end;
    end++;
  }
}

/** `it's` is it, `don't` is dont: the rest of a contraction says nothing. */
function withApostrophe(text: string, start: number, stop: number): { text: string; end: number } {
  let end = stop + 1;
  while (classOf[text.charCodeAt(end)] === characterClass.latin) end++;
  const rest = text.slice(stop + 1, end);
  if (rest.length > 2) return { text: text.slice(start, stop), end: stop };
  const isNegated = rest === 't';
  return { text: text.slice(start, stop) + (isNegated ? rest : ''), end };
}

/** Plural -s falls from words over four letters. */
export function singular(word: string): string {
  if (word.length < 5 || !word.endsWith('s')) return word;
  const before = word.charCodeAt(word.length - 2);
  if (before === 115 || before === 117 || before === 105) return word;
  return word.endsWith('ies') && word.length > 5 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
}

function put(tape: Tape, id: number, marks: number): void {
  if (tape.length >= longestText) return;
  tape.ids[tape.length] = id;
  tape.marks[tape.length++] = marks;
}
