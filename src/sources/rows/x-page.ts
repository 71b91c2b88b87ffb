import { isRaw, type Raw } from './raw.ts';
import type { RowContext } from './raw-post.ts';

/** The rows of one X API v2 response, with the accounts and posts that it includes. */
export interface XPage {
  rows: unknown[];
  context: Pick<RowContext, 'users' | 'referenced'>;
  meta: Raw;
}

/** Reads a response page, bare or under `body` as recorders write it; undefined when the value is none. */
export function readXPage(value: unknown): XPage | undefined {
  if (!isRaw(value)) return undefined;
  if (isRaw(value.body)) return readXPage(value.body);
  const isPage = Array.isArray(value.data) || isRaw(value.includes) || isRaw(value.meta);
  if (!isPage && !isRaw(value.data)) return undefined;
  const includes = isRaw(value.includes) ? value.includes : {};
  return {
    rows: toRows(value.data),
    context: { users: byId(includes.users), referenced: byId(includes.tweets) },
    meta: isRaw(value.meta) ? value.meta : {},
  };
}

function toRows(data: unknown): unknown[] {
  if (Array.isArray(data)) return data;
  return isRaw(data) ? [data] : [];
}

function byId(list: unknown): ReadonlyMap<string, Raw> {
  const rows = Array.isArray(list) ? list.filter(isRaw) : [];
  return new Map(rows.map((row) => [String(row.id), row]));
}
