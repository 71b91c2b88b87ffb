import type { Metrics } from '../../core/post.ts';

/** What link sites and paper servers write around the words of a post, or instead of them. */
const wrappings: readonly RegExp[] = [
  // arXiv, before each abstract.
  /^arXiv:\S+ Announce Type: \S+\s+Abstract:\s*/i,
  // Reddit, after each text.
  /\s*submitted by\s+\/?u\/\S+(?:\s+to\s+r\/\S+)?(?:\s*\[(?:link|comments)\])*\s*$/i,
  // Hacker News, whose description is a link alone.
  /^Comments$/,
  // hnrss.org, under each text.
  /\s*(?:^(?:Article URL|Comments URL|Points|# Comments): .*$\s*)+$/m,
];

export function withoutBoilerplate(text: string): string {
  return wrappings.reduce((rest, wrapping) => rest.replace(wrapping, ''), text).trim();
}

/** hnrss.org tells points and comments in the text, the one place where a feed tells reactions. */
export function readPoints(text: string): Metrics | undefined {
  const points = /^Points: (\d+)$/m.exec(text)?.[1];
  const comments = /^# Comments: (\d+)$/m.exec(text)?.[1];
  if (points === undefined || comments === undefined) return undefined;
  return { likes: Number(points), reposts: 0, replies: Number(comments), quotes: 0, views: 0 };
}
