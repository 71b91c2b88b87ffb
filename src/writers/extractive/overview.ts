import type { DraftClaim, WriteRequest } from '../../core/draft.ts';
import { isChinese } from '../../core/language.ts';
import type { PackPost } from '../../core/pack.ts';
import type { StoryPool } from './pool.ts';
import { bestQuoteOf } from './quote.ts';
import type { Subjects } from './subjects.ts';

/** A story as the overview names it, with the posts that hold its names. */
interface Topic {
  pool: StoryPool;
  names: string[];
  posts: PackPost[];
  /** Names, and the trade term that tells what it is about. */
  text: string;
}

const mostCites = 5;

/**
 * Two to four sentences that name the day's main subjects and where they stand, without any figure:
 * each part of a sentence is a story's subject, each cite a post that holds it.
 */
export function writeOverview(
  pools: readonly StoryPool[],
  request: WriteRequest,
  subjects: Subjects,
): DraftClaim[] {
  const say = isChinese(request.language) ? chinese : english;
  const topics = distinctTopics(pools.flatMap((pool) => topicOf(pool, request.language, subjects, say)));
  const shared = topics.filter(({ pool }) => pool.story.authors.length > 1);
  const main = (shared.length > 0 ? shared : topics).slice(0, 3);
  if (main.length === 0) return [];
  const rest = topics.filter((topic) => !main.includes(topic));
  const { firstDay, lastDay } = request.pack.window;
  const isRange = firstDay !== lastDay;
  return [
    claimOf(
      say.main(
        main.map(({ text }) => text),
        isRange,
      ),
      main,
    ),
    ...continuing({ main, pools, isRange }, say),
    ...bothLanguages(main, say),
    ...views(topics, say),
    ...sections(rest, request, say),
  ].slice(0, 4);
}

function topicOf(pool: StoryPool, language: string, subjects: Subjects, say: Say): Topic[] {
  const names = subjects.names(pool.posts, language);
  const [first] = names;
  if (!first) return [];
  const best = pool.posts.find((post) => names.every((name) => name.posts.has(post)));
  const posts = best
    ? [best]
    : names.flatMap((name) => pool.posts.find((post) => name.posts.has(post)) ?? []);
  const texts = names.map(({ text }) => text);
  return [
    {
      pool,
      names: texts,
      posts: [...new Set(posts)],
      text: say.topic(texts, subjects.term(pool.posts, language)),
    },
  ];
}

function distinctTopics(topics: readonly Topic[]): Topic[] {
  const kept: Topic[] = [];
  for (const topic of topics) {
    if (!kept.some((other) => topic.names.some((name) => other.names.includes(name)))) kept.push(topic);
  }
  return kept;
}

interface Say {
  topic(names: string[], term: string | undefined): string;
  /** `isRange`: several days are spoken of, not one. */
  main(topics: string[], isRange: boolean): string;
  continuing(old: string[], fresh: string[], isRange: boolean): string;
  both(topics: string[]): string;
  views(topics: string[]): string;
  sections(parts: { title: string; topics: string[] }[]): string;
}

const chinese: Say = {
  topic: (names, term) => `${names.join('与')}${term ? `（${term}）` : ''}`,
  main: ([first = '', second, third], isRange) =>
    spaced(
      `${isRange ? '这几天' : '当日'}要闻首推${first}${second ? `，其次是${second}` : ''}${third ? `，再次是${third}` : ''}。`,
    ),
  continuing: (old, fresh, isRange) => {
    const isNew = `${fresh.join('、')}是${isRange ? '这几天' : '当日'}新出现的话题`;
    if (fresh.length === 0) return spaced(`${old.join('、')}延续了此前的讨论。`);
    return spaced(old.length === 0 ? `${isNew}。` : `${old.join('、')}延续了此前的讨论，${isNew}。`);
  },
  both: (topics) => spaced(`中文和英文作者都在谈${topics.join('、')}。`),
  views: (topics) => spaced(`发表看法最多的是围绕${topics.join('和')}的讨论。`),
  sections: (parts) =>
    spaced(`${parts.map(({ title, topics }) => `${title}方面还谈到${topics.join('、')}`).join('；')}。`),
};

const english: Say = {
  topic: (names, term) => `${names.join(' and ')}${term ? ` (${lowerFirst(term)})` : ''}`,
  main: (topics, isRange) => {
    const stories = topics.length > 1 ? 'stories are' : 'story is';
    const [last = '', ...before] = topics.toReversed();
    const told = before.length > 0 ? `${before.toReversed().join('; ')}; and ${last}` : last;
    return `The leading ${stories.replace(' ', ` of ${isRange ? 'these days' : 'the day'} `)} ${told}.`;
  },
  continuing: (old, fresh, isRange) => {
    const isNew = `of ${listed(fresh)} is new ${isRange ? 'in these days' : 'that day'}`;
    if (fresh.length === 0) return `The talk of ${listed(old)} goes on from earlier days.`;
    if (old.length === 0) return `The talk ${isNew}.`;
    return `The talk of ${listed(old)} goes on from earlier days; that ${isNew}.`;
  },
  both: (topics) => `Authors write about ${listed(topics)} in Chinese and in English.`,
  views: (topics) => `Opinions gather around ${listed(topics)}.`,
  sections: ([first, ...rest]) => {
    const also = first
      ? `In ${lowerFirst(first.title)}, ${listed(first.topics)} also come${first.topics.length > 1 ? '' : 's'} up`
      : '';
    return `${[also, ...rest.map(({ title, topics }) => `in ${lowerFirst(title)}, ${listed(topics)}`)].join('; ')}.`;
  },
};

/** One blank between hanzi and Latin letters or digits. */
function spaced(text: string): string {
  return text.replace(/(?<=[\u3400-\u9fff])(?=[A-Za-z\d])|(?<=[A-Za-z\d])(?=[\u3400-\u9fff])/gu, ' ');
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function lowerFirst(text: string): string {
  return /^[A-Z][^A-Z]+$/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

const bare = ({ names }: Topic) => names[0] ?? '';

/** Said only where former days are remembered. */
function continuing(
  { main, pools, isRange }: { main: readonly Topic[]; pools: readonly StoryPool[]; isRange: boolean },
  say: Say,
): DraftClaim[] {
  if (!pools.some(({ story }) => story.day > 1)) return [];
  const old = main.filter(({ pool }) => pool.story.day > 1);
  const fresh = main.filter(({ pool }) => pool.story.day === 1);
  return [claimOf(say.continuing(old.map(bare), fresh.map(bare), isRange), [...old, ...fresh])];
}

function bothLanguages(main: readonly Topic[], say: Say): DraftClaim[] {
  const isShared = ({ pool }: Topic) =>
    ['zh', 'en'].every((language) => pool.story.languages.includes(language));
  const shared = main.filter(isShared);
  return shared.length === 0 || shared.length === main.length
    ? []
    : [claimOf(say.both(shared.map(bare)), shared)];
}

/** The stories on which most authors say what they think. */
function views(topics: readonly Topic[], say: Say): DraftClaim[] {
  const voices = (topic: Topic) =>
    new Set(
      topic.pool.sentences.filter(({ isOpinion }) => isOpinion).map(({ post }) => post.post.author.handle),
    ).size;
  const loud = topics
    .filter((topic) => voices(topic) > 1)
    .sort((a, b) => voices(b) - voices(a))
    .slice(0, 2);
  return loud.length === 0 ? [] : [claimOf(say.views(loud.map(bare)), loud)];
}

function sections(rest: readonly Topic[], request: WriteRequest, say: Say): DraftClaim[] {
  const parts = request.sections.flatMap(({ id, title }) => {
    const own = rest.filter(({ pool }) => pool.story.section === id).slice(0, 2);
    return own.length > 0 ? [{ title: title.replace(/相关内容$/, ''), own }] : [];
  });
  const topics = parts.flatMap(({ own }) => own);
  if (topics.length === 0) return [];
  return [claimOf(say.sections(parts.map(({ title, own }) => ({ title, topics: own.map(bare) }))), topics)];
}

/** One cite a topic first, then the posts that its further names need. */
function claimOf(text: string, topics: readonly Topic[]): DraftClaim {
  const posts = [
    ...topics.flatMap((topic) => topic.posts.slice(0, 1)),
    ...topics.flatMap((topic) => topic.posts.slice(1)),
  ];
  return {
    text,
    storyId: topics[0]?.pool.story.id ?? '',
    cites: [...new Set(posts)]
      .slice(0, mostCites)
      .map((post) => ({ handle: post.handle, quote: bestQuoteOf(post, text) })),
    stance: 'fact',
  };
}
