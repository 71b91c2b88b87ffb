import { html } from 'hono/html';
import { isWebAddress } from '../../core/markdown.ts';
import type { Action, Block, Message, Span } from '../../core/message.ts';

/** Escaped HTML; hono's tag escapes every value that is not itself made by the tag. */
export type Html = ReturnType<typeof html>;

/** Where a picture of a message can be fetched. */
export type PictureAddress = (picture: Extract<Block, { kind: 'image' }>['picture']) => string;

/** A message as HTML: every text escaped, links only http(s). */
export function renderHtml(message: Message, pictureAddress: PictureAddress): Html {
  return html`<article class="message">
    ${message.blocks.map((block) => renderBlock(block, pictureAddress))} ${renderActions(message.actions)}
  </article>`;
}

function renderBlock(block: Block, pictureAddress: PictureAddress): Html {
  if (block.kind === 'heading') return renderHeading(block.level, block.text);
  if (block.kind === 'paragraph') return html`<p>${renderSpans(block.spans)}</p>`;
  if (block.kind === 'image') {
    const { width, height, alt } = block.picture;
    return html`<img src="${pictureAddress(block.picture)}" width="${width}" height="${height}" alt="${alt}" />`;
  }
  const entries = block.entries.map((spans) => html`<li>${renderSpans(spans)}</li>`);
  return block.ordered ? html`<ol>${entries}</ol>` : html`<ul>${entries}</ul>`;
}

/** The page's own heading is the first level, so a message starts at the second. */
function renderHeading(level: 1 | 2 | 3, text: string): Html {
  if (level === 1) return html`<h2>${text}</h2>`;
  return level === 2 ? html`<h3>${text}</h3>` : html`<h4>${text}</h4>`;
}

function renderSpans(spans: Span[]): Html[] {
  return spans.map(renderSpan);
}

function renderSpan(span: Span): Html {
  const lines = span.text.split('\n');
  const text = html`${lines.map((line, index) => (index === 0 ? html`${line}` : html`<br />${line}`))}`;
  const linked = span.href && isWebAddress(span.href) ? renderLink(text, span.href) : text;
  if (span.bold) return html`<strong>${linked}</strong>`;
  return span.italic ? html`<em>${linked}</em>` : linked;
}

function renderLink(text: Html, href: string): Html {
  return html`<a href="${href}" rel="noopener noreferrer nofollow" title="${new URL(href).host}">${text}</a>`;
}

/** A button is a form of its own, so that it works without a script. */
function renderActions(actions: Action[]): Html {
  if (actions.length === 0) return html``;
  const buttons = actions.map(
    (action) =>
      html`<form action="/ask" method="get" class="ask"><input type="hidden" name="q" value="/${action.command}" /><button>${action.label}</button></form>`,
  );
  return html`<div class="actions">${buttons}</div>`;
}
