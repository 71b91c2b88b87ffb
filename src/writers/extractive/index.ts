import type { Draft, DraftClaim, DraftTheme, WriteRequest } from '../../core/draft.ts';
import type { Lexicon } from '../../core/edition.ts';
import { leadText } from '../../core/lead.ts';
import { createNameFinder, type NameFinder } from '../../core/text/names.ts';
import type { Writer } from '../../ports.ts';
import { type Chooser, createChooser, toClaim } from './choose.ts';
import { writeOverview } from './overview.ts';
import { createPoolTools, readPools, type Sentence, type StoryPool } from './pool.ts';
import { bestQuoteOf } from './quote.ts';
import { createSubjects, type Subjects } from './subjects.ts';

export interface ExtractiveTools {
  lexicon: Lexicon;
  names?: NameFinder;
}

/** Writes from the posts' own sentences: no network, no key, the same bytes for the same pack. */
export function createExtractiveWriter({
  lexicon,
  names = createNameFinder(lexicon),
}: ExtractiveTools): Writer {
  const poolTools = createPoolTools(lexicon, names);
  const subjects = createSubjects(lexicon, names);
  return {
    name: 'extractive',
    write: async (request) => ({
      draft: writeDraft(request, readPools(request.pack, poolTools), subjects),
      writer: 'extractive',
    }),
  };
}

const limits = { points: 10, events: 9, insights: 6, analyses: 6, claimsPerTheme: 3 };

function writeDraft(request: WriteRequest, pools: readonly StoryPool[], subjects: Subjects): Draft {
  const desk: Desk = {
    request,
    subjects,
    chooser: createChooser(request.language),
    hasMemory: pools.some(({ story }) => story.day > 1),
  };
  const core = pools.filter(isNews);
  const headlines = new Map(core.slice(0, limits.points + 6).flatMap((pool) => headlineOf(pool, desk)));
  const events = eventThemes(core, headlines, desk);
  const insights = insightThemes(pools, headlines, desk);
  const analyses = request.sections.map((section) => ({
    section: section.id,
    themes: sectionThemes(
      pools.filter(({ story }) => story.section === section.id),
      desk,
    ),
  }));
  const draft = { insights, events, analyses: analyses.filter(({ themes }) => themes.length > 0) };
  const detail = [...insights, ...events, ...analyses.flatMap(({ themes }) => themes)].flatMap(
    ({ claims }) => claims,
  );
  const points = core.flatMap((pool) => headlines.get(pool) ?? []).map((claim) => detail.indexOf(claim));
  return {
    ...draft,
    overview: writeOverview(core, request, subjects),
    points: points.filter((place) => place >= 0),
  };
}

interface Desk {
  request: WriteRequest;
  subjects: Subjects;
  chooser: Chooser;
  hasMemory: boolean;
}

/** Worth a core point: told by more than one author, or plainly news. */
function isNews({ story, posts }: StoryPool): boolean {
  if (posts.length === 0 || story.scoreParts.news <= 0) return false;
  return story.authors.length > 1 || story.kind === 'event';
}

/** The one sentence a story is told by. */
function headlineOf(pool: StoryPool, desk: Desk): [StoryPool, DraftClaim][] {
  const isFirm = (sentence: Sentence) => !sentence.isRumour && sentence.flaws < 0.8;
  const sentence = desk.chooser.next(pool, isFirm) ?? desk.chooser.next(pool);
  return sentence ? [[pool, toClaim(sentence, pool, desk.request.language)]] : [];
}

function eventThemes(
  pools: readonly StoryPool[],
  headlines: ReadonlyMap<StoryPool, DraftClaim>,
  desk: Desk,
): DraftTheme[] {
  return pools
    .filter((pool) => headlines.has(pool))
    .slice(0, limits.events)
    .map((pool) => {
      const more =
        pool.story.postIds.length > 2 ? furtherClaims(pool, desk, 1, (sentence) => !sentence.isOpinion) : [];
      const headline = headlines.get(pool);
      return themeOf(pool, [...(headline ? [headline] : []), ...more], desk, true);
    });
}

/** What people think: stories of opinion, and opinions on the day's events. */
function insightThemes(
  pools: readonly StoryPool[],
  headlines: ReadonlyMap<StoryPool, DraftClaim>,
  desk: Desk,
): DraftTheme[] {
  const themes: DraftTheme[] = [];
  for (const pool of pools) {
    if (themes.length === limits.insights) break;
    const claims = furtherClaims(pool, desk, 2, (sentence) => sentence.isOpinion && sentence.flaws < 0.9);
    if (claims.length > 0) themes.push(themeOf(pool, claims, desk, !headlines.has(pool)));
  }
  return themes;
}

/** What is left to say of the section's stories, best first. */
function sectionThemes(pools: readonly StoryPool[], desk: Desk): DraftTheme[] {
  const themes: DraftTheme[] = [];
  for (const pool of pools) {
    if (themes.length === limits.analyses) break;
    const claims = furtherClaims(
      pool,
      desk,
      pool.story.authors.length > 3 ? 2 : 1,
      (sentence) => sentence.flaws < 0.8,
    );
    if (claims.length > 0) themes.push(themeOf(pool, claims, desk, false));
  }
  return themes;
}

function furtherClaims(
  pool: StoryPool,
  desk: Desk,
  most: number,
  admits: (sentence: Sentence) => boolean,
): DraftClaim[] {
  const claims: DraftClaim[] = [];
  while (claims.length < most) {
    const sentence = desk.chooser.next(pool, admits);
    if (!sentence) break;
    claims.push(toClaim(sentence, pool, desk.request.language));
  }
  return claims;
}

function themeOf(pool: StoryPool, claims: DraftClaim[], desk: Desk, withLead: boolean): DraftTheme {
  const title = desk.subjects.title(pool.story, pool.posts, desk.request.language);
  const lead = withLead && pool.story.authors.length > 1 ? [leadOf(pool, desk)] : [];
  return { title, claims: [...lead, ...claims].slice(0, limits.claimsPerTheme + 1) };
}

const leadCites = 3;

function leadOf(pool: StoryPool, { request, subjects, hasMemory }: Desk): DraftClaim {
  const { story, posts } = pool;
  const { language } = request;
  const names = subjects.names(story, posts, language);
  const subject =
    names.length > 0 ? names.join(language === 'zh' ? '、' : ', ') : subjects.title(story, posts, language);
  const counts = {
    posts: story.postIds.length,
    authors: story.authors.length,
    ...(hasMemory && { day: story.day }),
  };
  const text = leadText(subject, counts, language);
  return {
    text,
    storyId: story.id,
    cites: posts
      .slice(0, leadCites)
      .map((post) => ({ handle: post.handle, quote: bestQuoteOf(post, subject) })),
    stance: 'fact',
  };
}
