import type { EngineThread, Line } from '../../src/app/line.ts';
import type { Edition, Topic } from '../../src/core/edition.ts';
import { cueKinds, type Lexicon } from '../../src/core/edition.ts';
import type { DayMemory, EngineInput, EngineResult, Story } from '../../src/core/pack.ts';
import type { Post } from '../../src/core/post.ts';
import type { Store, Writer } from '../../src/ports.ts';
import { openStore } from '../../src/stores/index.ts';
import { createLocalLeases } from '../../src/stores/leases.ts';
import type { FakeClock } from './clock.ts';
import { createFakeClock } from './clock.ts';
import { daily, topics as deskTopics, weekly } from './desk.ts';
import { createFakeLog, type FakeLog } from './log.ts';

export interface FakeLine extends Line {
  clock: FakeClock;
  fakeLog: FakeLog;
  /** Windows that the engine was run for. */
  runs: string[];
  /** What an engine run waits for; resolved from the start. */
  holdUntil(promise: Promise<void>): void;
}

export interface FakeLineOptions {
  now?: string;
  posts?: Post[];
  editions?: Edition[];
  topics?: Topic[];
  lexicon?: Partial<Lexicon>;
  store?: Store;
}

/** The line over a real store in memory, with an engine that makes each post a story of its own. */
export async function openFakeLine(options: FakeLineOptions = {}): Promise<FakeLine> {
  const store = options.store ?? (await openStore('sqlite::memory:'));
  const fakeLog = createFakeLog('warn');
  const runs: string[] = [];
  let held: Promise<void> = Promise.resolve();
  const editions = options.editions ?? [daily, weekly];
  const first = editions[0] ?? daily;
  if (options.posts) await store.savePosts(first.id, options.posts);
  const engine: EngineThread = {
    run: async (input) => {
      runs.push(`${input.edition.id} ${input.window.firstDay}`);
      await held;
      return runEngine(input);
    },
    remember: async ({ day, posts }) => rememberWords(day, posts),
    close: async () => {},
  };
  return {
    config: {
      editions,
      topics: options.topics ?? deskTopics,
      lexicon: { ...emptyLexicon(), ...options.lexicon },
      defaultEdition: first.id,
    },
    store,
    engine,
    writers: [silentWriter],
    sourcesOf: () => [],
    leases: createLocalLeases(),
    artist: { draw: noArtist, chart: noArtist, close: async () => {} },
    clock: createFakeClock(options.now ?? '2026-01-02T12:00:00Z'),
    log: fakeLog.log,
    fakeLog,
    runs,
    holdUntil: (promise) => {
      held = promise;
    },
  };
}

export function postOf(id: string, createdAt: string, text: string): Post {
  const url = `https://posts.example/${id}`;
  return { id, url, author: { handle: 'nora' }, text, createdAt, source: 'test' };
}

/** Writes nothing: what is told about the day's posts is not what is tested here. */
const silentWriter: Writer = {
  name: 'extractive',
  write: async () => ({
    draft: { overview: [], points: [], insights: [], events: [], analyses: [] },
    writer: 'extractive',
  }),
};

function emptyLexicon(): Lexicon {
  const cues = Object.fromEntries(cueKinds.map((kind) => [kind, { en: [], zh: [] }]));
  return { aliases: [], terms: [], stopWords: { en: [], zh: [] }, cues: cues as unknown as Lexicon['cues'] };
}

function runEngine({ posts, topics, edition, window }: EngineInput): EngineResult {
  const stories = posts.map((post) => storyOf(post, topics, window.firstDay));
  return {
    stories,
    themes: [],
    words: [],
    trends: [],
    pack: { edition: edition.id, window, stories, themes: [], posts: [], tokens: 0 },
    memory: rememberWords(window.firstDay, posts),
    counts: {
      read: posts.length,
      kept: posts.length,
      authors: 1,
      leftOut: { promotion: 0, hostile: 0, unreadable: 0 },
    },
  };
}

function storyOf(post: Post, topics: readonly Topic[], day: string): Story {
  const score = { corroboration: 0, engagement: 0, novelty: 0, news: 0, copies: 0, author: 0 };
  return {
    id: `s-${post.id}`,
    headline: post.text,
    postIds: [post.id],
    copies: [],
    theme: 't',
    topics: topics.filter(({ id }) => post.text.includes(id)).map(({ id }) => id),
    score: 0,
    scoreParts: score,
    firstSeen: day,
    day: 1,
    fresh: [],
    terms: [],
    names: [],
    authors: [post.author.handle],
    languages: ['en'],
    kind: 'event',
  };
}

function rememberWords(day: string, posts: readonly Post[]): DayMemory {
  const counts = new Map<string, number>();
  for (const post of posts) {
    for (const word of new Set(post.text.split(' '))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return { day, docs: posts.length, terms: [...counts], engagement: [], stories: [] };
}

const noArtist = () => Promise.reject(new Error('no artist'));
