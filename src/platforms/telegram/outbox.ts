import type { Chat, ChatEvent } from '../../core/delivery.ts';
import { SendError } from '../../core/errors.ts';
import { createPacer, sharedPart } from '../../lib/pacer.ts';
import type { Outbox, SendResult } from '../../ports.ts';
import { waited } from './client.ts';
import { toSendError } from './failures.ts';
import type { Lanes } from './lanes.ts';
import { renderParts, type TelegramPart } from './parts.ts';
import type { Sender } from './sender.ts';
import type { Targets } from './targets.ts';

/**
 * How fast unasked messages go. Telegram names no exact numbers; about 30 a second over all chats, one a second
 * to one chat and 20 a minute to one group are known to pass.
 */
export interface Pace {
  perSecond: number;
  sameChatMs: number;
  sameGroupMs: number;
}

export const carefulPace: Pace = { perSecond: 30, sameChatMs: 1000, sameGroupMs: 3000 };

export interface OutboxOptions {
  sender: Sender;
  targets: Targets;
  lanes: Lanes;
  pace: Pace;
  note(event: ChatEvent): Promise<void>;
  stopping: AbortSignal;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { sender, targets } = options;
  const pacer = createPacer(options.pace.perSecond);
  /** Whoever had a turn while Telegram asked to wait takes another: else all of them go at once when it is over. */
  const turn = async () => {
    while (!options.stopping.aborted) {
      if ((await sender.rest(options.stopping)) > 0) return;
      await pacer.turn(options.stopping);
      if (sender.restMs() === 0) return;
    }
  };
  return {
    pace: {
      perSecond: options.pace.perSecond * sharedPart,
      sameChatMs: (chat) => sameChatMs(options.pace, chat),
      limitsAll: true,
    },
    inspect: (name, asker) => targets.inspect(name, asker),
    render: (message) => renderParts(message, sender.style()),
    send: (chat, part, _key, signal) =>
      sendInTurn(options, turn, { chat, part: part as TelegramPart, signal }),
  };
}

function sameChatMs(pace: Pace, chat: Chat): number {
  return chat.id.startsWith('-') ? pace.sameGroupMs : pace.sameChatMs;
}

interface Sending {
  chat: Chat;
  part: TelegramPart;
  signal: AbortSignal;
}

/** One at a time to one chat; the lane stays taken until the next may go. */
function sendInTurn(
  { sender, lanes, pace, note, stopping }: OutboxOptions,
  turn: () => Promise<unknown>,
  { chat, part, signal }: Sending,
): Promise<SendResult> {
  const { promise, resolve, reject } = Promise.withResolvers<SendResult>();
  const giveUp = () => reject(new SendError('stopped before the call', { outcome: 'not-sent' }));
  signal.addEventListener('abort', giveUp, { once: true });
  void lanes.run(chat.id, async () => {
    await turn();
    signal.removeEventListener('abort', giveUp);
    if (stopping.aborted) return giveUp();
    try {
      resolve({ messageId: await sender.send({ chat }, part, signal) });
    } catch (error) {
      const failure = toSendError(error, 'send');
      if (failure.migratedTo) await note({ kind: 'migrated', chat, toId: failure.migratedTo });
      reject(failure);
    }
    await waited(sameChatMs(pace, chat), stopping);
  });
  return promise;
}
