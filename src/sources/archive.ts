import { glob } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SourceConfig } from '../core/edition.ts';
import { AdapterError, toReason, UserError } from '../core/errors.ts';
import { comparePosts, type Post } from '../core/post.ts';
import type { Collected, CollectRequest, Source } from '../ports.ts';
import { type FileRead, type ReadOptions, readPostsFile } from './archive/read.ts';

type ArchiveConfig = Extract<SourceConfig, { kind: 'archive' }>;

/**
 * Posts out of files: `path` may hold glob signs and is relative to `dir`. The files are read anew at each collect,
 * so a folder that others drop files into is a source too.
 */
export function createArchiveSource(config: ArchiveConfig, dir: string): Source {
  return {
    name: config.name,
    config,
    collect: (request) => collect(config, dir, request),
  };
}

async function collect(config: ArchiveConfig, dir: string, request: CollectRequest): Promise<Collected> {
  const paths = await findFiles(config.path, dir);
  if (paths.length === 0) {
    throw new AdapterError(`no file matches ${config.path}`, { retryable: false });
  }
  const window = { from: Date.parse(request.from), to: Date.parse(request.to) };
  const keep = (post: Post) => {
    const at = Date.parse(post.createdAt);
    return at >= window.from && at < window.to;
  };
  const posts = new Map<string, Post>();
  const problems: string[] = [];
  const unreadable: string[] = [];
  for (const path of paths) {
    request.signal.throwIfAborted();
    const read = await readOrTell(path, { source: config.name, signal: request.signal, keep });
    if (typeof read === 'string') unreadable.push(read);
    else problems.push(...read.problems);
    for (const post of typeof read === 'string' ? [] : read.posts)
      posts.set(post.id, posts.get(post.id) ?? post);
  }
  if (unreadable.length === paths.length) throw new AdapterError(unreadable.join(' '), { retryable: false });
  return { posts: [...posts.values()].sort(comparePosts), problems: [...unreadable, ...problems] };
}

/** Name order, so that of two files with the same post the same one always wins. */
async function findFiles(path: string, dir: string): Promise<string[]> {
  if (!/[*?[\]{}]/.test(path)) return [resolve(dir, path)];
  const found: string[] = [];
  for await (const entry of glob(path, { cwd: dir, withFileTypes: true })) {
    if (entry.isFile()) found.push(resolve(entry.parentPath, entry.name));
  }
  return found.sort((a, b) => (a < b ? -1 : Number(a > b)));
}

/** A file that is none is told in a sentence, so that it does not keep the others from being read. */
async function readOrTell(path: string, options: ReadOptions): Promise<FileRead | string> {
  try {
    return await readPostsFile(path, options);
  } catch (error) {
    if (error instanceof UserError) return toReason(error);
    throw error;
  }
}

export { readPostsFile } from './archive/read.ts';
