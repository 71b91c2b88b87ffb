import { comparePosts, type Post } from '../core/post.ts';

/**
 * Posts in reading order, one an id, with the fields that the engine relies on filled: ids and handles are
 * text, times ISO in UTC where they can be read. Sound posts pass through untouched.
 */
export function preparePosts(posts: readonly Post[]): Post[] {
  const byId = new Map<string, Post>();
  for (const post of posts) {
    const sound = soundPost(post);
    const known = byId.get(sound.id);
    if (!known || precedes(sound, known)) byId.set(sound.id, sound);
  }
  return [...byId.values()].sort(comparePosts);
}

/** Of two readings of one post the one with more reactions stands, then the longer, then by content. */
function precedes(a: Post, b: Post): boolean {
  const difference = reactions(a) - reactions(b) || a.text.length - b.text.length;
  if (difference !== 0) return difference > 0;
  return JSON.stringify(a) < JSON.stringify(b);
}

function reactions(post: Post): number {
  const { metrics } = post;
  return metrics ? 1 + metrics.likes + metrics.reposts + metrics.replies + metrics.quotes : 0;
}

function soundPost(post: Post): Post {
  if (isSound(post)) return post;
  const loose = post as Partial<Record<keyof Post, unknown>>;
  const author = (loose.author ?? {}) as Partial<Post['author']>;
  return {
    ...post,
    id: String(loose.id ?? ''),
    url: typeof loose.url === 'string' ? loose.url : '',
    text: typeof loose.text === 'string' ? loose.text : '',
    author: { ...author, handle: typeof author.handle === 'string' ? author.handle : '' },
    createdAt: toInstant(loose.createdAt),
    source: typeof loose.source === 'string' ? loose.source : '',
  };
}

function isSound(post: Post): boolean {
  return (
    typeof post.id === 'string' &&
    typeof post.text === 'string' &&
    typeof post.author?.handle === 'string' &&
    typeof post.createdAt === 'string' &&
    isInstant(post.createdAt)
  );
}

function isInstant(text: string): boolean {
  return text.length >= 20 && text.length <= 30 && text[4] === '-' && text[10] === 'T' && text.endsWith('Z');
}

function toInstant(value: unknown): string {
  const time = typeof value === 'number' ? value : Date.parse(String(value ?? ''));
  return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : '';
}
