/** An append-only list of integers in a typed array that grows by halves. */
export interface IntList<T extends Int32Array | Uint8Array = Int32Array> {
  length: number;
  push(value: number): void;
  /** The number at a place, 0 behind the end. */
  at(place: number): number;
  /** A view that is valid until the next push. */
  view(): T;
  /** A copy of its own size. */
  copy(): T;
}

export function createIntList(capacity = 1024): IntList {
  return new GrowingList((size) => new Int32Array(size), capacity);
}

export function createByteList(capacity = 1024): IntList<Uint8Array> {
  return new GrowingList((size) => new Uint8Array(size), capacity);
}

/** A class, so that the runtime sees one shape and builds the steps into the loops that call them. */
class GrowingList<T extends Int32Array | Uint8Array> implements IntList<T> {
  length = 0;
  private data: T;
  private readonly make: (size: number) => T;

  constructor(make: (size: number) => T, capacity: number) {
    this.make = make;
    this.data = make(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) this.widen();
    this.data[this.length++] = value;
  }

  at(place: number): number {
    return this.data[place] ?? 0;
  }

  view(): T {
    return this.data.subarray(0, this.length) as T;
  }

  copy(): T {
    return this.data.slice(0, this.length) as T;
  }

  private widen(): void {
    const wider = this.make(Math.ceil(this.data.length * 1.5) + 16);
    wider.set(this.data);
    this.data = wider;
  }
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
