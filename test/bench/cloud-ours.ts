import { readFileSync } from 'node:fs';
import { drawCloud } from '../../src/cloud/draw.ts';
import { shapeText } from '../../src/cloud/font/shape.ts';
import { openCanvas } from '../../src/cloud/paint/canvas.ts';
import { mixInk } from '../../src/cloud/paint/ink.ts';
import { paintText } from '../../src/cloud/paint/text.ts';
import type { Placement } from '../../src/core/cloud.ts';
import type { Word } from '../../src/core/report.ts';

/** Draws one list again and again in one process and prints costs and measures as a line of JSON. */
const [wordsFile = '', times = '1'] = process.argv.slice(2);
const [width, height] = [1200, 675];
const words = JSON.parse(readFileSync(wordsFile, 'utf8')) as Word[];

async function draw() {
  return drawCloud({ words, width, height, theme: 'light', seed: 1, formats: ['png'] });
}

/** Pixels that more than one word inks, each word painted alone. */
function sharedPixels(placements: readonly Placement[]): number {
  const owners = new Uint8Array(width * height);
  const ink = mixInk([255, 255, 255], [0, 0, 0]);
  let shared = 0;
  for (const { text, x, y, size, rotated } of placements) {
    const shaped = shapeText(text);
    if (!('shape' in shaped)) continue;
    const canvas = openCanvas(width, height, [255, 255, 255]);
    const ground = canvas.pixels[0];
    paintText(canvas, shaped.shape, { x, y, size, rotated }, ink);
    for (const [i, pixel] of canvas.pixels.entries()) {
      if (pixel === ground) continue;
      if (owners[i]) shared += 1;
      owners[i] = 1;
    }
  }
  return shared;
}

const costs: number[] = [];
let last = await draw();
for (let i = 0; i < Number(times); i += 1) {
  const before = process.cpuUsage();
  last = await draw();
  const { user, system } = process.cpuUsage(before);
  costs.push((user + system) / 1000);
}
const { placements, png } = last;
console.log(
  JSON.stringify({
    placed: placements.length,
    of: words.length,
    smallest: Math.min(...placements.map(({ size }) => size)),
    bytes: png?.length,
    costs,
    fill: placements.reduce((sum, box) => sum + box.width * box.height, 0) / (width * height),
    shared: process.env.MEASURE ? sharedPixels(placements) : undefined,
  }),
);
