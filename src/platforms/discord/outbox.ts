import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type APIMessage,
  type Client,
  DiscordAPIError,
  RateLimitError,
  type REST,
  RESTEvents,
  Routes,
} from 'discord.js';
import type { Chat } from '../../core/delivery.ts';
import { SendError } from '../../core/errors.ts';
import type { Log } from '../../lib/log.ts';
import { createPacer, sharedPart } from '../../lib/pacer.ts';
import { createPause, type Pause } from '../../lib/pause.ts';
import type { Outbox, SendResult } from '../../ports.ts';
import { maxRateLimitWaitMs, requestsPerSecond } from './client.ts';
import { createHistory } from './history.ts';
import { inspectChat } from './inspect.ts';
import { toPost } from './payload.ts';
import { type Part, renderParts, type Style } from './render.ts';
import { toSendError, unknownMessage, waitOf } from './send-error.ts';

export interface OutboxParts {
  rest: REST;
  /** The client that knows servers and channels, once it is there. */
  client(): Client | undefined;
  style: Style;
  log: Log;
  /** How long Discord is counted on to know a nonce; 0 where it never does. */
  repeatSafeMs?: number;
  /** Refused requests in ten minutes after which nothing more is sent until they are over. */
  mostInvalid?: number;
}

/** Tries of one send while Discord asks for short waits. */
const mostTries = 5;

/** The pause before an unclear send is repeated under the same nonce. */
const secondTryAfterMs = 1_000;

/** Discord keeps a nonce "for a few minutes" and does not say how many: two are counted on. */
const usualSafeMs = 120_000;

/**
 * At 10,000 answers of 401, 403 or 429 in ten minutes Discord shuts out the whole address (`topics/rate-limits`), and
 * a handful of processes may share one: each stops well before its part.
 */
const mostInvalidByDefault = 1_500;

/** A pause of all sends while Discord has refused too much. The client counts over the whole process. */
function createBreaker({ rest, log, mostInvalid = mostInvalidByDefault }: OutboxParts): Pause {
  const pause = createPause({ longestWaitMs: maxRateLimitWaitMs });
  rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) => {
    if (count < mostInvalid) return;
    if (pause.leftMs() === 0) {
      log.error({ count, pausedMs: remainingTime }, 'discord refused too many requests: sends pause');
    }
    pause.atLeast(remainingTime);
  });
  return pause;
}

/** Writes unasked, by REST alone: also while the gateway is away. */
export function createOutbox(parts: OutboxParts): Outbox {
  const { rest, client, style, log, repeatSafeMs = usualSafeMs } = parts;
  const pause = createBreaker(parts);
  const pacer = createPacer(requestsPerSecond);
  const history = createHistory(rest);
  let isRefused = false;

  const post = async (chat: Chat, part: Part, nonce: string, signal: AbortSignal): Promise<SendResult> => {
    const route = Routes.channelMessages(chat.thread ?? chat.id);
    const message = (await rest.post(route, { ...toPost(part, nonce), signal })) as APIMessage;
    return { messageId: message.id };
  };

  /** Whoever had a turn while Discord asked all to wait takes another: else they go at once when it is over. */
  const turn = async (signal: AbortSignal) => {
    do {
      const retryAfterMs = await pause.pass(signal);
      if (retryAfterMs > 0)
        throw new SendError('Discord asks to wait', { outcome: 'rate-limited', retryAfterMs });
      if (!(await pacer.turn(signal)))
        throw new SendError('The send was called off.', { outcome: 'not-sent' });
    } while (pause.leftMs() > 0);
  };

  const note = (error: unknown) => {
    if (error instanceof RateLimitError && error.global) pause.atLeast(waitOf(error));
    if (!(error instanceof DiscordAPIError) || error.status !== 401) return;
    isRefused = true;
    log.error('discord refuses the token: nothing more is sent until a restart');
  };

  const tryPost: typeof post = async (chat, part, nonce, signal) => {
    if (isRefused)
      throw new SendError('Discord refuses the token; restart with a new one.', { outcome: 'not-sent' });
    await turn(signal);
    try {
      return await post(chat, part, nonce, signal);
    } catch (error) {
      if (error instanceof DiscordAPIError && error.code === unknownMessage) return { messageId: 'deleted' };
      note(error);
      throw toSendError(error);
    }
  };

  /** A short wait that Discord asks for is waited here, where turns are given. */
  const postPatiently: typeof post = async (chat, part, nonce, signal) => {
    for (let tries = 1; ; tries++) {
      try {
        return await tryPost(chat, part, nonce, signal);
      } catch (error) {
        const { outcome, retryAfterMs = Number.POSITIVE_INFINITY } = toSendError(error);
        const isShort = outcome === 'rate-limited' && retryAfterMs <= maxRateLimitWaitMs;
        if (!isShort || tries >= mostTries || signal.aborted) throw error;
        if (pause.leftMs() === 0) await wait(retryAfterMs, undefined, { signal }).catch(() => undefined);
      }
    }
  };

  return {
    repeatSafeMs,
    // The channel's own limit is told by the answers before it is met, and differs by channel.
    pace: { perSecond: requestsPerSecond * sharedPart, sameChatMs: () => 0, limitsAll: false },
    inspect: (name, asker) => inspectChat(client(), name, asker),
    render: (message) => renderParts(message, style),
    async find(chat, key, since, signal) {
      await turn(signal);
      return history.find({ channelId: chat.thread ?? chat.id, nonce: toNonce(key), since, signal });
    },
    async send(chat, part, key, signal) {
      if (signal.aborted) throw new SendError('The send was called off.', { outcome: 'not-sent' });
      const request = [chat, part as Part, toNonce(key), signal] as const;
      try {
        return await postPatiently(...request);
      } catch (error) {
        const failed = toSendError(error);
        const mayRepeat = failed.outcome === 'unknown' && repeatSafeMs > secondTryAfterMs;
        if (!mayRepeat || signal.aborted) throw failed;
        return await sendAgain(failed, signal, () => postPatiently(...request));
      }
    },
  };
}

/** After an unclear first try only an answer settles anything; a second failure leaves it unclear. */
async function sendAgain(
  first: SendError,
  signal: AbortSignal,
  send: () => Promise<SendResult>,
): Promise<SendResult> {
  try {
    await wait(secondTryAfterMs, undefined, { signal });
    return await send();
  } catch (error) {
    throw error instanceof SendError && error.outcome === 'gone' ? error : first;
  }
}

/** At most 25 characters, and different for different keys: a long key is hashed, since its start may be shared. */
export function toNonce(key: string): string {
  if (key.length <= 25 && /^[\x21-\x7e]+$/.test(key)) return key;
  return createHash('sha256').update(key).digest('base64url').slice(0, 25);
}
