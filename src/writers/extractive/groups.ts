import type { Language } from '../../core/language.ts';
import type { StoryPool } from './pool.ts';
import type { Subjects } from './subjects.ts';
import { cosine } from './words.ts';

/** Stories about one subject, best first: what shares a theme, and one core point. */
export interface Group {
  pools: StoryPool[];
  names: string[];
  /** Undefined when nothing names the subject. */
  title: string | undefined;
}

const nearHearts = 0.2;

/** Joins a story to an earlier one when it has no name of its own beside that one's. */
export function groupBySubject(pools: readonly StoryPool[], subjects: Subjects, language: Language): Group[] {
  const groups: Group[] = [];
  for (const pool of pools) {
    const names = subjects.names(pool.posts, language).map(({ text }) => text);
    const home = groups.find((group) => isSubject(names, pool, group));
    if (home) home.pools.push(pool);
    else groups.push({ pools: [pool], names, title: subjects.title(pool.posts, language) });
  }
  return groups;
}

function isSubject(names: readonly string[], pool: StoryPool, group: Group): boolean {
  if (names.length === 0 || !names.every((name) => group.names.includes(name))) return false;
  const [first] = group.pools;
  return names.length > 1 || (first !== undefined && cosine(first.heart, pool.heart) >= nearHearts);
}
