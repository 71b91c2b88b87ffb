import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createIntList, createIntTable } from '../../src/engine/growable.ts';
import { createInterner } from '../../src/engine/interner.ts';
import { createPairTable } from '../../src/engine/pair-table.ts';
import { dotOf, TermSum } from '../../src/engine/term-sums.ts';

const small = fc.integer({ min: 0, max: 60 });
const pairs = fc.array(fc.tuple(small, fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 1, max: 99 })), {
  maxLength: 3_000,
  size: 'max',
});

test('a pair table holds what a map would hold', () => {
  fc.assert(
    fc.property(pairs, (puts) => {
      const table = createPairTable();
      const map = new Map<string, number>();
      for (const [first, second, value] of puts) {
        table.set(first, second, value);
        map.set(`${first} ${second}`, value);
      }
      for (const [first, second] of puts) {
        assert.equal(table.get(first, second), map.get(`${first} ${second}`));
        assert.equal(table.get(second + 100, first), 0);
      }
    }),
    { numRuns: 30 },
  );
});

const weights = fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 9 })), {
  maxLength: 400,
  size: 'max',
});

function toBoth(entries: [number, number][]): { sum: TermSum; map: Map<number, number> } {
  const sum = new TermSum();
  const map = new Map<number, number>();
  for (const [term, weight] of entries) {
    sum.add(term, weight / 8);
    map.set(term, (map.get(term) ?? 0) + weight / 8);
  }
  return { sum, map };
}

test('sums of terms add and multiply as maps do, in order of first sight', () => {
  fc.assert(
    fc.property(weights, weights, (left, right) => {
      const [a, b] = [toBoth(left), toBoth(right)];
      const listed: [number, number][] = [];
      a.sum.forEach((term, weight) => {
        listed.push([term, weight]);
      });
      assert.deepEqual(listed, [...a.map]);
      const product = [...a.map].reduce(
        (total, [term, weight]) => total + weight * (b.map.get(term) ?? 0),
        0,
      );
      assert.equal(dotOf(a.sum, b.sum), product);
      a.sum.clear();
      assert.equal(a.sum.size, 0);
      assert.equal(dotOf(a.sum, b.sum), 0);
    }),
    { numRuns: 50 },
  );
});

function toUnits(text: string): Uint16Array {
  return Uint16Array.from(text, (character) => character.charCodeAt(0));
}

test('an interner numbers stretches by first sight, and a copy goes on by itself', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 4 }), { maxLength: 3_000, size: 'max' }), (texts) => {
      const interner = createInterner();
      const known = new Map<string, number>();
      for (const text of texts) {
        const units = toUnits(text);
        if (!known.has(text)) known.set(text, known.size);
        assert.equal(interner.add(units, 0, units.length), known.get(text));
      }
      const copy = interner.fork();
      const fresh = toUnits('a stretch of its own');
      assert.equal(copy.add(fresh, 0, fresh.length), known.size);
      assert.equal(interner.find(fresh, 0, fresh.length), -1);
      assert.equal(interner.size, known.size);
    }),
    { numRuns: 30 },
  );
});

test('lists and tables grow', () => {
  const list = createIntList(1);
  const table = createIntTable();
  for (let i = 0; i < 5_000; i++) {
    list.push(i);
    table.set(i * 3, i);
  }
  assert.equal(list.length, 5_000);
  assert.equal(list.view().at(-1), 4_999);
  assert.equal(table.get(14_997), 4_999);
  assert.equal(table.get(14_996), 0);
  assert.equal(table.get(1_000_000), 0);
});
