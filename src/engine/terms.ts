import type { Forms } from './forms.ts';
import { createIntTable } from './growable.ts';
import { createPairTable, type PairTable } from './pair-table.ts';
import { mark, type Tape } from './scan.ts';
import type { TokenLists } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Terms of the texts read so far, besides the vocabulary's. */
export interface Terms {
  /** Parts of longer names: `=glm` for `glm-4.7`, both words for a pair. */
  readonly bases: ReadonlyMap<number, readonly number[]>;
  /** Whether a word stood mostly with a capital where no sentence begins. */
  isCapital(word: number): boolean;
  /** Names, terms, figures and words of a tape, in order. */
  read(tape: Tape, tokens: TokenLists): void;
}

/** Where terms go while one text is read. */
interface Reading {
  tape: Tape;
  tokens: TokenLists;
  vocabulary: Vocabulary;
  names: Forms;
  /** Words of the lexicon's names, which take a version also in small letters. */
  nameWords: ReadonlySet<number>;
  bases: Map<number, number[]>;
  /** Terms that are made of two others, by both. */
  pairs: PairTable;
  versions: PairTable;
  /** How often each word stood inside a sentence, and how often with a capital there. */
  inside: ReturnType<typeof createIntTable>;
  capitals: ReturnType<typeof createIntTable>;
}

export function createTerms(vocabulary: Vocabulary, names: Forms, nameWords: ReadonlySet<number>): Terms {
  const shared = {
    vocabulary,
    names,
    nameWords,
    bases: new Map<number, number[]>(),
    pairs: createPairTable(),
    versions: createPairTable(),
    inside: createIntTable(),
    capitals: createIntTable(),
  };
  return {
    bases: shared.bases,
    isCapital: (word) => shared.capitals.get(word) * 2 > shared.inside.get(word),
    read: (tape, tokens) => readTerms({ ...shared, tape, tokens }),
  };
}

function readTerms(reading: Reading): void {
  const { tape, names } = reading;
  let wordBefore = -1;
  for (let i = 0; i < tape.length; ) {
    const first = names.first(tape.ids[i] ?? 0);
    const end = first === 0 ? i : readName(i, first, reading);
    if (end === i) readTerm(i, reading);
    const word = end > i ? -1 : capitalWord(i, reading);
    if (word >= 0 && wordBefore >= 0 && !((tape.marks[i] ?? 0) & mark.breakBefore))
      readPair(wordBefore, word, reading);
    wordBefore = word;
    i = Math.max(end, i + 1);
  }
}

/** The id of a word with a capital that may be part of a name, or -1. */
function capitalWord(at: number, { tape, vocabulary }: Reading): number {
  const marks = tape.marks[at] ?? 0;
  if (!(marks & mark.capital) || marks & mark.numeric) return -1;
  const id = tape.ids[at] ?? 0;
  return vocabulary.isTelling(id) ? id : -1;
}

/** Two words with capitals side by side are a name of their own: `Muse Spark`. */
function readPair(first: number, second: number, { vocabulary, tokens, bases, pairs }: Reading): void {
  let pair = pairs.get(first, second);
  if (pair === 0) {
    pair = vocabulary.add(`${vocabulary.texts[first]} ${vocabulary.texts[second]}`, 'pair');
    pairs.set(first, second, pair);
    if (!bases.has(pair)) bases.set(pair, [first, second]);
  }
  tokens.terms.push(pair);
}

/** Reads the longest name that stands at a place; returns its end, or the place where none does. */
function readName(start: number, first: number, reading: Reading): number {
  const { tape, tokens, vocabulary, names } = reading;
  const isCapital = ((tape.marks[start] ?? 0) & mark.capital) !== 0;
  let term = -1;
  let end = start;
  let node = first;
  for (let i = start + 1; node !== 0; i++) {
    const form = names.form(node);
    if (form.term !== undefined && (isCapital || !form.needsCapital)) {
      term = form.term;
      end = i;
    }
    const goesOn = i < tape.length && !((tape.marks[i] ?? 0) & mark.breakBefore);
    node = goesOn ? names.next(node, tape.ids[i] ?? 0) : 0;
  }
  if (term < 0) return start;
  tokens.terms.push(term);
  if (vocabulary.kindOf(term) === 'name') tokens.names++;
  for (let i = start; i < end; i++) readFigure(i, reading);
  return end;
}

function readTerm(at: number, reading: Reading): void {
  const { tape, vocabulary, tokens, inside, capitals } = reading;
  const marks = tape.marks[at] ?? 0;
  if (marks & mark.numeric) {
    readFigure(at, reading);
    return;
  }
  const id = tape.ids[at] ?? 0;
  if (!vocabulary.isTelling(id)) return;
  tokens.terms.push(id);
  if (marks & (mark.breakBefore | mark.hanzi)) return;
  inside.set(id, inside.get(id) + 1);
  if (marks & mark.capital) capitals.set(id, capitals.get(id) + 1);
}

/** Figures go to the guard; as terms stand quantities, large numbers, and versions with their name. */
function readFigure(at: number, reading: Reading): void {
  const { tape, vocabulary, tokens } = reading;
  if (((tape.marks[at] ?? 0) & mark.numeric) === 0) return;
  const id = tape.ids[at] ?? 0;
  tokens.figures.push(id);
  const text = vocabulary.texts[id] ?? '';
  const kind = vocabulary.kindOf(id);
  const isNamed = kind !== 'quantity' && mayNameFigure(at, text, reading);
  if (isNamed) readVersion(at, kind === 'version', reading);
  if (kind !== 'number' || (!isNamed && (text.length > 4 || text.includes('.')))) tokens.terms.push(id);
}

function readVersion(at: number, isVersion: boolean, reading: Reading): void {
  const { tape, vocabulary, tokens, bases, versions } = reading;
  const id = tape.ids[at] ?? 0;
  const name = tape.ids[at - 1] ?? 0;
  const base = tokens.terms.length === 0 ? undefined : tokens.terms.at(tokens.terms.length - 1);
  let version = versions.get(name, id);
  if (version === 0) {
    version = vocabulary.add(`${vocabulary.texts[name]}-${vocabulary.texts[id]}`, 'version');
    versions.set(name, id, version);
  }
  tokens.terms.push(version);
  if (base !== undefined && !bases.has(version)) bases.set(version, isVersion ? [base, id] : [base]);
}

/**
 * Whether the word before is the name that a version number belongs to: `GLM-4.7`, `Opus 4.5`, `Gemma 4`, `opus
 * 4.5` where the lexicon knows the name; not `top 10` or `rose 4.5` of small letters.
 */
function mayNameFigure(at: number, figure: string, { tape, vocabulary, nameWords }: Reading): boolean {
  const marks = tape.marks[at] ?? 0;
  const before = tape.marks[at - 1] ?? 0;
  if (at === 0 || !(marks & mark.glued) || before & (mark.numeric | mark.hanzi)) return false;
  const id = tape.ids[at - 1] ?? 0;
  if (!vocabulary.isTelling(id) || (vocabulary.texts[id]?.length ?? 0) > 20 || figure.length > 8)
    return false;
  if (before & mark.capital || vocabulary.kindOf(id) !== 'word') return true;
  const mayBeVersion = figure.includes('.') && figure.length < 7;
  return mayBeVersion && ((marks & mark.joined) !== 0 || nameWords.has(id));
}
