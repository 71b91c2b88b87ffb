import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { openCanvas, packColour, unpackColour } from '../../src/cloud/paint/canvas.ts';
import { encodePng } from '../../src/cloud/paint/png.ts';
import { readPng } from './read-png.ts';

const channel = fc.integer({ min: 0, max: 255 });
const colour = fc.tuple(channel, channel, channel);

function rgbOf(pixels: Uint32Array): number[] {
  return [...pixels].flatMap((pixel) => [...unpackColour(pixel)]);
}

test('any picture of few colours is read back as it was, from a palette', () => {
  fc.assert(
    fc.property(
      fc.array(colour, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 7 }),
      (colours, width) => {
        const canvas = openCanvas(width, Math.ceil(colours.length / width), [1, 2, 3]);
        for (const [i, one] of colours.entries()) canvas.pixels[i] = packColour(one);
        const bytes = encodePng(canvas);
        assert.equal(bytes[25], 3);
        assert.deepEqual([...readPng(bytes).rgb], rgbOf(canvas.pixels));
      },
    ),
  );
});

test('a palette holds 256 colours, and more are written as they are', () => {
  for (const [colours, type] of [
    [256, 3],
    [257, 2],
    [3000, 2],
  ] as const) {
    const canvas = openCanvas(60, 50, [0, 0, 0]);
    for (let i = 0; i < 3000; i += 1)
      canvas.pixels[i] = packColour([(i % colours) >> 8, (i % colours) & 255, 9]);
    const bytes = encodePng(canvas);
    assert.equal(bytes[25], type, `${colours} colours`);
    assert.deepEqual([...readPng(bytes).rgb], rgbOf(canvas.pixels));
  }
});

test('every chunk carries its checksum', () => {
  const bytes = Buffer.from(encodePng(openCanvas(3, 2, [10, 20, 30])));
  const types: string[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    types.push(bytes.toString('latin1', at + 4, at + 8));
    assert.equal(bytes.readUInt32BE(at + 8 + length), crc32(bytes.subarray(at + 4, at + 8 + length)));
    at += 12 + length;
  }
  assert.deepEqual(types, ['IHDR', 'PLTE', 'IDAT', 'IEND']);
});

test('the canvas is a pureimage bitmap of the size and colour asked for', () => {
  const { bitmap } = openCanvas(5, 4, [200, 100, 50]);
  assert.deepEqual([bitmap.width, bitmap.height, bitmap.data.length], [5, 4, 80]);
  assert.equal(bitmap.getPixelRGBA(4, 3), 0xc86432ff);
});
