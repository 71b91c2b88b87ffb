/**
 * Reads Discord's Markdown as its clients do, as far as known: what a reader sees, and what is more than letters.
 * Written apart from the renderer, so that the two can disagree.
 */
export interface Read {
  /** The letters that are shown, link labels included, invisible gaps left out. */
  text: string;
  /** What would act or be drawn: `mention`, `url`, `heading`, … with its source. */
  active: { kind: string; source: string }[];
  links: { label: string; url: string }[];
}

const lineRules: [string, RegExp][] = [
  ['heading', /^#{1,3} +(?=\S)/],
  ['small', /^-# +(?=\S)/],
  ['quote', /^ *>(?:>>)? /],
  ['list', /^ *[-*+] +(?=\S)/],
  ['number', /^ *\d+\. +(?=\S)/],
];

const inlineRules: [string, RegExp][] = [
  ['mention', /^<(?:@[!&]?|#)\d+>/],
  ['mention', /^@(?:everyone|here)\b/],
  ['command', /^<\/[^:>]+:\d+>/],
  ['time', /^<t:-?\d+(?::[a-zA-Z])?>/],
  ['emoji', /^<a?:\w+:\d+>/],
  ['emoji', /^:[\w+-]*[a-z][\w+-]*:/i],
  ['guide', /^<id:[\w-]+>/],
  ['url', /^<(?:https?|mailto|tel|sms|discord):[^>]*>/i],
  ['url', /^(?:https?|discord|tg):\/\/[^\s<]+/i],
  ['invitation', /^discord(?:app)?\.(?:gg|gift|new|com\/invite)\/\w+/i],
  ['code', /^(`+)[^`]+?\1(?!`)/],
  ['bold', /^\*\*(?=\S)(?:\\.|[^\\])+?\*\*/s],
  ['underline', /^__(?:\\.|[^\\])+?__/s],
  ['strike', /^~~(?:\\.|[^\\])+?~~/s],
  ['spoiler', /^\|\|(?:\\.|[^\\])+?\|\|/s],
  ['italic', /^\*(?=\S)(?:\\.|[^\\*])+?\*(?!\*)/s],
  ['italic', /^(?<!\w)_(?:\\.|[^\\_])+?_(?!\w)/s],
];

const markLength: Record<string, number> = { bold: 2, underline: 2, strike: 2, spoiler: 2, italic: 1 };

/** A label without markup of its own: escapes count for nothing in there, and brackets must balance. */
const link = /^\[((?:\[[^\]]*\]|[^[\]\\]|\\(?![[\]]))*)\]\(\s*<?(https?:\/\/[^\s)>]*)>?(?:\s+["'][^)]*)?\)/i;

export function readMarkdown(markdown: string): Read {
  const read: Read = { text: '', active: [], links: [] };
  markdown.split('\n').forEach((line, index) => {
    if (index > 0) read.text += '\n';
    readLine(line, read);
  });
  read.text = read.text.replaceAll('\u200b', '');
  return read;
}

function readLine(line: string, read: Read): void {
  let rest = line;
  for (let depth = 0; depth < 4; depth += 1) {
    const [kind, match] = firstMatch(lineRules, rest) ?? [];
    if (!kind || !match) break;
    read.active.push({ kind, source: match });
    rest = rest.slice(match.length);
  }
  readInline(rest, read);
}

/** Characters with which no rule begins. */
const inert = /^[^\\[<@:`*_~|hdt]*/i;

function readInline(source: string, read: Read): void {
  let at = 0;
  while (at < source.length) {
    const run = inert.exec(source.slice(at))?.[0] ?? '';
    read.text += run;
    at += run.length;
    if (at === source.length) return;
    const rest = source.slice(at);
    const escaped = /^\\([^0-9A-Za-z\s])/u.exec(rest);
    if (escaped) {
      read.text += escaped[1];
      at += escaped[0].length;
      continue;
    }
    at += readLink(rest, read) || readMarkup(rest, read, source[at - 1] ?? '');
  }
}

function readLink(rest: string, read: Read): number {
  const match = link.exec(rest);
  if (!match) return 0;
  const [whole, label = '', url = ''] = match;
  read.links.push({ label, url });
  read.text += label;
  if (/https?:\/\/\w\w|\p{Extended_Pictographic}|\\/u.test(label)) {
    read.active.push({ kind: 'broken link', source: whole });
  }
  return whole.length;
}

function readMarkup(rest: string, read: Read, before: string): number {
  const [kind, match] = firstMatch(inlineRules, rest) ?? [];
  const isInsideWord = kind === 'italic' && match?.startsWith('_') && /\w/.test(before);
  if (!kind || !match || isInsideWord) {
    read.text += rest[0];
    return 1;
  }
  read.active.push({ kind, source: match });
  const length = markLength[kind] ?? 0;
  if (length > 0) readInline(match.slice(length, -length), read);
  else read.text += match;
  return match.length;
}

function firstMatch(rules: [string, RegExp][], text: string): [string, string] | undefined {
  for (const [kind, pattern] of rules) {
    const match = pattern.exec(text)?.[0];
    if (match) return [kind, match];
  }
  return undefined;
}
