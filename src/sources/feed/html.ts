/** Named characters of HTML that feeds use; numbers and these cover all but curiosities. */
const latin1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' ',
  );
const named: Record<string, string> = {
  ...Object.fromEntries(latin1.map((name, index) => [name, String.fromCharCode(160 + index)])),
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  bull: '•',
  trade: '™',
  euro: '€',
  larr: '←',
  rarr: '→',
  minus: '−',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  zwj: '\u200D',
  zwnj: '\u200C',
};

/** Elements whose content is no text. */
const hidden = /<(script|style|head|noscript|template|svg|math|iframe|object)\b[^>]*>/gi;
const blocks =
  /^\/?(p|div|br|li|ul|ol|tr|table|h[1-6]|blockquote|pre|section|article|figure|figcaption|hr|dt|dd)$/;
const knownTag =
  /<\/?(?:p|a|br|b|i|em|strong|span|div|img|ul|ol|li|h[1-6]|blockquote|pre|code|font|table|tr|td|u|s|sub|sup|small|figure|hr|video|iframe|script|style|abbr|cite|q|xhtml:\w+)\b/i;

/** Whether a text is markup rather than plain words with a stray `<`. */
export function isHtml(text: string): boolean {
  return knownTag.test(text) || /&(?:#\w+|[a-z]+\d*);/i.test(text);
}

/** The words of an HTML fragment: blocks become lines, tags and hidden elements go, entities are resolved. */
export function htmlToText(html: string): string {
  const shown = withoutHidden(html.replaceAll(/<!\[CDATA\[|\]\]>/g, ''));
  const words: string[] = [];
  let at = 0;
  while (at < shown.length) {
    const open = nextTag(shown, at);
    words.push(shown.slice(at, open));
    if (open === shown.length) break;
    const close = tagEnd(shown, open);
    words.push(spaceOf(shown.slice(open + 1, close)));
    at = close + 1;
  }
  return tidy(decodeEntities(words.join('')));
}

/** The next `<` that can begin a tag or a comment; the text's length when there is none. */
function nextTag(text: string, from: number): number {
  for (let at = text.indexOf('<', from); at >= 0; at = text.indexOf('<', at + 1)) {
    if (/[a-z/!?]/i.test(text[at + 1] ?? '')) return at;
  }
  return text.length;
}

function tagEnd(text: string, open: number): number {
  const isComment = text.startsWith('<!--', open);
  const end = text.indexOf(isComment ? '-->' : '>', open);
  if (end < 0) return text.length;
  return isComment ? end + 2 : end;
}

function spaceOf(tag: string): string {
  const name = /^\/?[\w:]+/.exec(tag)?.[0].toLowerCase().replace('xhtml:', '') ?? '';
  if (name === 'br' || name === 'li' || name === 'hr') return '\n';
  return blocks.test(name) ? '\n\n' : '';
}

function withoutHidden(html: string): string {
  const kept: string[] = [];
  const unclosed = new Set<string>();
  let at = 0;
  hidden.lastIndex = 0;
  for (let open = hidden.exec(html); open; open = hidden.exec(html)) {
    kept.push(html.slice(at, open.index));
    const name = String(open[1]).toLowerCase();
    const isEmpty = open[0].endsWith('/>') || unclosed.has(name);
    const end = isEmpty ? hidden.lastIndex : endOfElement(html, name, hidden.lastIndex);
    // What is not closed after this place is not closed after any later one: no second search.
    if (end === hidden.lastIndex) unclosed.add(name);
    at = end;
    hidden.lastIndex = end;
  }
  kept.push(html.slice(at));
  return kept.join('');
}

/** Behind the closing tag. A missing one hides nothing: the rest of a post is worth more than tidiness. */
function endOfElement(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}\\s*>`, 'gi');
  close.lastIndex = from;
  return close.exec(html) ? close.lastIndex : from;
}

export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+\d*));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[name] ?? named[String(name).toLowerCase()] ?? whole;
    return fromPoint(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)) ?? whole;
  });
}

function fromPoint(point: number): string | undefined {
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) || point === 0) return undefined;
  return String.fromCodePoint(point);
}

function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
