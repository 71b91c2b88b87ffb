import { readableText } from '../../core/text/normalise.ts';

/** Invisible, and enough to keep Discord from reading what it stands in. */
const gap = '\u200b';

/** Discord makes a card of an invitation even where the address has no scheme. */
const invitation = /\b(discord(?:app)?|dsc|dis)(?=\.(?:gg|com|gift|new|gd|me|li|io)\b)/gi;

/** Characters that open or close markup anywhere in a line; a backslash takes that from them. */
const inline = /[\\*_~|`[\]]/g;

/**
 * Text of posts, commands or people as Discord shows it letter by letter: no mention, link, invitation, emoji code,
 * timestamp, command, heading, list, quote or emphasis. Line breaks stay.
 */
export function escapeText(text: string, { opensLine }: { opensLine: boolean }): string {
  const readable = readableText(text);
  const broken = special.test(readable) ? breakMarkup(readable) : readable;
  const lines = broken.split('\n');
  return lines.map((line, index) => (index > 0 || opensLine ? escapeLineStart(line) : line)).join('\n');
}

/** Most text holds none of these, and is then left alone. */
const special = /[\\*_~|`[\]<@:]|d(?:iscord|sc|is)/i;

function breakMarkup(text: string): string {
  return text
    .replace(/[<@]/g, `$&${gap}`)
    .replace(/:\/(?=\/)/g, `:${gap}/`)
    .replace(/:(?=[\w+-]*[a-z][\w+-]*:)/gi, `:${gap}`)
    .replace(invitation, `$1${gap}`)
    .replace(inline, '\\$&')
    .replaceAll('](', ']\\(');
}

/** Headings, lists, small print and quotes are read at the start of a line only. */
function escapeLineStart(line: string): string {
  return line.replace(/^(\s*)([-+#>])/, '$1\\$2').replace(/^(\s*\d+)([.)])/, '$1\\$2');
}
