import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { toReason } from '../../core/errors.ts';

/** Small reads, so that a damaged gzip stream loses little of what came before the damage. */
const readBytes = 16 * 1024;
const gzipMagic = [0x1f, 0x8b];

/**
 * The file's text in pieces: gunzipped when it is gzip, from UTF-8, or UTF-16 when it begins with its mark. What
 * breaks off in the middle is told through `onProblem` and ends the text; a file that cannot be opened throws.
 */
export async function* readText(
  path: string,
  onProblem: (problem: string) => void,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let isClean = true;
  for await (const bytes of readPlainBytes(path, onProblem, signal)) {
    decoder ??= new TextDecoder(charsetOf(bytes));
    const text = decoder.decode(bytes, { stream: true });
    if (isClean && text.includes('\uFFFD')) {
      isClean = false;
      onProblem('some characters are not UTF-8 and were replaced');
    }
    yield text;
  }
  if (decoder) yield decoder.decode();
}

function charsetOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8';
}

async function* readPlainBytes(
  path: string,
  onProblem: (problem: string) => void,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let unpack: Unpack | undefined;
  let isFirst = true;
  for await (const chunk of createReadStream(path, { highWaterMark: readBytes, signal })) {
    if (isFirst && isGzip(chunk)) unpack = createUnpack();
    isFirst = false;
    yield* unpack ? await unpack.write(chunk) : [chunk];
    if (unpack?.failure()) break;
  }
  if (!unpack) return;
  yield* await unpack.end();
  const failure = unpack.failure();
  if (failure) onProblem(`the gzip data is broken (${toReason(failure)}); what came before was read`);
}

function isGzip(chunk: Uint8Array): boolean {
  return gzipMagic.every((byte, index) => chunk[index] === byte);
}

interface Unpack {
  write(chunk: Uint8Array): Promise<Uint8Array[]>;
  end(): Promise<Uint8Array[]>;
  failure(): Error | undefined;
}

/** Gunzip that hands out all it made of each chunk before the next: a later failure takes nothing back. */
function createUnpack(): Unpack {
  const gunzip = createGunzip();
  const made: Uint8Array[] = [];
  let failed: Error | undefined;
  let settle = () => {};
  gunzip.on('data', (bytes: Uint8Array) => made.push(bytes));
  gunzip.on('end', () => settle());
  gunzip.on('error', (error) => {
    failed = error;
    settle();
  });
  const step = async (start: () => void) => {
    if (failed) return [];
    await new Promise<void>((resolve) => {
      settle = resolve;
      start();
    });
    return made.splice(0);
  };
  return {
    write: (chunk) => step(() => gunzip.write(chunk, () => settle())),
    end: () => step(() => gunzip.end()),
    failure: () => failed,
  };
}
