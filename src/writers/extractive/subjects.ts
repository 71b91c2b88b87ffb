import type { Lexicon } from '../../core/edition.ts';
import { isChinese } from '../../core/language.ts';
import type { PackPost } from '../../core/pack.ts';
import { createDisplay, type Display } from '../../core/subject.ts';
import { createNameFinder, latinNames, type NameFinder } from '../../core/text/names.ts';
import { findQuantities } from '../../core/text/quantities.ts';

/** Says in a few words what a story is about, in a report's language. */
export interface Subjects {
  /** Its main names, at most two: `NVIDIA`, `Groq`; empty when it has none. */
  names(posts: readonly PackPost[], language: string): Subject[];
  /** A trade term that its posts share. */
  term(posts: readonly PackPost[], language: string): string | undefined;
  /** Names and a trade term: `NVIDIA、Groq：推理`; undefined where the lexicon knows neither. */
  title(posts: readonly PackPost[], language: string): string | undefined;
}

/** A name as it is shown, and the posts that hold it. */
export interface Subject {
  text: string;
  posts: ReadonlySet<PackPost>;
}

const kindRank: Record<string, number> = {
  benchmark: 1,
  place: 1,
  currency: 1,
  index: 1,
  license: 1,
  language: 1,
};

export function createSubjects(lexicon: Lexicon, names: NameFinder): Subjects {
  const display = createDisplay(lexicon);
  const terms = createNameFinder({ aliases: lexicon.terms.map((term) => ({ ...term, kind: term.group })) });
  const mainNames = remembered((posts, language) => namesOf(posts, names, display, language).slice(0, 2));
  const mainTerms = remembered((posts, language) => termsOf(posts, terms, display, language));
  const mainTerm: Subjects['term'] = (posts, language) => {
    const main = mainNames(posts, language).map(({ text }) => text);
    return mainTerms(posts, language).find((term) => !overlapsAny(term, main));
  };
  return {
    names: mainNames,
    term: mainTerm,
    title: (posts, language) => {
      const main = mainNames(posts, language).map(({ text }) => text);
      const joint = isChinese(language) ? '、' : ', ';
      if (main.length === 0) return termTitle(mainTerms(posts, language), joint);
      const lead = main.join(joint);
      const term = mainTerm(posts, language);
      if (!term) return lead;
      return isChinese(language) ? `${lead}：${term}` : `${lead}: ${lowerFirst(term)}`;
    },
  };
}

/** Asked several times for the same posts, found once. */
function remembered<T>(find: (posts: readonly PackPost[], language: string) => T) {
  const known = new WeakMap<readonly PackPost[], Map<string, T>>();
  return (posts: readonly PackPost[], language: string): T => {
    const own = known.get(posts) ?? new Map<string, T>();
    known.set(posts, own);
    const found = own.get(language) ?? find(posts, language);
    own.set(language, found);
    return found;
  };
}

interface Found {
  posts: Set<PackPost>;
  forms: Map<string, number>;
  rank: number;
  first: number;
}

/** Names that a good part of the posts hold, in the form in which they mostly stand. */
function namesOf(
  posts: readonly PackPost[],
  names: NameFinder,
  display: Display,
  language: string,
): Subject[] {
  const found = new Map<string, Found>();
  for (const [index, post] of posts.entries()) {
    for (const use of usesIn(post.text, names)) {
      const entry = found.get(use.key) ?? {
        posts: new Set(),
        forms: new Map(),
        rank: use.rank,
        first: use.start + 1000 * index,
      };
      entry.posts.add(post);
      entry.forms.set(use.form, (entry.forms.get(use.form) ?? 0) + 1);
      found.set(use.key, entry);
    }
  }
  const isShared = ([key, { posts: held }]: [string, Found]) =>
    held.size >= Math.max(key.startsWith('#') ? 1 : 2, posts.length * 0.4);
  const sorted = [...found].filter(isShared).sort(([keyA, a], [keyB, b]) => {
    if (a.rank !== b.rank) return a.rank - b.rank;
    return b.posts.size - a.posts.size || a.first - b.first || (keyA < keyB ? -1 : 1);
  });
  const subjects: Subject[] = [];
  const first = sorted[0]?.[1].rank ?? 0;
  for (const [key, entry] of sorted.filter(([, { rank }]) => rank === first)) {
    const text = modalForm(entry.forms) || (display.name(key.slice(1), language) ?? key);
    if (
      !overlapsAny(
        text,
        subjects.map((subject) => subject.text),
      )
    )
      subjects.push({ text, posts: entry.posts });
  }
  return subjects;
}

interface Use {
  key: string;
  /** With its version or as a phrase of capitals; empty for a bare known name. */
  form: string;
  rank: number;
  start: number;
}

/** Known names, with a version right behind them, and phrases of capitalised words that the lexicon does not know. */
function usesIn(text: string, names: NameFinder): Use[] {
  const hits = names(text);
  const versions = findQuantities(text).filter((quantity) => quantity.kind === 'version');
  const known = hits.map((hit): Use => {
    const version = versions.find(
      (quantity) => quantity.start >= hit.start && quantity.start <= hit.end + 1 && quantity.end > hit.end,
    );
    return {
      key: `#${hit.id}`,
      form: version ? text.slice(hit.start, version.end) : '',
      rank: kindRank[hit.kind] ?? 0,
      start: hit.start,
    };
  });
  const phrases = phrasesOf(text).filter(
    ({ start, end }) => !hits.some((hit) => hit.start < end && start < hit.end),
  );
  return [...known, ...phrases.map(({ raw, start }): Use => ({ key: raw, form: raw, rank: 0, start }))];
}

/** Two or three capitalised words side by side, such as `Muse Spark`. */
function phrasesOf(text: string): { raw: string; start: number; end: number }[] {
  const tokens = latinNames(text).filter((name) => /^[A-Z]/.test(name.raw) && !name.isOpener);
  const phrases: { raw: string; start: number; end: number }[] = [];
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (!next || next.start !== token.end + 1 || text[token.end] !== ' ') continue;
    phrases.push({ raw: text.slice(token.start, next.end), start: token.start, end: next.end });
  }
  return phrases;
}

/** The commonest version, of equals the highest, where a name mostly stands with one; empty when it stands bare. */
function modalForm(forms: ReadonlyMap<string, number>): string {
  const bare = forms.get('') ?? 0;
  const versioned = [...forms]
    .filter(([form]) => form !== '')
    .sort((a, b) => b[1] - a[1] || (a[0] > b[0] ? -1 : 1));
  const total = versioned.reduce((sum, [, count]) => sum + count, 0);
  return total > bare ? (versioned[0]?.[0] ?? '') : '';
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

function termTitle(terms: readonly string[], joint: string): string | undefined {
  const parts: string[] = [];
  for (const term of terms) if (parts.length < 2 && !overlapsAny(term, parts)) parts.push(term);
  return parts.length > 0 ? upperFirst(parts.join(joint)) : undefined;
}

function overlapsAny(text: string, others: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return others.some((other) => other.toLowerCase().includes(lower) || lower.includes(other.toLowerCase()));
}

function lowerFirst(text: string): string {
  return /^[A-Z][^A-Z]+$/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
