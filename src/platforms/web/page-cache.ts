import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** A page as it is sent, rendered and packed once for all who ask within a short while. */
export interface Kept {
  status: 200 | 404;
  type: string;
  text: string;
  gzip: Uint8Array;
  etag: string;
}

export interface PageCache {
  of(key: string, render: () => Promise<Pick<Kept, 'status' | 'type' | 'text'>>): Promise<Kept>;
}

/** Pages kept at once, and for how long a newer report may go unseen. */
const most = 300;
const forMs = 5000;

export function createPageCache(now: () => string): PageCache {
  const kept = new Map<string, { atMs: number; page: Promise<Kept> }>();
  return {
    of(key, render) {
      const nowMs = Date.parse(now());
      const found = kept.get(key);
      if (found && Math.abs(nowMs - found.atMs) < forMs) return found.page;
      const page = render().then(pack);
      kept.delete(key);
      kept.set(key, { atMs: nowMs, page });
      page.catch(() => kept.delete(key));
      const oldest = kept.keys().next().value;
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
      return page;
    },
  };
}

function pack(page: Pick<Kept, 'status' | 'type' | 'text'>): Kept {
  const etag = `"${createHash('sha256').update(page.text).digest('base64url').slice(0, 22)}"`;
  return { ...page, gzip: gzipSync(page.text), etag };
}
