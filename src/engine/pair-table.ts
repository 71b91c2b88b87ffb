/** Numbers by pairs of numbers, in an open table: a map would make an object of every key. */
export interface PairTable {
  /** 0 for a pair that was never put. */
  get(first: number, second: number): number;
  set(first: number, second: number, value: number): void;
}

export function createPairTable(): PairTable {
  return new OpenPairTable();
}

/** A slot holds both numbers of the pair, counted from 1, and the value. */
const slotSize = 3;

class OpenPairTable implements PairTable {
  private slots = new Int32Array(1024 * slotSize);
  private count = 0;

  get(first: number, second: number): number {
    return this.slots[this.locate(first, second) + 2] ?? 0;
  }

  set(first: number, second: number, value: number): void {
    const at = this.locate(first, second);
    if (this.slots[at] === 0) this.count++;
    this.slots[at] = first + 1;
    this.slots[at + 1] = second + 1;
    this.slots[at + 2] = value;
    if (this.count * slotSize * 2 > this.slots.length) this.grow();
  }

  private locate(first: number, second: number): number {
    const { slots } = this;
    const mask = slots.length / slotSize - 1;
    let slot = mix(first, second) & mask;
    for (;;) {
      const at = slot * slotSize;
      if (slots[at] === 0 || (slots[at] === first + 1 && slots[at + 1] === second + 1)) return at;
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Int32Array(old.length * 2);
    for (let from = 0; from < old.length; from += slotSize) {
      if (old[from] === 0) continue;
      this.slots.set(
        old.subarray(from, from + slotSize),
        this.locate((old[from] ?? 0) - 1, (old[from + 1] ?? 0) - 1),
      );
    }
  }
}

function mix(first: number, second: number): number {
  const hash = Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}
