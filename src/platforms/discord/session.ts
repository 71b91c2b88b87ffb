import { type Client, DiscordjsError, DiscordjsErrorCodes, Events, type Interaction } from 'discord.js';
import type { ChatEvent } from '../../core/delivery.ts';
import { ConfigError, toReason } from '../../core/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { AnswerParts } from './answer.ts';
import { watchChats } from './chat-events.ts';
import { handleInteraction, replySentence } from './interactions.ts';

export interface Session {
  client: Client;
  /** Resolves once servers and channels are known. Throws `ConfigError` when Discord refuses the token. */
  open(token: string): Promise<void>;
  /** New asks are turned away; those under way are waited for, at most `withinMs`. */
  drain(withinMs: number): Promise<void>;
}

/** One client with what it answers and tells; work under way is counted, since discord.js waits for none of it. */
export function createSession(client: Client, parts: AnswerParts): Session {
  const { bot, log } = parts;
  const running = new Set<Promise<void>>();
  let isClosing = false;
  let notes: Promise<void> = Promise.resolve();

  const run = (work: Promise<void>) => {
    const tracked = work
      .catch((error: unknown) => log.error({ reason: toReason(error) }, 'discord handler failed'))
      .finally(() => running.delete(tracked));
    running.add(tracked);
  };

  const note = (event: ChatEvent) => {
    notes = notes
      .then(() => bot.noteChat(event))
      .catch((error: unknown) => log.error({ reason: toReason(error) }, 'chat event failed'));
    run(notes);
  };

  client.on(Events.InteractionCreate, (interaction) => {
    run(isClosing ? turnAway(interaction, parts) : handleInteraction(interaction, parts));
  });
  watchChats(client, note);
  logFaults(client, log);

  return {
    client,
    open: (token) => open(client, token),
    async drain(withinMs) {
      isClosing = true;
      await Promise.race([Promise.allSettled(running), pause(withinMs)]);
    },
  };
}

async function turnAway(interaction: Interaction, { style }: AnswerParts): Promise<void> {
  if (interaction.isChatInputCommand() || interaction.isButton()) {
    await replySentence(interaction, 'stopping', style);
  }
}

async function open(client: Client, token: string): Promise<void> {
  const ready = new Promise<void>((resolve) => {
    client.once(Events.ClientReady, () => resolve());
  });
  try {
    await client.login(token);
  } catch (error) {
    const isRefused = error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
    if (!isRefused) throw error;
    throw new ConfigError([
      'DISCORD_TOKEN is refused by Discord; copy the bot token anew from the developer portal.',
    ]);
  }
  await ready;
}

function logFaults(client: Client, log: Log): void {
  client.on(Events.Error, (error) => log.error({ reason: toReason(error) }, 'discord client error'));
  client.on(Events.Warn, (text) => log.warn({ reason: toReason(text) }, 'discord client warning'));
  client.on(Events.ShardError, (error, shard) => {
    log.warn({ shard, reason: toReason(error) }, 'discord connection error');
  });
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    log.error({ shard, code }, 'discord connection closed for good');
  });
}

/** Holds no process open by itself. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
