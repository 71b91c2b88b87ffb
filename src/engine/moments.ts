import type { Post } from '../core/post.ts';
import type { Corpus } from './corpus.ts';
import { threadLimits } from './weights.ts';

/**
 * Threads of sources that tell no reply ids: posts that one account sent within moments are parts of one. An
 * account that sends much is a machine, whose posts come close by chance.
 * Calls `tie` with the rows of two neighbouring parts.
 */
export function tieThreads(
  corpus: Corpus,
  rows: Int32Array,
  tie: (row: number, earlier: number) => void,
): void {
  const counts = postsByAuthor(corpus, rows);
  const last = new Map<number, { row: number; at: number; parts: number }>();
  for (let row = 0; row < rows.length; row++) {
    const post = rows[row] ?? 0;
    const author = corpus.authors[post] ?? 0;
    const at = momentOf(corpus.posts[post]);
    if (at === undefined || (counts[author] ?? 0) > threadLimits.postsOfAuthor) continue;
    const before = last.get(author);
    const isPart =
      before !== undefined && at - before.at <= threadLimits.gapMs && before.parts < threadLimits.parts;
    if (before && isPart) tie(row, before.row);
    last.set(author, { row, at, parts: before && isPart ? before.parts + 1 : 1 });
  }
}

/** When an own post was sent; undefined for a repost and for whole minutes, which are a feed's rounding. */
function momentOf(post: Post | undefined): number | undefined {
  if (!post || post.repostOf !== undefined || post.text.startsWith('RT @')) return undefined;
  const at = Date.parse(post.createdAt);
  return Number.isNaN(at) || at % 60_000 === 0 ? undefined : at;
}

function postsByAuthor(corpus: Corpus, rows: Int32Array): Int32Array {
  const counts = new Int32Array(corpus.handles.length);
  for (const post of rows) {
    const author = corpus.authors[post] ?? 0;
    counts[author] = (counts[author] ?? 0) + 1;
  }
  return counts;
}
