import { html, raw } from 'hono/html';
import { inLanguage, type Language } from '../../core/language.ts';
import type { Html } from './render.ts';

/** One question with its answer, as the page shows it. */
export interface Turn {
  question: string;
  answer: Html;
}

/** The page: a masthead, the box that asks, and what was said. */
export function chatPage(language: Language, turns: Turn[]): Html {
  return layout(
    language,
    'Broadsheet',
    html`<form action="/" method="get" class="box ask">
        <label for="q">${inLanguage(texts.box, language)}</label>
        <div class="row">
          <input id="q" name="q" type="text" autocomplete="off" spellcheck="false" placeholder="/digest agents" maxlength="400" />
          <button>${inLanguage(texts.send, language)}</button>
        </div>
        <p class="hint">${inLanguage(texts.hint, language)}</p>
      </form>
      <section id="turns" aria-live="polite" aria-label="${inLanguage(texts.answers, language)}">
        ${turns.map(turnHtml)}
      </section>`,
  );
}

export function turnHtml(turn: Turn): Html {
  return html`<div class="turn"><p class="question">${turn.question}</p>${turn.answer}</div>`;
}

/** A page with one sentence: not found, or a fault. */
export function sentencePage(language: Language, sentence: string): Html {
  return layout(language, 'Broadsheet', html`<p>${sentence}</p><p><a href="/">Broadsheet</a></p>`);
}

/** A report as the full message, on a page of its own. */
export function reportPage(language: Language, title: string, body: Html, id: string): Html {
  const address = `/reports/${encodeURIComponent(id)}`;
  return layout(
    language,
    title,
    html`${body}
      <p class="hint"><a href="${address}.md">Markdown</a> · <a href="${address}.json">JSON</a> · <a href="/">${inLanguage(texts.back, language)}</a></p>`,
  );
}

const texts = {
  box: { en: 'Ask as you would in a chat', zh: '像在聊天里一样提问' },
  send: { en: 'Ask', zh: '发送' },
  hint: {
    en: '/digest · /digest markets · /digest date:2025-12-27 · /topics · /help',
    zh: '/digest · /digest 市场 · /digest 2025-12-27 · /topics · /help',
  },
  answers: { en: 'Answers', zh: '回答' },
  tagline: { en: 'The day’s posts, sourced and checked', zh: '当日帖子，有出处，经核查' },
  back: { en: 'Try the bot', zh: '试用机器人' },
};

function layout(language: Language, title: string, body: Html): Html {
  return html`${raw('<!doctype html>')}
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="stylesheet" href="/assets/style.css" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <script src="/assets/page.js" defer></script>
      </head>
      <body>
        <header>
          <h1><a href="/">Broadsheet</a></h1>
          <p>${inLanguage(texts.tagline, language)}</p>
        </header>
        <main>${body}</main>
      </body>
    </html>`;
}
