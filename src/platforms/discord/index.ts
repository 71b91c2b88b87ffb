import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'discord.js';
import type { Command } from '../../core/command.ts';
import { ConfigError, toReason } from '../../core/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Bot, Clock, Outbox, Platform, Store } from '../../ports.ts';
import { createClient, createRest } from './client.ts';
import { createDeferrals } from './defer.ts';
import { createOutbox } from './outbox.ts';
import { registerCommands } from './register.ts';
import type { Style } from './render.ts';
import { createSession, type Session } from './session.ts';

export interface DiscordOptions {
  token: string;
  /** Base of the REST API without its version, such as `https://discord.com/api`; it also names the gateway. */
  apiUrl?: string;
  shards?: 'auto' | { ids: number[]; count: number };
  commands: readonly Command[];
  /** Keeps the hash of the registered commands. */
  values: Pick<Store, 'getValue' | 'setValue'>;
  log: Log;
  clock: Clock;
  /** Components V2 unless told otherwise. */
  style?: Style;
  /** The shortest time between two lines of progress: 2 s unless told otherwise. */
  progressEveryMs?: number;
}

export interface DiscordPlatform extends Platform {
  readonly outbox: Outbox;
}

/** A start waits this long; Discord is then connected to in the background, and the rest of the bot runs. */
const startWithinMs = 15_000;

/** Asks under way have this long to end when the bot stops. */
const drainWithinMs = 10_000;

const maxReconnectMs = 60_000;

/** Slash commands, buttons and digests on Discord. A refused token throws `ConfigError` at start. */
export function createDiscordPlatform(options: DiscordOptions): DiscordPlatform {
  const style = options.style ?? 'components';
  const rest = createRest(options);
  let session: Session | undefined;
  let stopping = new AbortController();

  const connect = async (bot: Bot): Promise<void> => {
    const { commands, log, progressEveryMs = 2_000 } = options;
    const deferrals = createDeferrals(options);
    session = createSession(createClient(options), { bot, commands, style, log, deferrals, progressEveryMs });
    await session.open(options.token);
    await register(session.client, options);
  };

  return {
    name: 'discord',
    outbox: createOutbox({ rest, client: () => session?.client, style, log: options.log }),
    async start(bot) {
      stopping = new AbortController();
      const connected = connectUntilDone(() => connect(bot), options.log, stopping.signal);
      await Promise.race([connected, wait(startWithinMs, undefined, { ref: false })]);
      connected.catch((error) => options.log.error({ reason: toReason(error) }, 'discord refused to start'));
    },
    async stop() {
      stopping.abort();
      await session?.drain(drainWithinMs);
      await session?.client.destroy();
      session = undefined;
      rest.clearHandlerSweeper();
      rest.clearHashSweeper();
    },
  };
}

async function register(client: Client<boolean>, options: DiscordOptions): Promise<void> {
  if (!client.isReady()) return;
  const { commands, values, log } = options;
  await registerCommands({ rest: client.rest, applicationId: client.application.id, commands, values, log });
}

/** Discord may be away when the bot starts: only a refused token ends the attempts. */
async function connectUntilDone(connect: () => Promise<void>, log: Log, signal: AbortSignal): Promise<void> {
  for (let waitMs = 1_000; !signal.aborted; waitMs = Math.min(waitMs * 2, maxReconnectMs)) {
    try {
      return await connect();
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      log.warn({ reason: toReason(error), waitMs }, 'discord could not be reached');
    }
    await wait(waitMs, undefined, { signal }).catch(() => undefined);
  }
}
