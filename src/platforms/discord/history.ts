import { setTimeout as wait } from 'node:timers/promises';
import {
  type APIChannel,
  type APIMessage,
  type APIUser,
  RateLimitError,
  type REST,
  Routes,
} from 'discord.js';
import { SendError } from '../../core/errors.ts';
import type { SendResult } from '../../ports.ts';
import { maxRateLimitWaitMs } from './client.ts';
import { carriesMark } from './mark.ts';
import { toSendError, waitOf } from './send-error.ts';

export interface Search {
  channelId: string;
  nonce: string;
  /** ISO instant of the send that is in doubt. */
  since: string;
  signal: AbortSignal;
}

/** Finds the bot's own messages in a channel by the mark that they carry. */
export interface History {
  /** Undefined when the history holds none; throws `SendError` when it could not be read to its end. */
  find(search: Search): Promise<SendResult | undefined>;
}

/** Two clocks that differ by less than this agree on what is searched. */
const clockSlackMs = 2 * 60 * 60_000;

/** Discord gives at most so many at once. */
const pageSize = 100;

const mostPages = 10;

const discordEpochMs = 1_420_070_400_000;

export function createHistory(rest: REST): History {
  let ownId: string | undefined;

  const readPage = async ({ channelId, signal }: Search, before?: string): Promise<APIMessage[]> => {
    const query = new URLSearchParams({ limit: String(pageSize), ...(before && { before }) });
    for (;;) {
      try {
        return (await rest.get(Routes.channelMessages(channelId), { query, signal })) as APIMessage[];
      } catch (error) {
        // The pages of a search share their channel's limit, and the client waits for nobody.
        if (!(error instanceof RateLimitError) || waitOf(error) > maxRateLimitWaitMs) throw error;
        await wait(waitOf(error), undefined, { signal });
      }
    }
  };

  /** Without the right to read history Discord gives an empty page: only a quiet channel proves anything then. */
  const mustBeQuiet = async ({ channelId, signal }: Search, oldest: bigint) => {
    const channel = (await rest.get(Routes.channel(channelId), { signal })) as APIChannel;
    const newest = 'last_message_id' in channel ? channel.last_message_id : undefined;
    if (newest && BigInt(newest) >= oldest) throw unreadable('Discord shows no history there');
  };

  const search = async (wanted: Search): Promise<SendResult | undefined> => {
    const { nonce, since, signal } = wanted;
    ownId ??= ((await rest.get(Routes.user(), { signal })) as APIUser).id;
    const oldest = snowflakeAt(Date.parse(since) - clockSlackMs);
    let before: string | undefined;
    for (let count = 0; count < mostPages; count++) {
      const page = await readPage(wanted, before);
      const found = page.find((message) => message.author.id === ownId && carriesMark(message, nonce));
      if (found) return { messageId: found.id };
      if (page.length === 0 && before === undefined) await mustBeQuiet(wanted, oldest);
      before = page.at(-1)?.id;
      if (before === undefined || page.length < pageSize || BigInt(before) < oldest) return undefined;
    }
    throw unreadable(`more than ${mostPages * pageSize} messages came since`);
  };

  return {
    async find(wanted) {
      try {
        return await search(wanted);
      } catch (error) {
        throw toSendError(error);
      }
    },
  };
}

function unreadable(message: string): SendError {
  return new SendError(message, { outcome: 'forbidden' });
}

/** The lowest id that a message of that instant may have. */
function snowflakeAt(ms: number): bigint {
  return BigInt(Math.max(0, ms - discordEpochMs)) << 22n;
}
