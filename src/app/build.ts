import { assembleReport } from '../core/assemble.ts';
import type { DigestWant } from '../core/command.ts';
import type { WriteRequest } from '../core/draft.ts';
import type { Edition, Topic } from '../core/edition.ts';
import { inLanguage } from '../core/language.ts';
import type { EngineResult } from '../core/pack.ts';
import type { Report } from '../core/report.ts';
import { createNameFinder } from '../core/text/names.ts';
import { postsOfWindow, type WindowPosts } from './collect.ts';
import type { Line, StepProgress } from './line.ts';
import { memoriesBefore } from './memory.ts';
import { type Slice, sliceOf, slicePosts, withTrendsOf } from './slice.ts';
import { topicsOf } from './topics.ts';
import { writeSlice, writeWhole } from './whole.ts';
import type { WriteJob, Written } from './write.ts';

export interface BuildOptions {
  progress?: StepProgress;
  signal?: AbortSignal;
}

/** One window read and understood, without a language yet: what all languages and slices share. */
export interface Reading {
  edition: Edition;
  read: WindowPosts;
  engine: EngineResult;
}

/** Collects and understands a window. Every step but the writing. */
export async function readWindow(
  line: Line,
  want: Pick<DigestWant, 'edition' | 'window'>,
  options: BuildOptions = {},
): Promise<Reading> {
  const edition = editionOf(line, want.edition);
  options.progress?.('collect', 0);
  const read = await postsOfWindow(line, edition, want.window);
  options.progress?.('remember', 0.2);
  const history = await memoriesBefore(line, edition, want.window);
  const topics = topicsOf(line, edition);
  const input = {
    edition,
    topics,
    lexicon: line.config.lexicon,
    window: want.window,
    posts: read.posts,
    history,
  };
  const engine = await line.engine.run(input, {
    ...(options.signal && { signal: options.signal }),
    progress: (step, share) => options.progress?.(step, 0.3 + share * 0.5),
  });
  return { edition, read, engine };
}

/** Writes, verifies and assembles one report of a reading; a slice is understood anew from its own posts. */
export async function writeReport(
  line: Line,
  reading: Reading,
  want: DigestWant,
  options: BuildOptions = {},
): Promise<Report> {
  const slice = want.topic && sliceOf(want.topic, topicsOf(line, reading.edition));
  const sliced = slice ? await understandSlice(line, reading, slice, want, options) : reading;
  options.progress?.('write', 0.85);
  const { verified, written } = await write(line, { reading, sliced, slice }, want, options.signal);
  options.progress?.('verify', 0.95);
  return assembleReport({
    edition: reading.edition,
    language: want.language,
    ...(slice && { topic: slice.id }),
    window: want.window,
    now: line.clock.now(),
    engine: sliced.engine,
    verified,
    written,
    outcomes: reading.read.outcomes,
    unreadable: reading.read.unreadable,
    ...lastPost(sliced.read.posts),
  });
}

async function understandSlice(
  line: Line,
  reading: Reading,
  slice: Slice,
  want: DigestWant,
  options: BuildOptions,
): Promise<Reading> {
  const posts = slicePosts(slice, reading);
  const input = {
    edition: reading.edition,
    topics: topicsOf(line, reading.edition),
    lexicon: line.config.lexicon,
    window: want.window,
    posts,
    history: await memoriesBefore(line, reading.edition, want.window),
  };
  const engine = await line.engine.run(input, options.signal ? { signal: options.signal } : {});
  return { ...reading, read: { ...reading.read, posts }, engine: withTrendsOf(reading.engine, engine) };
}

/** The whole report with the edition's writer, or a slice cut from it. */
async function write(
  line: Line,
  { reading, sliced, slice }: { reading: Reading; sliced: Reading; slice: Slice | undefined },
  want: DigestWant,
  signal?: AbortSignal,
): Promise<Written> {
  const jobOf = (read: Reading, part: Slice | undefined): WriteJob => ({
    edition: reading.edition,
    request: writeRequest(read, want, part),
    tools: verifyTools(line, want),
    signal,
  });
  const whole = jobOf(reading, undefined);
  if (!slice) return await writeWhole(line, reading, whole);
  return await writeSlice(line, { reading, whole, slice: jobOf(sliced, slice), want });
}

function writeRequest(
  { edition, engine }: Reading,
  want: DigestWant,
  slice: Slice | undefined,
): WriteRequest {
  const { language } = want;
  return {
    pack: engine.pack,
    language,
    sections: edition.sections.map((section) => ({
      id: section.id,
      title: inLanguage(section.names, language),
    })),
    ...(slice && {
      topic: { id: slice.id, title: sliceTitle(slice, language), ...(slice.topic && { topic: slice.topic }) },
    }),
  };
}

function sliceTitle(slice: Slice, language: string): string {
  return slice.topic ? inLanguage((slice.topic as Topic).names, language) : slice.words;
}

function verifyTools(line: Line, want: DigestWant) {
  const { lexicon } = line.config;
  return { names: createNameFinder(lexicon), lexicon, language: want.language, today: want.window.lastDay };
}

function lastPost(posts: WindowPosts['posts']): { lastPostAt?: string } {
  const last = posts.at(-1);
  return last ? { lastPostAt: last.createdAt } : {};
}

export function editionOf(line: Pick<Line, 'config'>, id: string): Edition {
  const edition = line.config.editions.find((candidate) => candidate.id === id);
  if (!edition) throw new Error(`no edition ${id}`);
  return edition;
}
