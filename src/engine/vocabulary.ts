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
  find(text: string): number | undefined;
  kindOf(id: number): TermKind;
  isStop(id: number): boolean;
  markStop(id: number): void;
}

export function createVocabulary(): Vocabulary {
  const ids = new Map<string, number>();
  const texts: string[] = [];
  const kinds: number[] = [];
  const stops: boolean[] = [];
  return {
    texts,
    add(text, kind) {
      const known = ids.get(text);
      if (known !== undefined) return known;
      ids.set(text, texts.length);
      kinds.push(termKinds.indexOf(kind));
      stops.push(false);
      return texts.push(text) - 1;
    },
    find: (text) => ids.get(text),
    kindOf: (id) => termKinds[kinds[id] ?? 0] ?? 'word',
    isStop: (id) => stops[id] === true,
    markStop: (id) => {
      stops[id] = true;
    },
  };
}
