import type { Draft, DraftClaim, DraftTheme, Verified } from '../core/draft.ts';
import type { EvidencePack } from '../core/pack.ts';
import type { Claim, Theme } from '../core/report.ts';
import { type Candidate, type Context, citedAuthors, fatal, isFatal } from './candidate.ts';
import { openBook, type VerifyTools } from './evidence.ts';
import { examine } from './examine.ts';
import { factsOf } from './facts.ts';
import { attribute, isUncorroborated } from './gravity.ts';
import { mendClaim } from './mends.ts';
import { withoutFigures } from './overview.ts';
import { dropRepeats, dropSaid, settleContradictions } from './sections.ts';
import { soften } from './stance.ts';
import { soundTitle } from './titles.ts';

export type { VerifyTools } from './evidence.ts';

const mostPoints = 10;
const mostPointsOfAuthor = 2;
/** More claims than a report can hold are not looked at. */
const mostClaims = 300;

/**
 * Turns a draft into what may be published: every claim cites posts of the pack by their own words, and holds no
 * figure, version, name, link or mention that they lack; no claim repeats or contradicts another; the overview has
 * no figure; core points are detail claims. What cannot be mended is dropped, with the reasons.
 */
export function verifyDraft(draft: Draft, pack: EvidencePack, tools: VerifyTools): Verified {
  const context: Context = { book: openBook(pack, tools), tools };
  const detail = detailOf(draft).map((claim, place) => prepared(claim, place, context));
  const sound = detail.filter((candidate) => !isFatal(candidate));
  for (const candidate of sound) soften(candidate, context);
  const single = dropRepeats(settleContradictions(sound, context), context);
  const grave = new Set(single.filter((candidate) => isUncorroborated(candidate, context)));
  for (const candidate of grave) attribute(candidate, tools.language);
  const lead = overviewOf(draft, single, context);
  const shown = withoutLonelyLeads(draft, detail, new Set(single));
  const claims = toClaims([...lead.kept, ...detail.filter((candidate) => shown.has(candidate))], tools);
  return {
    overview: lead.kept.flatMap((candidate) => claims.get(candidate) ?? []),
    points: choosePoints(draft, detail, claims, grave),
    ...themesOf(draft, detail, claims, context),
    dropped: [...detail, ...lead.all].filter((candidate) => !claims.has(candidate)).map(toDropped),
    mended: [...claims.keys()].filter((candidate) => candidate.findings.some((f) => f.severity === 'mended'))
      .length,
    checked: detail.length + lead.all.length,
  };
}

function toDropped({ draft, findings }: Candidate): Verified['dropped'][number] {
  return { claim: draft, findings };
}

/** Every detail claim of a draft in reading order: what the points' places count in. */
export function detailOf(draft: Pick<Draft, 'insights' | 'events' | 'analyses'>): DraftClaim[] {
  const themes = [
    ...draft.insights,
    ...draft.events,
    ...draft.analyses.flatMap((analysis) => analysis.themes),
  ];
  return themes.flatMap((theme) => theme.claims);
}

function prepared(claim: DraftClaim, place: number, context: Context): Candidate {
  if (place >= mostClaims) return tooMany(claim);
  const candidate = examine(claim, context);
  mendClaim(candidate, context);
  return candidate;
}

function tooMany(draft: DraftClaim): Candidate {
  const { text, storyId, stance } = draft;
  const findings = [fatal('length', `a report holds at most ${mostClaims} claims`)];
  return { draft, text, storyId, stance, cites: [], isLead: false, findings };
}

/** The overview's claims that are sound, free of figures, corroborated, and not said in the detail. */
function overviewOf(
  draft: Draft,
  detail: readonly Candidate[],
  context: Context,
): { all: Candidate[]; kept: Candidate[] } {
  const all = draft.overview.map((claim, place) => prepared(claim, place, context));
  const sound = all.filter((candidate) => !isFatal(candidate) && mayLead(candidate, context));
  return { all, kept: dropSaid(dropRepeats(sound, context), detail, context) };
}

function mayLead(candidate: Candidate, context: Context): boolean {
  if (!withoutFigures(candidate, context)) {
    candidate.findings.push(fatal('overview', 'the overview brings a figure of its own'));
  }
  if (isUncorroborated(candidate, context)) {
    candidate.findings.push(fatal('gravity', 'one small account alone says so'));
  }
  return !isFatal(candidate);
}

/** Claims with ids in reading order, the overview first. */
function toClaims(candidates: readonly Candidate[], tools: VerifyTools): Map<Candidate, Claim> {
  return new Map(
    candidates.map((candidate, index) => [candidate, toClaim(candidate, `c${index + 1}`, tools)]),
  );
}

function toClaim(candidate: Candidate, id: string, tools: VerifyTools): Claim {
  const claim: Claim = {
    id,
    text: candidate.text,
    storyId: candidate.storyId,
    cites: candidate.cites.map(({ evidence, quote }) => ({
      postId: evidence.packPost.post.id,
      url: evidence.packPost.post.url,
      author: evidence.author,
      quote,
    })),
    stance: candidate.stance,
    facts: factsOf(candidate.text, tools),
  };
  return candidate.language && candidate.language !== tools.language
    ? { ...claim, language: candidate.language }
    : claim;
}

/** The draft's choice, less what fell, what is grave and alone, a second one of a story and a third of an author. */
function choosePoints(
  draft: Draft,
  detail: readonly Candidate[],
  claims: ReadonlyMap<Candidate, Claim>,
  grave: ReadonlySet<Candidate>,
): Claim[] {
  const points: Claim[] = [];
  const authors = new Map<string, number>();
  for (const place of draft.points) {
    const candidate = detail[place];
    const claim = candidate && claims.get(candidate);
    if (!candidate || !claim || candidate.isLead || grave.has(candidate) || points.length === mostPoints)
      continue;
    const author = citedAuthors(candidate)[0] ?? '';
    const count = authors.get(author) ?? 0;
    if (count >= mostPointsOfAuthor || points.some((point) => point.storyId === claim.storyId)) continue;
    authors.set(author, count + 1);
    points.push(claim);
  }
  return points;
}

function themesOf(
  draft: Draft,
  detail: readonly Candidate[],
  claims: ReadonlyMap<Candidate, Claim>,
  context: Context,
): Pick<Verified, 'insights' | 'events' | 'analyses'> {
  let place = 0;
  const themes = (list: readonly DraftTheme[]): Theme[] =>
    list.flatMap((theme) => {
      const own = detail
        .slice(place, place + theme.claims.length)
        .filter((candidate) => claims.has(candidate));
      place += theme.claims.length;
      if (own.length === 0) return [];
      const shown = own.flatMap((candidate) => claims.get(candidate) ?? []);
      return [{ title: soundTitle(theme.title, own, context), claims: shown }];
    });
  const insights = themes(draft.insights);
  const events = themes(draft.events);
  const analyses = draft.analyses.map(({ section, themes: list }) => ({ section, themes: themes(list) }));
  return { insights, events, analyses: analyses.filter((analysis) => analysis.themes.length > 0) };
}

/** A lead line with nothing left below it goes too. */
function withoutLonelyLeads(
  draft: Draft,
  detail: readonly Candidate[],
  kept: ReadonlySet<Candidate>,
): Set<Candidate> {
  const shown = new Set(kept);
  let place = 0;
  for (const theme of [
    ...draft.insights,
    ...draft.events,
    ...draft.analyses.flatMap((analysis) => analysis.themes),
  ]) {
    const own = detail.slice(place, place + theme.claims.length).filter((candidate) => kept.has(candidate));
    place += theme.claims.length;
    if (own.every((candidate) => candidate.isLead)) for (const candidate of own) shown.delete(candidate);
  }
  return shown;
}
