/** Plain text made safe inside Markdown: nothing in it is read as markup, a link, HTML or a mention. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/^(\s*)([#+-]|\d+[.)])(?=\s)/, '$1\\$2')
    .replace(/:\/\//g, ':\u200b//')
    .replace(/\bwww\./gi, 'www\u200b.')
    .replace(/(^|[\s(（])@(?=\w)/g, '$1@\u200b');
}

/** A link whose address is only ever http(s); anything else is printed as text. */
export function markdownLink(text: string, href: string): string {
  if (!isWebAddress(href)) return escapeMarkdown(text);
  // Inside a link's text no mention is made, so a handle stays whole there.
  const label = escapeMarkdown(text).replace('@\u200b', '@');
  return `[${label}](${href.replace(/[\s<>()]/g, (char) => encodeURIComponent(char).replace('(', '%28').replace(')', '%29'))})`;
}

export function isWebAddress(href: string): boolean {
  return /^https?:\/\//i.test(href) && URL.canParse(href);
}
