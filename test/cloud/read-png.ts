import { inflateSync } from 'node:zlib';

export interface ReadPng {
  width: number;
  height: number;
  /** Three numbers a pixel. */
  rgb: Uint8Array;
}

/** Reads the kinds of PNG that the cloud writes: palette or RGB, eight bits, without filters and interlace. */
export function readPng(bytes: Uint8Array): ReadPng {
  const chunks = readChunks(Buffer.from(bytes));
  const header = chunks.get('IHDR') ?? Buffer.alloc(13);
  const [width, height, type] = [header.readUInt32BE(0), header.readUInt32BE(4), header[9]];
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const palette = chunks.get('PLTE');
  const rgb = new Uint8Array(width * height * 3);
  const stride = type === 3 ? width + 1 : 3 * width + 1;
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const row = Math.floor(pixel / width) * stride;
    if (rows[row] !== 0) throw new Error('a row has a filter');
    const x = pixel % width;
    const source = type === 3 ? palette : rows;
    const at = type === 3 ? 3 * (rows[row + 1 + x] ?? 0) : row + 1 + 3 * x;
    for (let i = 0; i < 3; i += 1) rgb[3 * pixel + i] = source?.[at + i] ?? 0;
  }
  return { width, height, rgb };
}

function readChunks(bytes: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    chunks.set(type, bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  return chunks;
}

/** How many pixels of a box have another colour than the picture's first pixel. */
export function inkedPixels(
  { width, rgb }: ReadPng,
  box: { x: number; y: number; width: number; height: number },
): number {
  let inked = 0;
  for (let y = box.y; y < box.y + box.height; y += 1) {
    for (let x = box.x; x < box.x + box.width; x += 1) {
      const at = 3 * (y * width + x);
      if (rgb[at] !== rgb[0] || rgb[at + 1] !== rgb[1] || rgb[at + 2] !== rgb[2]) inked += 1;
    }
  }
  return inked;
}
