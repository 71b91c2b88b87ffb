import type { Delivery, PlatformName } from '../core/delivery.ts';
import type { Outbox, Store } from '../ports.ts';
import { type ComposedMessage, thaw } from './frozen.ts';
import type { PlannedPart } from './rows.ts';

/** The rendered parts of frozen digests: thawed and rendered once for all chats of a platform. */
export interface Parts {
  /** The part that a row is to send; undefined when what was frozen is lost. */
  of(row: Delivery): Promise<unknown>;
}

/** A digest and a platform: few are under way at once, and each holds a picture. */
const keptDigests = 24;

export function createParts(
  store: Pick<Store, 'findBlob'>,
  outboxes: Partial<Record<PlatformName, Outbox>>,
): Parts {
  const kept = new Map<string, Promise<unknown[]>>();
  const load = async (frozen: string, outbox: Outbox) => {
    const messages = await thaw(store, frozen);
    return messages ? renderAll(messages, outbox).map(({ part }) => part) : [];
  };
  return {
    async of({ frozen, chat, part }) {
      const outbox = outboxes[chat.platform];
      if (!frozen || !outbox) return undefined;
      const key = `${chat.platform} ${frozen}`;
      const parts = kept.get(key) ?? load(frozen, outbox);
      kept.delete(key);
      kept.set(key, parts);
      parts.catch(() => kept.delete(key));
      const oldest = kept.keys().next().value;
      if (kept.size > keptDigests && oldest !== undefined) kept.delete(oldest);
      return (await parts)[part];
    },
  };
}

/** Every part of a digest in order, with the report that it tells. */
export function renderAll(
  messages: readonly ComposedMessage[],
  outbox: Outbox,
): (PlannedPart & { part: unknown })[] {
  return messages.flatMap(({ reportId, message }) =>
    outbox.render(message).map((part) => ({ reportId, part })),
  );
}
