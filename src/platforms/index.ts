import type { Command } from '../core/command.ts';
import type { Log } from '../lib/log.ts';
import type { Clock, Platform, Store } from '../ports.ts';
import type { DiscordOptions } from './discord/index.ts';
import { createWebPlatform, type WebOptions, type WebPlatform } from './web/index.ts';

export interface PlatformTools {
  config: {
    host: string;
    port: number;
    discord?: Pick<DiscordOptions, 'token' | 'apiUrl' | 'style' | 'shards'>;
    telegram?: { token: string; apiRoot?: string; style?: 'rich' | 'html' };
  };
  commands: readonly Command[];
  values: Pick<Store, 'getValue' | 'setValue'>;
  log: Log;
  clock: Clock;
  web: Omit<WebOptions, 'host' | 'port'>;
}

type ChatTools = Omit<PlatformTools, 'web'>;
type Open = (tools: ChatTools) => Promise<Platform | undefined>;

/** The chat platforms by their folder. Each is loaded only when its token is there: their libraries are large. */
export const chatPlatforms: Record<string, Open> = {
  async discord({ config, ...tools }) {
    if (!config.discord) return undefined;
    return (await import('./discord/index.ts')).createDiscordPlatform({ ...config.discord, ...tools });
  },
  async telegram({ config, ...tools }) {
    if (!config.telegram) return undefined;
    return (await import('./telegram/index.ts')).createTelegramPlatform({ ...config.telegram, ...tools });
  },
};

/** Every platform that has what it needs: the web page always, a chat platform when its token is there. */
export async function createPlatforms(
  tools: PlatformTools,
): Promise<{ platforms: Platform[]; web: WebPlatform }> {
  const web = createWebPlatform({ host: tools.config.host, port: tools.config.port, ...tools.web });
  return { platforms: [web, ...(await createChatPlatforms(tools))], web };
}

/** The chat platforms that have a token. */
export async function createChatPlatforms(tools: ChatTools): Promise<Platform[]> {
  const opened = await Promise.all(Object.values(chatPlatforms).map((open) => open(tools)));
  return opened.filter((platform) => platform !== undefined);
}
