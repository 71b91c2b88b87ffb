/** A stretch of a text that Telegram shows as more than letters; offsets in UTF-16 units. */
export interface Entity {
  type: string;
  offset: number;
  length: number;
  url?: string;
}

/**
 * What Telegram makes links of by itself, after the patterns that stand as comments in
 * td/telegram/MessageEntity.cpp; host names count whatever their last label, which is stricter.
 */
const patterns: [type: string, pattern: RegExp][] = [
  ['mention', /(?<![\p{L}\p{N}_])@[a-zA-Z0-9_]{2,32}(?![\p{L}\p{N}_])/gu],
  ['bot_command', /(?<![\p{L}\p{N}_/<>])\/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\p{L}\p{N}_/<>])/gu],
  [
    'hashtag',
    /(?<![\p{Nd}_\p{L}\u200c\u00b7\u0d80-\u0dff])#(?=[\p{Nd}_\u200c\u00b7]*\p{L})[\p{Nd}_\p{L}\u200c\u00b7\u0d80-\u0dff]{1,256}/gu,
  ],
  ['cashtag', /(?<![$\p{Nd}_\p{L}\u200c])\$(?:1INCH|[A-Z]{1,8})(?![$\p{Nd}_\p{L}\u200c])/gu],
  ['url', /(?:tg|ton|tonsite):\/\/[a-z0-9_-]{1,253}/giu],
  ['email', /(?<![a-z0-9_.+-])[a-z0-9_.+-]+@[a-z0-9_-]+\.[a-z]{2,8}/giu],
  ['url', /(?<=[^\s\u2000-\u200b\u2060-\u206f/?#@:,;()<>"'[\]{}|«».])\.\p{L}[\p{L}\p{N}-]+/gu],
  ['url', /(?<![\d.])(?:https?:\/\/)?\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\d.])/gu],
  ['phone_number', /\+\d(?:[ ().-]*\d){6,}/gu],
  ['bank_card_number', /(?<![+_\p{L}\d.,-])\d(?:[ -]?\d){12,18}(?![\d_\p{L}-])/gu],
];

export function detectEntities(text: string): Entity[] {
  return patterns.flatMap(([type, pattern]) =>
    [...text.matchAll(pattern)].map((match) => ({ type, offset: match.index, length: match[0].length })),
  );
}

export class Refused extends Error {
  readonly code: number;
  readonly parameters: Record<string, number> | undefined;

  constructor(code: number, message: string, parameters?: Record<string, number>) {
    super(message);
    this.code = code;
    this.parameters = parameters;
  }
}

export function bad(message: string): Refused {
  return new Refused(400, `Bad Request: ${message}`);
}

const types: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  s: 'strikethrough',
  code: 'code',
  pre: 'pre',
  a: 'text_link',
};
const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** Telegram HTML parsed as strictly as Telegram does: an unknown tag, a bare `<` or a wrong end is refused. */
export function parseHtml(html: string): { text: string; entities: Entity[] } {
  const open: Entity[] = [];
  const tags: string[] = [];
  const entities: Entity[] = [];
  let text = '';
  for (const [token, close, tag, attributes] of html.matchAll(
    /<(\/?)([a-z-]*)((?:\s[^<>]*)?)>|&(?:#\d+|#x[\da-f]+|\w+);|[\s\S]/giu,
  )) {
    if (tag !== undefined && token.startsWith('<')) {
      const type = types[tag.toLowerCase()];
      if (!type) throw bad(`can't parse entities: Unsupported start tag "${tag}" at byte offset 0`);
      if (close) {
        const entity = open.pop();
        if (tags.pop() !== tag || !entity)
          throw bad(`can't parse entities: Unexpected end tag at byte offset 0`);
        entity.length = text.length - entity.offset;
        if (entity.length > 0) entities.push(entity);
      } else {
        tags.push(tag);
        open.push({ type, offset: text.length, length: 0, ...linkOf(type, attributes ?? '') });
      }
    } else if (token === '<') throw bad(`can't parse entities: Unclosed start tag at byte offset 0`);
    else text += token.length > 1 && token.startsWith('&') ? decode(token) : token;
  }
  if (open.length > 0)
    throw bad(`can't parse entities: Can't find end tag corresponding to start tag "${tags.at(-1)}"`);
  return { text, entities: entities.sort((a, b) => a.offset - b.offset).slice(0, 100) };
}

function linkOf(type: string, attributes: string): { url?: string } {
  if (type !== 'text_link') return {};
  const [, address] = /^\s+href="([^"]*)"$/.exec(attributes) ?? [];
  if (address === undefined) throw bad("can't parse entities: bad attribute of tag a");
  const url = address.replace(/&(?:#\d+|#x[\da-f]+|\w+);/giu, decode);
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw bad('link with a forbidden address');
  return { url };
}

function decode(token: string): string {
  const name = token.slice(1, -1);
  if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
  if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
  return named[name] ?? token;
}
