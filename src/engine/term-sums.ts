import type { Vectors } from './vectors.ts';

/** Weights by term, in order of first sight: what a map would hold, in numbers alone. */
export class TermSum {
  size = 0;
  private terms = new Int32Array(16);
  private weights = new Float64Array(16);
  /** Open table of places in `terms`, counted from 1; at most half full. */
  private slots = new Int32Array(32);

  get(term: number): number {
    const place = this.slots[this.locate(term)] ?? 0;
    return place === 0 ? 0 : (this.weights[place - 1] ?? 0);
  }

  add(term: number, weight: number): void {
    const slot = this.locate(term);
    const place = this.slots[slot] ?? 0;
    if (place > 0) this.weights[place - 1] = (this.weights[place - 1] ?? 0) + weight;
    else this.put(slot, term, weight);
  }

  addAll(other: TermSum): void {
    for (let place = 0; place < other.size; place++) {
      this.add(other.terms[place] ?? 0, other.weights[place] ?? 0);
    }
  }

  addRow(vectors: Vectors, row: number): void {
    const end = vectors.offsets[row + 1] ?? 0;
    for (let k = vectors.offsets[row] ?? 0; k < end; k++) {
      this.add(vectors.terms[k] ?? 0, vectors.weights[k] ?? 0);
    }
  }

  forEach(visit: (term: number, weight: number) => void): void {
    for (let place = 0; place < this.size; place++) {
      visit(this.terms[place] ?? 0, this.weights[place] ?? 0);
    }
  }

  /** Sum over own terms, in order, of the products with another's weights. */
  dot(other: TermSum): number {
    let product = 0;
    for (let place = 0; place < this.size; place++) {
      product += (this.weights[place] ?? 0) * other.get(this.terms[place] ?? 0);
    }
    return product;
  }

  clear(): void {
    this.size = 0;
    this.slots.fill(0);
  }

  private locate(term: number): number {
    const mask = this.slots.length - 1;
    let slot = Math.imul(term, 0x9e3779b1) >>> 7;
    for (;;) {
      slot &= mask;
      const place = this.slots[slot] ?? 0;
      if (place === 0 || this.terms[place - 1] === term) return slot;
      slot++;
    }
  }

  private put(slot: number, term: number, weight: number): void {
    if (this.size === this.terms.length) {
      this.widen();
      this.put(this.locate(term), term, weight);
      return;
    }
    this.terms[this.size] = term;
    this.weights[this.size++] = weight;
    this.slots[slot] = this.size;
  }

  private widen(): void {
    const { terms, weights } = this;
    this.terms = new Int32Array(terms.length * 2);
    this.weights = new Float64Array(terms.length * 2);
    this.slots = new Int32Array(terms.length * 4);
    this.terms.set(terms);
    this.weights.set(weights);
    for (let place = 0; place < this.size; place++) {
      this.slots[this.locate(this.terms[place] ?? 0)] = place + 1;
    }
  }
}

/** Of two sums the one with fewer terms is walked. */
export function dotOf(a: TermSum, b: TermSum): number {
  return a.size >= b.size ? b.dot(a) : a.dot(b);
}
