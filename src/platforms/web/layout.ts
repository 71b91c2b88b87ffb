import { html, raw } from 'hono/html';
import type { Edition } from '../../core/edition.ts';
import { inLanguage } from '../../core/language.ts';
import type { Html } from './render.ts';
import { tell } from './texts.ts';
import { hrefOf, type Visitor } from './visitor.ts';

/** What a page says about itself, beside its body. */
export interface Sheet {
  title: string;
  visitor: Visitor;
  /** The path that is this page's permanent address. */
  path: string;
  /** Further query of the address, kept by the language switch. */
  query?: Record<string, string>;
  edition?: Edition;
  body: Html;
  description?: string;
  /** Absolute addresses for previews in chats; only where readers can reach them. */
  preview?: { url: string; image?: string };
  isChat?: boolean;
}

/** The frame of every page: masthead, menu, body, foot. */
export function layout(sheet: Sheet): Html {
  const { visitor, title, edition } = sheet;
  const { language } = visitor;
  return html`${raw('<!doctype html>')}
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<title>${title}</title>
${previewTags(sheet)}
<link rel="stylesheet" href="/assets/style.css" />
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
${edition ? html`<link rel="alternate" type="application/atom+xml" title="${inLanguage(edition.title, language)}" href="/${edition.id}/feed.atom?lang=${language}" />` : ''}
<script src="/assets/theme.js"></script>
${sheet.isChat ? html`<script src="/assets/page.js" defer></script>` : ''}
</head>
<body>
<a class="skip" href="#main">${tell(language, 'skip')}</a>
<header class="masthead">
<p class="name"><a href="${hrefOf(visitor, '/')}">Broadsheet</a></p>
<p class="tagline">${tell(language, 'tagline')}</p>
${menu(sheet)}
</header>
<main id="main">${sheet.body}</main>
<footer class="foot"><p>Broadsheet · ${tell(language, 'tagline')}</p></footer>
</body>
</html>`;
}

function menu({ visitor, path, query = {}, edition }: Sheet): Html {
  const { language } = visitor;
  const other = language === 'zh' ? 'en' : 'zh';
  const base = edition && `/${edition.id}`;
  const links: [string, string][] = [
    [hrefOf(visitor, base ?? '/'), tell(language, 'newest')],
    ...(base
      ? ([
          [hrefOf(visitor, `${base}/days`), tell(language, 'days')],
          [hrefOf(visitor, `${base}/trends`), tell(language, 'trends')],
          [hrefOf(visitor, `${base}/search`), tell(language, 'search')],
        ] as [string, string][])
      : []),
    ...(visitor.isOperator ? ([[hrefOf(visitor, '/ask'), tell(language, 'ask')]] as [string, string][]) : []),
  ];
  const switchTo = `${path}?${new URLSearchParams({ ...query, lang: other })}`;
  return html`<nav class="menu" aria-label="${tell(language, 'menu')}"><ul>
${links.map(([href, label]) => html`<li><a href="${href}">${label}</a></li>`)}
<li class="end"><a href="${switchTo}" lang="${other === 'zh' ? 'zh-CN' : 'en'}" hreflang="${other}">${tell(language, 'other')}</a></li>
<li><button id="theme" type="button" hidden>${tell(language, 'theme')}</button></li>
</ul></nav>`;
}

function previewTags({ title, description, preview, visitor }: Sheet): Html {
  return html`${description ? html`<meta name="description" content="${description}" />` : ''}
<meta property="og:site_name" content="Broadsheet" />
<meta property="og:type" content="article" />
<meta property="og:title" content="${title}" />
<meta property="og:locale" content="${visitor.language === 'zh' ? 'zh_CN' : 'en_GB'}" />
${description ? html`<meta property="og:description" content="${description}" />` : ''}
${preview ? html`<meta property="og:url" content="${preview.url}" /><link rel="canonical" href="${preview.url}" />` : ''}
${preview?.image ? html`<meta property="og:image" content="${preview.image}" /><meta property="og:image:width" content="1200" /><meta property="og:image:height" content="675" /><meta name="twitter:card" content="summary_large_image" />` : ''}`;
}

/** A page with one sentence: not found, or a fault; and what may lead on. */
export function sentencePage(
  visitor: Visitor,
  sentence: string,
  more: { edition?: Edition; links?: { href: string; label: string }[] } = {},
): Html {
  const links = (more.links ?? []).map(({ href, label }) => html`<li><a href="${href}">${label}</a></li>`);
  return layout({
    title: 'Broadsheet',
    visitor,
    path: '/',
    ...(more.edition && { edition: more.edition }),
    body: html`<div class="single"><h1>${sentence}</h1>${links.length > 0 ? html`<p>${tell(visitor.language, 'nearest')}</p><ul>${links}</ul>` : ''}</div>`,
  });
}
