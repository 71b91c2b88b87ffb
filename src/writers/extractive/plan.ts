import type { Draft, DraftClaim, DraftTheme, WriteRequest } from '../../core/draft.ts';
import { isChinese } from '../../core/language.ts';
import { leadText } from '../../core/lead.ts';
import { type Chooser, createChooser, isPersonal, toClaim } from './choose.ts';
import { type Group, groupBySubject } from './groups.ts';
import { writeOverview } from './overview.ts';
import type { Sentence, StoryPool } from './pool.ts';
import { bestQuoteOf } from './quote.ts';
import type { Subjects } from './subjects.ts';

const limits = { points: 10, events: 9, insights: 7, analyses: 6, claimsPerEvent: 3, otherClaims: 3 };

interface Desk {
  request: WriteRequest;
  subjects: Subjects;
  chooser: Chooser;
  /** Former days are remembered, so that a story's day means something. */
  hasMemory: boolean;
  /** The sentence by which a story is told. */
  headlines: Map<StoryPool, DraftClaim>;
}

/**
 * Fills the draft from the best sentences: first the one that tells each story, then opinions for the insights, then
 * further facts for the events and what is left for the sections. No sentence is used twice.
 */
export function writeDraft(request: WriteRequest, pools: readonly StoryPool[], subjects: Subjects): Draft {
  const chooser = createChooser(request.language);
  const hasMemory = pools.some(({ story }) => story.day > 1);
  const desk: Desk = { request, subjects, chooser, hasMemory, headlines: new Map() };
  const core = groupBySubject(pools.filter(isNews), subjects, request.language).slice(0, limits.points + 4);
  for (const { pools: own } of core) for (const pool of own.slice(0, 2)) setHeadline(pool, desk);
  const insights = insightThemes(groupBySubject(pools, subjects, request.language), desk);
  const events = eventThemes(core, desk);
  const analyses = request.sections.map((section) => ({
    section: section.id,
    themes: sectionThemes(
      pools.filter(({ story }) => story.section === section.id),
      desk,
    ),
  }));
  const draft = { insights, events, analyses: analyses.filter(({ themes }) => themes.length > 0) };
  return {
    ...draft,
    overview: writeOverview(pools.filter(isNews), request, subjects),
    points: pointsOf(draft, core, desk),
  };
}

/** One place a group, best first: the verifier takes the first ten that hold. */
function pointsOf(draft: Omit<Draft, 'overview' | 'points'>, core: readonly Group[], desk: Desk): number[] {
  const themes = [...draft.insights, ...draft.events, ...draft.analyses.flatMap(({ themes: own }) => own)];
  const detail = themes.flatMap(({ claims }) => claims);
  return core
    .flatMap(({ pools: [first] }) => (first && desk.headlines.get(first)) ?? [])
    .map((claim) => detail.indexOf(claim))
    .filter((place) => place >= 0);
}

/** Worth a core point: told by more than one author, or plainly news that readers reacted to. */
function isNews({ story, posts }: StoryPool, _: number, all: readonly StoryPool[]): boolean {
  const { news, engagement } = story.scoreParts;
  if (posts.length === 0 || news <= 0.4) return false;
  if (story.authors.length > 1) return true;
  const isMeasured = all.some((pool) => pool.story.scoreParts.engagement !== 0);
  return story.kind === 'event' && news >= 1.5 && (!isMeasured || engagement > 0.2);
}

/** A plain statement on the story's subject, else any plain one; stories of several authors may have a weaker one. */
function setHeadline(pool: StoryPool, desk: Desk): void {
  const isFirm = (sentence: Sentence) => !sentence.isRumour && !sentence.isOpinion && sentence.flaws < 0.6;
  const isAny = () => pool.story.authors.length > 2;
  const tries = [(sentence: Sentence) => isFirm(sentence) && sentence.isOnSubject, isFirm, isAny];
  for (const admits of tries) {
    const sentence = desk.chooser.next(pool, (found) => !isPersonal(found) && admits(found));
    if (!sentence) continue;
    desk.headlines.set(pool, toClaim(sentence, pool, desk.request.language));
    return;
  }
}

function eventThemes(groups: readonly Group[], desk: Desk): DraftTheme[] {
  const themes = groups.slice(0, limits.events).map((group) => {
    const told = group.pools.flatMap((pool) => desk.headlines.get(pool) ?? []);
    const isFact = (sentence: Sentence) => !sentence.isOpinion && sentence.flaws < 0.8;
    const more = group.pools.flatMap((pool) =>
      pool.story.postIds.length > 2 ? take(pool, desk, 1, isFact) : [],
    );
    return themeOf(group, [...told, ...more].slice(0, limits.claimsPerEvent), desk, true);
  });
  return withoutNameless(themes, desk, { zh: '其他动态', en: 'Other developments' });
}

/** What people think, of the day's events and of everything else. */
function insightThemes(groups: readonly Group[], desk: Desk): DraftTheme[] {
  const isView = (sentence: Sentence) => sentence.isOpinion && sentence.flaws < 0.8;
  const themes: DraftTheme[] = [];
  for (const group of groups) {
    if (themes.length === limits.insights) break;
    const claims = group.pools.flatMap((pool) => take(pool, desk, 2, isView)).slice(0, 2);
    if (claims.length > 0) themes.push(themeOf(group, claims, desk, false));
  }
  return withoutNameless(themes, desk, { zh: '其他看法', en: 'Other views' });
}

/** What is left to say of the section's stories, best first; another language only where the report's is silent. */
function sectionThemes(pools: readonly StoryPool[], desk: Desk): DraftTheme[] {
  const { language } = desk.request;
  const isFit = (sentence: Sentence) => sentence.flaws < 0.55;
  const themes: DraftTheme[] = [];
  for (const group of groupBySubject(pools, desk.subjects, language)) {
    if (themes.length === limits.analyses) break;
    const own = group.pools.flatMap((pool) =>
      take(pool, desk, 2, (sentence) => isFit(sentence) && sentence.language === language),
    );
    const claims =
      own.length > 0 ? own : group.pools.slice(0, 1).flatMap((pool) => take(pool, desk, 1, isFit));
    if (claims.length > 0) themes.push(themeOf(group, claims.slice(0, 3), desk, false));
  }
  return withoutNameless(themes, desk, { zh: '其他', en: 'More' });
}

function take(
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

function themeOf(group: Group, claims: DraftClaim[], desk: Desk, withLead: boolean): DraftTheme {
  const [first] = group.pools;
  const told = inOrderOfPosts(claims, group);
  const hasLead =
    withLead && group.title !== undefined && first !== undefined && first.story.authors.length > 1;
  return { title: group.title ?? '', claims: hasLead ? [leadOf(first, group, desk), ...told] : told };
}

/** Two sentences of one post keep its order. */
function inOrderOfPosts(claims: readonly DraftClaim[], group: Group): DraftClaim[] {
  const posts = new Map(
    group.pools.flatMap((pool) => pool.posts.map((post) => [post.handle, post.text] as const)),
  );
  const ordered = [...claims];
  for (const [index, claim] of ordered.entries()) {
    const later = ordered.findIndex((other, place) => place > index && isBefore(other, claim, posts));
    const moved = later >= 0 ? ordered[later] : undefined;
    if (moved) [ordered[index], ordered[later]] = [moved, claim];
  }
  return ordered;
}

function isBefore(a: DraftClaim, b: DraftClaim, posts: ReadonlyMap<string, string>): boolean {
  const [first, second] = [a.cites[0], b.cites[0]];
  if (!first || first.handle !== second?.handle) return false;
  const text = posts.get(first.handle) ?? '';
  return text.indexOf(first.quote) < text.indexOf(second.quote);
}

/** Themes that nothing names stand together at the end, a few claims of them. */
function withoutNameless(
  themes: readonly DraftTheme[],
  desk: Desk,
  other: { zh: string; en: string },
): DraftTheme[] {
  const rest = themes.filter(({ title }) => title === '').flatMap(({ claims }) => claims);
  const named = themes.filter(({ title }) => title !== '');
  if (rest.length === 0) return named;
  const title = isChinese(desk.request.language) ? other.zh : other.en;
  return [...named, { title, claims: rest.slice(0, limits.otherClaims) }];
}

const leadCites = 3;

function leadOf({ story, posts }: StoryPool, group: Group, { request, hasMemory }: Desk): DraftClaim {
  const joint = isChinese(request.language) ? '、' : ', ';
  const subject = group.names.length > 0 ? group.names.join(joint) : (group.title ?? '');
  const counts = {
    posts: story.postIds.length,
    authors: story.authors.length,
    ...(hasMemory && { day: story.day }),
  };
  return {
    text: leadText(subject, counts, request.language),
    storyId: story.id,
    cites: posts
      .slice(0, leadCites)
      .map((post) => ({ handle: post.handle, quote: bestQuoteOf(post, subject) })),
    stance: 'fact',
  };
}
