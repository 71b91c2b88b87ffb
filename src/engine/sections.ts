import type { Edition, Topic } from '../core/edition.ts';
import type { Corpus } from './corpus.ts';

export interface Placement {
  /** Topic ids, by the share of posts that match them. */
  topics: string[];
  section?: string;
}

const leastShare = 0.34;

/** Topics of a story by its posts' matches, and the one section that they lead to. */
export function placeStory(
  posts: readonly number[],
  corpus: Corpus,
  topics: readonly Topic[],
  edition: Edition,
): Placement {
  const matched = posts.map((post) => topicsOfPost(post, corpus));
  const shares = topics.map(({ id }, place) => ({
    id,
    place,
    share: shareOf(matched, (set) => set.has(place)),
  }));
  const chosen = shares
    .filter(({ share }) => share >= leastShare)
    .sort((a, b) => b.share - a.share || a.place - b.place)
    .map(({ id }) => id);
  const section = sectionOf(matched, topics, edition);
  return section === undefined ? { topics: chosen } : { topics: chosen, section };
}

function sectionOf(
  matched: ReadonlySet<number>[],
  topics: readonly Topic[],
  edition: Edition,
): string | undefined {
  let best: string | undefined;
  let most = leastShare;
  for (const section of edition.sections) {
    const places = new Set(topics.flatMap(({ id }, place) => (section.topics.includes(id) ? [place] : [])));
    const share = shareOf(matched, (set) => [...set].some((place) => places.has(place)));
    if (share < most || (share === most && best !== undefined)) continue;
    best = section.id;
    most = share;
  }
  return best;
}

/** Topics that a post speaks of: a single hit in a long text is no subject. */
function topicsOfPost(post: number, corpus: Corpus): ReadonlySet<number> {
  const hits = new Map<number, number>();
  for (let k = corpus.topicOffsets[post] ?? 0; k < (corpus.topicOffsets[post + 1] ?? 0); k++) {
    const place = corpus.topics[k] ?? 0;
    hits.set(place, (hits.get(place) ?? 0) + 1);
  }
  const needed = (corpus.sizes[post] ?? 0) > unitsPerHit ? 2 : 1;
  return new Set([...hits].filter(([, count]) => count >= needed).map(([place]) => place));
}

const unitsPerHit = 160;

function shareOf(matched: ReadonlySet<number>[], holds: (set: ReadonlySet<number>) => boolean): number {
  let hits = 0;
  for (const set of matched) if (set.size > 0 && holds(set)) hits++;
  return matched.length === 0 ? 0 : hits / matched.length;
}
