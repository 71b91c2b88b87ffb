import { createIntList, type IntList } from './growable.ts';

/** Numbers for stretches of UTF-16 units, in order of first sight. */
export interface Interner {
  /** How many there are. */
  readonly size: number;
  /** The number of `units[start..end]`, a new one for a new stretch. */
  add(units: Uint16Array, start: number, end: number): number;
  /** The number of a known stretch, or -1. */
  find(units: Uint16Array, start: number, end: number): number;
  /** A copy that goes on by itself. */
  fork(): Interner;
}

interface State {
  pool: Uint16Array;
  ends: IntList;
  slots: Int32Array;
}

/**
 * An open hash table whose slots hold hash and number side by side, over one pool of units: the engine asks tens
 * of millions of times, and neither a string nor an array is made for it.
 */
export function createInterner(
  from: State = {
    pool: new Uint16Array(1 << 14),
    ends: createIntList(1 << 12),
    slots: new Int32Array(1 << 14).fill(-1),
  },
): Interner {
  const { ends } = from;
  let { pool, slots } = from;

  /** Where the stretch stands in `slots`, or the free place for it. */
  const locate = (hash: number, units: Uint16Array, start: number, end: number): number => {
    const mask = slots.length - 1;
    let at = (hash << 1) & mask;
    for (;;) {
      const id = slots[at + 1] ?? -1;
      if (id < 0 || (slots[at] === hash && isSame(id, units, start, end))) return at;
      at = (at + 2) & mask;
    }
  };

  const isSame = (id: number, units: Uint16Array, start: number, end: number): boolean => {
    const from = id === 0 ? 0 : ends.at(id - 1);
    if (ends.at(id) - from !== end - start) return false;
    for (let i = start, k = from; i < end; i++, k++) if (pool[k] !== units[i]) return false;
    return true;
  };

  const grow = (): void => {
    const old = slots;
    slots = new Int32Array(old.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let from = 0; from < old.length; from += 2) {
      const id = old[from + 1] ?? -1;
      if (id < 0) continue;
      let at = ((old[from] ?? 0) << 1) & mask;
      while ((slots[at + 1] ?? -1) >= 0) at = (at + 2) & mask;
      slots[at] = old[from] ?? 0;
      slots[at + 1] = id;
    }
  };

  const keep = (units: Uint16Array, start: number, end: number): number => {
    const from = ends.length === 0 ? 0 : ends.at(ends.length - 1);
    const to = from + end - start;
    if (to > pool.length) {
      const wider = new Uint16Array(Math.max(to, pool.length * 2));
      wider.set(pool);
      pool = wider;
    }
    pool.set(units.subarray(start, end), from);
    ends.push(to);
    return ends.length - 1;
  };

  return {
    get size() {
      return ends.length;
    },
    add(units, start, end) {
      const hash = hashOf(units, start, end);
      const at = locate(hash, units, start, end);
      const known = slots[at + 1] ?? -1;
      if (known >= 0) return known;
      const id = keep(units, start, end);
      slots[at] = hash;
      slots[at + 1] = id;
      if (ends.length * 4 > slots.length) grow();
      return id;
    },
    fork: () => createInterner({ pool: pool.slice(), ends: copyOf(ends), slots: slots.slice() }),
    find: (units, start, end) => slots[locate(hashOf(units, start, end), units, start, end) + 1] ?? -1,
  };
}

function copyOf(list: IntList): IntList {
  const copy = createIntList(list.length * 2);
  for (let place = 0; place < list.length; place++) copy.push(list.at(place));
  return copy;
}

/** FNV-1a over UTF-16 units. */
function hashOf(units: Uint16Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (units[i] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}
