import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { Ask, Suggestion } from '../../core/ask.ts';
import type { Command } from '../../core/command.ts';
import type { Edition } from '../../core/edition.ts';
import { inLanguage, type Language } from '../../core/language.ts';
import type { Bot } from '../../ports.ts';
import { layout, sentencePage } from './layout.ts';
import type { PictureShelf } from './picture-shelf.ts';
import { type Html, renderHtml } from './render.ts';
import { tell } from './texts.ts';
import { type Visitor, visitorOf } from './visitor.ts';

export interface ChatParts {
  bot: Bot;
  shelf: PictureShelf;
  commands: readonly Command[];
  /** Whose days the menu leads to. */
  edition: Edition | undefined;
}

/** "Try the bot": the operator asks as in a chat, with the same commands, buttons and completions. */
export function addChat(app: Hono, parts: ChatParts): void {
  const guarded =
    (answer: (context: Context, visitor: Visitor) => Promise<Response>) => async (context: Context) => {
      const visitor = visitorOf(context);
      if (visitor.isOperator) return answer(context, visitor);
      return context.html(await sentencePage(visitor, tell(visitor.language, 'notLocal')), 403);
    };
  app.get(
    '/ask',
    guarded(async (context, visitor) => {
      const question = context.req.query('q')?.trim() || '/digest';
      return context.html(
        await chatPage(visitor, parts.edition, await turn(parts, question, visitor.language)),
      );
    }),
  );
  app.get(
    '/api/ask',
    guarded(async (context, { language }) =>
      context.html(await turn(parts, context.req.query('q')?.trim() ?? '', language)),
    ),
  );
  app.get(
    '/api/suggest',
    guarded(async (context, { language }) =>
      context.json(await suggestLines(parts, context.req.query('q') ?? '', language)),
    ),
  );
}

function chatPage(visitor: Visitor, edition: Edition | undefined, first: Html): Html {
  const { language } = visitor;
  return layout({
    title: `${tell(language, 'ask')} · Broadsheet`,
    visitor,
    path: '/ask',
    ...(edition && { edition }),
    isChat: true,
    body: html`<div class="single"><h1>${tell(language, 'ask')}</h1>
<form action="/ask" method="get" class="box ask">
<label for="q">${tell(language, 'box')}</label>
<div class="row"><input id="q" name="q" type="text" list="lines" autocomplete="off" spellcheck="false" placeholder="/digest agents" maxlength="${maxQuestionLength}" /><button>${tell(language, 'send')}</button></div>
<datalist id="lines"></datalist>
${visitor.isChosen ? html`<input type="hidden" name="lang" value="${language}" />` : ''}
<p class="hint">${tell(language, 'hint')}</p>
</form>
<section id="turns" aria-live="polite" aria-label="${tell(language, 'answers')}">${first}</section></div>`,
  });
}

async function turn({ bot, shelf }: ChatParts, question: string, language: Language): Promise<Html> {
  const message = await bot.answer(toAsk(question, language));
  return html`<div class="turn"><p class="question">${question}</p>${renderHtml(message, shelf.put)}</div>`;
}

/** `/digest agents` as typed; words without a slash ask for a digest on them. */
export function toAsk(question: string, language: Language): Ask {
  const line = question.slice(0, maxQuestionLength);
  const [, command, text] = /^\/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(line) ?? [];
  return {
    command: command?.toLowerCase() ?? 'digest',
    options: {},
    text: command ? (text ?? '') : line,
    asker: { platform: 'web', userId: 'web', locale: language, canManage: false },
  };
}

const maxQuestionLength = 400;
const mostLines = 12;

/** Whole lines that may be meant: commands while the first word is typed, then values for the last word. */
export async function suggestLines(
  { bot, commands }: Pick<ChatParts, 'bot' | 'commands'>,
  typed: string,
  language: Language,
): Promise<Suggestion[]> {
  const [, name = '', before = '', last = ''] = /^\/(\w*)(?:\s+((?:\S+\s+)*)(\S*))?$/.exec(typed) ?? [];
  const command = commands.find((candidate) => candidate.name === name);
  if (!command || !/\s/.test(typed)) return namesLike(commands, name, language);
  const ask = toAsk(typed, language);
  const found = await Promise.all(
    command.options
      .filter((option) => option.suggest)
      .map((option) => bot.suggest({ ...ask, options: { [option.name]: last } }, option.name)),
  );
  const values = found
    .flat()
    .filter(({ value, label }) => startsLike(value, last) || startsLike(label, last));
  return values
    .slice(0, mostLines)
    .map(({ label, value }) => ({ label, value: `/${name} ${before}${value}` }));
}

function namesLike(commands: readonly Command[], name: string, language: Language): Suggestion[] {
  return commands
    .filter((command) => command.name.startsWith(name))
    .slice(0, mostLines)
    .map((command) => ({ label: inLanguage(command.description, language), value: `/${command.name}` }));
}

function startsLike(text: string, typed: string): boolean {
  return text.toLowerCase().includes(typed.toLowerCase());
}
