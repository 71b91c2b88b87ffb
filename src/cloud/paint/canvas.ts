import { type Bitmap, make } from 'pureimage';

/** A pureimage bitmap and a view of it with one number a pixel. */
export interface Canvas {
  bitmap: Bitmap;
  width: number;
  height: number;
  pixels: Uint32Array;
}

export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * `make` fills a bitmap pixel by pixel with small arrays, which costs more than the whole layout;
 * an empty one with its public buffer exchanged is the same bitmap.
 */
export function openCanvas(width: number, height: number, background: Rgb): Canvas {
  const bitmap = make(1, 1);
  const pixels = new Uint32Array(width * height).fill(packColour(background));
  Object.assign(bitmap, { width, height, data: new Uint8Array(pixels.buffer) });
  return { bitmap, width, height, pixels };
}

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** An opaque pixel, as its four bytes R, G, B, A read in one go. */
export function packColour([red, green, blue]: Rgb): number {
  const number = isLittleEndian
    ? (255 << 24) | (blue << 16) | (green << 8) | red
    : (red << 24) | (green << 16) | (blue << 8) | 255;
  return number >>> 0;
}

export function unpackColour(pixel: number): Rgb {
  return isLittleEndian
    ? [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255]
    : [pixel >>> 24, (pixel >>> 16) & 255, (pixel >>> 8) & 255];
}

/** `#rrggbb` */
export function parseColour(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const at = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * share);
  return [at(0), at(1), at(2)];
}
