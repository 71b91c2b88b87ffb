import type { InputRichBlock, InputRichBlockListItem, RichText } from 'grammy/types';
import type { Block, Picture, Span } from '../../core/message.ts';
import { type MediaOf, toUpload } from './photos.ts';
import { isBlank } from './text.ts';

/** Limits of one rich message (Bot API 10.3). */
export const richLimits = { characters: 32_768, blocks: 500, media: 50 } as const;

/** What clean blocks take of one rich message, 1 being all of it; never less than Telegram counts. */
export function weighRich(blocks: readonly Block[]): number {
  const media = blocks.filter((block) => block.kind === 'image').length;
  return Math.max(
    sum(blocks.map(countUnits)) / richLimits.characters,
    sum(blocks.map(countBlocks)) / richLimits.blocks,
    media / richLimits.media,
  );
}

function countUnits(block: Block): number {
  if (block.kind === 'heading') return block.text.length;
  if (block.kind === 'image') return block.picture.alt.length;
  if (block.kind === 'paragraph') return unitsOf(block.spans);
  return sum(block.entries.map((spans) => unitsOf(spans) + numberWidth));
}

/** In case the numbers of a list count too. */
const numberWidth = 5;

function unitsOf(spans: readonly Span[]): number {
  return sum(spans.map((span) => span.text.length));
}

/** List entries are blocks, and the paragraphs in them too. */
function countBlocks(block: Block): number {
  if (block.kind === 'paragraph') return countLines(block.spans);
  return block.kind === 'list' ? 1 + 2 * block.entries.length : 1;
}

function countLines(spans: readonly Span[]): number {
  return 1 + sum(spans.map((span) => span.text.split('\n').length - 1));
}

/** Clean blocks as Telegram's own: text is data there, so nothing needs escaping. */
export function toRichBlocks(blocks: readonly Block[], mediaOf: MediaOf = toUpload): InputRichBlock[] {
  return blocks.flatMap((block) =>
    block.kind === 'image' ? [photoBlock(block.picture, mediaOf)] : toRichBlock(block),
  );
}

function toRichBlock(block: Exclude<Block, { kind: 'image' }>): InputRichBlock[] {
  if (block.kind === 'paragraph') return paragraphs(block.spans);
  if (block.kind === 'heading') {
    if (block.text.trim() === '') return [];
    return [{ type: 'heading', text: block.text, size: headingSizes[block.level] }];
  }
  const { entries, ordered, start = 1 } = block;
  const items = entries.flatMap((spans, index): InputRichBlockListItem[] => {
    const inner = paragraphs(spans);
    if (inner.length === 0) return [];
    return [{ blocks: inner, ...(ordered && { value: index + start, type: '1' as const }) }];
  });
  return items.length > 0 ? [{ type: 'list', items }] : [];
}

const headingSizes = { 1: 2, 2: 3, 3: 4 } as const;

function photoBlock(picture: Picture, mediaOf: MediaOf): InputRichBlock {
  return {
    type: 'photo',
    photo: { type: 'photo', media: mediaOf(picture) },
    ...(picture.alt !== '' && { caption: { text: picture.alt } }),
  };
}

/** One paragraph a line: a line break inside of one is not promised to be shown. */
function paragraphs(spans: readonly Span[]): InputRichBlock[] {
  const lines: Span[][] = [[]];
  for (const span of spans) {
    const [first = '', ...rest] = span.text.split('\n');
    if (first !== '') lines.at(-1)?.push({ ...span, text: first });
    for (const text of rest) lines.push(text === '' ? [] : [{ ...span, text }]);
  }
  return lines
    .filter((line) => !isBlank(line))
    .map((line) => ({ type: 'paragraph', text: toRichText(line) }));
}

function toRichText(spans: Span[]): RichText {
  const texts = spans.map(({ text, bold, italic, href }) => {
    const linked: RichText = href ? { type: 'url', text, url: href } : text;
    const leaning: RichText = italic ? { type: 'italic', text: linked } : linked;
    return bold ? ({ type: 'bold', text: leaning } satisfies RichText) : leaning;
  });
  const [only] = texts;
  return texts.length === 1 && only !== undefined ? only : texts;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
