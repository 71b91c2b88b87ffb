import type { DigestWant } from '../core/command.ts';
import type { Draft, DraftClaim, DraftTheme, Verified } from '../core/draft.ts';
import { readLead } from '../core/lead.ts';
import type { EvidencePack } from '../core/pack.ts';
import type { Claim, Theme } from '../core/report.ts';
import { windowInstants } from '../core/window.ts';
import { verifyDraft } from '../verify/verify.ts';
import type { Reading } from './build.ts';
import { cutNote } from './reasons.ts';
import {
  fillUp,
  type WriteJob,
  type WriteLine,
  type Written,
  writeAndVerify,
  writeExtractive,
  writersFor,
} from './write.ts';

/** What was written of a reading, by language: one call serves the whole report and every slice of it. */
const wholes = new WeakMap<Reading, Map<string, Promise<Written>>>();

/** The parts of a written report that a slice is cut from. */
export type Cuttable = Pick<Verified, 'points' | 'insights' | 'events' | 'analyses'>;

/** The whole report of a reading. One that a model wrote before stands; one that fell back is tried anew. */
export async function writeWhole(line: WriteLine, reading: Reading, job: WriteJob): Promise<Written> {
  const known = await wholeOf(reading, job.request.language);
  if (known && !known.written.fallbackReason) return known;
  return await remember(reading, job.request.language, writeAndVerify(line, job));
}

export interface SliceJob {
  reading: Reading;
  /** The job of the whole report, should it not be written yet. */
  whole: WriteJob;
  /** The job of the slice, over its own pack. */
  slice: WriteJob;
  want: DigestWant;
}

/**
 * A slice without a call of its own: the whole report's claims that rest on the slice's posts, verified anew against
 * its pack, and filled up by the extractive writer.
 */
export async function writeSlice(
  line: WriteLine,
  { reading, whole, slice, want }: SliceJob,
): Promise<Written> {
  const { model, extractive } = writersFor(line.writers, slice.edition);
  if (!model || slice.request.pack.posts.length === 0) return await writeExtractive(extractive, slice);
  const source = await sourceOf(line, { reading, whole, slice, want });
  if (source.written.writer !== model.name) {
    const { fallbackReason } = source.written;
    return await writeExtractive(extractive, slice, fallbackReason ? { fallbackReason } : {});
  }
  const draft = cutDraft(source.verified, slice.request.pack);
  const checked = { draft, verified: verifyDraft(draft, slice.request.pack, slice.tools) };
  const { verified, notes } = await fillUp(checked, extractive, slice);
  const { writer, model: name, promptVersion } = source.written;
  return {
    verified,
    written: {
      writer,
      ...(name && { model: name }),
      ...(promptVersion && { promptVersion }),
      tokens: { prompt: 0, completion: 0 },
      cost: 0,
      dropped: 0,
      notes: [cutNote(slice.request.language), ...notes],
    },
  };
}

interface Source {
  verified: Cuttable;
  written: Written['written'];
}

/** Written in this run, or archived for a day that is over, or written now. */
async function sourceOf(line: WriteLine, { reading, whole, want }: SliceJob): Promise<Source> {
  const { language } = whole.request;
  const known = await wholeOf(reading, language);
  if (known) return known;
  const { edition, window } = want;
  const { firstDay, lastDay } = window;
  const archived = await line.store.findReport({ edition, language, firstDay, lastDay });
  const isFinal = archived && !archived.window.partial && windowInstants(window).to <= line.clock.now();
  if (isFinal && !archived.coverage.fallbackReason) return { verified: archived, written: archived.coverage };
  return await remember(reading, language, writeAndVerify(line, whole));
}

async function wholeOf(reading: Reading, language: string): Promise<Written | undefined> {
  return await wholes.get(reading)?.get(language);
}

/** Shared while it is made; one that was aborted is forgotten. */
function remember(reading: Reading, language: string, written: Promise<Written>): Promise<Written> {
  const byLanguage = wholes.get(reading) ?? new Map<string, Promise<Written>>();
  wholes.set(reading, byLanguage);
  byLanguage.set(language, written);
  written.catch(() => byLanguage.delete(language));
  return written;
}

/** The claims of a report that rest on posts of a pack, as a draft over that pack. */
export function cutDraft(source: Cuttable, pack: EvidencePack): Draft {
  const handles = new Map(pack.posts.map((post) => [post.post.id, post]));
  const drafts = new Map<string, DraftClaim>();
  const toClaim = (claim: Claim): DraftClaim[] => {
    const draft = readLead(claim.text) ? undefined : toDraftClaim(claim, handles);
    if (draft) drafts.set(claim.id, draft);
    return draft ? [draft] : [];
  };
  const themes = (list: readonly Theme[]): DraftTheme[] =>
    list
      .map(({ title, claims }) => ({ title, claims: claims.flatMap(toClaim) }))
      .filter(({ claims }) => claims.length > 0);
  const insights = themes(source.insights);
  const events = themes(source.events);
  const analyses = source.analyses.map(({ section, themes: list }) => ({ section, themes: themes(list) }));
  const detail = [...drafts.values()];
  const points = source.points.flatMap((point) => {
    const draft = drafts.get(point.id);
    return draft ? [detail.indexOf(draft)] : [];
  });
  return { overview: [], points, insights, events, analyses };
}

function toDraftClaim(
  { text, cites, stance, language }: Claim,
  posts: ReadonlyMap<string, { handle: string; storyId: string }>,
): DraftClaim | undefined {
  const kept = cites.flatMap((cite) => {
    const post = posts.get(cite.postId);
    return post ? [{ post, quote: cite.quote }] : [];
  });
  const [first] = kept;
  if (!first) return undefined;
  return {
    text,
    storyId: first.post.storyId,
    cites: kept.map(({ post, quote }) => ({ handle: post.handle, quote })),
    stance,
    ...(language && { language }),
  };
}
