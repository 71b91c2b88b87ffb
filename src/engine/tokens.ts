import { cueKinds, type Lexicon, type Topic } from '../core/edition.ts';
import { normaliseText } from '../core/text/normalise.ts';
import { createLiterals, cueBit, hasSign, type Literals, readCues } from './cues.ts';
import { createForms, type Form, type Forms } from './forms.ts';
import { createIntList, type IntList } from './growable.ts';
import { createRunCutter } from './hanzi-words.ts';
import { createTape, mark, scan, singular, type Tape } from './scan.ts';
import type { Segmenter } from './segmenter.ts';
import { createTerms } from './terms.ts';
import { createTextUnits, type TextUnits } from './text-units.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

export { cueBit } from './cues.ts';

/** What the tokenizer read from one text. */
export interface Tokens<List = number[]> {
  /** Terms that say something, in text order, with repeats. */
  terms: List;
  /** Every figure and version in order, for the numeric guard. */
  figures: List;
  /** Bits of the cue kinds met, by their place in `cueKinds`. */
  cues: number;
  /** Hits of promotion cues. */
  promotions: number;
  /** Hits of instruction cues. */
  instructions: number;
  /** Alias hits. */
  names: number;
  /** Place of a topic in the list, once for each match of its terms. */
  topics: List;
}

/** The same in lists that are valid until the next text is read. */
export interface TokenLists extends Tokens<IntList> {
  /** Latin words, figures and single hanzi in order, for comparing texts. */
  units: IntList;
}

export interface Tokenizer {
  readonly vocabulary: Vocabulary;
  /** Reads a text as a post wrote it. */
  read(text: string): Tokens;
  /** The same without making anything that lasts. */
  readLists(text: string): TokenLists;
  /** Parts of longer names: `=glm` for `glm-4.7`, both words for a pair. */
  readonly bases: ReadonlyMap<number, readonly number[]>;
  /** Whether the texts read so far write a word with a capital where no sentence begins, or hanzi name a proper name. */
  isWrittenAsName(term: number): boolean;
}

/** A tokenizer that knows the lexicon's names, terms, cues and stop words in every form. */
export function createTokenizer(lexicon: Lexicon, topics: readonly Topic[], segmenter: Segmenter): Tokenizer {
  const taught = taughtBy(lexicon, topics, segmenter);
  const vocabulary = taught.vocabulary.fork();
  const tape = createTape();
  const text = createTextUnits();
  const tokens = createTokenLists();
  const cutRuns = createRunCutter(vocabulary, segmenter);
  const terms = createTerms(vocabulary, taught.names, taught.nameWords);
  const isProperName = createProperNames(vocabulary, segmenter);

  const readLists = (own: string): TokenLists => {
    reset(tokens);
    text.load(own);
    taught.literals.read(text, tokens);
    scan(text, vocabulary, tape);
    readUnits(text, tape, tokens.units);
    cutRuns(text, tape);
    readCues(tape, taught.cues, tokens);
    terms.read(tape, tokens);
    return tokens;
  };
  return {
    vocabulary,
    bases: terms.bases,
    isWrittenAsName: (term) =>
      vocabulary.kindOf(term) === 'hanzi' ? isProperName(term) : terms.isCapital(term),
    readLists,
    read(own) {
      const { units: _, ...lists } = readLists(own);
      const [all, figures, hits] = [lists.terms, lists.figures, lists.topics].map((list) => [...list.view()]);
      return { ...lists, terms: all ?? [], figures: figures ?? [], topics: hits ?? [] };
    },
  };
}

function createTokenLists(): TokenLists {
  return {
    terms: createIntList(),
    figures: createIntList(),
    units: createIntList(),
    topics: createIntList(),
    cues: 0,
    promotions: 0,
    instructions: 0,
    names: 0,
  };
}

function reset(tokens: TokenLists): void {
  tokens.terms.length = 0;
  tokens.figures.length = 0;
  tokens.units.length = 0;
  tokens.topics.length = 0;
  tokens.cues = 0;
  tokens.promotions = 0;
  tokens.instructions = 0;
  tokens.names = 0;
}

const properTags = new Set(['nr', 'nrt', 'nrfg', 'nt', 'nz']);

/** Hanzi words that the segmenter knows as a person, an organisation or another proper name. */
function createProperNames(vocabulary: Vocabulary, segmenter: Segmenter): (term: number) => boolean {
  const known = new Map<number, boolean>();
  return (term) => {
    let answer = known.get(term);
    if (answer === undefined) {
      answer = properTags.has(segmenter.tag(vocabulary.texts[term] ?? '') ?? '');
      known.set(term, answer);
    }
    return answer;
  };
}

/** What a tokenizer knows before it reads. */
interface Taught {
  vocabulary: Vocabulary;
  names: Forms;
  nameWords: ReadonlySet<number>;
  cues: Forms;
  literals: Literals;
}

/** The last lexicon as it was taught: days of one edition are read one after another with the same. */
let last: { key: string; segmenter: Segmenter; taught: Taught } | undefined;

function taughtBy(lexicon: Lexicon, topics: readonly Topic[], segmenter: Segmenter): Taught {
  const key = JSON.stringify([lexicon, topics]);
  if (last?.key !== key || last.segmenter !== segmenter) {
    last = { key, segmenter, taught: teach(lexicon, topics, segmenter) };
  }
  return last.taught;
}

function teach(lexicon: Lexicon, topics: readonly Topic[], segmenter: Segmenter): Taught {
  const vocabulary = createVocabulary();
  const toSequence = createSequencer(vocabulary, segmenter);
  for (const word of [...lexicon.stopWords.en, ...lexicon.stopWords.zh]) markStop(word, vocabulary);
  const names = createForms();
  const nameWords = new Set<number>();
  for (const alias of lexicon.aliases) {
    const term = vocabulary.add(`=${alias.id}`, 'name');
    for (const form of [alias.en, alias.zh, ...alias.also]) {
      const sequence = toSequence(form);
      for (const id of sequence) nameWords.add(id);
      teachName(names, sequence, form, term);
    }
  }
  for (const entry of lexicon.terms) {
    const term = vocabulary.add(`~${entry.id}`, 'term');
    for (const form of [entry.en, entry.zh, ...entry.also]) teachName(names, toSequence(form), form, term);
  }
  return { vocabulary, names, nameWords, ...teachCues(lexicon, topics, toSequence) };
}

/** Reads forms as texts are read, into the ids of their tokens. */
function createSequencer(vocabulary: Vocabulary, segmenter: Segmenter): (form: string) => number[] {
  const tape = createTape();
  const text = createTextUnits();
  const cutRuns = createRunCutter(vocabulary, segmenter);
  return (form) => {
    text.load(form);
    scan(text, vocabulary, tape);
    cutRuns(text, tape);
    return Array.from(tape.ids.subarray(0, tape.length));
  };
}

function teachCues(
  lexicon: Lexicon,
  topics: readonly Topic[],
  toSequence: (form: string) => number[],
): { cues: Forms; literals: Literals } {
  const cues = createForms();
  const literals = createLiterals();
  for (const kind of cueKinds) {
    const forms = lexicon.cues[kind] ?? { en: [], zh: [] };
    for (const form of [...forms.en, ...forms.zh]) {
      if (hasSign(form)) literals.add(form, cueBit(kind));
      else teachCue(cues, toSequence(form), cueBit(kind));
    }
  }
  topics.forEach((topic, place) => {
    for (const form of [...topic.terms.en, ...topic.terms.zh]) teachTopic(cues, toSequence(form), place);
  });
  return { cues, literals };
}

function markStop(word: string, vocabulary: Vocabulary): void {
  const lower = normaliseText(word).toLowerCase();
  for (const form of [lower, singular(lower), lower.replace(/['’]/g, ''), lower.replace(/['’].*$/, '')]) {
    vocabulary.markStop(vocabulary.add(form, /[\u3400-\u9fff]/.test(form) ? 'hanzi' : 'word'));
  }
}

function teachName(names: Forms, sequence: number[], form: string, term: number): void {
  if (sequence.length === 0) return;
  const end: Form = names.at(sequence);
  if (sequence.length === 1 && /[^\p{L}\p{N}\s.'’$+-]/u.test(form)) return;
  const needsCapital = /\p{Lu}/u.test(form) && sequence.length === 1;
  if (end.term !== undefined && !end.needsCapital) return;
  end.term ??= term;
  if (end.term === term) end.needsCapital = needsCapital;
}

function teachCue(cues: Forms, sequence: number[], bit: number): void {
  if (sequence.length === 0) return;
  const end = cues.at(sequence);
  end.cues |= bit;
}

function teachTopic(cues: Forms, sequence: number[], place: number): void {
  if (sequence.length === 0) return;
  const end = cues.at(sequence);
  end.topics ??= [];
  if (!end.topics.includes(place)) end.topics.push(place);
}

const hanziUnit = 0x40000000;

/** The tape before its runs are cut, hanzi one by one. */
function readUnits({ lower }: TextUnits, tape: Tape, units: IntList): void {
  const { starts, ends } = tape.runs;
  for (let i = 0; i < tape.length; i++) {
    const id = tape.ids[i] ?? 0;
    if (((tape.marks[i] ?? 0) & mark.hanzi) === 0) units.push(id);
    else for (let at = starts[id] ?? 0; at < (ends[id] ?? 0); at++) units.push(hanziUnit + (lower[at] ?? 0));
  }
}
