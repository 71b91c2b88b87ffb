import type { Suggestion } from './ask.ts';
import type { Edition, Topic } from './edition.ts';
import { inLanguage, type Language } from './language.ts';
import { languageName } from './wording.ts';

/** Values for options while they are typed: pure choices that several commands offer. */

export const lengthChoices: readonly Suggestion[] = [
  { label: 'short · 简要', value: 'short' },
  { label: 'full · 完整', value: 'full' },
];

export function languageChoices(languages: readonly Language[]): Suggestion[] {
  return languages.map((language) => ({ label: languageName(language, language), value: language }));
}

export function editionChoices(
  editions: readonly Edition[],
  typed: string,
  language: Language,
): Suggestion[] {
  return editions
    .filter(({ id, title }) => holds([id, title.en, title.zh], typed))
    .map(({ id, title }) => ({ label: inLanguage(title, language), value: id }));
}

export function topicChoices(topics: readonly Topic[], typed: string, language: Language): Suggestion[] {
  return topics
    .filter(({ id, names, ask }) => holds([id, names.en, names.zh, ...ask], typed))
    .map(({ id, names }) => ({ label: inLanguage(names, language), value: id }));
}

/** Topics for a list that is being typed: each choice keeps what stands before the last comma. */
export function topicListChoices(topics: readonly Topic[], typed: string, language: Language): Suggestion[] {
  const [, before = '', last = ''] = /^(.*[,，、;]\s*)?(.*)$/su.exec(typed) ?? [];
  const chosen = before.split(/[,，、;\s]+/);
  return topicChoices(
    topics.filter(({ id }) => !chosen.includes(id)),
    last,
    language,
  ).map(({ label, value }) => ({ label: `${before}${label}`, value: `${before}${value}` }));
}

/** Full and half hours that begin as typed, the common ones first. */
export function timeChoices(typed: string): Suggestion[] {
  const hours = [8, 7, 9, 12, 18, 20, 21, 22, 6, 10, 11, 13, 14, 15, 16, 17, 19, 23, 0, 1, 2, 3, 4, 5];
  const times = hours.flatMap((hour) => [`${pad(hour)}:00`, `${pad(hour)}:30`]);
  const wanted = /^\d(?:$|:)/.test(typed) ? `0${typed}` : typed;
  const found = times.filter((time) => time.startsWith(typed) || time.startsWith(wanted));
  return found.map((time) => ({ label: time, value: time }));
}

function holds(names: readonly string[], typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  return names.some((name) => name.toLowerCase().includes(wanted));
}

function pad(hour: number): string {
  return String(hour).padStart(2, '0');
}
