import type { Post } from '../../core/post.ts';
import type { SourceOutcome } from '../../core/report.ts';

/** What went wrong with files of a watched folder, a sentence each, by the name of the source. */
export type FileFailures = ReadonlyMap<string, readonly string[]>;

/**
 * One outcome a source, counted by what the window holds of it: a repeat of a collect reads only what is new, so it
 * tells whether a source failed, but not how much it gave. A post that several sources gave counts for the one that
 * the store knows it by.
 */
export function countedOutcomes(
  told: readonly SourceOutcome[],
  failures: FileFailures,
  posts: readonly Post[],
): SourceOutcome[] {
  const counts = countsOf(posts);
  const known = new Set(told.map(({ name }) => name));
  const others = [...new Set([...counts.keys(), ...failures.keys()])]
    .filter((name) => !known.has(name))
    .sort();
  return [...told, ...others.map((name): SourceOutcome => ({ name, status: 'empty', posts: 0 }))].map(
    (outcome) => counted(outcome, counts.get(outcome.name) ?? 0, failures.get(outcome.name) ?? []),
  );
}

function counted(
  { name, status, error }: SourceOutcome,
  posts: number,
  failures: readonly string[],
): SourceOutcome {
  const reasons = [...(error ? [error] : []), ...failures].join('; ');
  const said = reasons === '' ? {} : { error: reasons };
  if (status === 'failed') return { name, status, posts, ...said };
  if (posts > 0) return { name, status: 'ok', posts, ...said };
  return { name, status: failures.length > 0 ? 'failed' : 'empty', posts, ...said };
}

function countsOf(posts: readonly Post[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { source } of posts) counts.set(source, (counts.get(source) ?? 0) + 1);
  return counts;
}
