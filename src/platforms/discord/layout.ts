import type { Block, Picture } from '../../core/message.ts';
import { maxGalleryPictures } from './limits.ts';
import { renderTexts, type TextBlock } from './markdown.ts';

/** A message as Discord lays it out, from top to bottom. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'line' }
  | { kind: 'pictures'; pictures: Picture[] };

/** Text runs, galleries, and a line before each further section. */
export function layOut(blocks: readonly Block[]): Piece[] {
  const pieces: Piece[] = [];
  let texts: TextBlock[] = [];
  const flush = () => {
    const text = renderTexts(texts);
    if (text !== '') pieces.push({ kind: 'text', text });
    texts = [];
  };
  for (const block of blocks) {
    if (block.kind === 'image') {
      flush();
      addPicture(pieces, block.picture);
      continue;
    }
    if (block.kind === 'heading' && block.level === 2) {
      flush();
      if (pieces.at(-1)?.kind === 'text') pieces.push({ kind: 'line' });
    }
    texts.push(block);
  }
  flush();
  return pieces.at(-1)?.kind === 'line' ? pieces.slice(0, -1) : pieces;
}

function addPicture(pieces: Piece[], picture: Picture): void {
  const last = pieces.at(-1);
  if (last?.kind === 'pictures' && last.pictures.length < maxGalleryPictures) last.pictures.push(picture);
  else pieces.push({ kind: 'pictures', pictures: [picture] });
}
