import { html } from 'hono/html';
import type { Edition } from '../../core/edition.ts';
import { inLanguage } from '../../core/language.ts';
import { isWebAddress } from '../../core/markdown.ts';
import type { Post } from '../../core/post.ts';
import { dayOf } from '../../core/window.ts';
import type { FoundClaim } from './claim-search.ts';
import { layout } from './layout.ts';
import type { Html } from './render.ts';
import { tell } from './texts.ts';
import { hrefOf, type Visitor } from './visitor.ts';

export interface SearchPage {
  visitor: Visitor;
  edition: Edition;
  text: string;
  day?: string;
  posts: readonly Post[];
  claims: readonly FoundClaim[];
}

/** What posts and reports say of some words. */
export function searchPage(page: SearchPage): Html {
  const { visitor, edition, text, day } = page;
  const { language } = visitor;
  const path = `/${edition.id}/search`;
  return layout({
    title: `${text || tell(language, 'search')} · ${inLanguage(edition.title, language)}`,
    visitor,
    path,
    query: { ...(text && { q: text }), ...(day && { day }) },
    edition,
    body: html`<div class="single"><h1>${tell(language, 'search')}</h1><form action="${path}" method="get" class="box" role="search"><label for="words">${tell(language, 'searchLabel')}</label><div class="row"><input id="words" name="q" type="search" value="${text}" maxlength="200" />${day ? html`<input type="hidden" name="day" value="${day}" />` : ''}${visitor.isChosen ? html`<input type="hidden" name="lang" value="${language}" />` : ''}<button>${tell(language, 'searchButton')}</button></div></form>${
      day && text
        ? html`<p class="hint">${tell(language, 'onDay', { day })} · <a href="${hrefOf(visitor, path, { q: text })}">${tell(language, 'anyDay')}</a></p>`
        : ''
    }${text ? results(page) : ''}</div>`,
  });
}

function results({ visitor, edition, posts, claims }: SearchPage): Html {
  const { language } = visitor;
  if (posts.length + claims.length === 0) return html`<p>${tell(language, 'nothingFound')}</p>`;
  return html`${claims.length > 0 ? html`<h2>${tell(language, 'inReports')}</h2><ul class="found">${claims.map((claim) => claimRow(claim, edition, visitor))}</ul>` : ''}${posts.length > 0 ? html`<h2>${tell(language, 'inPosts')}</h2><ul class="found">${posts.map((post) => postRow(post, edition))}</ul>` : ''}`;
}

function claimRow({ day, id, text }: FoundClaim, edition: Edition, visitor: Visitor): Html {
  return html`<li><p>${text}</p><p class="hint"><a href="${hrefOf(visitor, `/${edition.id}/${day}`)}#${id}">${day}</a></p></li>`;
}

function postRow({ author, text, url, createdAt, language }: Post, edition: Edition): Html {
  const name = isWebAddress(url)
    ? html`<a href="${url}" rel="noopener noreferrer nofollow">@${author.handle}</a>`
    : html`@${author.handle}`;
  return html`<li><p${language ? html` lang="${language}"` : ''}>${text}</p><p class="hint">${name} · <time datetime="${createdAt}">${dayOf(createdAt, edition.timezone)}</time></p></li>`;
}
