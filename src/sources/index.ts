import { setTimeout as timer } from 'node:timers/promises';
import type { SourceConfig } from '../core/edition.ts';
import { AdapterError, ConfigError } from '../core/errors.ts';
import { createHttp, defaultLimits, type Http, type HttpLimits, portOf } from '../lib/http.ts';
import type { Log } from '../lib/log.ts';
import type { Pause } from '../lib/retry.ts';
import type { Clock, Source } from '../ports.ts';
import { createInboxSource } from './archive/inbox.ts';
import { createArchiveSource } from './archive.ts';
import { blueskyApiUrl, createBlueskySource } from './bluesky.ts';
import { createFeedParser, type FeedParser } from './feed/thread.ts';
import { createFeedSource } from './feed.ts';
import { createXSource, xApiUrl } from './x.ts';

export interface SourceTools {
  /** Relative paths of files start here. */
  configDir: string;
  /** Relative paths of watched folders start here; the config folder when left out. */
  dataDir?: string;
  clock: Clock;
  log: Log;
  x?: { bearerToken: string; apiUrl?: string };
  bluesky?: { apiUrl: string };
  limits?: Partial<HttpLimits>;
  /** Instead of real waiting. */
  pause?: Pause;
}

type Kind = SourceConfig['kind'];
type ConfigOf<K extends Kind> = Extract<SourceConfig, { kind: K }>;
type Factories = { [K in Kind]: (config: ConfigOf<K>, shared: Shared) => Source };

/** Every kind of source by the name that editions use. */
export const sourceKinds: Factories = {
  archive: (config, { tools, pause }) =>
    config.watch
      ? createInboxSource(config, tools.dataDir ?? tools.configDir, pause)
      : createArchiveSource(config, tools.configDir),
  feed: (config, { tools, feeds, parser, pause }) => {
    const http = config.allowPrivate ? ownHttp(config.url, tools.limits) : feeds;
    return createFeedSource(config, { http, clock: tools.clock, parser, pause });
  },
  x: (config, { tools, pause }) => {
    if (!tools.x) throw new ConfigError([`The source "${config.name}" needs X_BEARER_TOKEN.`]);
    const { bearerToken, apiUrl = xApiUrl } = tools.x;
    return createXSource(config, {
      http: apiHttp(apiUrl, tools),
      bearerToken,
      apiUrl,
      clock: tools.clock,
      pause,
    });
  },
  bluesky: (config, { tools, pause }) => {
    const apiUrl = tools.bluesky?.apiUrl ?? blueskyApiUrl;
    return createBlueskySource(config, { http: apiHttp(apiUrl, tools), apiUrl, pause });
  },
};

/** What the sources of one edition share. */
interface Shared {
  tools: SourceTools;
  feeds: Http;
  parser: FeedParser;
  pause: Pause;
}

/** The sources of an edition; nothing is read or connected before the first collect. */
export function createSources(configs: readonly SourceConfig[], tools: SourceTools): Source[] {
  const shared: Shared = {
    tools,
    feeds: createHttp({ limits: tools.limits ?? {} }),
    parser: createFeedParser(),
    pause: tools.pause ?? pauseFor,
  };
  return configs.map((config) => create(config, shared));
}

function create<K extends Kind>(config: ConfigOf<K> & { kind: K }, shared: Shared): Source {
  return sourceKinds[config.kind](config, shared);
}

function apiHttp(apiUrl: string, { limits }: SourceTools): Http {
  return ownHttp(apiUrl, { bytes: 4 * defaultLimits.bytes, perHost: 2, ...limits });
}

/** An address is the operator's own word, so its host is allowed wherever it is, on that port alone. */
function ownHttp(address: string, limits: Partial<HttpLimits> = {}): Http {
  const url = URL.parse(address);
  return createHttp({ allowHosts: url ? [`${url.hostname}:${portOf(url)}`] : [], limits });
}

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await timer(ms, undefined, { signal }).catch((error: unknown) => {
    throw new AdapterError('stopped while waiting', { retryable: true, cause: error });
  });
}
