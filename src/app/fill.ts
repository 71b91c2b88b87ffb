import type { Draft, DraftClaim, DraftTheme, Verified } from '../core/draft.ts';
import type { EvidencePack } from '../core/pack.ts';
import { detailOf } from '../verify/verify.ts';

/** With fewer core points than this a report is filled up. */
export const fewestPoints = 5;

export function isThin(verified: Pick<Verified, 'points' | 'overview'>): boolean {
  return verified.points.length < fewestPoints || verified.overview.length === 0;
}

/** The draft with further core points out of its own sound claims: one a story, best story first, opinions last. */
export function withOwnPoints(draft: Draft, verified: Verified, pack: EvidencePack): Draft {
  const missing = fewestPoints - verified.points.length;
  const covered = new Set(verified.points.map((point) => point.storyId));
  const rank = new Map(pack.stories.map((story, index) => [story.id, index]));
  const weight = (claim: DraftClaim) =>
    (claim.stance === 'opinion' ? pack.stories.length : 0) + (rank.get(claim.storyId) ?? pack.stories.length);
  const fallen = new Set(verified.dropped.map(({ claim }) => claim));
  const detail = detailOf(draft);
  const extras = detail
    .filter((claim) => !fallen.has(claim) && !covered.has(claim.storyId))
    .sort((a, b) => weight(a) - weight(b));
  const chosen = firstOfEachStory(extras).slice(0, Math.max(0, missing));
  return { ...draft, points: [...draft.points, ...chosen.map((claim) => detail.indexOf(claim))] };
}

/** The draft with core points, their themes and, where it has none, the overview of another draft of the same pack. */
export function filledFrom(draft: Draft, verified: Verified, filler: Draft): Draft {
  const missing = Math.max(0, fewestPoints - verified.points.length);
  const covered = new Set(verified.points.map((point) => point.storyId));
  const offered = pointsOf(filler).filter((claim) => !covered.has(claim.storyId));
  const chosen = firstOfEachStory(offered).slice(0, missing);
  const stories = new Set(chosen.map((claim) => claim.storyId));
  const merged: Draft = {
    overview: verified.overview.length > 0 ? draft.overview : filler.overview,
    points: [],
    insights: [...draft.insights, ...themesOf(filler.insights, stories)],
    events: [...draft.events, ...themesOf(filler.events, stories)],
    analyses: mergeAnalyses(draft.analyses, filler.analyses, stories),
  };
  const detail = detailOf(merged);
  return { ...merged, points: [...pointsOf(draft), ...chosen].map((claim) => detail.indexOf(claim)) };
}

function pointsOf(draft: Draft): DraftClaim[] {
  const detail = detailOf(draft);
  return draft.points.flatMap((place) => detail[place] ?? []);
}

function firstOfEachStory(claims: readonly DraftClaim[]): DraftClaim[] {
  const seen = new Set<string>();
  return claims.filter(({ storyId }) => {
    if (seen.has(storyId)) return false;
    seen.add(storyId);
    return true;
  });
}

/** Themes as far as they are about these stories. */
function themesOf(themes: readonly DraftTheme[], stories: ReadonlySet<string>): DraftTheme[] {
  return themes
    .map(({ title, claims }) => ({ title, claims: claims.filter((claim) => stories.has(claim.storyId)) }))
    .filter(({ claims }) => claims.length > 0);
}

function mergeAnalyses(
  own: Draft['analyses'],
  other: Draft['analyses'],
  stories: ReadonlySet<string>,
): Draft['analyses'] {
  const added = other
    .map(({ section, themes }) => ({ section, themes: themesOf(themes, stories) }))
    .filter(({ themes }) => themes.length > 0);
  const widened = own.map(({ section, themes }) => ({
    section,
    themes: [...themes, ...added.filter((a) => a.section === section).flatMap((a) => a.themes)],
  }));
  return [...widened, ...added.filter(({ section }) => own.every((a) => a.section !== section))];
}
