import type { SourceConfig } from '../core/edition.ts';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../lib/log.ts';
import type { Clock, Source } from '../ports.ts';
import { createArchiveSource } from './archive.ts';

export interface SourceTools {
  configDir: string;
  clock: Clock;
  log: Log;
  x?: { bearerToken: string; apiUrl?: string };
}

export function createSources(configs: readonly SourceConfig[], tools: SourceTools): Source[] {
  return configs.map((config) => {
    if (config.kind === 'archive') return createArchiveSource(config, tools.configDir);
    throw new ConfigError([`The source ${config.name} has the kind ${config.kind}, which is not available.`]);
  });
}
