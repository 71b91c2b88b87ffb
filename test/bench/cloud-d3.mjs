import { readFileSync, writeFileSync } from 'node:fs';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import cloud from 'd3-cloud';

/**
 * The other side of the comparison: d3-cloud on a native canvas, as its users write it.
 * Arguments: words file, font file, scale, how many pictures, file to write. Prints one line of JSON.
 */
const [wordsFile = '', fontFile = '', scale = '1', times = '1', out = ''] = process.argv.slice(2);
const [width, height] = [1200, 675];
const family = 'Cloud';
const colours = ['#0072b2', '#b34700', '#007a59', '#a0437d', '#7a5c00', '#333f50'];

GlobalFonts.registerFromPath(fontFile, family);
const words = JSON.parse(readFileSync(wordsFile, 'utf8'));
const roots = words.map(({ weight }) => Math.sqrt(weight));
const [least, most] = [Math.min(...roots), Math.max(...roots)];

function sizeOf(root) {
  return Math.round(Number(scale) * (14 + (46 * (root - least)) / (most - least)));
}

function layOut() {
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  return new Promise((resolve) => {
    cloud()
      .size([Math.floor(width / 32) * 32, height])
      .canvas(() => createCanvas(1, 1))
      .words(
        words.map(({ text }, i) => ({ text, size: sizeOf(roots[i]), colour: colours[i % colours.length] })),
      )
      .padding(1)
      .rotate(0)
      .font(family)
      .fontSize(({ size }) => size)
      .random(random)
      .on('end', resolve)
      .start();
  });
}

function write(context, { text, size, x, y }) {
  context.font = `${size}px ${family}`;
  context.textAlign = 'center';
  context.fillText(text, width / 2 + x, height / 2 + y);
}

async function draw() {
  const placed = await layOut();
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  for (const word of placed) {
    context.fillStyle = word.colour;
    write(context, word);
  }
  return { placed, png: await canvas.encode('png') };
}

/** The ink of each word alone, pixel by pixel. */
function measure(placed) {
  const owners = new Uint8Array(width * height);
  let [fill, shared] = [0, 0];
  const context = createCanvas(width, height).getContext('2d');
  for (const word of placed) {
    context.clearRect(0, 0, width, height);
    write(context, word);
    const box = { left: width, top: height, right: 0, bottom: 0 };
    const { data } = context.getImageData(0, 0, width, height);
    for (let i = 0; i < owners.length; i += 1) {
      if (data[4 * i + 3] < 32) continue;
      if (owners[i]) shared += 1;
      owners[i] = 1;
      const [x, y] = [i % width, Math.floor(i / width)];
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x + 1);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y + 1);
    }
    fill += Math.max(0, box.right - box.left) * Math.max(0, box.bottom - box.top);
  }
  return { fill: fill / (width * height), shared };
}

const costs = [];
let last;
for (let i = 0; i < Number(times); i += 1) {
  const before = process.cpuUsage();
  last = await draw();
  const { user, system } = process.cpuUsage(before);
  costs.push((user + system) / 1000);
}
if (out) writeFileSync(out, last.png);
console.log(
  JSON.stringify({
    placed: last.placed.length,
    of: words.length,
    smallest: Math.min(...last.placed.map(({ size }) => size)),
    bytes: last.png.length,
    costs,
    ...(process.env.MEASURE ? measure(last.placed) : {}),
  }),
);
