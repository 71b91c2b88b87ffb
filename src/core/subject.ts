import type { Alias, Lexicon } from './edition.ts';
import { isChinese, type Language } from './language.ts';
import type { Story } from './pack.ts';

/** Display names of aliases and terms in a report's language. */
export interface Display {
  /** The display name of an alias or term id; undefined for an unknown id. */
  name(id: string, language: Language): string | undefined;
  /** The display form of any surface form that the lexicon knows, else the form itself. */
  form(text: string, language: Language): string;
}

export function createDisplay(lexicon: Pick<Lexicon, 'aliases' | 'terms'>): Display {
  const rows: Pick<Alias, 'id' | 'en' | 'zh' | 'also'>[] = [...lexicon.aliases, ...lexicon.terms];
  const byId = new Map(rows.toReversed().map((row) => [row.id, row]));
  const byForm = new Map(
    rows
      .toReversed()
      .flatMap((row) => [...row.also, row.zh, row.en].map((form) => [form.toLowerCase(), row] as const)),
  );
  const inLanguage = (row: Pick<Alias, 'en' | 'zh'>, language: Language) =>
    isChinese(language) ? row.zh : row.en;
  return {
    name: (id, language) => {
      const row = byId.get(id);
      return row && inLanguage(row, language);
    },
    form: (text, language) => {
      const row = byForm.get(text.toLowerCase());
      return row ? inLanguage(row, language) : text;
    },
  };
}

/** What a story is about in a few words: its names, else its strongest terms, in the report's language. */
export function subjectOf(
  story: Pick<Story, 'names' | 'terms'>,
  display: Display,
  language: Language,
  most = 2,
): string {
  const names = story.names.map((id) => display.name(id, language) ?? id);
  const terms = story.terms.map((term) => display.form(term, language));
  const parts: string[] = [];
  for (const part of [...names.slice(0, most), ...terms]) {
    const isKnown = parts.some((known) => overlaps(known.toLowerCase(), part.toLowerCase()));
    if (!isKnown && parts.length < most) parts.push(part);
  }
  return parts.join(isChinese(language) ? '、' : ', ');
}

function overlaps(a: string, b: string): boolean {
  return a.includes(b) || b.includes(a);
}
