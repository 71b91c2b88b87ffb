import { createInterner, type Interner } from './interner.ts';

/** What a term is made of; decides how it may be shown and what it may link. */
export const termKinds = [
  'word',
  'hanzi',
  'number',
  'quantity',
  'version',
  'name',
  'term',
  'ticker',
  'pair',
  'other',
] as const;
export type TermKind = (typeof termKinds)[number];

/** Terms by number. Ids follow first sight, so they are stable for posts read in one order. */
export interface Vocabulary {
  readonly texts: string[];
  /** Id of a term, added when it is new. */
  add(text: string, kind: TermKind): number;
  /** The same for a stretch of a text's units. */
  addUnits(units: Uint16Array, start: number, end: number, kind: TermKind): number;
  find(text: string): number | undefined;
  kindOf(id: number): TermKind;
  isStop(id: number): boolean;
  markStop(id: number): void;
  /** Whether a term may say something: no stop word, and more than one character. */
  isTelling(id: number): boolean;
  /** A copy that goes on by itself. */
  fork(): Vocabulary;
}

interface State {
  interner: Interner;
  texts: string[];
  kinds: number[];
  stops: boolean[];
  telling: boolean[];
}

export function createVocabulary(
  from: State = { interner: createInterner(), texts: [], kinds: [], stops: [], telling: [] },
): Vocabulary {
  const { interner, texts, kinds, stops, telling } = from;
  let spelt = new Uint16Array(256);

  const spell = (text: string): Uint16Array => {
    if (text.length > spelt.length) spelt = new Uint16Array(text.length * 2);
    for (let i = 0; i < text.length; i++) spelt[i] = text.charCodeAt(i);
    return spelt;
  };

  const addUnits = (units: Uint16Array, start: number, end: number, kind: TermKind): number => {
    const id = interner.add(units, start, end);
    if (id < texts.length) return id;
    texts.push(textOf(units, start, end));
    kinds.push(termKinds.indexOf(kind));
    stops.push(false);
    telling.push(end - start > 1);
    return id;
  };

  return {
    texts,
    addUnits,
    add: (text, kind) => addUnits(spell(text), 0, text.length, kind),
    find: (text) => {
      const id = interner.find(spell(text), 0, text.length);
      return id < 0 ? undefined : id;
    },
    kindOf: (id) => termKinds[kinds[id] ?? 0] ?? 'word',
    isStop: (id) => stops[id] === true,
    markStop: (id) => {
      stops[id] = true;
      telling[id] = false;
    },
    isTelling: (id) => telling[id] === true,
    fork: () =>
      createVocabulary({
        interner: interner.fork(),
        texts: [...texts],
        kinds: [...kinds],
        stops: [...stops],
        telling: [...telling],
      }),
  };
}

/** A string of a stretch of units; most are short, for which a call with a list of units costs more. */
export function textOf(units: Uint16Array, start: number, end: number): string {
  if (end - start > 16) return String.fromCharCode(...units.subarray(start, end));
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(units[i] ?? 0);
  return text;
}
