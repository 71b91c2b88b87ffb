import { access, constants, mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { SourceConfig } from '../../core/edition.ts';
import { AdapterError, toReason, UserError } from '../../core/errors.ts';
import { comparePosts, type Post } from '../../core/post.ts';
import type { Pause } from '../../lib/retry.ts';
import type { Collected, CollectRequest, Source } from '../../ports.ts';
import { readPostsFile } from './read.ts';

type ArchiveConfig = Extract<SourceConfig, { kind: 'archive' }>;

/** A file that does not change for so long is taken to be whole. */
const quietMs = 1_000;

/** A file that was read, and where it goes. */
interface Taken {
  name: string;
  /** Its size and time when it was read. */
  mark: string;
  posts: Post[];
  problems: string[];
  isFailed: boolean;
}

/**
 * A folder that others drop files into: a collect reads all that lie there, whatever their days, and once their
 * posts are kept moves each to `done/`, or to `failed/` when nothing of it could be read, with the reasons beside
 * it. Names that begin with a dot or end in `.part` or `.tmp` are left alone, and so is a file that still grows.
 */
export function createInboxSource(config: ArchiveConfig, dir: string, pause: Pause): Source {
  const folder = resolve(dir, config.path);
  return { name: config.name, config, collect: (request) => collect(config, { folder, pause }, request) };
}

async function collect(
  config: ArchiveConfig,
  { folder, pause }: { folder: string; pause: Pause },
  { signal }: CollectRequest,
): Promise<Collected> {
  await prepare(folder, config.path);
  const marks = await markFiles(folder, await fileNames(folder));
  if (marks.size === 0) return { posts: [], problems: [] };
  await pause(quietMs, signal);
  const taken: Taken[] = [];
  for (const [name, mark] of marks) {
    if (signal.aborted && taken.length > 0) break;
    if ((await markOf(folder, name)) === mark) taken.push(await take(config, { folder, name, mark, signal }));
  }
  return {
    posts: taken.flatMap(({ posts }) => posts).sort(comparePosts),
    problems: taken.flatMap(({ problems }) => problems),
    settle: () => putAway(folder, taken),
  };
}

/** What could be read but not put away would be read again each minute, so it is not read at all. */
async function prepare(folder: string, shown: string): Promise<void> {
  try {
    for (const place of ['done', 'failed']) {
      await mkdir(join(folder, place), { recursive: true });
      await access(join(folder, place), constants.W_OK);
    }
    await access(folder, constants.W_OK);
  } catch (error) {
    const reason = `the folder ${shown} cannot be written, so its files are not read (${toReason(error)})`;
    throw new AdapterError(reason, { retryable: false, cause: error });
  }
}

async function fileNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const isDone = (name: string) => !name.startsWith('.') && !/\.(part|tmp)$/i.test(name);
  return entries
    .filter((entry) => entry.isFile() && isDone(entry.name))
    .map((entry) => entry.name)
    .sort();
}

async function markFiles(folder: string, names: readonly string[]): Promise<Map<string, string>> {
  const marks = new Map<string, string>();
  for (const name of names) {
    const mark = await markOf(folder, name);
    if (mark !== undefined) marks.set(name, mark);
  }
  return marks;
}

/** Changes whenever the file is written to; undefined when it is gone. */
async function markOf(folder: string, name: string): Promise<string | undefined> {
  const found = await stat(join(folder, name)).catch(() => undefined);
  return found && `${found.ino}:${found.size}:${found.mtimeMs}`;
}

async function take(
  config: ArchiveConfig,
  { folder, name, mark, signal }: { folder: string; name: string; mark: string; signal: AbortSignal },
): Promise<Taken> {
  try {
    const read = await readPostsFile(join(folder, name), { source: config.name, signal });
    return { name, mark, ...read, isFailed: read.posts.length === 0 && read.problems.length > 0 };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { name, mark, posts: [], problems: [sentence(error, folder)], isFailed: true };
  }
}

/** The reader names the whole path; people know the file by its name. */
function sentence(error: UserError, folder: string): string {
  return toReason(error).replaceAll(`${folder}/`, '').replaceAll(`${folder}\\`, '');
}

/** A file that was written to while it was read stays, and is read again as a whole. */
async function putAway(folder: string, taken: readonly Taken[]): Promise<void> {
  for (const { name, mark, problems, isFailed } of taken) {
    if ((await markOf(folder, name)) !== mark) continue;
    const place = join(folder, isFailed ? 'failed' : 'done');
    const path = await freePath(place, name);
    if (!(await moved(join(folder, name), path))) continue;
    if (problems.length > 0) await writeFile(`${path}.problems.txt`, `${problems.join('\n')}\n`);
  }
}

/** False when another process has moved the file already. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Files of the same name come again and again: none takes the place of another. */
async function freePath(place: string, name: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const path = join(place, count === 1 ? name : `${count}-${name}`);
    const isTaken = await stat(path).then(
      () => true,
      () => false,
    );
    if (!isTaken) return path;
  }
}
