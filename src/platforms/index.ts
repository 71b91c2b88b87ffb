import type { Log } from '../lib/log.ts';
import type { Platform } from '../ports.ts';
import { createWebPlatform, type WebOptions, type WebPlatform } from './web/index.ts';

export interface PlatformTools {
  config: { host: string; port: number };
  log: Log;
  web: Omit<WebOptions, 'host' | 'port'>;
}

/** Every platform that has what it needs: the web page always, a chat platform when its token is there. */
export function createPlatforms({ config, web }: PlatformTools): { platforms: Platform[]; web: WebPlatform } {
  const page = createWebPlatform({ host: config.host, port: config.port, ...web });
  return { platforms: [page], web: page };
}
