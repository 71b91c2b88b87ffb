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
  const parts = [...originals].map(([key, places]) => ({ key, places: [...places] }));
  const largest = parts.reduce((best, part) => (part.places.length > best.places.length ? part : best));
  for (const place of rest) {
    const post = posts[place] as Post;
    const own =
      parts.find(({ key }) => isBy(post, key) && hasWords(post, key)) ??
      parts.find(({ key }) => hasWords(post, key)) ??
      parts.find(({ key }) => isBy(post, key));
    (own ?? largest).places.push(place);
  }
  return parts.map(({ places }) => places.sort((a, b) => a - b));
}

const comparedCharacters = 100;

/** The named account and the words that follow, as far as every site passes them on. */
function originalKey(text: string): string | undefined {
  const { handle, text: words } = splitRepostPrefix(text);
  return handle === undefined ? undefined : `${handle.toLowerCase()}\n${head(words)}`;
}

function head(words: string): string {
  return words
    .replace(/[^\s]*…\s*$/, '')
    .trim()
    .slice(0, comparedCharacters);
}

function isBy(post: Post, key: string): boolean {
  return post.author.handle.toLowerCase() === key.slice(0, key.indexOf('\n'));
}

/** In exactly the repeated words with their addresses and spacing. */
function hasWords(post: Post, key: string): boolean {
  return post.text.trim().startsWith(key.slice(key.indexOf('\n') + 1));
}

function push(groups: Map<string, number[]>, key: string, place: number): void {
  const known = groups.get(key);
  if (known) known.push(place);
  else groups.set(key, [place]);
}
