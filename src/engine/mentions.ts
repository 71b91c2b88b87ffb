import type { Post } from '../core/post.ts';

const mention = /(?<![\w@.])@(\w{2,30})/g;
const mostMentions = 10;

/** Accounts that a text addresses, names or reposts, in small letters; never its own author. */
export function mentionsOf({ text, author }: Post): string[] {
  if (!text.includes('@')) return [];
  const own = author.handle.toLowerCase();
  const found = new Set<string>();
  for (const [, handle = ''] of text.slice(0, 2000).matchAll(mention)) {
    if (found.size === mostMentions) break;
    found.add(handle.toLowerCase());
  }
  found.delete(own);
  return [...found];
}

const counted = new WeakMap<readonly Post[], Map<string, number>>();

/** How many different authors speak to or of each account. Counted once for a list of posts. */
export function countMentions(posts: readonly Post[]): ReadonlyMap<string, number> {
  const known = counted.get(posts) ?? count(posts);
  counted.set(posts, known);
  return known;
}

function count(posts: readonly Post[]): Map<string, number> {
  const speakers = new Map<string, Set<string>>();
  for (const post of posts) {
    for (const handle of mentionsOf(post)) {
      const known = speakers.get(handle);
      if (known) known.add(post.author.handle.toLowerCase());
      else speakers.set(handle, new Set([post.author.handle.toLowerCase()]));
    }
  }
  return new Map([...speakers].map(([handle, authors]) => [handle, authors.size]));
}
