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
  /** The same for a stretch of a text, which is copied only when it is new. */
  addSlice(text: string, start: number, end: number, kind: TermKind): number;
  find(text: string): number | undefined;
  kindOf(id: number): TermKind;
  isStop(id: number): boolean;
  markStop(id: number): void;
}

/** Terms in an open hash table over their characters: the engine asks for tens of millions of them. */
export function createVocabulary(): Vocabulary {
  const texts: string[] = [];
  const hashes: number[] = [];
  const kinds: number[] = [];
  const stops: boolean[] = [];
  let slots = new Int32Array(1 << 16).fill(-1);

  const locate = (hash: number, text: string, start: number, end: number): number => {
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = slots[slot] ?? -1;
      if (id < 0 || (hashes[id] === hash && isSame(texts[id] ?? '', text, start, end))) return slot;
      slot = (slot + 1) & mask;
    }
  };

  const grow = (): void => {
    slots = new Int32Array(slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < texts.length; id++) {
      let slot = (hashes[id] ?? 0) & mask;
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
  };

  const addSlice = (text: string, start: number, end: number, kind: TermKind): number => {
    const hash = hashOf(text, start, end);
    const slot = locate(hash, text, start, end);
    const known = slots[slot] ?? -1;
    if (known >= 0) return known;
    const id = texts.length;
    slots[slot] = id;
    texts.push(text.slice(start, end));
    hashes.push(hash);
    kinds.push(termKinds.indexOf(kind));
    stops.push(false);
    if (texts.length * 2 > slots.length) grow();
    return id;
  };

  return {
    texts,
    addSlice,
    add: (text, kind) => addSlice(text, 0, text.length, kind),
    find: (text) => {
      const id = slots[locate(hashOf(text, 0, text.length), text, 0, text.length)] ?? -1;
      return id < 0 ? undefined : id;
    },
    kindOf: (id) => termKinds[kinds[id] ?? 0] ?? 'word',
    isStop: (id) => stops[id] === true,
    markStop: (id) => {
      stops[id] = true;
    },
  };
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}

function isSame(known: string, text: string, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let i = 0; i < known.length; i++) {
    if (known.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  }
  return true;
}
