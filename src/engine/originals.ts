import type { Post } from '../core/post.ts';
import { splitRepostPrefix } from '../core/text/normalise.ts';

/**
 * Reposts by words name whose post they repeat. Where one group of alike texts holds reposts of several posts,
 * it is parted again: two accounts that wrote the same words are each reposted on their own, and so are two
 * posts of one account that differ in an address. Returns groups of places among the given posts.
 */
export function partByOriginal(posts: readonly Post[]): number[][] {
  const originals = new Map<string, number[]>();
  const rest: number[] = [];
  posts.forEach((post, place) => {
    const key = post.repostOf ? undefined : originalKey(post.text);
    if (key === undefined) rest.push(place);
    else push(originals, key, place);
  });
  if (originals.size < 2) return [posts.map((_, place) => place)];
  const parts = [...originals.values()].map((places) => [...places]);
  const partOf = createPartFinder([...originals.keys()]);
  const largest = parts.reduce((best, part) => (part.length > best.length ? part : best));
  for (const place of rest) (parts[partOf(posts[place] as Post)] ?? largest).push(place);
  return parts.map((places) => places.sort((a, b) => a - b));
}

/**
 * The part of a post that is no repost by its words: the first that repeats this account in exactly its words, with
 * their addresses and spacing, else the first in its words, else the first of its account; -1 for none. A post is
 * looked up once for each length of words, so that thousands of reposts of one text stay cheap.
 */
function createPartFinder(keys: readonly string[]): (post: Post) => number {
  const byKey = firstPlaces(keys);
  const byWords = firstPlaces(keys.map((key) => key.slice(key.indexOf('\n') + 1)));
  const byHandle = firstPlaces(keys.map((key) => key.slice(0, key.indexOf('\n'))));
  const lengths = [...new Set(Array.from(byWords.keys(), ({ length }) => length))];
  return (post) => {
    const text = post.text.trim();
    const handle = post.author.handle.toLowerCase();
    const starts = lengths.filter((length) => length <= text.length).map((length) => text.slice(0, length));
    const own = earliest(starts.map((start) => byKey.get(`${handle}\n${start}`)));
    return own ?? earliest(starts.map((start) => byWords.get(start))) ?? byHandle.get(handle) ?? -1;
  };
}

function firstPlaces(texts: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  texts.forEach((text, place) => {
    if (!places.has(text)) places.set(text, place);
  });
  return places;
}

function earliest(places: readonly (number | undefined)[]): number | undefined {
  let first: number | undefined;
  for (const place of places)
    if (place !== undefined && (first === undefined || place < first)) first = place;
  return first;
}

const comparedCharacters = 100;

/** The named account and the words that follow, as far as every site passes them on. */
function originalKey(text: string): string | undefined {
  const { handle, text: words } = splitRepostPrefix(text);
  return handle === undefined ? undefined : `${handle.toLowerCase()}\n${head(words)}`;
}

/** Without a last word that is cut. */
function head(words: string): string {
  const whole = words.trimEnd();
  if (!whole.endsWith('…')) return words.trim().slice(0, comparedCharacters);
  let end = whole.length;
  while (end > 0 && /\S/.test(whole[end - 1] ?? '')) end--;
  return whole.slice(0, end).trim().slice(0, comparedCharacters);
}

function push(groups: Map<string, number[]>, key: string, place: number): void {
  const known = groups.get(key);
  if (known) known.push(place);
  else groups.set(key, [place]);
}
