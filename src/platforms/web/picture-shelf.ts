import { createHash } from 'node:crypto';
import type { Picture } from '../../core/message.ts';

/** Pictures of recent messages under addresses made of their own bytes. */
export interface PictureShelf {
  /** Keeps the picture; returns its path on the page. */
  put(picture: Picture): string;
  find(file: string): Picture | undefined;
}

const keptPictures = 60;

export function createPictureShelf(): PictureShelf {
  const kept = new Map<string, Picture>();
  return {
    put(picture) {
      const ending = picture.contentType === 'image/png' ? 'png' : 'jpg';
      const file = `${createHash('sha256').update(picture.bytes).digest('hex').slice(0, 32)}.${ending}`;
      kept.delete(file);
      kept.set(file, picture);
      const oldest = kept.keys().next().value;
      if (kept.size > keptPictures && oldest !== undefined) kept.delete(oldest);
      return `/pictures/${file}`;
    },
    find: (file) => kept.get(file),
  };
}
