import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Post } from '../../core/post.ts';
import { toSearchWords } from '../../core/text/bigrams.ts';
import type { Store } from '../../ports.ts';
import { matchExpression, toWord } from './search.ts';
import { inTransaction, toMs } from './transaction.ts';

/** Rows a transaction: few enough that the event loop is not held for long, since the driver is synchronous. */
const batchSize = 250;
/** Places for posts of one millisecond: rowids stay exact as doubles until the year 2109. */
const placesPerMs = 2048;
const quarterMs = 15 * 60 * 1000;

type PostVerbs = Pick<
  Store,
  'savePosts' | 'findPosts' | 'postsById' | 'searchPosts' | 'postTimes' | 'dropPosts' | 'deletePosts'
>;

/** Posts by (edition, id), by time and by their words. */
export function createPostVerbs(db: DatabaseSync) {
  const save = preparePostSaver(db);
  const inWindow = db.prepare(
    'SELECT body FROM posts WHERE edition = ? AND at_ms >= ? AND at_ms < ? ORDER BY at_ms, id',
  );
  const byId = db.prepare('SELECT body FROM posts WHERE edition = ? AND id = ?');
  const search = db.prepare(
    'SELECT p.body FROM post_words w JOIN posts p ON p.rowid = w.rowid WHERE w.post_words MATCH ? ORDER BY w.rowid DESC LIMIT ?',
  );
  const times = db.prepare(
    `SELECT at_ms - ((at_ms % ${quarterMs}) + ${quarterMs}) % ${quarterMs} AS quarter, count(*) AS count
     FROM posts WHERE edition = ? GROUP BY quarter ORDER BY quarter`,
  );
  const { dropBefore, deleteById } = prepareDroppers(db);

  return {
    async savePosts(edition, posts) {
      const total = { added: 0, updated: 0 };
      for (let start = 0; start < posts.length; start += batchSize) {
        if (start > 0) await breathe();
        const batch = posts.slice(start, start + batchSize);
        const changes = inTransaction(db, () => batch.map((post) => save(edition, post)));
        total.added += changes.filter((change) => change === 'added').length;
        total.updated += changes.filter((change) => change === 'updated').length;
      }
      return total;
    },
    findPosts: async ({ edition, from, to }) => inWindow.all(edition, toMs(from), toMs(to)).map(toPost),
    postsById: async (edition, ids) => {
      const rows = [...new Set(ids)].map((id) => byId.get(edition, id));
      return rows
        .filter((row) => row !== undefined)
        .map(toPost)
        .sort(compareInTime);
    },
    searchPosts: async ({ edition, text, limit }) => {
      const match = matchExpression(edition, text);
      if (match === undefined || limit < 1) return [];
      return search
        .all(match, limit)
        .map(toPost)
        .sort((a, b) => compareInTime(b, a));
    },
    postTimes: async (edition) =>
      times.all(edition).map(({ quarter, count }) => ({
        at: new Date(Number(quarter)).toISOString(),
        count: Number(count),
      })),
    dropPosts: async (edition, before) => inTransaction(db, () => dropBefore(edition, toMs(before))),
    deletePosts: async (edition, ids) =>
      inTransaction(db, () => ids.reduce((sum, id) => sum + deleteById(edition, id), 0)),
  } satisfies PostVerbs;
}

/** Posts go with their words; both verbs give the number of posts. */
function prepareDroppers(db: DatabaseSync) {
  const prepare = (condition: string) => {
    const words = db.prepare(
      `DELETE FROM post_words WHERE rowid IN (SELECT rowid FROM posts WHERE ${condition})`,
    );
    const posts = db.prepare(`DELETE FROM posts WHERE ${condition}`);
    // The index moves its segments on a deletion, and the driver reports the rowid of one: beyond a double. It goes on
    // reporting it to every later statement that inserts nothing, so a small one is put in its place.
    const forget = db.prepare('REPLACE INTO pulse SELECT id, beat FROM pulse');
    for (const statement of [words, posts]) statement.setReadBigInts(true);
    return (...values: (string | number)[]) => {
      words.run(...values);
      const { changes } = posts.run(...values);
      forget.run();
      return Number(changes);
    };
  };
  return {
    dropBefore: prepare('edition = ? AND at_ms < ?'),
    deleteById: prepare('edition = ? AND id = ?'),
  };
}

type Change = 'added' | 'updated' | 'same';

function preparePostSaver(db: DatabaseSync): (edition: string, post: Post) => Change {
  const find = db.prepare('SELECT rowid, body FROM posts WHERE edition = ? AND id = ?');
  const update = db.prepare('UPDATE posts SET body = ? WHERE rowid = ?');
  const insert = db.prepare('INSERT INTO posts (rowid, edition, id, at_ms, body) VALUES (?, ?, ?, ?, ?)');
  const index = db.prepare('INSERT INTO post_words (rowid, edition, words) VALUES (?, ?, ?)');
  const freePlace = preparePlaceFinder(db);

  return (edition, post) => {
    const stored = find.get(edition, post.id);
    if (stored) {
      const body = JSON.stringify(refreshed(toPost(stored), post));
      if (body === stored.body) return 'same';
      update.run(body, Number(stored.rowid));
      return 'updated';
    }
    const atMs = toMs(post.createdAt);
    const rowid = freePlace(atMs);
    insert.run(rowid, edition, post.id, atMs, JSON.stringify(post));
    index.run(rowid, toWord(edition), toSearchWords(post.text).join(' '));
    return 'added';
  };
}

/** A free rowid at the post's time; where its millisecond is full, one in the same second, minute or day. */
function preparePlaceFinder(db: DatabaseSync): (atMs: number) => number {
  const last = db.prepare('SELECT max(rowid) AS last FROM posts WHERE rowid >= ? AND rowid < ?');
  return (atMs) => {
    const first = atMs * placesPerMs;
    for (const spanMs of [1, 1000, 60_000, 86_400_000]) {
      const end = first + spanMs * placesPerMs;
      const place = Number(last.get(first, end)?.last ?? first - 1) + 1;
      if (place < end) return place;
    }
    throw new RangeError(`no place left for a post of ${new Date(atMs).toISOString()}`);
  };
}

/** What was first read stays; metrics, where the newer reading has any, are the newer ones. */
function refreshed(stored: Post, newer: Post): Post {
  return newer.metrics ? { ...stored, metrics: newer.metrics } : stored;
}

function toPost(row: { body?: unknown }): Post {
  return JSON.parse(String(row.body));
}

function compareInTime(a: Post, b: Post): number {
  const difference = toMs(a.createdAt) - toMs(b.createdAt);
  if (difference !== 0) return difference;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
