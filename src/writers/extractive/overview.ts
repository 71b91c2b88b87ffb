import type { DraftClaim, WriteRequest } from '../../core/draft.ts';
import { isChinese } from '../../core/language.ts';
import type { PackPost } from '../../core/pack.ts';
import type { StoryPool } from './pool.ts';
import { bestQuoteOf } from './quote.ts';
import type { Subjects } from './subjects.ts';

interface Subject {
  pool: StoryPool;
  text: string;
  names: readonly string[];
}

/**
 * Two to four sentences that name the day's main subjects and where they stand, without any figure:
 * each part of a sentence is a story's subject, each cite a post that holds it.
 */
export function writeOverview(
  pools: readonly StoryPool[],
  request: WriteRequest,
  subjects: Subjects,
): DraftClaim[] {
  const { language } = request;
  const named = pools
    .map((pool): Subject => {
      const names = subjects.names(pool.story, pool.posts, language);
      return { pool, names, text: names.join(isChinese(language) ? ' 与 ' : ' and ') };
    })
    .filter((subject) => subject.text !== '');
  const main = distinctSubjects(named.filter(({ pool }) => pool.story.authors.length > 1)).slice(0, 3);
  const chosen = main.length > 0 ? main : distinctSubjects(named).slice(0, 2);
  if (chosen.length === 0) return [];
  const say = isChinese(language) ? chinese : english;
  const rest = distinctSubjects(named).filter((subject) => !chosen.includes(subject));
  return [
    claimOf(say.main(chosen.map(({ text }) => text)), chosen),
    ...continuing(chosen, pools, say),
    ...bothLanguages(chosen, say),
    ...sections(rest, request, say),
  ].slice(0, 4);
}

function distinctSubjects(subjects: readonly Subject[]): Subject[] {
  const kept: Subject[] = [];
  for (const subject of subjects) {
    const isKnown = kept.some((other) => subject.names.some((name) => other.names.includes(name)));
    if (!isKnown) kept.push(subject);
  }
  return kept;
}

interface Say {
  main(subjects: string[]): string;
  continuing(old: string[], fresh: string[]): string;
  both(subjects: string[]): string;
  section(parts: { title: string; subjects: string[] }[]): string;
}

const chinese: Say = {
  main: ([first = '', ...rest]) =>
    rest.length > 0
      ? `今天讨论最多的是 ${first}，其次是 ${rest.join('、')}。`
      : `今天讨论最多的是 ${first}。`,
  continuing: (old, fresh) => {
    if (fresh.length === 0) return `${old.join('、')} 延续了前几天的讨论。`;
    if (old.length === 0) return `${fresh.join('、')} 是今天新出现的话题。`;
    return `${old.join('、')} 延续了前几天的讨论，${fresh.join('、')} 是今天新出现的话题。`;
  },
  both: (subjects) => `中文和英文作者同时在谈的是 ${subjects.join('、')}。`,
  section: (parts) =>
    `此外，${parts.map(({ title, subjects }) => `“${title}”方面还提到 ${subjects.join('、')}`).join('；')}。`,
};

const english: Say = {
  main: ([first = '', ...rest]) =>
    rest.length > 0
      ? `Most of the talk today is about ${first}, followed by ${listed(rest)}.`
      : `Most of the talk today is about ${first}.`,
  continuing: (old, fresh) => {
    if (fresh.length === 0) return `The talk of ${listed(old)} goes on from earlier days.`;
    if (old.length === 0) return `The talk of ${listed(fresh)} is new today.`;
    return `The talk of ${listed(old)} goes on from earlier days; that of ${listed(fresh)} is new today.`;
  },
  both: (subjects) => `Chinese and English authors alike write about ${listed(subjects)}.`,
  section: (parts) =>
    `Beyond that, ${parts.map(({ title, subjects }) => `${lowerFirst(title)} brings ${listed(subjects)}`).join('; ')}.`,
};

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** Said only where former days are remembered. */
function continuing(chosen: readonly Subject[], pools: readonly StoryPool[], say: Say): DraftClaim[] {
  if (!pools.some(({ story }) => story.day > 1)) return [];
  const old = chosen.filter(({ pool }) => pool.story.day > 1);
  const fresh = chosen.filter(({ pool }) => pool.story.day === 1);
  const texts = (list: readonly Subject[]) => list.map(({ text }) => text);
  return [claimOf(say.continuing(texts(old), texts(fresh)), [...old, ...fresh])];
}

function bothLanguages(chosen: readonly Subject[], say: Say): DraftClaim[] {
  const shared = chosen.filter(({ pool }) =>
    ['zh', 'en'].every((language) => pool.story.languages.includes(language)),
  );
  if (shared.length === 0 || shared.length === chosen.length) return [];
  return [claimOf(say.both(shared.map(({ text }) => text)), shared)];
}

function sections(rest: readonly Subject[], request: WriteRequest, say: Say): DraftClaim[] {
  const parts = request.sections.flatMap((section) => {
    const own = rest.filter(({ pool }) => pool.story.section === section.id).slice(0, 2);
    return own.length > 0 ? [{ title: section.title, own }] : [];
  });
  if (parts.length === 0) return [];
  const text = say.section(
    parts.map(({ title, own }) => ({ title, subjects: own.map((subject) => subject.text) })),
  );
  return [
    claimOf(
      text,
      parts.flatMap(({ own }) => own),
    ),
  ];
}

const mostCites = 5;

/** Cites that together hold every name: one post a story, and a second where the first lacks a name. */
function claimOf(text: string, subjects: readonly Subject[]): DraftClaim {
  const posts: PackPost[] = [];
  for (const { pool, names } of subjects) {
    const missing = new Set(names);
    for (const post of pool.posts) {
      const held = [...missing].filter((name) => post.text.toLowerCase().includes(name.toLowerCase()));
      if (held.length === 0) continue;
      posts.push(post);
      for (const name of held) missing.delete(name);
    }
    const [first] = pool.posts;
    if (missing.size === names.length && first) posts.push(first);
  }
  return {
    text,
    storyId: subjects[0]?.pool.story.id ?? '',
    cites: [...new Set(posts)]
      .slice(0, mostCites)
      .map((post) => ({ handle: post.handle, quote: bestQuoteOf(post, text) })),
    stance: 'fact',
  };
}
