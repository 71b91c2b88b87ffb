import { ConfigError } from '../core/errors.ts';
import type { CopyableStore } from './records.ts';
import { openSqliteStore } from './sqlite/open.ts';

/** Every kind of store by the scheme of its URL. */
const stores: Record<string, (url: string, warn?: Warn) => Promise<CopyableStore>> = {
  sqlite: (url) => openSqliteStore(toPath(url)),
  redis: openRedis,
  rediss: openRedis,
};

/** Takes a sentence about a store that works, but not as safely as it could. */
type Warn = (sentence: string) => void;

/** Its library is loaded only where it is used. */
async function openRedis(url: string, warn?: Warn): Promise<CopyableStore> {
  return (await import('./redis/open.ts')).openRedisStore(url, warn);
}

/**
 * Opens the store a URL names, such as `sqlite:data/broadsheet.db`. An unknown scheme, a store that cannot be
 * opened and a damaged one are `ConfigError`s. The URL may hold a password and is never repeated in a message.
 */
export async function openStore(url: string, warn?: Warn): Promise<CopyableStore> {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  const open = scheme === undefined ? undefined : stores[scheme];
  if (open) return open(url, warn);
  const names = Object.keys(stores).map((name) => `${name}:`);
  const given = scheme === undefined ? 'has no scheme' : `has the unknown scheme "${scheme}:"`;
  throw new ConfigError([`STORE_URL ${given}; supported: ${names.join(', ')} (as in sqlite:data/store.db).`]);
}

function toPath(url: string): string {
  const path = url.slice('sqlite:'.length).replace(/^\/\//, '');
  if (path !== '') return path;
  throw new ConfigError(['STORE_URL names no file; write it as sqlite:data/store.db.']);
}
