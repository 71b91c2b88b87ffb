/** An append-only list of integers in a typed array that grows by halves. */
export interface IntList<T extends Int32Array | Uint8Array = Int32Array> {
  length: number;
  push(value: number): void;
  /** A view that is valid until the next push. */
  view(): T;
}

export function createIntList(capacity = 1024): IntList {
  return createList((size) => new Int32Array(size), capacity);
}

export function createByteList(capacity = 1024): IntList<Uint8Array> {
  return createList((size) => new Uint8Array(size), capacity);
}

function createList<T extends Int32Array | Uint8Array>(
  make: (size: number) => T,
  capacity: number,
): IntList<T> {
  let data = make(capacity);
  const list: IntList<T> = {
    length: 0,
    push(value) {
      if (list.length === data.length) {
        const wider = make(Math.ceil(data.length * 1.5) + 16);
        wider.set(data);
        data = wider;
      }
      data[list.length++] = value;
    },
    view: () => data.subarray(0, list.length) as T,
  };
  return list;
}
