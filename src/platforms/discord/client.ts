import { Client, GatewayIntentBits, Options, type RateLimitData, REST, type RESTOptions } from 'discord.js';

export interface ClientOptions {
  token: string;
  /** Base of the REST API without its version; Discord's own when absent. */
  apiUrl?: string;
  /** Connections to the gateway; as many as Discord advises unless told otherwise. */
  shards?: 'auto' | { ids: number[]; count: number };
}

/** A longer wait is the caller's to plan: discord.js would hold the request, and all behind it, that long. */
export const maxRateLimitWaitMs = 5_000;

/** Answers to interactions do not count against the bot's requests a second (`topics/rate-limits`). */
const unlimited = 1_000_000;

/** What a bot is allowed (`topics/rate-limits`). */
export const requestsPerSecond = 50;

/** A client that sees servers and channels, keeps next to nothing, and mentions nobody. */
export function createClient(options: ClientOptions): Client {
  const own = { maxSize: 0, keepOverLimit: ({ id, client }: Kept) => id === client.user?.id };
  return new Client({
    intents: [GatewayIntentBits.Guilds],
    ...shardOptions(options),
    allowedMentions: { parse: [], repliedUser: false },
    waitGuildTimeout: 3_000,
    rest: restOptions(options, unlimited),
    makeCache: Options.cacheWithLimits({
      ApplicationCommandManager: 0,
      ApplicationEmojiManager: 0,
      AutoModerationRuleManager: 0,
      DMMessageManager: 0,
      EntitlementManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildInviteManager: 0,
      GuildMemberManager: own,
      GuildMessageManager: 0,
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      StageInstanceManager: 0,
      ThreadMemberManager: own,
      UserManager: own,
      VoiceStateManager: 0,
    }),
  });
}

/** Several connections in one process: each costs little beside the servers that it sees. */
function shardOptions({ shards = 'auto' }: ClientOptions) {
  return shards === 'auto' ? { shards } : { shards: shards.ids, shardCount: shards.count };
}

interface Kept {
  id: string;
  client: Client;
}

/**
 * A REST client of its own for unasked messages, so that they wait for no answer and no answer for them. It never
 * waits by itself: whoever paces the messages must know of every wait, or repeats go past the pace.
 */
export function createRest(options: ClientOptions): REST {
  const rest = { ...restOptions(options, requestsPerSecond), rejectOnRateLimit: () => true };
  return new REST(rest).setToken(options.token);
}

/** No retries: whether a request may be repeated is known only where it is made. */
function restOptions({ apiUrl }: ClientOptions, globalRequestsPerSecond: number): Partial<RESTOptions> {
  return {
    ...(apiUrl && { api: apiUrl }),
    version: '10',
    retries: 0,
    invalidRequestWarningInterval: 1,
    timeout: 15_000,
    globalRequestsPerSecond,
    rejectOnRateLimit: ({ retryAfter, timeToReset }: RateLimitData) =>
      Math.max(retryAfter, timeToReset) > maxRateLimitWaitMs,
  };
}
