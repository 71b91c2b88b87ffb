import type { Ask, Suggestion } from '../src/core/ask.ts';
import type { Command, Desk, Trend } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import { inLanguage, type Language } from '../src/core/language.ts';
import { type Action, type Block, type Message, type Picture, plainMessage } from '../src/core/message.ts';
import { describeTrend, trendRows, trendShare } from '../src/core/trend-text.ts';

/** `/trend <term>`: how much of each day spoke of it over the last weeks, in numbers and as a small chart. */
export const trend: Command = {
  name: 'trend',
  names: { en: 'trend', zh: '趋势' },
  description: { en: 'How much a term is talked about, day by day', zh: '一个词每天被提及的程度' },
  examples: [
    { en: '/trend NVIDIA', zh: '/trend 英伟达' },
    { en: '/trend open weights', zh: '/trend 智能体' },
  ],
  options: [
    {
      name: 'term',
      names: { en: 'term', zh: '词' },
      description: { en: 'A name or any words', zh: '名称或任意词语' },
      required: true,
      suggest: suggestTerms,
    },
  ],
  costly: true,
  async run(ask, desk) {
    const { edition, language } = await desk.place(ask);
    const term = (ask.options.term ?? ask.text).replace(/\s+/g, ' ').trim();
    if (term === '') return askForTerm(await desk.trendTerms(edition.id, language), language);
    if (term.length > longestTerm) throw new UserError(inLanguage(tooLong, language));
    const found = await desk.trend(edition.id, term);
    const text = describeTrend(found, language);
    if (found.days.every((day) => day.posts === 0)) return plainMessage(text);
    const picture = await drawTrend(found, text, desk, language);
    return tell(found, { text, language, ...(picture && { picture }) });
  },
};

const longestTerm = 60;

const tooLong = {
  en: `A term has at most ${longestTerm} characters; give a name or a few words.`,
  zh: `最多 ${longestTerm} 个字符；请写一个名称或几个词。`,
};

interface Told {
  text: string;
  language: Language;
  picture?: Picture;
}

function tell(found: Trend, { text, language, picture }: Told): Message {
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: titleOf(found, language) },
    { kind: 'paragraph', spans: [{ text }] },
    ...(picture ? [{ kind: 'image', picture } as const] : []),
    { kind: 'list', ordered: false, entries: trendRows(found, language).map((row) => [{ text: row }]) },
  ];
  return { blocks, actions: digestAction(found, language) };
}

function titleOf({ term }: Trend, language: Language): string {
  return inLanguage({ en: `Trend: ${term}`, zh: `趋势：${term}` }, language);
}

function drawTrend(found: Trend, alt: string, desk: Desk, language: Language): Promise<Picture | undefined> {
  const points = found.days.map((day) => ({ label: day.day.slice(5), value: trendShare(day) }));
  return desk.chart({ title: titleOf(found, language), points, unit: '%', alt });
}

/** The digest on the same words, where they fit a button. */
function digestAction({ term }: Trend, language: Language): Action[] {
  const command = `digest ${term}`;
  if (new TextEncoder().encode(command).length > 60) return [];
  return [{ label: inLanguage({ en: 'Digest', zh: '摘要' }, language), command }];
}

function askForTerm(terms: readonly string[], language: Language): Message {
  const en = 'Name a term, such as /trend NVIDIA.';
  const fitting = terms.filter((term) => new TextEncoder().encode(term).length <= 40).slice(0, 8);
  return {
    ...plainMessage(inLanguage({ en, zh: '请写一个词，例如 /trend 英伟达。' }, language)),
    actions: fitting.map((term) => ({ label: term, command: `trend ${term}` })),
    ephemeral: true,
  };
}

async function suggestTerms(ask: Ask, desk: Desk): Promise<Suggestion[]> {
  const { edition, language } = await desk.place(ask);
  const typed = (ask.options.term ?? '').trim().toLowerCase();
  const terms = await desk.trendTerms(edition.id, language);
  return terms
    .filter((term) => term.toLowerCase().includes(typed))
    .map((term) => ({ label: term, value: term }));
}
