import type { Block, Span } from '../../core/message.ts';
import { inert, oneLine, type Run, toRuns } from './text.ts';

/** Telegram HTML with what its limits count: UTF-16 units after parsing, and entities. */
export interface Html {
  html: string;
  length: number;
  entities: number;
}

const nothing: Html = { html: '', length: 0, entities: 0 };

export const htmlLimits = {
  text: 4096,
  caption: 1024,
  /** Telegram ignores the entities after the first hundred: links would be lost. */
  entities: 100,
} as const;

/** What blocks take of one message: 1 is all of it. */
export function weighHtml(blocks: readonly Block[], limit: number = htmlLimits.text): number {
  const { length, entities } = renderHtml(blocks);
  return Math.max(length / limit, entities / htmlLimits.entities);
}

/** Blocks as Telegram HTML; pictures appear as their words. */
export function renderHtml(blocks: readonly Block[]): Html {
  let page = nothing;
  let afterHeading = false;
  for (const block of blocks) {
    const made = renderBlock(block);
    if (made.html === '') continue;
    page = page.html === '' ? made : join(page, made, afterHeading ? '\n' : '\n\n');
    afterHeading = block.kind === 'heading';
  }
  return page;
}

function renderBlock(block: Block): Html {
  if (block.kind === 'heading') return renderLine([{ text: block.text, bold: true }]);
  if (block.kind === 'paragraph') return renderSpans(block.spans);
  if (block.kind === 'image') return renderSpans([{ text: block.picture.alt, italic: true }]);
  const { entries, ordered, start = 1 } = block;
  return entries.reduce((list, spans, index) => {
    const entry = renderLine([{ text: ordered ? `${index + start}. ` : '• ' }, ...spans]);
    return list.html === '' ? entry : join(list, entry, '\n');
  }, nothing);
}

function renderLine(spans: Span[]): Html {
  return renderSpans(spans, (text) => oneLine(inert(text)));
}

function renderSpans(spans: Span[], clean = inert): Html {
  return toRuns(spans, clean)
    .map(renderRun)
    .reduce((line, run) => join(line, run), nothing);
}

function join(left: Html, right: Html, gap = ''): Html {
  return {
    html: `${left.html}${gap}${right.html}`,
    length: left.length + gap.length + right.length,
    entities: left.entities + right.entities,
  };
}

function renderRun({ text, bold, italic, href }: Run): Html {
  const tags = [
    ...(bold ? [['<b>', '</b>']] : []),
    ...(italic ? [['<i>', '</i>']] : []),
    ...(href ? [[`<a href="${escapeHtml(href)}">`, '</a>']] : []),
  ];
  const opening = tags.map(([tag]) => tag).join('');
  const closing = tags
    .map(([, tag]) => tag)
    .reverse()
    .join('');
  return { html: `${opening}${escapeHtml(text)}${closing}`, length: text.length, entities: tags.length };
}

/** The three characters of Telegram HTML, and the quote for attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
