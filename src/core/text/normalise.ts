/**
 * Texts as they arrive carry look-alikes, invisible characters and broken surrogates.
 * Everything that compares texts goes through `normaliseText` first.
 */

/** Zero-width, bidi, tag, variation and control characters; newline and tab stay. */
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffd\u{e0000}-\u{e007f}]|\u034f|[\u180b-\u180d]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu;
const plain = /^[\n\t\x20-\x7e\u3001\u3002\u4e00-\u9fff]*$/;
const stackedMarks = /(\p{M}{2})\p{M}+/gu;
const url = /(?:https?:\/\/|www\.)[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef<>"]+/gi;
const repostPrefix = /^\s*RT\s+@([A-Za-z0-9_.-]{1,64})\s*[:：]\s*/;

/**
 * NFKC without invisible characters and with at most two combining marks in a row. Never throws:
 * lone surrogates fall away.
 */
export function normaliseText(text: string): string {
  if (plain.test(text)) return text;
  return text
    .toWellFormed()
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(stackedMarks, '$1');
}

/**
 * A text fit for readers and writers: the author's own characters less the invisible ones and less
 * stacked marks. Emoji sequences stay whole.
 */
export function readableText(text: string): string {
  if (plain.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(invisible, keepJoiner)
    .replace(stackedMarks, '$1');
}

/** Joiners and emoji selectors hold emoji sequences together; anywhere else they hide text. */
function keepJoiner(character: string, offset: number, text: string): string {
  if (character !== '\u200d' && character !== '\ufe0f') return '';
  return /\p{Extended_Pictographic}|\ufe0f|[\u{1f3fb}-\u{1f3ff}]/u.test(lastCharacter(text, offset))
    ? character
    : '';
}

function lastCharacter(text: string, end: number): string {
  if (end === 0) return '';
  const isPair = end > 1 && text.charCodeAt(end - 1) >= 0xdc00 && text.charCodeAt(end - 1) <= 0xdfff;
  return text.slice(end - (isPair ? 2 : 1), end);
}

/** The text with every web address replaced by one space. */
export function withoutUrls(text: string): string {
  return /https?:|www\./i.test(text) ? text.replace(url, ' ') : text;
}

/** Splits a leading `RT @handle:` off; `handle` is undefined when the text is no repost by its words. */
export function splitRepostPrefix(text: string): { handle?: string; text: string } {
  const match = repostPrefix.exec(text);
  return match ? { handle: match[1], text: text.slice(match[0].length) } : { text };
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/** The few HTML entities that sites leave in post texts, decoded once. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole, name: string) => entities[name] ?? whole);
}
