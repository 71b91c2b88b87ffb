import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A page as it is sent, rendered and packed once for all who ask for it while it is the same. */
export interface Kept {
  status: 200 | 404;
  type: string;
  text: string;
  gzip: Uint8Array;
  etag: string;
}

export type Rendered = Pick<Kept, 'status' | 'type' | 'text'>;

export interface PageCache {
  /**
   * The page under `key`. After a few seconds it is asked for its version again, and made anew when that has
   * changed; who asks meanwhile gets the page that is there.
   */
  of(key: string, page: { version(): Promise<string>; render(): Promise<Rendered> }): Promise<Kept>;
}

interface Slot {
  version: string;
  checkedMs: number;
  madeMs: number;
  page: Kept;
  refreshing?: Promise<void>;
}

/** For how long a newer report may go unseen. */
const freshMs = 5000;
/** What no version tells of, such as today's trend, is this old at the most. */
const oldestMs = 60_000;
/** Who comes this late waits for a page of now rather than getting one of yesterday. */
const staleMs = 120_000;
/** Characters and packed bytes kept at once. */
const mostSize = 6_000_000;

const pack = promisify(gzip);

export function createPageCache(now: () => string): PageCache {
  const slots = new Map<string, Slot>();
  const making = new Map<string, Promise<Slot>>();
  let size = 0;

  const drop = (key: string) => {
    const slot = slots.get(key);
    if (slot) size -= sizeOf(slot);
    slots.delete(key);
  };
  const keep = (key: string, slot: Slot) => {
    drop(key);
    slots.set(key, slot);
    size += sizeOf(slot);
    for (const oldest of slots.keys()) {
      if (size <= mostSize) return;
      drop(oldest);
    }
  };
  const make: PageMaker = async (key, { version, render }) => {
    const atMs = Date.parse(now());
    const slot: Slot = {
      ...{ version: await version(), checkedMs: atMs, madeMs: atMs },
      page: await packed(await render()),
    };
    keep(key, slot);
    return slot;
  };
  const makeOnce: PageMaker = (key, page) => {
    const made = making.get(key) ?? make(key, page).finally(() => making.delete(key));
    making.set(key, made);
    return made;
  };
  const refresh = async (key: string, slot: Slot, page: Parameters<PageCache['of']>[1], nowMs: number) => {
    const isOld = nowMs - slot.madeMs >= oldestMs;
    if (!isOld && (await page.version()) === slot.version) slot.checkedMs = nowMs;
    else await makeOnce(key, page);
  };

  return {
    async of(key, page) {
      const nowMs = Date.parse(now());
      const slot = slots.get(key);
      const ageMs = slot ? Math.abs(nowMs - slot.checkedMs) : Number.POSITIVE_INFINITY;
      if (!slot || ageMs >= staleMs) return (await makeOnce(key, page)).page;
      if (ageMs >= freshMs && !slot.refreshing) {
        // A page that cannot be made anew is asked for again by the next reader, who then waits and is told.
        slot.refreshing = refresh(key, slot, page, nowMs)
          .catch(() => drop(key))
          .finally(() => delete slot.refreshing);
      }
      slots.delete(key);
      slots.set(key, slot);
      return slot.page;
    },
  };
}

type PageMaker = (key: string, page: Parameters<PageCache['of']>[1]) => Promise<Slot>;

function sizeOf({ page }: Slot): number {
  return page.text.length + page.gzip.byteLength;
}

async function packed(page: Rendered): Promise<Kept> {
  const etag = `"${createHash('sha256').update(page.text).digest('base64url').slice(0, 22)}"`;
  return { ...page, gzip: await pack(page.text), etag };
}
