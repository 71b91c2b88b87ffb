import type { DraftClaim, Finding } from '../core/draft.ts';
import { readLead } from '../core/lead.ts';
import { bigrams } from '../core/text/likeness.ts';
import { readableText } from '../core/text/normalise.ts';
import { findQuantities } from '../core/text/quantities.ts';
import { checkAlignment } from './alignment.ts';
import { type Candidate, type Context, citedEvidence, fatal, mended, warn } from './candidate.ts';
import { checkLanguage } from './claim-language.ts';
import { checkNames } from './claim-names.ts';
import { checkFigures } from './figures.ts';
import { checkMarkup, stripMarkup } from './markup.ts';
import { mendQuotes } from './quotes.ts';
import { checkRelations } from './relations.ts';

const mostCites = 5;
const mostCharacters = 500;

/** Turns a draft claim into a candidate and finds what is wrong with it on its own. */
export function examine(draft: DraftClaim, context: Context): Candidate {
  const candidate = resolve(draft, context);
  if (candidate.cites.length === 0 || candidate.text.length > mostCharacters) return candidate;
  mendQuotes(candidate);
  if (candidate.isLead) candidate.findings.push(...checkLead(candidate, context));
  else candidate.findings.push(...checkText(candidate, context));
  return candidate;
}

/** What the text says against what the cited posts say. */
export function checkText(candidate: Candidate, context: Context): Finding[] {
  const { tools } = context;
  const { text } = candidate;
  const evidence = citedEvidence(candidate);
  const figures = findQuantities(text, { today: tools.today });
  return [
    ...checkMarkup(text, evidence, tools.lexicon),
    ...checkFigures(figures, evidence),
    ...checkNames(text, evidence, context, figures),
    ...checkAlignment(text, figures, tools.names(text), evidence),
    ...checkRelations(text, evidence, tools.names),
    ...checkLanguage(candidate, tools.language),
    ...checkOverlap(candidate, context),
  ];
}

function resolve(draft: DraftClaim, context: Context): Candidate {
  const text = stripMarkup(readableText(draft.text.slice(0, 4 * mostCharacters)));
  const candidate: Candidate = {
    draft,
    text,
    storyId: draft.storyId,
    stance: draft.stance,
    cites: [],
    isLead: draft.stance === 'fact' && readLead(text) !== undefined,
    findings: [],
  };
  if (draft.language) candidate.language = draft.language;
  if (text !== draft.text.trim())
    candidate.findings.push(mended('markup', 'marks and line breaks were taken off'));
  if (text.length < 4) candidate.findings.push(fatal('empty', 'the claim says nothing'));
  if (text.length > mostCharacters)
    candidate.findings.push(fatal('length', `the claim is longer than ${mostCharacters} characters`));
  resolveCites(candidate, context);
  resolveStory(candidate, context);
  return candidate;
}

function resolveCites(candidate: Candidate, { book }: Context): void {
  const { cites } = candidate.draft;
  if (cites.length === 0) candidate.findings.push(fatal('cite', 'the claim cites no post'));
  for (const cite of cites.slice(0, mostCites)) {
    const evidence = book.byHandle.get(cite.handle);
    if (!evidence)
      candidate.findings.push(fatal('cite', `there is no post “${cite.handle}” in the evidence`));
    else if (!candidate.cites.some((known) => known.evidence === evidence))
      candidate.cites.push({ evidence, quote: cite.quote });
  }
  if (cites.length > mostCites)
    candidate.findings.push(mended('cite', `only the first ${mostCites} cites are kept`));
}

/** A claim belongs to a story of its cites. */
function resolveStory(candidate: Candidate, { book }: Context): void {
  const stories = candidate.cites.map((cite) => cite.evidence.storyId);
  const own = stories[0];
  if (own === undefined || (stories.includes(candidate.storyId) && book.story(candidate.storyId))) return;
  candidate.storyId = own;
  candidate.findings.push(mended('story', 'the story was taken from the first cite'));
}

/** The counts of a lead line are the story's own; its names stand in the story's posts. */
function checkLead(candidate: Candidate, context: Context): Finding[] {
  const lead = readLead(candidate.text);
  const story = context.book.story(candidate.storyId);
  if (!lead || !story) return [fatal('lead', 'the lead line belongs to no story')];
  const { posts, authors, day = story.day } = lead.counts;
  const isTrue = posts === story.postIds.length && authors === story.authors.length && day === story.day;
  const evidence = [...citedEvidence(candidate), ...context.book.ofStory(story.id)];
  const findings = checkNames(lead.subject, evidence, context);
  return isTrue ? findings : [...findings, fatal('lead', 'the counts of the lead line are not the story’s')];
}

/** Words far from anything the posts say deserve a warning; figures and names are checked elsewhere. */
function checkOverlap(candidate: Candidate, context: Context): Finding[] {
  const evidence = citedEvidence(candidate);
  const sameLanguage = evidence.filter(
    (entry) => entry.packPost.language === (candidate.language ?? context.tools.language),
  );
  if (sameLanguage.length === 0) return [];
  const claim = bigrams(candidate.text);
  const source = bigrams(sameLanguage.map((entry) => entry.text).join(' '));
  const shared = [...claim].filter((pair) => source.has(pair)).length / Math.max(1, claim.size);
  return shared < 0.15 ? [warn('overlap', 'the claim shares hardly a word with its posts')] : [];
}
