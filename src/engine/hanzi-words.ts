import { createIntList } from './growable.ts';
import { createInterner } from './interner.ts';
import { mark, type Tape } from './scan.ts';
import type { Segmenter } from './segmenter.ts';
import type { TextUnits } from './text-units.ts';
import { textOf, type Vocabulary } from './vocabulary.ts';

/** Replaces each hanzi run on the tape by its words. */
export type CutRuns = (text: TextUnits, tape: Tape) => void;

/** Words of known runs, by the run's number. */
interface Known {
  runs: ReturnType<typeof createInterner>;
  /** Ends in `words`, one a run. */
  ends: ReturnType<typeof createIntList>;
  words: ReturnType<typeof createIntList>;
}

const mostKnown = 1 << 18;

/**
 * Runs come again and again, so their words are remembered; when too many are, all are forgotten. The segmenter
 * cuts the new ones of a text in one call.
 */
export function createRunCutter(vocabulary: Vocabulary, segmenter: Segmenter): CutRuns {
  let known = createKnown();
  const numbers: number[] = [];
  const unknown: string[] = [];
  return (text, tape) => {
    const { count, starts, ends } = tape.runs;
    if (count === 0) return;
    if (known.runs.size > mostKnown) known = createKnown();
    unknown.length = 0;
    for (let run = 0; run < count; run++) {
      const [start, end] = [starts[run] ?? 0, ends[run] ?? 0];
      const before = known.runs.size;
      numbers[run] = known.runs.add(text.lower, start, end);
      if (known.runs.size > before) unknown.push(textOf(text.lower, start, end));
    }
    if (unknown.length > 0) learn(segmenter.cut(unknown.join(' ')), unknown.length, vocabulary, known);
    putWords(tape, numbers, known);
  };
}

function createKnown(): Known {
  return { runs: createInterner(), ends: createIntList(), words: createIntList() };
}

/** Words of so many runs, which spaces part. */
function learn(words: readonly string[], runs: number, vocabulary: Vocabulary, known: Known): void {
  let word = 0;
  for (let run = 0; run < runs; run++) {
    while (word < words.length && words[word] !== ' ')
      known.words.push(vocabulary.add(words[word++] ?? '', 'hanzi'));
    word++;
    known.ends.push(known.words.length);
  }
}

let ids = new Int32Array(1024);
let marks = new Uint8Array(1024);

function putWords(tape: Tape, numbers: readonly number[], known: Known): void {
  copyTape(tape);
  const { length } = tape;
  const limit = tape.ids.length;
  let out = 0;
  for (let i = 0; i < length && out < limit; i++) {
    const marked = marks[i] ?? 0;
    if ((marked & mark.hanzi) === 0) {
      tape.ids[out] = ids[i] ?? 0;
      tape.marks[out++] = marked;
      continue;
    }
    const run = numbers[ids[i] ?? 0] ?? 0;
    let first = marked & mark.breakBefore;
    for (let k = run === 0 ? 0 : known.ends.at(run - 1); k < known.ends.at(run) && out < limit; k++) {
      tape.ids[out] = known.words.at(k);
      tape.marks[out++] = first | mark.hanzi;
      first = 0;
    }
  }
  tape.length = out;
}

function copyTape(tape: Tape): void {
  if (tape.length > ids.length) {
    ids = new Int32Array(tape.length * 2);
    marks = new Uint8Array(tape.length * 2);
  }
  for (let i = 0; i < tape.length; i++) {
    ids[i] = tape.ids[i] ?? 0;
    marks[i] = tape.marks[i] ?? 0;
  }
}
