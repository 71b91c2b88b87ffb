import { mkdirSync } from 'node:fs';
import type { Line } from './app/line.ts';
import { discreetLine } from './app/secrets.ts';
import { createArtist } from './cloud/artist.ts';
import { passwordIn } from './config/env.ts';
import type { Config } from './config.ts';
import type { Edition } from './core/edition.ts';
import { createEngineThread } from './engine/thread.ts';
import { createLog, type Log } from './lib/log.ts';
import type { Clock, Source, Writer } from './ports.ts';
import { createSources } from './sources/index.ts';
import { openStore } from './stores/index.ts';
import { openLeases } from './stores/leases.ts';
import { createWriters } from './writers/index.ts';

export interface WireOptions {
  config: Config;
  clock: Clock;
  /** Instead of the configured store: a build that keeps nothing opens `sqlite::memory:`. */
  storeUrl?: string;
  writer?: 'extractive' | 'openai';
  log?: Log;
}

export interface Wired {
  line: Line;
  close(): Promise<void>;
}

/** Opens every part of the line; used by the bot and by the one-shot verbs alike. */
export async function wireLine({
  config,
  clock,
  storeUrl,
  writer,
  log = logFor(config),
}: WireOptions): Promise<Wired> {
  const url = storeUrl ?? config.storeUrl;
  if (url === config.storeUrl && url.startsWith('sqlite:')) mkdirSync(config.dataDir, { recursive: true });
  const store = await openStore(url, (sentence) => log.warn(sentence));
  const leases = await openLeases(url);
  const engine = createEngineThread();
  const artist = createArtist();
  const line: Line = {
    config,
    store,
    engine,
    artist,
    leases,
    clock,
    log,
    writers: writersOf(config, writer),
    sourcesOf: onceAnEdition((edition) =>
      sourcesOf(config, edition, { clock, log, keeps: url === config.storeUrl }),
    ),
  };
  return {
    line: discreetLine(line, secretsOf(config)),
    close: () => closeAll({ engine, artist, leases, store }),
  };
}

export function logFor(config: Config): Log {
  return createLog({ level: config.logLevel, secrets: secretsOf(config) });
}

/** Every secret value that the configuration holds, for the log's scrubber. */
export function secretsOf(config: Config): string[] {
  const storePassword = passwordIn(config.storeUrl);
  const found = [
    config.discord?.token,
    config.telegram?.token,
    config.openai?.apiKey,
    config.x?.bearerToken,
    config.operatorToken,
    storePassword,
  ];
  return found.filter((secret): secret is string => Boolean(secret));
}

function writersOf(config: Config, wanted: WireOptions['writer']): Writer[] {
  const all = createWriters(config);
  if (!wanted) return all;
  const chosen = all.filter((writer) => writer.name === wanted);
  return wanted === 'extractive'
    ? chosen
    : [...chosen, ...all.filter((writer) => writer.name === 'extractive')];
}

/**
 * Sources that a token would wake sleep while it is missing, and so do watched folders where nothing is kept: their
 * files are read once.
 */
function sourcesOf(
  config: Config,
  edition: Edition,
  { clock, log, keeps }: { clock: Clock; log: Log; keeps: boolean },
): Source[] {
  const awake = edition.sources.filter(
    (source) => (source.kind !== 'x' || config.x) && (source.kind !== 'archive' || keeps || !source.watch),
  );
  const { configDir, dataDir, x, bluesky } = config;
  return createSources(awake, {
    ...{ configDir, dataDir, clock, log },
    ...(x && { x }),
    ...(bluesky && { bluesky }),
  });
}

/** The same sources for every collect, so that their limits a host and their parsing thread are shared. */
function onceAnEdition(make: (edition: Edition) => Source[]): (edition: Edition) => Source[] {
  const made = new Map<string, Source[]>();
  return (edition) => {
    const sources = made.get(edition.id) ?? make(edition);
    made.set(edition.id, sources);
    return sources;
  };
}

/** In the order in which each needs the next. */
async function closeAll(parts: Record<'engine' | 'artist' | 'leases' | 'store', { close(): Promise<void> }>) {
  for (const name of ['engine', 'artist', 'leases', 'store'] as const) await parts[name].close();
}
