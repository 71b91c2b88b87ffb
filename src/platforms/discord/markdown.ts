import { isWebAddress } from '../../core/markdown.ts';
import type { Block, Span } from '../../core/message.ts';
import { escapeText } from './escape.ts';

export type TextBlock = Exclude<Block, { kind: 'image' }>;

/** Blocks as Discord's Markdown: a line break between blocks, an empty line between paragraphs. */
export function renderTexts(blocks: readonly TextBlock[]): string {
  const texts = blocks
    .map((block) => ({ block, text: renderBlock(block) }))
    .filter(({ text }) => text !== '');
  return texts
    .map(({ block, text }, index) => {
      const before = texts[index - 1]?.block;
      const isApart = before?.kind === 'paragraph' && block.kind === 'paragraph';
      return `${before ? '\n' : ''}${isApart ? '\n' : ''}${text}`;
    })
    .join('');
}

function renderBlock(block: TextBlock): string {
  if (block.kind === 'heading') return renderHeading(block.level, block.text);
  if (block.kind === 'paragraph') return renderParagraph(block.spans);
  const start = block.start ?? 1;
  return block.entries
    .map((spans, index) => ({ mark: block.ordered ? `${start + index}.` : '-', text: renderLine(spans) }))
    .filter(({ text }) => text !== '')
    .map(({ mark, text }) => `${mark} ${text}`)
    .join('\n');
}

function renderHeading(level: number, text: string): string {
  const line = renderLine([{ text }]);
  return line === '' ? '' : `${'#'.repeat(level)} ${line}`;
}

/** A paragraph that is italic throughout is a note: small print, line by line. */
function renderParagraph(spans: readonly Span[]): string {
  const isNote = spans.length > 0 && spans.every((span) => span.italic && !span.href);
  const text = renderSpans(isNote ? spans.map(({ text: words }) => ({ text: words })) : spans)
    .replace(/\n{2,}/g, '\n')
    .trim();
  if (!isNote || text === '') return text;
  return text
    .split('\n')
    .map((line) => `-# ${line}`)
    .join('\n');
}

/** One line, whatever breaks its spans hold: a claim cannot open a line of its own. */
function renderLine(spans: readonly Span[]): string {
  return renderSpans(
    spans.map((span) => ({ ...span, text: span.text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ') })),
  ).trim();
}

/** Neighbours of one style are joined first, so that nothing escapes by standing on two sides of a seam. */
function renderSpans(spans: readonly Span[]): string {
  let rendered = '';
  for (const span of joinSpans(spans)) rendered += renderSpan(span, /(?:^|\n)\s*$/.test(rendered));
  return rendered;
}

function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const isSame =
      last && !last.href && !span.href && !last.bold === !span.bold && !last.italic === !span.italic;
    if (isSame) last.text += span.text;
    else joined.push({ ...span });
  }
  return joined;
}

function renderSpan(span: Span, opensLine: boolean): string {
  if (span.href !== undefined) return styled(renderLink(span.text, span.href, opensLine), span);
  return escapeText(span.text, { opensLine })
    .split('\n')
    .map((line) => styled(line, span))
    .join('\n');
}

/** Emphasis must touch the words it marks, so spaces stay outside. */
function styled(line: string, { bold, italic }: Span): string {
  const mark = `${bold ? '**' : ''}${italic ? '*' : ''}`;
  const words = line.trim();
  if (mark === '' || words === '') return line;
  const from = line.indexOf(words);
  const [before, after] = [line.slice(0, from), line.slice(from + words.length)];
  return `${before}${mark}${words}${[...mark].reverse().join('')}${after}`;
}

/** Longer addresses leave no room for words in a message; browsers refuse them too. */
const maxAddressLength = 2000;

/**
 * A link that tells its true host: `[@nora · x.com](…)`, `@nora_ [x.com](…)`. Discord takes no escapes and no emoji
 * in a link's text (discord-api-docs #6185, #7673), so words that need either stand before the link.
 */
function renderLink(text: string, href: string, opensLine: boolean): string {
  const words = text.trim();
  const url = linkable(href);
  if (!url) return escapeText(text, { opensLine });
  const address = href.replace(/[\s<>()\\]/g, percentEncode);
  const host = url.host.replace(/[[\]]/g, '');
  if (words === '' || words === url.host) return `[${host}](${address})`;
  if (isPlainWords(words)) return `[${words} · ${host}](${address})`;
  return `${escapeText(words, { opensLine })} [${host}](${address})`;
}

/** Web addresses only, and none whose user name could pass for a host. */
function linkable(href: string): URL | undefined {
  if (!isWebAddress(href) || href.length > maxAddressLength) return undefined;
  const url = new URL(href);
  return url.username === '' && url.password === '' ? url : undefined;
}

/** Letters and digits with single signs between them, which no rule of Discord's reads as anything else. */
function isPlainWords(text: string): boolean {
  return (
    /^@?(?!(?:everyone|here)\b)[\p{L}\p{N}]+(?:[ _.:·’'-][\p{L}\p{N}]+)*$/iu.test(text) && !/:.*:/.test(text)
  );
}

function percentEncode(character: string): string {
  return `%${[...new TextEncoder().encode(character)].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('%')}`;
}
