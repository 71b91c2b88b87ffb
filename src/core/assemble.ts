import type { Verified, WrittenCoverage } from './draft.ts';
import type { Edition } from './edition.ts';
import { windowName } from './naming.ts';
import type { EngineResult } from './pack.ts';
import type { Report, ReportStory, SourceOutcome } from './report.ts';
import { toReportWindow, type Window, windowInstants } from './window.ts';

export interface AssembleInput {
  edition: Edition;
  language: string;
  /** Topic id, or `q:` and free words. */
  topic?: string;
  window: Window;
  /** ISO instant at which the report is asked for: decides only whether the window is partial. */
  now: string;
  engine: EngineResult;
  verified: Verified;
  written: WrittenCoverage;
  outcomes: SourceOutcome[];
  unreadable: number;
  /** Instant of the window's last post, absent when it has none. */
  lastPostAt?: string;
}

/** All that the line found out, as the public Report. */
export function assembleReport(input: AssembleInput): Report {
  const { edition, language, topic, engine, verified } = input;
  const window = toReportWindow(input.window, input.now);
  return {
    version: 1,
    id: reportId(edition.id, input.window, language, topic),
    edition: edition.id,
    ...(edition.sample && { sample: true }),
    language,
    ...(topic && { topic }),
    window,
    overview: verified.overview,
    points: verified.points,
    insights: verified.insights,
    events: verified.events,
    analyses: verified.analyses,
    stories: engine.stories.map(publicStory),
    words: engine.words,
    coverage: {
      posts: engine.counts.read,
      kept: engine.counts.kept,
      authors: engine.counts.authors,
      stories: engine.stories.length,
      sources: input.outcomes,
      ...input.written,
      leftOut: { ...engine.counts.leftOut, unreadable: engine.counts.leftOut.unreadable + input.unreadable },
    },
    createdAt: reportTime(input.window, window.partial, input.lastPostAt),
  };
}

/** `twitter_ai_20251227_20251227_zh`, and `…_zh_agents` for a slice: one id a key, whenever it is built. */
export function reportId(edition: string, window: Window, language: string, topic?: string): string {
  const base = `${windowName(edition, window)}_${language}`;
  return topic ? `${base}_${topic}` : base;
}

/**
 * The report's own time is a property of its posts, so that the same posts give the same bytes:
 * the last second of a window that is over, else the time of the last post read.
 */
function reportTime(window: Window, partial: boolean, lastPostAt: string | undefined): string {
  const { from, to } = windowInstants(window);
  if (partial) return lastPostAt ?? from;
  return Temporal.Instant.from(to).subtract({ seconds: 1 }).toString();
}

function publicStory(story: ReportStory): ReportStory {
  const { id, headline, postIds, copies, theme, topics, score, scoreParts, firstSeen, day, fresh } = story;
  return { id, headline, postIds, copies, theme, topics, score, scoreParts, firstSeen, day, fresh };
}
