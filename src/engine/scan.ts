import { characterClass, classOf } from './characters.ts';
import { currencySigns, readFigure } from './figures.ts';
import type { TextUnits } from './text-units.ts';
import { textOf, type Vocabulary } from './vocabulary.ts';

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
  /** Where the hanzi runs stand in the text. */
  runs: { count: number; starts: Int32Array; ends: Int32Array };
}

const longestText = 20_000;

export function createTape(): Tape {
  const numbers = () => new Int32Array(longestText + 8);
  return {
    length: 0,
    ids: numbers(),
    marks: new Uint8Array(longestText + 8),
    runs: { count: 0, starts: numbers(), ends: numbers() },
  };
}

/**
 * Reads a text into Latin words (plural -s off), figures and hanzi runs. Handles fall away, `#` falls off, texts
 * are read up to 20,000 characters.
 */
export function scan(text: TextUnits, vocabulary: Vocabulary, tape: Tape): void {
  const { lower } = text;
  const length = Math.min(text.length, longestText);
  lower[length] = 0;
  lower[length + 1] = 0;
  tape.length = 0;
  tape.runs.count = 0;
  let at = 0;
  let gapStart = 0;
  let marks = mark.breakBefore as number;
  while (at < length) {
    const unit = lower[at] ?? 0;
    if (classOf[unit] === characterClass.gap) {
      if (unit === atSign) at = endOfHandle(lower, at + 1);
      else at++;
      if (unit === atSign || isBreak(unit, lower[at] ?? 0)) marks = mark.breakBefore;
      continue;
    }
    const glue = marks === 0 ? glueOf(lower, gapStart, at) : 0;
    at = readToken(text, at, marks | glue, vocabulary, tape);
    gapStart = at;
    marks = 0;
  }
}

const atSign = 64;

/** Glued: one space or hyphen between; joined: no space at all. */
function glueOf(lower: Uint16Array, gapStart: number, at: number): number {
  if (at - gapStart > 1) return 0;
  return at === gapStart || lower[gapStart] !== 32 ? mark.glued | mark.joined : mark.glued;
}

/** Sentence and clause signs end phrases; spaces, hyphens and points inside names do not. */
function isBreak(unit: number, next: number): boolean {
  if (unit === 46) return !(next > 32);
  return (
    unit !== 32 &&
    unit !== 45 &&
    unit !== 35 &&
    unit !== 36 &&
    unit !== 8208 &&
    unit !== 8209 &&
    unit !== 183 &&
    unit !== 39
  );
}

function endOfHandle(lower: Uint16Array, start: number): number {
  let end = start;
  while (isHandleUnit(lower[end] ?? 0)) end++;
  return end;
}

function isHandleUnit(unit: number): boolean {
  const kind = classOf[unit];
  return (unit < 128 && (kind === characterClass.latin || kind === characterClass.digit)) || unit === 95;
}

function readToken(text: TextUnits, at: number, marks: number, vocabulary: Vocabulary, tape: Tape): number {
  const { lower } = text;
  const kind = classOf[lower[at] ?? 0] ?? 0;
  if (kind === characterClass.latin) return readWord(text, at, marks, vocabulary, tape);
  if (kind === characterClass.digit) return readNumber(lower, at, marks, vocabulary, tape);
  const end = endOfKind(lower, at + 1, kind);
  if (kind === characterClass.hanzi) putRun(tape, at, end, marks);
  else put(tape, vocabulary.addUnits(lower, at, Math.min(end, at + 40), 'other'), marks);
  return end;
}

function endOfKind(lower: Uint16Array, start: number, kind: number): number {
  let end = start;
  while (classOf[lower[end] ?? 0] === kind) end++;
  return end;
}

function readNumber(
  lower: Uint16Array,
  at: number,
  marks: number,
  vocabulary: Vocabulary,
  tape: Tape,
): number {
  const before = lower[at - 1] ?? 32;
  const sign = before === 32 ? undefined : currencySigns[String.fromCharCode(before)];
  const plainEnd = sign === undefined ? endOfPlainNumber(lower, at) : 0;
  if (plainEnd > 0) {
    put(tape, vocabulary.addUnits(lower, at, plainEnd, 'number'), marks | mark.numeric);
    return plainEnd;
  }
  const figure = readFigure(figureStretch(lower, at), 0, sign);
  put(tape, vocabulary.add(figure.text, figure.kind), marks | mark.numeric);
  return at + figure.end;
}

/** Whether a figure may go on with a unit: hyphens, percent signs, letters and hanzi that scale or name it. */
const goesOn = buildFollowers();

function buildFollowers(): Uint8Array {
  const followers = new Uint8Array(65536);
  for (const sign of '-%x十百千万亿萬億倍美人欧日元ktmbpudrcye') followers[sign.charCodeAt(0)] = 1;
  return followers;
}

/** Behind digits, or digits with one point in them, that stand alone; 0 where more may belong to them. */
function endOfPlainNumber(lower: Uint16Array, start: number): number {
  const whole = endOfKind(lower, start + 1, characterClass.digit);
  const hasPoint = lower[whole] === 46 && isDigit(lower, whole + 1);
  const end = hasPoint ? endOfKind(lower, whole + 2, characterClass.digit) : whole;
  const next = lower[end] ?? 0;
  if (next === 46 || next === 44) return isDigit(lower, end + 1) || isDigit(lower, end + 2) ? 0 : end;
  const follower = next === 32 ? (lower[end + 1] ?? 0) : next;
  return goesOn[follower] === 1 || classOf[next] === characterClass.latin ? 0 : end;
}

const longestUnit = 24;

/** The digits with their signs, and as much as a multiplier and a unit may take. */
function figureStretch(lower: Uint16Array, start: number): string {
  let end = start;
  let spaced = false;
  for (;;) {
    while (isDigit(lower, end)) end++;
    const isPoint = lower[end] === 46 && isDigit(lower, end + 1);
    const isComma = lower[end] === 44 && isThousand(lower, end + 1);
    const isSpace: boolean = lower[end] === 46 && lower[end + 1] === 32 && !spaced;
    if (!isPoint && !isComma && !isSpace) break;
    spaced ||= isSpace;
    end += isSpace ? 2 : 1;
  }
  return textOf(lower, start, Math.min(longestText, end + longestUnit));
}

function isThousand(lower: Uint16Array, at: number): boolean {
  return isDigit(lower, at) && isDigit(lower, at + 1) && isDigit(lower, at + 2) && !isDigit(lower, at + 3);
}

function isDigit(lower: Uint16Array, at: number): boolean {
  return classOf[lower[at] ?? 0] === characterClass.digit;
}

/** Letters up to a digit when three or more (`qwen3.5` is qwen and 3.5), else with it (`m2.1`, `h200`). */
function readWord(text: TextUnits, at: number, marks: number, vocabulary: Vocabulary, tape: Tape): number {
  const { lower, raw } = text;
  const end = endOfKind(lower, at + 1, characterClass.latin);
  const hasDigit = classOf[lower[end] ?? 0] === characterClass.digit;
  const before = lower[at - 1] ?? 0;
  const capital = before !== 35 && raw[at] !== lower[at] ? mark.capital : 0;
  if (hasDigit && end - at < 3) {
    const whole = endOfModel(lower, end);
    put(tape, vocabulary.addUnits(lower, at, whole, 'version'), marks | capital | mark.numeric);
    return whole;
  }
  if (before === 36 && !hasDigit) {
    put(tape, vocabulary.addUnits(lower, at - 1, end, 'ticker'), marks | mark.capital);
    return end;
  }
  return readPlainWord(lower, at, end, marks | capital, vocabulary, tape);
}

const longestWord = 60;

/** A word without its plural -s, contraction or with its `++`. */
function readPlainWord(
  lower: Uint16Array,
  start: number,
  stop: number,
  marks: number,
  vocabulary: Vocabulary,
  tape: Tape,
): number {
  const sign = lower[stop];
  if (sign === 39 || sign === 0x2019) return readContraction(lower, start, stop, marks, vocabulary, tape);
  if (sign === 43 && lower[stop + 1] === 43) {
    put(tape, vocabulary.addUnits(lower, start, stop + 2, 'word'), marks);
    return stop + 2;
  }
  put(tape, singularId(lower, start, Math.min(stop, start + longestWord), vocabulary), marks);
  return stop;
}

/** The id of a word without its plural -s, found without a string of it unless the ending changes. */
function singularId(lower: Uint16Array, start: number, end: number, vocabulary: Vocabulary): number {
  if (end - start < 5 || lower[end - 1] !== 115) return vocabulary.addUnits(lower, start, end, 'word');
  const before = lower[end - 2];
  if (before === 115 || before === 117 || before === 105)
    return vocabulary.addUnits(lower, start, end, 'word');
  if (before === 101 && lower[end - 3] === 105)
    return vocabulary.add(singular(textOf(lower, start, end)), 'word');
  return vocabulary.addUnits(lower, start, end - 1, 'word');
}

function endOfModel(lower: Uint16Array, start: number): number {
  let end = start;
  for (;;) {
    const unit = lower[end] ?? 0;
    const kind = classOf[unit];
    const isPoint = unit === 46 && classOf[lower[end + 1] ?? 0] === characterClass.digit;
    if (kind !== characterClass.latin && kind !== characterClass.digit && !isPoint) return end;
    end++;
  }
}

/** `it's` is it, `don't` is dont: the rest of a contraction says nothing. */
function readContraction(
  lower: Uint16Array,
  start: number,
  stop: number,
  marks: number,
  vocabulary: Vocabulary,
  tape: Tape,
): number {
  const end = endOfKind(lower, stop + 1, characterClass.latin);
  const isNegated = end === stop + 2 && lower[stop + 1] === 116;
  const id = isNegated
    ? vocabulary.add(`${textOf(lower, start, stop)}t`, 'word')
    : vocabulary.addUnits(lower, start, stop, 'word');
  put(tape, id, marks);
  return end - stop > 3 ? stop : end;
}

/** Plural -s falls from words over four letters. */
export function singular(word: string): string {
  if (word.length < 5 || !word.endsWith('s')) return word;
  const before = word.charCodeAt(word.length - 2);
  if (before === 115 || before === 117 || before === 105) return word;
  return word.endsWith('ies') && word.length > 5 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
}

function putRun(tape: Tape, start: number, end: number, marks: number): void {
  const { runs } = tape;
  runs.starts[runs.count] = start;
  runs.ends[runs.count] = end;
  put(tape, runs.count++, marks | mark.hanzi);
}

function put(tape: Tape, id: number, marks: number): void {
  if (tape.length >= longestText) return;
  tape.ids[tape.length] = id;
  tape.marks[tape.length++] = marks;
}
