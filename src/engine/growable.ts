/** An append-only list of integers in a typed array that grows by halves. */
export interface IntList<T extends Int32Array | Uint8Array = Int32Array> {
  length: number;
  push(value: number): void;
  /** The number at a place, 0 behind the end. */
  at(place: number): number;
  /** A view that is valid until the next push. */
  view(): T;
}

export function createIntList(capacity = 1024): IntList {
  return new Int32List(capacity);
}

export function createByteList(capacity = 1024): IntList<Uint8Array> {
  return new ByteList(capacity);
}

/**
 * Two classes alike: a runtime that meets one kind of array in a step makes the step a single instruction, and
 * these steps are taken a hundred million times.
 */
class Int32List implements IntList {
  length = 0;
  private data: Int32Array;

  constructor(capacity: number) {
    this.data = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) {
      const wider = new Int32Array(widened(this.length));
      wider.set(this.data);
      this.data = wider;
    }
    this.data[this.length++] = value;
  }

  at(place: number): number {
    return this.data[place] ?? 0;
  }

  view(): Int32Array {
    return this.data.subarray(0, this.length);
  }
}

class ByteList implements IntList<Uint8Array> {
  length = 0;
  private data: Uint8Array;

  constructor(capacity: number) {
    this.data = new Uint8Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) {
      const wider = new Uint8Array(widened(this.length));
      wider.set(this.data);
      this.data = wider;
    }
    this.data[this.length++] = value;
  }

  at(place: number): number {
    return this.data[place] ?? 0;
  }

  view(): Uint8Array {
    return this.data.subarray(0, this.length);
  }
}

function widened(length: number): number {
  return Math.ceil(length * 1.5) + 16;
}

/** A table of integers by small number, 0 where nothing was put. */
export interface IntTable {
  get(place: number): number;
  set(place: number, value: number): void;
}

export function createIntTable(): IntTable {
  return new GrowingTable();
}

class GrowingTable implements IntTable {
  private data = new Int32Array(1024);

  get(place: number): number {
    return this.data[place] ?? 0;
  }

  set(place: number, value: number): void {
    if (place >= this.data.length) this.widen(place);
    this.data[place] = value;
  }

  private widen(place: number): void {
    const wider = new Int32Array(Math.ceil(place * 1.5) + 16);
    wider.set(this.data);
    this.data = wider;
  }
}
