import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { encodeJPEGToStream } from 'pureimage';
import type { Canvas } from './canvas.ts';

/** Text stays clean at this quality; a lower one saves little. */
const quality = 88;

/** Encodes with pureimage. */
export async function encodeJpeg({ bitmap }: Canvas): Promise<Uint8Array> {
  const stream = new PassThrough();
  const [bytes] = await Promise.all([buffer(stream), encodeJPEGToStream(bitmap, stream, quality)]);
  return bytes;
}
