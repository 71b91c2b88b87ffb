import { closeSync, openSync, readSync } from 'node:fs';

/**
 * SQLite reads a write-ahead log up to the first frame whose checksum fails and drops what follows in silence.
 * This walk finds such a break beforehand. Format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
export interface WalBreak {
  /** Bytes of the log up to which it is sound. */
  soundBytes: number;
  /** Committed changes at or after the break that would be dropped. */
  lostCommits: number;
}

const headerBytes = 32;
const frameHeaderBytes = 24;
const bigEndianSums = 0x377f0683;
const littleEndianSums = 0x377f0682;

/**
 * The break in a log, undefined when none proves loss or when there is no log. Each commit is synced before the next is written, so
 * power loss leaves at most one commit behind a break; two or more are damage.
 */
export function findWalBreak(path: string): WalBreak | undefined {
  const file = openIfThere(path);
  if (file === undefined) return undefined;
  try {
    const found = walk((length, position) => readExactly(file, length, position));
    return found.lostCommits > 1 ? found : undefined;
  } finally {
    closeSync(file);
  }
}

/** Another process that closes the database takes the log away at any moment. */
function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

type Read = (length: number, position: number) => Buffer | undefined;

function walk(read: Read): WalBreak {
  const header = read(headerBytes, 0);
  if (!header) return { soundBytes: 0, lostCommits: 0 };
  const log = parseHeader(header);
  const frameBytes = frameHeaderBytes + log.pageBytes;
  let sums: Sums | undefined = log.isSound ? log.sums : undefined;
  let salt = log.isSound ? log.salt : undefined;
  let soundBytes = 0;
  let lostCommits = 0;
  for (let at = headerBytes; ; at += frameBytes) {
    const frame = read(frameBytes, at);
    if (!frame) break;
    const frameSalt = frame.subarray(8, 16);
    salt ??= Buffer.from(frameSalt);
    const belongs = frameSalt.equals(salt);
    sums = sums && belongs ? nextSums(frame, sums, log.littleEndian) : undefined;
    if (sums) soundBytes = at + frameBytes;
    else if (belongs && frame.readUInt32BE(4) !== 0) lostCommits += 1;
  }
  return { soundBytes, lostCommits };
}

type Sums = readonly [number, number];

interface LogHeader {
  littleEndian: boolean;
  pageBytes: number;
  salt: Buffer;
  sums: Sums;
  /** False for a header that SQLite would not trust: it would then drop the whole log. */
  isSound: boolean;
}

function parseHeader(header: Buffer): LogHeader {
  const magic = header.readUInt32BE(0);
  const littleEndian = magic !== bigEndianSums;
  const pageBytes = header.readUInt32BE(8);
  const isPageSize = pageBytes >= 512 && pageBytes <= 65_536 && (pageBytes & (pageBytes - 1)) === 0;
  const sums = addSums(header.subarray(0, 24), [0, 0], littleEndian);
  const isMagic = magic === bigEndianSums || magic === littleEndianSums;
  return {
    littleEndian,
    pageBytes: isPageSize ? pageBytes : 4096,
    salt: header.subarray(16, 24),
    sums,
    isSound: isMagic && isPageSize && agree(header, 24, sums),
  };
}

/** The running checksum after a sound frame; undefined when the frame's own checksum differs. */
function nextSums(frame: Buffer, before: Sums, littleEndian: boolean): Sums | undefined {
  const head = addSums(frame.subarray(0, 8), before, littleEndian);
  const sums = addSums(frame.subarray(frameHeaderBytes), head, littleEndian);
  return agree(frame, 16, sums) ? sums : undefined;
}

function agree(bytes: Buffer, at: number, [first, second]: Sums): boolean {
  return bytes.readUInt32BE(at) === first && bytes.readUInt32BE(at + 4) === second;
}

/** The Fibonacci-weighted sum over pairs of 32-bit words of section 4.2 of the format. */
function addSums(bytes: Buffer, [first, second]: Sums, littleEndian: boolean): Sums {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let a = first;
  let b = second;
  for (let at = 0; at < bytes.byteLength; at += 8) {
    a = (a + view.getUint32(at, littleEndian) + b) >>> 0;
    b = (b + view.getUint32(at + 4, littleEndian) + a) >>> 0;
  }
  return [a, b];
}

function readExactly(file: number, length: number, position: number): Buffer | undefined {
  const bytes = Buffer.allocUnsafe(length);
  return readSync(file, bytes, 0, length, position) === length ? bytes : undefined;
}
