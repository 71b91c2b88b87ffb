import type { Attachment, Picture } from '../../core/message.ts';
import { cutLabel } from './cut.ts';
import { maxAltLength } from './limits.ts';

/** A file of a message; the part refers to it by its name. */
export interface PartFile {
  name: string;
  contentType: string;
  data: Buffer;
  /** Alt text of a picture. */
  description?: string;
}

export function pictureFile(picture: Picture, index: number): PartFile {
  return {
    name: fileName(picture.name, index),
    contentType: picture.contentType,
    data: Buffer.from(picture.bytes.buffer, picture.bytes.byteOffset, picture.bytes.byteLength),
    description: altOf(picture),
  };
}

export function attachmentFile({ name, contentType, bytes }: Attachment, index: number): PartFile {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { name: fileName(name, index), contentType, data };
}

export function altOf(picture: Picture): string {
  return cutLabel(picture.alt, maxAltLength);
}

/** Discord renames other characters, and a component finds its file by the name that was sent. */
function fileName(name: string, index: number): string {
  const safe = name.replace(/[^A-Za-z0-9._-]+/g, '_').slice(-100);
  return index === 0 ? safe : `${index + 1}_${safe}`;
}
