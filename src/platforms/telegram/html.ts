import type { Block, Span } from '../../core/message.ts';
import { isBlank } from './text.ts';

export const htmlLimits = {
  text: 4096,
  caption: 1024,
  /** Telegram ignores the entities after the first hundred: links would be lost. */
  entities: 100,
} as const;

/** What clean blocks take of one message, 1 being all of it: UTF-16 units after parsing, and entities. */
export function weighHtml(blocks: readonly Block[], limit: number = htmlLimits.text): number {
  let units = 0;
  let entities = 0;
  for (const { text, bold, italic, href } of toLine(blocks)) {
    units += text.length;
    entities += Number(Boolean(bold)) + Number(Boolean(italic)) + Number(Boolean(href));
  }
  return Math.max(units / limit, entities / htmlLimits.entities);
}

/** Clean blocks as Telegram HTML; pictures appear as their words. */
export function renderHtml(blocks: readonly Block[]): string {
  return toLine(blocks).map(renderSpan).join('');
}

/** Blocks with what stands between them, as one line of spans. */
function toLine(blocks: readonly Block[]): Span[] {
  const line: Span[] = [];
  let gap = '';
  for (const block of blocks) {
    const spans = spansOf(block);
    if (isBlank(spans)) continue;
    if (gap !== '') line.push({ text: gap });
    line.push(...spans);
    gap = block.kind === 'heading' ? '\n' : '\n\n';
  }
  return line;
}

function spansOf(block: Block): Span[] {
  if (block.kind === 'heading') return [{ text: block.text, bold: true }];
  if (block.kind === 'paragraph') return block.spans;
  if (block.kind === 'image') return [{ text: block.picture.alt, italic: true }];
  const { entries, ordered, start = 1 } = block;
  return entries.flatMap((spans, index): Span[] => [
    { text: `${index > 0 ? '\n' : ''}${ordered ? `${index + start}.` : '•'} ` },
    ...spans,
  ]);
}

function renderSpan({ text, bold, italic, href }: Span): string {
  const link = href ? `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>` : escapeHtml(text);
  const leaning = italic ? `<i>${link}</i>` : link;
  return bold ? `<b>${leaning}</b>` : leaning;
}

/** The three characters of Telegram HTML, and the quote for attributes. */
export function escapeHtml(text: string): string {
  if (!/[&<>"]/.test(text)) return text;
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
