import { createHash } from 'node:crypto';
import { GrammyError, InputFile } from 'grammy';
import type { Picture } from '../../core/message.ts';

/** How a picture is named in a call: its bytes, or the id of a file that Telegram has. */
export type MediaOf = (picture: Picture) => InputFile | string;

/** Remembers what was uploaded: a digest for a thousand chats uploads its picture once. */
export interface PhotoShelf {
  /** Makes the call with known ids; once more with the bytes where Telegram knows an id no longer. */
  send<T>(
    pictures: readonly Picture[],
    call: (mediaOf: MediaOf) => Promise<T>,
    idsOf: (sent: T) => (string | undefined)[],
  ): Promise<T>;
}

const maxKept = 200;

export function createPhotoShelf(): PhotoShelf {
  const ids = new Map<string, string>();
  const keep = (picture: Picture, id: string) => {
    ids.set(keyOf(picture), id);
    const oldest = ids.keys().next().value;
    if (ids.size > maxKept && oldest !== undefined) ids.delete(oldest);
  };
  return {
    async send(pictures, call, idsOf) {
      const known = new Map(pictures.map((picture) => [picture, ids.get(keyOf(picture))]));
      const mediaOf: MediaOf = (picture) => known.get(picture) ?? toUpload(picture);
      try {
        const sent = await call(mediaOf);
        for (const [index, id] of idsOf(sent).entries()) {
          const picture = pictures[index];
          if (picture && id) keep(picture, id);
        }
        return sent;
      } catch (error) {
        if (![...known.values()].some(Boolean) || !isAboutFiles(error)) throw error;
        for (const picture of pictures) ids.delete(keyOf(picture));
        return call(toUpload);
      }
    },
  };
}

const keys = new WeakMap<Uint8Array, string>();

function keyOf({ bytes }: Picture): string {
  const key = keys.get(bytes) ?? createHash('sha256').update(bytes).digest('base64');
  keys.set(bytes, key);
  return key;
}

/** A refusal: nothing arrived. */
function isAboutFiles(error: unknown): boolean {
  return (
    error instanceof GrammyError && error.error_code === 400 && /file|media|photo/i.test(error.description)
  );
}

export function toUpload({ bytes, name }: { bytes: Uint8Array; name: string }): InputFile {
  return new InputFile(bytes, fileName(name));
}

/** The client writes a name into a header as it stands, so one that is no plain token brings its own quotes. */
function fileName(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N}._-]+/gu, '_');
  return /^[\w.-]+$/.test(safe) ? safe : `"${safe}"`;
}
