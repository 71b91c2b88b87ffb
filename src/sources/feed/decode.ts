/**
 * Text of a feed's bytes. The order of belief follows RFC 7303 and XML 1.0 appendix F: a byte order mark, the
 * charset of the answer, the XML declaration, UTF-8; the first one under which every byte makes sense wins.
 */
export function decodeFeed(bytes: Uint8Array, contentType = ''): string {
  const marked = charsetOfMark(bytes);
  if (marked) return decode(bytes, marked, false) ?? '';
  const declared = charsetOfDeclaration(bytes);
  const candidates = [charsetOfType(contentType), declared, 'utf-8', 'windows-1252'];
  for (const charset of candidates) {
    const text = charset === undefined ? undefined : decode(bytes, charset, true);
    if (text !== undefined) return text;
  }
  return decode(bytes, declared ?? 'utf-8', false) ?? new TextDecoder().decode(bytes);
}

function charsetOfMark(bytes: Uint8Array): string | undefined {
  const starts = (...mark: number[]) => mark.every((byte, index) => bytes[index] === byte);
  if (starts(0xef, 0xbb, 0xbf)) return 'utf-8';
  if (starts(0xff, 0xfe, 0, 0) || starts(0x3c, 0, 0, 0)) return 'utf-32le';
  if (starts(0, 0, 0xfe, 0xff) || starts(0, 0, 0, 0x3c)) return 'utf-32be';
  if (starts(0xff, 0xfe) || starts(0x3c, 0)) return 'utf-16le';
  return starts(0xfe, 0xff) || starts(0, 0x3c) ? 'utf-16be' : undefined;
}

function charsetOfType(contentType: string): string | undefined {
  return /charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType)?.[1]?.toLowerCase();
}

function charsetOfDeclaration(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  return /<\?xml[^>]{0,150}encoding\s*=\s*["']([\w:.-]+)/i.exec(start)?.[1]?.toLowerCase();
}

/** Undefined for a charset that is unknown, or, when `strict`, one that does not fit the bytes. */
function decode(bytes: Uint8Array, charset: string, strict: boolean): string | undefined {
  if (charset.startsWith('utf-32')) return decodeUtf32(bytes, charset.endsWith('le'));
  try {
    return new TextDecoder(charset, { fatal: strict }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const characters: string[] = [];
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const point = view.getUint32(at, littleEndian);
    characters.push(point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD');
  }
  return characters.join('').replace(/^\uFEFF/, '');
}
