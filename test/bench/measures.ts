/** Adjusted Rand index (Hubert and Arabie 1985) of two labellings of the same rows. */
export function adjustedRand(gold: readonly unknown[], found: readonly unknown[]): number {
  const together = new Map<string, number>();
  const goldSizes = new Map<unknown, number>();
  const foundSizes = new Map<unknown, number>();
  gold.forEach((label, row) => {
    add(together, `${String(label)} ${String(found[row])}`);
    add(goldSizes, label);
    add(foundSizes, found[row]);
  });
  const both = sumOfPairs(together);
  const inGold = sumOfPairs(goldSizes);
  const inFound = sumOfPairs(foundSizes);
  const expected = (inGold * inFound) / pairs(gold.length);
  const most = (inGold + inFound) / 2;
  return most === expected ? 1 : (both - expected) / (most - expected);
}

/** Precision, recall and F1 over pairs of rows in one group. */
export function pairwise(
  gold: readonly unknown[],
  found: readonly unknown[],
): { precision: number; recall: number; f1: number } {
  const together = new Map<string, number>();
  const goldSizes = new Map<unknown, number>();
  const foundSizes = new Map<unknown, number>();
  gold.forEach((label, row) => {
    add(together, `${String(label)} ${String(found[row])}`);
    add(goldSizes, label);
    add(foundSizes, found[row]);
  });
  const both = sumOfPairs(together);
  const precision = both / (sumOfPairs(foundSizes) || 1);
  const recall = both / (sumOfPairs(goldSizes) || 1);
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall || 1) };
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function sumOfPairs(counts: Map<unknown, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += pairs(count);
  return sum;
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2;
}

/** A seeded stream of numbers in [0, 1): mulberry32. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
