import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { toReason, UserError } from '../../core/errors.ts';
import type { Post } from '../../core/post.ts';
import { createProblems } from '../rows/problems.ts';
import { toPost } from '../rows/raw-post.ts';
import { type Row, readJsonDocument, readJsonLines } from './rows.ts';
import { delimiterOf, readTable } from './table.ts';
import { readText } from './text.ts';

export interface ReadOptions {
  /** Becomes `source` of the posts; the file's name when left out. */
  source?: string;
  signal?: AbortSignal;
  /** Posts for which it says no are dropped while reading. */
  keep?: (post: Post) => boolean;
}

export interface FileRead {
  posts: Post[];
  problems: string[];
}

/** Enough of a file to see what it is. */
const headCharacters = 64 * 1024;

/**
 * Posts of a file in file order, each id once (the text first read, the metrics last read), with one sentence for
 * every row that is none: NDJSON, a JSON array, X API v2 pages or CSV, each also gzipped. An empty file has no
 * posts. Throws `UserError` when nothing of the file can be read.
 */
export async function readPostsFile(path: string, options: ReadOptions = {}): Promise<FileRead> {
  await refuseUnreadable(path);
  const name = basename(path);
  const context = { source: options.source ?? name };
  const problems = createProblems();
  const posts = new Map<string, Post>();
  const text = readText(path, (problem) => problems.add(`${name}: ${problem}`), options.signal);
  for await (const row of readRows(text, path)) {
    options.signal?.throwIfAborted();
    const mapped = 'problem' in row ? row : toPost(row.value, { ...context, ...row.context });
    if ('problem' in mapped) problems.add(`${place(row)} of ${name}: ${mapped.problem}`);
    else if (options.keep?.(mapped.post) ?? true) posts.set(mapped.post.id, merge(posts, mapped.post));
  }
  return { posts: [...posts.values()], problems: problems.list() };
}

function merge(posts: ReadonlyMap<string, Post>, post: Post): Post {
  const former = posts.get(post.id);
  if (!former) return post;
  return post.metrics ? { ...former, metrics: post.metrics } : former;
}

function place(row: Row): string {
  const inPage = 'place' in row && row.place !== undefined ? `, post ${row.place},` : '';
  return `line ${row.line}${inPage}`;
}

async function refuseUnreadable(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    const reason = found.code === 'ENOENT' ? 'does not exist' : `cannot be read (${toReason(found)})`;
    throw new UserError(`The posts file ${path} ${reason}.`);
  }
  if (found.isDirectory()) throw new UserError(`${path} is a folder; name the posts files in it.`);
}

async function* readRows(text: AsyncGenerator<string>, path: string): AsyncGenerator<Row> {
  const head = await readHead(text).catch((error: unknown) => {
    if (!isSystemError(error)) throw error;
    throw new UserError(`The posts file ${path} cannot be read (${toReason(error)}).`);
  });
  if (head.trim() === '') return;
  const read = readerOf(head);
  if (!read) {
    throw new UserError(
      `${path} is no posts file: it is neither NDJSON, a JSON array, X API pages, nor CSV with an id or text column.`,
    );
  }
  yield* read(chain(head, text));
}

async function readHead(text: AsyncGenerator<string>): Promise<string> {
  let head = '';
  while (head.length < headCharacters) {
    const { value, done } = await text.next();
    if (done) break;
    head += value;
  }
  return head;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

async function* chain(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}

type Reader = (text: AsyncIterable<string>) => AsyncGenerator<Row>;

function readerOf(head: string): Reader | undefined {
  const start = head.trimStart();
  if (start.startsWith('[')) return readJsonDocument;
  const [first = '', second = ''] = start.split('\n').filter((line) => line.trim() !== '');
  if (start.startsWith('{'))
    return isWholeLine(first) || isObjectStart(second) ? readJsonLines : readJsonDocument;
  const delimiter = delimiterOf(first);
  if (delimiter !== undefined) return (text) => readTable(text, delimiter);
  return isObjectStart(second) ? readJsonLines : undefined;
}

/** A first line that is whole, or longer than the head: it then has lines after it or is the only one. */
function isWholeLine(line: string): boolean {
  if (line.length >= headCharacters) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function isObjectStart(line: string): boolean {
  return line.startsWith('{') && line.trim() !== '{';
}
