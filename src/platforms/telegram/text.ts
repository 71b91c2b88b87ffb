import { isWebAddress } from '../../core/markdown.ts';
import type { Span } from '../../core/message.ts';
import { readableText } from '../../core/text/normalise.ts';

/** A stretch of text as a reader will see it, with its look; `href` is a canonical http(s) address. */
export interface Run {
  text: string;
  bold?: boolean;
  italic?: boolean;
  href?: string;
}

/**
 * Telegram turns parts of plain text into links by itself (td/telegram/MessageEntity.cpp). U+2060 after the
 * opening sign stops that and is not seen. U+200C and U+200D would not do: they count as letters there.
 */
const joiner = '\u2060';

const mention = /@(?=\w)/g;
const hashtag = /#(?=[\p{L}\p{Nd}_\u00b7\u0d80-\u0dff])/gu;
const cashtag = /\$(?=[A-Z1])/g;
const command = /(?<![\p{L}\p{N}_/<>])\/(?=\w)/gu;
const scheme = /:(?=\/\/)/g;
/** Every point that could join two labels of a host name; those of decimals and versions stay. */
const domainPoint = /(?<=\S)\.(?=[^\s\d])/gu;
const dottedQuad = /(?<=\d)\.(?=\d{1,3}\.\d{1,3}\.\d{1,3}(?!\d))/g;
const internationalPhone = /\+(?=(?:[ ().-]*\d){7})/g;
const localPhone =
  /(\(?\b\d{3}\)?[-. ])(?=\d{3}[-. ]\d{4}\b)|(?<!\d)(1[3-9]\d)(?=[- ]?\d{4}[- ]?\d{4}(?!\d))/g;
const cardNumber = /\d(?:[ -]*\d){12,}/g;

/** Post text with nothing invisible, upside down or stacked in it; line breaks are single. */
export function readable(text: string): string {
  return readableText(text)
    .replace(/[\t\u00a0]/g, ' ')
    .replace(/\s+/g, (space) => (space.includes('\n') ? '\n' : space));
}

/** On one line: so that a list entry cannot pass as several. */
export function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
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

/** Spans as runs; an address that is no http(s) one is dropped, and a link names the host it leads to. */
export function toRuns(spans: readonly Span[], clean: (text: string) => string): Run[] {
  return spans.flatMap((span) => {
    const run = toRun(span, clean);
    return run.text === '' ? [] : [run];
  });
}

function toRun({ text, bold, italic, href }: Span, clean: (text: string) => string): Run {
  const look = { ...(bold && { bold }), ...(italic && { italic }) };
  if (!href || !isWebAddress(href)) return { text: clean(text), ...look };
  const address = new URL(href);
  return { text: clean(linkText(text, address)), ...look, href: address.href };
}

/** `@nora · x.com`: whatever the words claim, the host at the end is the true one. */
function linkText(text: string, address: URL): string {
  const host = address.host.replace(/^www\./, '');
  const words = text.trim();
  return words === host || words === '' ? host : `${words} · ${host}`;
}
