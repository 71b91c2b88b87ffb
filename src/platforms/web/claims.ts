import { html } from 'hono/html';
import { claimMarks } from '../../core/document.ts';
import { isWebAddress } from '../../core/markdown.ts';
import type { Cite, Claim, Theme } from '../../core/report.ts';
import type { Html } from './render.ts';
import { tell } from './texts.ts';
import type { Visitor } from './visitor.ts';

/** A claim with the address of its own, and its sources one tap away. */
export function claimLine(claim: Claim, visitor: Visitor): Html {
  return html`<div class="claim" id="${claim.id}"><p>${claimText(claim, visitor)}&nbsp;<a class="mark" href="#${claim.id}" title="${tell(visitor.language, 'permalink')}" aria-label="${tell(visitor.language, 'permalink')}: ${claim.id}">#</a></p>${sources(claim, visitor)}</div>`;
}

/** The claim's words with what is to be known about them. */
export function claimText(claim: Claim, visitor: Visitor): Html {
  const marks = claimMarks(claim, visitor.language);
  const words = claim.language
    ? html`<span lang="${claim.language}">${claim.text}</span>`
    : html`${claim.text}`;
  return marks.length > 0 ? html`${words} <small>(${marks.join(', ')})</small>` : words;
}

/** Opened without a script; each source is its author, the words that carry the claim, and the way there. */
export function sources({ cites }: Pick<Claim, 'cites'>, { language }: Visitor): Html {
  const authors = [...new Set(cites.map((cite) => `@${cite.author}`))];
  const shown = authors.slice(0, 3).join(', ');
  const more = authors.length > 3 ? ` +${authors.length - 3}` : '';
  return html`<details class="sources"><summary>${tell(language, 'sources')} · ${shown}${more}</summary><ul>${cites.map(sourceLine)}</ul></details>`;
}

function sourceLine({ author, quote, url }: Cite): Html {
  const name = isWebAddress(url)
    ? html`<a href="${url}" rel="noopener noreferrer nofollow">@${author}</a>`
    : html`@${author}`;
  return html`<li><q>${quote}</q> ${name}</li>`;
}

/** Themes under a heading; nothing where there are none. */
export function themeList(title: string, themes: readonly Theme[], visitor: Visitor): Html {
  if (themes.length === 0) return html``;
  return html`<section class="part"><h2>${title}</h2>${themes.map(
    (theme) =>
      html`<section class="theme"><h3>${theme.title}</h3>${theme.claims.map((claim) => claimLine(claim, visitor))}</section>`,
  )}</section>`;
}
