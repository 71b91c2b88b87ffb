import type { Line } from '../../../src/app/line.ts';
import type { Edition, SourceConfig } from '../../../src/core/edition.ts';
import type { Post } from '../../../src/core/post.ts';
import type { Collected, CollectRequest, Source, Store } from '../../../src/ports.ts';
import { openStore } from '../../../src/stores/index.ts';
import { createLocalLeases } from '../../../src/stores/leases.ts';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';
import { createFakeLog } from '../../fakes/log.ts';

/** What a source does when it is collected; throws what it throws. */
export type Collect = (request: CollectRequest) => Promise<Collected> | Collected;

export interface World {
  line: Line;
  store: Store;
  clock: FakeClock;
  edition: Edition;
  /** The requests that each source got, by its name. */
  asked: Record<string, CollectRequest[]>;
}

let worlds = 0;

/** A line of hand-written sources over a store in memory, at noon of the first day of 2026. */
export async function createWorld(
  sources: Record<string, Collect>,
  changes: Partial<Edition> = {},
): Promise<World> {
  const store = await openStore('sqlite::memory:');
  const clock = createFakeClock('2026-01-01T12:00:00Z');
  const edition = editionOf(Object.keys(sources), changes);
  const asked: World['asked'] = {};
  const made = Object.entries(sources).map(([name, collect]): Source => {
    const config = edition.sources.find((source) => source.name === name) as SourceConfig;
    asked[name] = [];
    return {
      name,
      config,
      collect: async (request) => {
        asked[name]?.push(request);
        return collect(request);
      },
    };
  });
  const log = createFakeLog().log;
  const leases = createLocalLeases();
  const line = { store, leases, clock, log, sourcesOf: () => made } as unknown as Line;
  return { line, store, clock, edition, asked };
}

function editionOf(names: readonly string[], changes: Partial<Edition>): Edition {
  worlds += 1;
  return {
    id: `world${worlds}`,
    title: { en: 'World', zh: '世界' },
    timezone: 'UTC',
    buildTime: '20:00',
    languages: ['en'],
    sections: [],
    topics: [],
    sources: names.map((name) => ({ kind: 'feed', name, url: `https://${name}.example/feed` })),
    writer: 'extractive',
    sample: false,
    ...changes,
  };
}

export const day = { firstDay: '2026-01-01', lastDay: '2026-01-01', timezone: 'UTC' };

export function postOf(id: string, source: string, more: Partial<Post> = {}): Post {
  return {
    id,
    url: `https://x.com/ada/status/${id}`,
    author: { handle: 'ada' },
    text: `post ${id}`,
    createdAt: '2026-01-01T08:00:00.000Z',
    source,
    ...more,
  };
}

export function give(...posts: Post[]): Collected {
  return { posts, problems: [] };
}
