import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createJsonSplitter } from '../../../src/sources/archive/json-values.ts';

/** Feeds a text in pieces of the given lengths, the rest at once. */
function split(text: string, lengths: readonly number[]): { text: string; line: number; isWhole: boolean }[] {
  const splitter = createJsonSplitter();
  const pieces = [];
  let at = 0;
  for (const length of [...lengths, text.length]) {
    pieces.push(...splitter.feed(text.slice(at, at + length)));
    at += length;
  }
  return [...pieces, ...splitter.end()];
}

const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 6 });
const lengths = fc.array(fc.nat({ max: 9 }), { maxLength: 60 });
const indent = fc.constantFrom(undefined, 2);

describe('the JSON splitter', () => {
  it('gives the elements of any array of objects, however the text arrives', () => {
    fc.assert(
      fc.property(objects, lengths, indent, (values, sizes, space) => {
        const pieces = split(JSON.stringify(values, null, space), sizes);
        assert.ok(pieces.every((piece) => piece.isWhole));
        assert.deepEqual(
          pieces.map((piece) => JSON.parse(piece.text)),
          JSON.parse(JSON.stringify(values)),
        );
      }),
    );
  });

  it('gives values that follow each other, however the text arrives', () => {
    fc.assert(
      fc.property(objects, lengths, indent, (values, sizes, space) => {
        const text = values.map((value) => JSON.stringify(value, null, space)).join('\n');
        const pieces = split(text, sizes);
        assert.deepEqual(
          pieces.map((piece) => JSON.parse(piece.text)),
          JSON.parse(JSON.stringify(values)),
        );
      }),
    );
  });

  it('names the line on which each value begins', () => {
    const pieces = split('[\n{"a":\n1},\n\n{"b": "x\\ny"}, {"c": 2}]', []);
    assert.deepEqual(
      pieces.map((piece) => piece.line),
      [2, 5, 5],
    );
  });

  it('marks a value that never ends', () => {
    const pieces = split('[{"a": 1}, {"b": "open', [3, 4]);
    assert.deepEqual(
      pieces.map((piece) => [piece.text, piece.isWhole]),
      [
        ['{"a": 1}', true],
        ['{"b": "open', false],
      ],
    );
  });

  it('survives brackets that close nothing', () => {
    assert.deepEqual(
      split(']]}}{"a": 1}]', []).map((piece) => piece.text),
      ['{"a": 1}'],
    );
  });
});
