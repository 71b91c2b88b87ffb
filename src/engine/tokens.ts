import type { CueKind, Lexicon, Topic } from '../core/edition.ts';
import { cueKinds } from '../core/edition.ts';
import { normaliseText, withoutUrls } from '../core/text/normalise.ts';
import { createTape, mark, scan, singular, type Tape } from './scan.ts';
import type { Segmenter } from './segmenter.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

/** What the tokenizer read from one text; the arrays are valid until the next call. */
export interface Tokens {
  /** Terms that say something, in text order, with repeats. */
  terms: number[];
  /** Every figure and version in order, for the numeric guard. */
  figures: number[];
  /** Latin words, figures and single hanzi in order, for comparing texts. */
  units: number[];
  /** Bits of the cue kinds met, by their place in `cueKinds`. */
  cues: number;
  /** Hits of promotion cues. */
  promotions: number;
  /** Hits of instruction cues. */
  instructions: number;
  /** Alias hits. */
  names: number;
  /** Place of a topic in the list, once for each match of its terms. */
  topics: number[];
}

export interface Tokenizer {
  readonly vocabulary: Vocabulary;
  /** Reads a text as a post wrote it. */
  read(text: string): Tokens;
  /** Parts of longer names: `=glm` for `glm-4.7`, both words for a pair. */
  readonly bases: ReadonlyMap<number, readonly number[]>;
  /** Whether the texts read so far write a word with a capital where no sentence begins, or hanzi name a proper name. */
  isWrittenAsName(term: number): boolean;
}

interface Node {
  next?: Map<number, Node>;
  term?: number;
  needsCapital?: boolean;
  cues?: number;
  topics?: number[];
}

/** A cue whose signs carry its meaning, such as `<system>`: looked for as it stands. */
interface Literal {
  form: string;
  bit: number;
}

const properTags = new Set(['nr', 'nrt', 'nrfg', 'nt', 'nz']);

/** A hanzi word that the segmenter knows as a person, an organisation or another proper name. */
function isProperName(
  term: number,
  vocabulary: Vocabulary,
  segmenter: Segmenter,
  known: Map<number, boolean>,
): boolean {
  let answer = known.get(term);
  if (answer === undefined) {
    answer = properTags.has(segmenter.tag(vocabulary.texts[term] ?? '') ?? '');
    known.set(term, answer);
  }
  return answer;
}

/** How often each word stood inside a sentence, and how often with a capital there. */
interface Capitals {
  inside: number[];
  all: number[];
}

const hanziUnit = 0x40000000;
const promotionBit = cueBit('promotion');
const instructionBit = cueBit('instruction');

export function cueBit(kind: CueKind): number {
  return 1 << cueKinds.indexOf(kind);
}

/** A tokenizer that knows the lexicon's names, terms, cues and stop words in every form. */
export function createTokenizer(lexicon: Lexicon, topics: readonly Topic[], segmenter: Segmenter): Tokenizer {
  const vocabulary = createVocabulary();
  const tape = createTape();
  const names: Node = {};
  const cues: Node = {};
  const literals: Literal[] = [];
  const bases = new Map<number, number[]>();
  const nameWords = new Set<number>();
  const proper = new Map<number, boolean>();
  const capitals: Capitals = { inside: [], all: [] };
  const tokens: Tokens = {
    terms: [],

    figures: [],
    units: [],
    cues: 0,
    promotions: 0,
    instructions: 0,
    names: 0,
    topics: [],
  };
  const sequenceOf = (form: string): number[] => {
    load(tape, clean(form), vocabulary, segmenter);
    return Array.from(tape.ids.subarray(0, tape.length));
  };

  for (const word of [...lexicon.stopWords.en, ...lexicon.stopWords.zh]) markStop(word, vocabulary);
  for (const alias of lexicon.aliases) {
    const term = vocabulary.add(`=${alias.id}`, 'name');
    for (const form of [alias.en, alias.zh, ...alias.also]) {
      const sequence = sequenceOf(form);
      for (const id of sequence) nameWords.add(id);
      teach(names, sequence, { form, term });
    }
  }
  for (const entry of lexicon.terms) {
    const term = vocabulary.add(`~${entry.id}`, 'term');
    for (const form of [entry.en, entry.zh, ...entry.also]) teach(names, sequenceOf(form), { form, term });
  }
  for (const kind of cueKinds) {
    const forms = lexicon.cues[kind] ?? { en: [], zh: [] };
    for (const form of [...forms.en, ...forms.zh]) {
      if (/[^\p{L}\p{N}\s'’$-]/u.test(form)) literals.push({ form, bit: cueBit(kind) });
      else teachCue(cues, sequenceOf(form), cueBit(kind));
    }
  }
  topics.forEach((topic, place) => {
    for (const form of [...topic.terms.en, ...topic.terms.zh]) teachTopic(cues, sequenceOf(form), place);
  });
  const known = vocabulary.texts.length;

  return {
    vocabulary,
    bases,
    isWrittenAsName: (term) =>
      vocabulary.kindOf(term) === 'hanzi'
        ? isProperName(term, vocabulary, segmenter, proper)
        : (capitals.inside[term] ?? 0) * 2 > (capitals.all[term] ?? 0),
    read(text) {
      reset(tokens);
      const cleaned = clean(text);
      scan(cleaned, vocabulary, tape);
      readUnitsOf(tape, tokens.units);
      if (tape.runs.length > 0) cutRuns(tape, vocabulary, segmenter);
      readCues(tape, cues, known, tokens);
      readLiterals(cleaned, literals, tokens);
      readTerms(tape, names, known, { vocabulary, bases, nameWords, capitals, tokens });
      return tokens;
    },
  };
}

const longestRead = 40_000;

function clean(text: string): string {
  const head = text.length > longestRead ? text.slice(0, longestRead) : text;
  return withoutUrls(isReadyToScan(head) ? head : normaliseText(head));
}

/** Letters, hanzi, common signs and emoji alone: nothing that folding could change for the scanner. */
function isReadyToScan(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x7f || (code >= 0x4e00 && code < 0xa000) || (code >= 0xc0 && code < 0x180)) continue;
    if ((code >= 0x2010 && code < 0x2028) || (code >= 0x2190 && code < 0x3100)) continue;
    if (code >= 0xd83c && code < 0xe000 && code !== 0xdb40) continue;
    if (code !== 0xfe0f && code !== 0xff0c && code !== 0xff01 && code !== 0xff1a && code !== 0xff1f)
      return false;
  }
  return true;
}

function reset(tokens: Tokens): void {
  tokens.terms.length = 0;
  tokens.figures.length = 0;
  tokens.units.length = 0;
  tokens.cues = 0;
  tokens.promotions = 0;
  tokens.instructions = 0;
  tokens.names = 0;
  tokens.topics.length = 0;
}

function markStop(word: string, vocabulary: Vocabulary): void {
  const lower = normaliseText(word).toLowerCase();
  for (const form of [lower, singular(lower), lower.replace(/['’]/g, ''), lower.replace(/['’].*$/, '')]) {
    vocabulary.markStop(vocabulary.add(form, /[\u3400-\u9fff]/.test(form) ? 'hanzi' : 'word'));
  }
}

function load(tape: Tape, text: string, vocabulary: Vocabulary, segmenter: Segmenter): void {
  scan(text, vocabulary, tape);
  if (tape.runs.length > 0) cutRuns(tape, vocabulary, segmenter);
}

function teach(root: Node, sequence: number[], to: { form: string; term: number }): void {
  if (sequence.length === 0) return;
  const node = walk(root, sequence);
  if (sequence.length === 1 && /[^\p{L}\p{N}\s.'’$+-]/u.test(to.form)) return;
  const needsCapital = /\p{Lu}/u.test(to.form) && sequence.length === 1;
  if (node.term !== undefined && !node.needsCapital) return;
  node.term ??= to.term;
  if (node.term === to.term) node.needsCapital = needsCapital;
}

function teachCue(root: Node, sequence: number[], bit: number): void {
  if (sequence.length === 0) return;
  const node = walk(root, sequence);
  node.cues = (node.cues ?? 0) | bit;
}

function teachTopic(root: Node, sequence: number[], place: number): void {
  if (sequence.length === 0) return;
  const node = walk(root, sequence);
  node.topics ??= [];
  if (!node.topics.includes(place)) node.topics.push(place);
}

function walk(root: Node, sequence: number[]): Node {
  let node = root;
  for (const id of sequence) {
    node.next ??= new Map();
    let child = node.next.get(id);
    if (!child) {
      child = {};
      node.next.set(id, child);
    }
    node = child;
  }
  return node;
}

function readUnitsOf(tape: Tape, units: number[]): void {
  for (let i = 0; i < tape.length; i++) {
    const id = tape.ids[i] ?? 0;
    if (((tape.marks[i] ?? 0) & mark.hanzi) === 0) {
      units.push(id);
      continue;
    }
    const run = tape.runs[id] ?? '';
    for (let j = 0; j < run.length; j++) units.push(hanziUnit + run.charCodeAt(j));
  }
}

/** Replaces each hanzi run on the tape by its words. One call of the segmenter serves the whole text. */
function cutRuns(tape: Tape, vocabulary: Vocabulary, segmenter: Segmenter): void {
  const words = segmenter.cut(tape.runs.join(' '));
  const ids = tape.ids.slice(0, tape.length);
  const marks = tape.marks.slice(0, tape.length);
  const limit = tape.ids.length;
  let word = 0;
  let out = 0;
  for (let i = 0; i < ids.length && out < limit; i++) {
    const marked = marks[i] ?? 0;
    if ((marked & mark.hanzi) === 0) {
      tape.ids[out] = ids[i] ?? 0;
      tape.marks[out++] = marked;
      continue;
    }
    let first = marked & mark.breakBefore;
    while (word < words.length && words[word] !== ' ' && out < limit) {
      tape.ids[out] = vocabulary.add(words[word++] ?? '', 'hanzi');
      tape.marks[out++] = first | mark.hanzi;
      first = 0;
    }
    word++;
  }
  tape.length = out;
}

function readCues(tape: Tape, root: Node, known: number, tokens: Tokens): void {
  for (let i = 0; i < tape.length; i++) {
    if ((tape.ids[i] ?? known) >= known) continue;
    let node: Node | undefined = root;
    for (let j = i; node && j < tape.length; j++) {
      node = node.next?.get(tape.ids[j] ?? -1);
      if (node?.cues) addCue(tokens, node.cues);
      if (node?.topics) tokens.topics.push(...node.topics);
    }
  }
}

function readLiterals(text: string, literals: readonly Literal[], tokens: Tokens): void {
  if (literals.length === 0 || !/[<>[\]:#%"|+.【】]/.test(text)) return;
  const lower = text.toLowerCase();
  for (const { form, bit } of literals) if (lower.includes(form)) addCue(tokens, bit);
}

function addCue(tokens: Tokens, bits: number): void {
  tokens.cues |= bits;
  if (bits & promotionBit) tokens.promotions++;
  if (bits & instructionBit) tokens.instructions++;
}

/** Where terms go while one text is read. */
interface Reading {
  vocabulary: Vocabulary;
  bases: Map<number, number[]>;
  /** Words of the lexicon's names, which take a version also in small letters. */
  nameWords: ReadonlySet<number>;
  capitals: Capitals;
  tokens: Tokens;
}

function readTerms(tape: Tape, names: Node, known: number, reading: Reading): void {
  let wordBefore = -1;
  for (let i = 0; i < tape.length; ) {
    const match = (tape.ids[i] ?? known) < known ? longestName(tape, names, i) : undefined;
    if (match) readName(tape, i, match, reading);
    else readTerm(tape, i, reading);
    const word = match ? -1 : capitalWord(tape, i, reading);
    if (word >= 0 && wordBefore >= 0 && !((tape.marks[i] ?? 0) & mark.breakBefore))
      readPair(wordBefore, word, reading);
    wordBefore = word;
    i = match ? match.end : i + 1;
  }
}

/** The id of a word with a capital that may be part of a name, or -1. */
function capitalWord(tape: Tape, at: number, { vocabulary }: Reading): number {
  const id = tape.ids[at] ?? 0;
  const marks = tape.marks[at] ?? 0;
  if (!(marks & mark.capital) || marks & mark.numeric || vocabulary.isStop(id)) return -1;
  return (vocabulary.texts[id] ?? '').length > 1 ? id : -1;
}

/** Two words with capitals side by side are a name of their own: `Muse Spark`. */
function readPair(first: number, second: number, reading: Reading): void {
  const { vocabulary, tokens, bases } = reading;
  const pair = vocabulary.add(`${vocabulary.texts[first]} ${vocabulary.texts[second]}`, 'pair');
  tokens.terms.push(pair);
  if (!bases.has(pair)) bases.set(pair, [first, second]);
}

function readName(tape: Tape, start: number, match: { term: number; end: number }, reading: Reading): void {
  const { tokens, vocabulary } = reading;
  tokens.terms.push(match.term);
  if (vocabulary.kindOf(match.term) === 'name') tokens.names++;
  for (let i = start; i < match.end; i++) readFigureTerm(tape, i, reading);
}

function longestName(tape: Tape, root: Node, start: number): { term: number; end: number } | undefined {
  let best: { term: number; end: number } | undefined;
  let node: Node | undefined = root;
  for (let i = start; i < tape.length; i++) {
    if (i > start && (tape.marks[i] ?? 0) & mark.breakBefore) break;
    node = node.next?.get(tape.ids[i] ?? -1);
    if (!node) break;
    if (node.term === undefined) continue;
    if (node.needsCapital && !((tape.marks[start] ?? 0) & mark.capital)) continue;
    best = { term: node.term, end: i + 1 };
  }
  return best;
}

function readTerm(tape: Tape, at: number, reading: Reading): void {
  const { vocabulary, tokens } = reading;
  const id = tape.ids[at] ?? 0;
  if ((tape.marks[at] ?? 0) & mark.numeric) {
    readFigureTerm(tape, at, reading);
    return;
  }
  if (vocabulary.isStop(id) || (vocabulary.texts[id] ?? '').length < 2) return;
  tokens.terms.push(id);
  if (!((tape.marks[at] ?? 0) & (mark.breakBefore | mark.hanzi)))
    countCapital(id, tape.marks[at] ?? 0, reading.capitals);
}

function countCapital(id: number, marks: number, capitals: Capitals): void {
  capitals.all[id] = (capitals.all[id] ?? 0) + 1;
  if (marks & mark.capital) capitals.inside[id] = (capitals.inside[id] ?? 0) + 1;
}

/** Figures go to the guard; as terms stand quantities, large numbers, and versions with their name. */
function readFigureTerm(tape: Tape, at: number, reading: Reading): void {
  const { vocabulary, tokens } = reading;
  const id = tape.ids[at] ?? 0;
  if (((tape.marks[at] ?? 0) & mark.numeric) === 0) return;
  const base = tokens.terms.at(-1);
  tokens.figures.push(id);
  const text = vocabulary.texts[id] ?? '';
  const kind = vocabulary.kindOf(id);
  const name = kind === 'quantity' ? undefined : nameBefore(tape, at, text, reading);
  if (name) {
    const version = vocabulary.add(`${name}-${text}`, 'version');
    tokens.terms.push(version);
    if (base !== undefined && !reading.bases.has(version))
      reading.bases.set(version, kind === 'version' ? [base, id] : [base]);
  }
  if (kind !== 'number' || (!name && (text.length > 4 || text.includes('.')))) tokens.terms.push(id);
}

/**
 * The name that a version number belongs to: `GLM-4.7`, `Opus 4.5`, `Gemma 4`, `opus 4.5` where the lexicon knows
 * the name; not `top 10` or `rose 4.5` of small letters.
 */
function nameBefore(tape: Tape, at: number, figure: string, reading: Reading): string | undefined {
  const marks = tape.marks[at] ?? 0;
  const before = tape.marks[at - 1] ?? 0;
  if (at === 0 || !(marks & mark.glued) || before & (mark.numeric | mark.hanzi)) return undefined;
  const id = tape.ids[at - 1] ?? 0;
  const word = reading.vocabulary.texts[id] ?? '';
  if (word.length < 2 || word.length > 20 || reading.vocabulary.isStop(id) || figure.length > 8)
    return undefined;
  if (before & mark.capital || reading.vocabulary.kindOf(id) !== 'word') return word;
  const mayBeVersion = figure.includes('.') && figure.length < 7;
  return mayBeVersion && (marks & mark.joined || reading.nameWords.has(id)) ? word : undefined;
}
