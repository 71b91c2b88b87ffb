import type { Config } from '../config.ts';
import type { Edition } from '../core/edition.ts';
import type { DayMemory, EngineInput, EngineResult } from '../core/pack.ts';
import type { Post } from '../core/post.ts';
import type { Log } from '../lib/log.ts';
import type { Artist, Clock, Leases, Source, Store, Writer } from '../ports.ts';

/** The engine as the line calls it: off the main thread, cancellable. */
export interface EngineThread {
  run(input: EngineInput, options?: { progress?: StepProgress; signal?: AbortSignal }): Promise<EngineResult>;
  remember(
    input: Omit<EngineInput, 'history' | 'window'> & { day: string; posts: Post[] },
    options?: { signal?: AbortSignal },
  ): Promise<DayMemory>;
  close(): Promise<void>;
}

export type StepProgress = (step: string, share: number) => void;

/** The parts that a report passes through; made by the composition root. */
export interface Line {
  config: Pick<Config, 'editions' | 'topics' | 'lexicon' | 'defaultEdition'>;
  store: Store;
  engine: EngineThread;
  writers: Writer[];
  sourcesOf(edition: Edition): Source[];
  artist: Artist;
  /** What only one process may do at a time. */
  leases: Leases;
  clock: Clock;
  log: Log;
}
