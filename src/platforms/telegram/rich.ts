import { InputFile } from 'grammy';
import type { InputRichBlock, InputRichBlockListItem, RichText } from 'grammy/types';
import type { Block, Picture, Span } from '../../core/message.ts';
import { oneLine, type Run, readable, toRuns } from './text.ts';

/** Limits of one rich message (Bot API 10.3). */
export const richLimits = { characters: 32_768, blocks: 500, media: 50 } as const;

/** What blocks take of one rich message: 1 is all of it. Counts UTF-16 units, never fewer than characters. */
export function weighRich(blocks: readonly Block[]): number {
  const rich = toRichBlocks(blocks);
  const pictures = blocks.filter((block) => block.kind === 'image').length;
  return Math.max(
    sum(rich.map(countUnits)) / richLimits.characters,
    sum(rich.map(countBlocks)) / richLimits.blocks,
    pictures / richLimits.media,
  );
}

/** Blocks as Telegram's own: text is data there, so nothing needs escaping. */
export function toRichBlocks(blocks: readonly Block[]): InputRichBlock[] {
  return blocks.flatMap(toRichBlock);
}

function toRichBlock(block: Block): InputRichBlock[] {
  if (block.kind === 'image') return [photoBlock(block.picture)];
  if (block.kind === 'paragraph') return paragraphs(block.spans);
  if (block.kind === 'heading') {
    const text = oneLine(readable(block.text));
    return text === '' ? [] : [{ type: 'heading', text, size: headingSizes[block.level] }];
  }
  const { entries, ordered, start = 1 } = block;
  const items = entries.flatMap((spans, index): InputRichBlockListItem[] => {
    const inner = paragraphs(spans, (text) => oneLine(readable(text)));
    if (inner.length === 0) return [];
    return [{ blocks: inner, ...(ordered && { value: index + start, type: '1' as const }) }];
  });
  return items.length > 0 ? [{ type: 'list', items }] : [];
}

const headingSizes = { 1: 2, 2: 3, 3: 4 } as const;

function photoBlock(picture: Picture): InputRichBlock {
  const caption = readable(picture.alt);
  return {
    type: 'photo',
    photo: { type: 'photo', media: new InputFile(picture.bytes, picture.name) },
    ...(caption !== '' && { caption: { text: caption } }),
  };
}

/** One paragraph a line: a line break inside of one is not promised to be shown. */
function paragraphs(spans: Span[], clean = readable): InputRichBlock[] {
  const lines: Run[][] = [[]];
  for (const run of toRuns(spans, clean)) {
    const [first = '', ...rest] = run.text.split('\n');
    if (first !== '') lines.at(-1)?.push({ ...run, text: first });
    for (const text of rest) lines.push(text === '' ? [] : [{ ...run, text }]);
  }
  return lines
    .filter((line) => line.some((run) => run.text.trim() !== ''))
    .map((line) => ({ type: 'paragraph', text: toRichText(line) }));
}

function toRichText(runs: Run[]): RichText {
  const texts = runs.map(({ text, bold, italic, href }) => {
    const linked: RichText = href ? { type: 'url', text, url: href } : text;
    const leaning: RichText = italic ? { type: 'italic', text: linked } : linked;
    return bold ? ({ type: 'bold', text: leaning } satisfies RichText) : leaning;
  });
  const [only] = texts;
  return texts.length === 1 && only !== undefined ? only : texts;
}

function countBlocks(block: InputRichBlock): number {
  if (block.type !== 'list') return 1;
  return 1 + sum(block.items.map((item) => 1 + sum(item.blocks.map(countBlocks))));
}

function countUnits(block: InputRichBlock): number {
  if (block.type === 'paragraph' || block.type === 'heading') return unitsOf(block.text);
  if (block.type === 'photo') return block.caption ? unitsOf(block.caption.text) : 0;
  return block.type === 'list' ? sum(block.items.flatMap((item) => item.blocks.map(countUnits))) : 0;
}

function unitsOf(text: RichText): number {
  if (typeof text === 'string') return text.length;
  if (Array.isArray(text)) return sum(text.map(unitsOf));
  return 'text' in text ? unitsOf(text.text) : 0;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
