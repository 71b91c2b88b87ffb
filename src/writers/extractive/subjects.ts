import type { Lexicon } from '../../core/edition.ts';
import { isChinese } from '../../core/language.ts';
import type { PackPost, Story } from '../../core/pack.ts';
import { createDisplay, type Display } from '../../core/subject.ts';
import { createNameFinder, type NameFinder } from '../../core/text/names.ts';
import { findQuantities } from '../../core/text/quantities.ts';

/** Says in a few words what a story is about, in a report's language. */
export interface Subjects {
  /** Its main names, at most two: `NVIDIA、Groq`; empty when it has none. */
  names(story: Story, posts: readonly PackPost[], language: string): string[];
  /** Names and a trade term: `NVIDIA、Groq：推理`. */
  title(story: Story, posts: readonly PackPost[], language: string): string;
}

const kindRank: Record<string, number> = {
  model: 0,
  product: 0,
  company: 0,
  organisation: 1,
  person: 1,
  paper: 1,
  benchmark: 3,
  place: 4,
};

export function createSubjects(lexicon: Lexicon, names: NameFinder): Subjects {
  const display = createDisplay(lexicon);
  const terms = createNameFinder({ aliases: lexicon.terms.map((term) => ({ ...term, kind: term.group })) });
  const mainNames: Subjects['names'] = (_, posts, language) =>
    namesOf(posts, names, display, language).slice(0, 2);
  return {
    names: mainNames,
    title: (story, posts, language) => {
      const main = mainNames(story, posts, language);
      const lead = main.join(isChinese(language) ? '、' : ', ');
      const about = termsOf(posts, terms, display, language).filter((term) => !overlapsAny(term, main));
      if (main.length === 0) return plainTitle(story, about, display, language);
      const [term] = about;
      if (!term) return lead;
      return isChinese(language) ? `${lead}：${term}` : `${lead}: ${lowerFirst(term)}`;
    },
  };
}

interface Counted {
  text: string;
  posts: number;
  rank: number;
  first: number;
}

/** Names that a good part of the posts hold, with the version they mostly stand with. */
function namesOf(
  posts: readonly PackPost[],
  names: NameFinder,
  display: Display,
  language: string,
): string[] {
  const found = new Map<
    string,
    { posts: Set<number>; kind: string; forms: Map<string, number>; first: number }
  >();
  for (const [index, post] of posts.entries()) {
    const versions = findQuantities(post.text).filter((quantity) => quantity.kind === 'version');
    for (const hit of names(post.text)) {
      const entry = found.get(hit.id) ?? {
        posts: new Set(),
        kind: hit.kind,
        forms: new Map(),
        first: hit.start + 1000 * index,
      };
      const version = versions.find(
        (quantity) => quantity.start <= hit.end + 1 && quantity.end > hit.end && quantity.start >= hit.start,
      );
      const form = version ? post.text.slice(hit.start, version.end) : '';
      entry.posts.add(index);
      entry.forms.set(form, (entry.forms.get(form) ?? 0) + 1);
      found.set(hit.id, entry);
    }
  }
  const least = Math.max(1, Math.ceil(posts.length * 0.4));
  const counted = [...found]
    .filter(([, entry]) => entry.posts.size >= least)
    .map(
      ([id, entry]): Counted => ({
        text: modalForm(entry.forms) || (display.name(id, language) ?? id),
        posts: entry.posts.size,
        rank: kindRank[entry.kind] ?? 2,
        first: entry.first,
      }),
    );
  return distinct(
    counted.sort(
      (a, b) =>
        Math.floor(a.rank / 3) - Math.floor(b.rank / 3) ||
        b.posts - a.posts ||
        a.first - b.first ||
        (a.text < b.text ? -1 : 1),
    ),
  );
}

/** The versioned form in which a name mostly stands, or nothing when it mostly stands bare. */
function modalForm(forms: ReadonlyMap<string, number>): string {
  const total = [...forms.values()].reduce((sum, count) => sum + count, 0);
  const [best] = [...forms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best && best[1] * 2 > total ? best[0] : '';
}

function distinct(counted: readonly Counted[]): string[] {
  const texts: string[] = [];
  for (const { text } of counted) if (!overlapsAny(text, texts)) texts.push(text);
  return texts;
}

/** Trade terms that at least two posts, or the only one, speak of; most spoken of first. */
function termsOf(
  posts: readonly PackPost[],
  terms: NameFinder,
  display: Display,
  language: string,
): string[] {
  const counts = new Map<string, number>();
  for (const post of posts) {
    for (const id of new Set(terms(post.text).map((hit) => hit.id)))
      counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const least = posts.length > 1 ? 2 : 1;
  return [...counts]
    .filter(([, count]) => count >= least)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .flatMap(([id]) => display.name(id, language) ?? []);
}

/** Without a known name: trade terms, else the story's own strongest words. */
function plainTitle(story: Story, about: readonly string[], display: Display, language: string): string {
  const own = story.terms
    .map((term) => display.form(term, language))
    .filter(
      (term) => !/^(?:[a-z]{3})?\d/.test(term) && (isChinese(language) || !/[\u3400-\u9fff]/.test(term)),
    );
  const parts: string[] = [];
  for (const part of [...about.slice(0, 2), ...own])
    if (parts.length < 2 && !overlapsAny(part, parts)) parts.push(part);
  return upperFirst(parts.join(isChinese(language) ? '、' : ', '));
}

function overlapsAny(text: string, others: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return others.some((other) => other.toLowerCase().includes(lower) || lower.includes(other.toLowerCase()));
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
