import type { Asker } from '../../src/core/ask.ts';
import { type Chat, type ChatTarget, chatKey } from '../../src/core/delivery.ts';
import { type Message, toPlainText } from '../../src/core/message.ts';
import type { Outbox, SendResult } from '../../src/ports.ts';

export interface FakePart {
  text: string;
  /** Bytes of pictures in the message. */
  bytes: number;
}

export interface Sent {
  chat: string;
  text: string;
  key: string;
}

export interface FakeOutbox extends Outbox {
  /** All that arrived, in order. */
  sent: Sent[];
  /** Every call, whether it arrived or not. */
  calls: Sent[];
  /** The most sends that were in flight at once in one chat. */
  mostAtOnce(): number;
}

export interface FakeOutboxOptions {
  /** Parts a message is cut into. */
  parts?: number;
  /** Called before a part arrives: may wait, or throw what a platform throws. `call` counts from 1. */
  before?(sent: Sent, call: number, signal: AbortSignal): Promise<void> | void;
  /** Called after a part arrived and before its answer: what is thrown leaves the outcome open. */
  after?(sent: Sent, call: number): Promise<void> | void;
  inspect?(name: string | undefined, asker: Asker): ChatTarget | undefined;
  repeatSafeMs?: number;
  find?: Outbox['find'];
}

/** A platform's outbox that keeps the evidence. */
export function createFakeOutbox(options: FakeOutboxOptions = {}): FakeOutbox {
  const sent: Sent[] = [];
  const calls: Sent[] = [];
  const inFlight = new Map<string, number>();
  let most = 0;
  const send = async (chat: Chat, part: unknown, key: string, signal: AbortSignal): Promise<SendResult> => {
    const one: Sent = { chat: chatKey(chat), text: (part as FakePart).text, key };
    const call = calls.push(one);
    const count = (inFlight.get(one.chat) ?? 0) + 1;
    inFlight.set(one.chat, count);
    most = Math.max(most, count);
    try {
      await options.before?.(one, call, signal);
      const messageId = `m${sent.push(one)}`;
      await options.after?.(one, call);
      return { messageId };
    } finally {
      inFlight.set(one.chat, (inFlight.get(one.chat) ?? 1) - 1);
    }
  };
  return {
    sent,
    calls,
    mostAtOnce: () => most,
    ...(options.repeatSafeMs !== undefined && { repeatSafeMs: options.repeatSafeMs }),
    ...(options.find && { find: options.find }),
    inspect: async (name, asker) => options.inspect?.(name, asker),
    render: (message) => cut(message, options.parts ?? 1),
    send,
  };
}

function cut(message: Message, parts: number): FakePart[] {
  const bytes = message.blocks.reduce(
    (sum, block) => sum + (block.kind === 'image' ? block.picture.bytes.length : 0),
    0,
  );
  return Array.from({ length: parts }, (_, part) => ({
    text: parts === 1 ? toPlainText(message) : `${toPlainText(message)} (${part + 1}/${parts})`,
    bytes,
  }));
}
