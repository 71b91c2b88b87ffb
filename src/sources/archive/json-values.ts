/** One value as it stands in the text, with the line on which it begins. `isWhole` is false at a cut-off end. */
export interface JsonPiece {
  text: string;
  line: number;
  isWhole: boolean;
}

/** Beyond this a value is given up: no post and no page is that long. */
const maxValueCharacters = 256 * 1024 * 1024;
const signs = /["\\{}[\]\n]/g;

/**
 * Cuts a JSON text into its values without parsing them: the elements of an array, or values that follow each
 * other. So a broken element spoils itself alone, and a text of any length takes the memory of one element.
 */
export function createJsonSplitter(): { feed(text: string): JsonPiece[]; end(): JsonPiece[] } {
  let depth = 0;
  let outer = 0;
  let inString = false;
  let line = 1;
  let startLine = 1;
  let held: string[] = [];
  let heldLength = 0;
  let isFirst = true;
  let skipNext = false;

  function feed(text: string): JsonPiece[] {
    const pieces: JsonPiece[] = [];
    if (text === '') return pieces;
    let from = depth > outer ? 0 : -1;
    signs.lastIndex = skipNext ? 1 : 0;
    skipNext = false;
    for (let match = signs.exec(text); match; match = signs.exec(text)) {
      const sign = match[0];
      const at = match.index;
      if (sign === '\n') line += 1;
      else if (inString) insideString(sign, at, text);
      else if (sign === '"') inString = depth > outer;
      else if (sign === '{' || sign === '[') from = opened(sign, at, from);
      else if (sign === '}' || sign === ']') from = closed(at, text, from, pieces);
    }
    if (from >= 0) hold(text.slice(from));
    return pieces;
  }

  function insideString(sign: string, at: number, text: string): void {
    if (sign === '"') inString = false;
    if (sign !== '\\') return;
    if (at + 1 < text.length) signs.lastIndex = at + 2;
    else skipNext = true;
  }

  function opened(sign: string, at: number, from: number): number {
    if (isFirst) {
      isFirst = false;
      if (sign === '[') {
        outer = 1;
        depth = 1;
        return from;
      }
    }
    if (depth === outer) startLine = line;
    depth += 1;
    return depth === outer + 1 ? at : from;
  }

  function closed(at: number, text: string, from: number, pieces: JsonPiece[]): number {
    if (depth <= outer) return from;
    depth -= 1;
    if (depth > outer) return from;
    hold(text.slice(from, at + 1));
    pieces.push(release(true));
    return -1;
  }

  function hold(text: string): void {
    heldLength += text.length;
    if (heldLength <= maxValueCharacters) held.push(text);
  }

  function release(isWhole: boolean): JsonPiece {
    const piece = {
      text: held.join(''),
      line: startLine,
      isWhole: isWhole && heldLength <= maxValueCharacters,
    };
    held = [];
    heldLength = 0;
    return piece;
  }

  return { feed, end: () => (depth > outer ? [release(false)] : []) };
}
