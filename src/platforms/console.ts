import type { Block, Message, Span } from '../core/message.ts';

export interface TextOptions {
  /** Bold and dim by escape codes. */
  isTerminal: boolean;
}

/** A message as terminal text. Control characters of posts never reach the terminal. */
export function renderText(message: Message, options: TextOptions): string {
  const blocks = message.blocks.map((block) => renderBlock(block, options)).filter((text) => text !== '');
  const actions = message.actions.map((action) => `[${plain(action.label)}] /${plain(action.command)}`);
  return [...blocks, ...(actions.length > 0 ? [actions.join('   ')] : [])].join('\n\n');
}

function renderBlock(block: Block, options: TextOptions): string {
  if (block.kind === 'heading') return style(plain(block.text), '1', options);
  if (block.kind === 'paragraph') return renderSpans(block.spans, options);
  if (block.kind === 'image') return style(plain(block.picture.alt), '2', options);
  return block.entries
    .map((spans, index) => `${block.ordered ? `${index + 1}.` : '-'} ${renderSpans(spans, options)}`)
    .join('\n');
}

function renderSpans(spans: Span[], options: TextOptions): string {
  return spans.map((span) => renderSpan(span, options)).join('');
}

function renderSpan(span: Span, options: TextOptions): string {
  const text = plain(span.text);
  const linked = span.href ? `${text} <${plain(span.href)}>` : text;
  if (span.bold) return style(linked, '1', options);
  return span.italic ? style(linked, '2', options) : linked;
}

function style(text: string, code: string, options: TextOptions): string {
  return options.isTerminal ? `\x1b[${code}m${text}\x1b[0m` : text;
}

/** Line breaks stay; every other control or bidi character goes. */
function plain(text: string): string {
  return text.replace(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]/gu, '');
}
