import { isWebAddress } from '../../core/markdown.ts';
import type { Block, Message, Span } from '../../core/message.ts';
import { readableText } from '../../core/text/normalise.ts';

/**
 * Telegram turns parts of plain text into links by itself (td/telegram/MessageEntity.cpp). U+2060 after the
 * opening sign stops that and is not seen. U+200C and U+200D would not do: tags and addresses may hold them.
 */
const joiner = '\u2060';

const mention = /@(?=\w)/g;
const hashtag = /#(?=[\p{L}\p{Nd}_\u00b7\u0d80-\u0dff])/gu;
const cashtag = /\$(?=[A-Z1])/g;
/** A slash within a word too: the word may be cut in two. Fractions stay. */
const command = /\/(?=[A-Za-z_])|(?<![\p{L}\p{N}_/<>])\/(?=\d)/gu;
const scheme = /:(?=\/\/)/g;
/** Every point that could stand before the last label of a host name; those of decimals and versions stay. */
const domainPoint = /(?<=\S)\.(?=\p{L})/gu;
const dottedQuad = /(?<=\d)\.(?=\d{1,3}\.\d{1,3}\.\d{1,3}(?!\d))/g;
const internationalPhone = /\+(?=(?:[ ().-]*\d){7})/g;
const localPhone =
  /(\(?\b\d{3}\)?[-. ])(?=\d{3}[-. ]\d{4}\b)|(?<!\d)(1[3-9]\d)(?=[- ]?\d{4}[- ]?\d{4}(?!\d))/g;
const cardNumber = /\d(?:[ -]*\d){12,}/g;

export type Clean = (text: string) => string;

/** Post text with nothing invisible, upside down or stacked in it; line breaks are single. */
export function readable(text: string): string {
  return readableText(text)
    .replace(/[\t\u00a0]/g, ' ')
    .replace(/\s+/g, (space) => (space.includes('\n') ? '\n' : space));
}

/** Readable text out of which Telegram makes no mention, tag, command, link, phone or card number. */
export function inert(text: string): string {
  return readable(text)
    .replace(mention, `@${joiner}`)
    .replace(hashtag, `#${joiner}`)
    .replace(cashtag, `$$${joiner}`)
    .replace(command, `/${joiner}`)
    .replace(scheme, `:${joiner}`)
    .replace(domainPoint, `.${joiner}`)
    .replace(dottedQuad, `.${joiner}`)
    .replace(internationalPhone, `+${joiner}`)
    .replace(localPhone, `$&${joiner}`)
    .replace(cardNumber, breakDigits);
}

/** Thirteen digits in a row may be a card; eight never are. */
function breakDigits(run: string): string {
  return run.replace(/(?:\d[ -]*){8}(?=\d)/g, `$&${joiner}`);
}

/** On one line: so that a list entry cannot pass as several. */
export function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}

/**
 * The message as a reader will see it: every text clean, every link canonical and with its true host, no other
 * address left. Splitting and rendering change no text after this.
 */
export function cleanMessage(message: Message, clean: Clean): Message {
  return { ...message, blocks: message.blocks.map((block) => cleanBlock(block, clean)) };
}

function cleanBlock(block: Block, clean: Clean): Block {
  const line: Clean = (text) => oneLine(clean(text));
  if (block.kind === 'heading') return { ...block, text: line(block.text) };
  if (block.kind === 'paragraph') return { ...block, spans: cleanSpans(block.spans, clean) };
  if (block.kind === 'list')
    return { ...block, entries: block.entries.map((spans) => cleanSpans(spans, line)) };
  return { ...block, picture: { ...block.picture, alt: clean(block.picture.alt) } };
}

export function cleanSpans(spans: readonly Span[], clean: Clean): Span[] {
  return spans.map((span) => cleanSpan(span, clean)).filter((span) => span.text !== '');
}

function cleanSpan({ text, href, ...look }: Span, clean: Clean): Span {
  if (!href || !isWebAddress(href)) return { text: clean(text), ...look };
  const address = new URL(href);
  return { text: clean(linkText(text, address)), ...look, href: address.href };
}

/** `@nora · x.com`: whatever the words claim, the host at the end is the true one. */
function linkText(text: string, address: URL): string {
  const host = address.host.replace(/^www\./, '');
  const words = text.trim();
  if (words === host || words.endsWith(` · ${host}`)) return words;
  return words === '' ? host : `${words} · ${host}`;
}

export function isBlank(spans: readonly Span[]): boolean {
  return spans.every((span) => /^[\s\u2060]*$/.test(span.text));
}
