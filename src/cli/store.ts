import { existsSync } from 'node:fs';
import { UserError } from '../core/errors.ts';
import { copyStore, type Inventory } from '../stores/copy.ts';
import { openStore } from '../stores/index.ts';
import type { Io } from './io.ts';

const usage =
  'Use: npm run store -- copy FROM TO, such as copy sqlite:data/broadsheet.db redis://127.0.0.1:6379.';

/** `store copy FROM TO`: moves everything into an empty store and proves by counts and hashes that it is there. */
export async function runStore(args: string[], { stdout, stderr }: Io): Promise<number> {
  const [verb, fromUrl, toUrl, ...rest] = args;
  if (verb !== 'copy' || !fromUrl || !toUrl || rest.length > 0) throw new UserError(usage);
  if (fromUrl === toUrl) throw new UserError(`Both stores are the same. ${usage}`);
  mustExist(fromUrl);
  const warn = (sentence: string) => void stderr.write(`${sentence}\n`);
  await using stores = new AsyncDisposableStack();
  const from = stores.adopt(await openStore(fromUrl, warn), (store) => store.close());
  const to = stores.adopt(await openStore(toUrl, warn), (store) => store.close());
  const inventory = await copyStore(from, to);
  stdout.write(`${describe(inventory).join('\n')}\nThe copy is complete: counts and hashes agree.\n`);
  return 0;
}

/** Opening would make a file that is not there, and the copy of nothing would look like a good one. */
function mustExist(url: string): void {
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  if (path !== undefined && !existsSync(path))
    throw new UserError(`There is no store at ${url}; check FROM.`);
}

function describe(inventory: Inventory): string[] {
  return Object.entries(inventory).map(
    ([kind, { count, hash }]) => `${kind.padEnd(12)} ${String(count).padStart(7)}  ${hash}`,
  );
}
