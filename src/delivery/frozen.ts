import { createHash } from 'node:crypto';
import type { Message } from '../core/message.ts';
import type { Store } from '../ports.ts';

/** One message of a digest with the report that it tells. */
export interface ComposedMessage {
  reportId: string;
  message: Message;
}

/**
 * Keeps a composed digest as it stands, under a key made of its own bytes, so that part k of it stays the same
 * through restarts and rebuilt reports. Pictures are kept apart: digests of several lengths share them.
 */
export async function freeze(
  store: Pick<Store, 'saveBlob'>,
  messages: readonly ComposedMessage[],
): Promise<string> {
  const pictures = new Map<string, Uint8Array>();
  const text = JSON.stringify(messages, function (this: Record<string, unknown>, key, value) {
    const original = this[key];
    if (!(original instanceof Uint8Array)) return value;
    const name = digestOf(original);
    pictures.set(name, original);
    return { [bytesMark]: name };
  });
  for (const [name, bytes] of pictures) await store.saveBlob(blobKey(name), bytes);
  const bytes = new TextEncoder().encode(text);
  const key = digestOf(bytes);
  await store.saveBlob(blobKey(key), bytes);
  return key;
}

/** The digest that was frozen under the key; undefined when any piece of it is lost. */
export async function thaw(
  store: Pick<Store, 'findBlob'>,
  key: string,
): Promise<ComposedMessage[] | undefined> {
  const bytes = await store.findBlob(blobKey(key));
  if (!bytes) return undefined;
  const text = new TextDecoder().decode(bytes);
  const pictures = new Map<string, Uint8Array>();
  for (const name of new Set(namesIn(text))) {
    const found = await store.findBlob(blobKey(name));
    if (!found) return undefined;
    pictures.set(name, found);
  }
  return JSON.parse(text, (_, value) => pictures.get(value?.[bytesMark]) ?? value);
}

/** No message has such a field of its own. */
const bytesMark = '$bytes';

/** The pictures that a frozen digest holds. */
export function namesIn(text: string): string[] {
  const names: string[] = [];
  JSON.parse(text, (key, value) => {
    if (key === bytesMark) names.push(String(value));
    return value;
  });
  return names;
}

export const blobPrefix = 'frozen:';

function blobKey(name: string): string {
  return blobPrefix + name;
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}
