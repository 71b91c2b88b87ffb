import type { Draft, DraftClaim, DraftTheme } from '../../core/draft.ts';
import type { EvidencePack } from '../../core/pack.ts';
import { withoutUrls } from '../../core/text/normalise.ts';
import { createAdvertisingCheck, withoutAdvertising } from './advertising.ts';
import { type ClaimAnswer, partsOf, type ReportAnswer } from './shapes.ts';

const mostPoints = 10;

/** A draft of an answer: handles as they are, stories from the cited posts, points by their places in the detail. */
export function toDraft(given: ReportAnswer, pack: EvidencePack, sections: readonly string[]): Draft {
  const answer = withoutAdvertising(given, createAdvertisingCheck(pack));
  const storyOf = storiesByHandle(pack);
  const numbers: (number | undefined)[] = [];
  const themes = (isIn: (part: string) => boolean): DraftTheme[] =>
    answer.themes
      .filter(({ part, claims }) => claims.length > 0 && isIn(part))
      .map(({ title, claims }) => {
        numbers.push(...claims.map((claim) => claim.n));
        return {
          title: plainText(title),
          claims: claims.map((claim) => toDraftClaim(claim, storyOf)),
        };
      });
  const known = new Set(partsOf(sections));
  // In reading order: the places of points count through all three. A part that nobody knows is an event.
  const insights = themes((part) => part === 'insights');
  const events = themes((part) => part === 'events' || !known.has(part));
  const analyses = sections
    .map((section) => ({ section, themes: themes((part) => part === `analysis:${section}`) }))
    .filter((analysis) => analysis.themes.length > 0);
  const overview = answer.overview.map((line) => toDraftClaim({ ...line, stance: 'claim' }, storyOf));
  return { overview, points: toPlaces(answer.points, numbers), insights, events, analyses };
}

/** A claim as the model wrote it, less addresses and the signs that make a name a mention. */
export function toDraftClaim(
  { text, cites, stance }: Pick<ClaimAnswer, 'text' | 'cites' | 'stance'>,
  storyOf: ReadonlyMap<string, string>,
): DraftClaim {
  const stories = cites.flatMap((cite) => storyOf.get(cite.post) ?? []);
  return {
    text: plainText(text),
    storyId: stories[0] ?? '',
    cites: cites.map(({ post, quote }) => ({ handle: post, quote })),
    stance,
  };
}

export function storiesByHandle(pack: EvidencePack): Map<string, string> {
  return new Map(pack.posts.map((post) => [post.handle, post.storyId]));
}

/** The model never writes addresses, and nobody is called by a report. */
function plainText(text: string): string {
  return withoutUrls(text)
    .replace(/(?<![\w.])[@＠](?=\w)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Numbers as places; where the model chose none, every claim may lead. */
function toPlaces(points: readonly number[], numbers: readonly (number | undefined)[]): number[] {
  const places = points.map((point) => numbers.indexOf(point)).filter((place) => place >= 0);
  const distinct = [...new Set(places)];
  return distinct.length > 0 ? distinct.slice(0, mostPoints) : [...numbers.keys()];
}
