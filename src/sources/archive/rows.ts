import { parseJson } from '../rows/raw.ts';
import { readXPage, type XPage } from '../rows/x-page.ts';
import { createJsonSplitter, type JsonPiece } from './json-values.ts';

/** One row of a file, or what is wrong with it. A page's rows stand on the page's line, with their place in it. */
export type Row =
  | { line: number; place?: number; value: unknown; context?: XPage['context'] }
  | { line: number; problem: string };

const maxLineCharacters = 64 * 1024 * 1024;

/** One JSON value a line: a post, an API page, or a list of posts. */
export async function* readJsonLines(text: AsyncIterable<string>): AsyncGenerator<Row> {
  let line = 0;
  for await (const content of splitLines(text)) {
    line += 1;
    if (content === undefined) yield { line, problem: 'it is too long' };
    else if (content.trim() !== '') yield* toRows(content, line);
  }
}

/** Lines in pieces of text; undefined for one that is longer than any post or page. */
async function* splitLines(text: AsyncIterable<string>): AsyncGenerator<string | undefined> {
  let rest = '';
  let isTooLong = false;
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const content of lines) {
      yield isTooLong ? undefined : content;
      isTooLong = false;
    }
    if (rest.length > maxLineCharacters) isTooLong = true;
    if (isTooLong) rest = '';
  }
  if (isTooLong || rest !== '') yield isTooLong ? undefined : rest;
}

/** A JSON document: an array of posts or pages, or pages one after the other. */
export async function* readJsonDocument(text: AsyncIterable<string>): AsyncGenerator<Row> {
  const splitter = createJsonSplitter();
  for await (const piece of text) {
    for (const value of splitter.feed(piece)) yield* toDocumentRows(value);
  }
  for (const value of splitter.end()) yield* toDocumentRows(value);
}

function* toDocumentRows(piece: JsonPiece): Generator<Row> {
  if (piece.isWhole) yield* toRows(piece.text, piece.line);
  else yield* salvage(piece);
}

function* toRows(text: string, line: number): Generator<Row> {
  const value = tryParse(text);
  if (value === undefined) yield { line, problem: 'it is not JSON' };
  else yield* spread(value, line);
}

function* spread(value: unknown, line: number): Generator<Row> {
  const page = readXPage(value);
  const rows = page?.rows ?? (Array.isArray(value) ? value : undefined);
  if (!rows) yield { line, value };
  else
    for (const [index, row] of rows.entries())
      yield { line, place: index + 1, value: row, context: page?.context };
}

/**
 * What can be had from a value that never ends: the whole elements of a page's data, else the lines that are
 * whole objects by themselves.
 */
function* salvage(piece: JsonPiece): Generator<Row> {
  yield { line: piece.line, problem: 'it is cut off or a bracket is missing' };
  const rows = elementsAfter(piece.text, /"data"\s*:\s*\[/);
  if (rows) {
    const users = elementsAfter(piece.text, /"users"\s*:\s*\[/) ?? [];
    yield* spread({ data: rows, includes: { users } }, piece.line);
    return;
  }
  for (const [index, content] of piece.text.split('\n').entries()) {
    const value = tryParse(content.trim().replace(/,$/, ''));
    if (typeof value === 'object' && value !== null) yield* spread(value, piece.line + index);
  }
}

function elementsAfter(text: string, start: RegExp): unknown[] | undefined {
  const match = start.exec(text);
  if (!match) return undefined;
  const list = text.slice(match.index + match[0].length - 1);
  const whole = createJsonSplitter()
    .feed(list)
    .map((piece) => tryParse(piece.text));
  return whole.filter((value) => value !== undefined);
}

function tryParse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
