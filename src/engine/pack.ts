import type { EvidencePack, PackPost, Story, StoryTheme } from '../core/pack.ts';
import type { Post } from '../core/post.ts';
import type { Fact } from '../core/report.ts';
import type { NameFinder } from '../core/text/names.ts';
import { readableText, splitRepostPrefix } from '../core/text/normalise.ts';
import { findQuantities } from '../core/text/quantities.ts';
import { splitSentences } from '../core/text/sentences.ts';
import type { Window } from '../core/window.ts';
import { estimateTokens } from './estimate.ts';
import { packLimits } from './weights.ts';

/** A story with its kept posts in order of worth. */
export interface PackStory {
  story: Story;
  posts: { post: Post; language: string; copies: number }[];
}

export interface PackInput {
  edition: string;
  window: Window;
  /** Best first, chatter left out. */
  stories: readonly PackStory[];
  themes: readonly StoryTheme[];
  names: NameFinder;
}

/** The bounded evidence of a window: best stories first, within posts, authors and tokens. */
export function buildPack(input: PackInput): EvidencePack {
  const stories: Story[] = [];
  const posts: PackPost[] = [];
  const perAuthor = new Map<string, number>();
  const leads = new Map<string, number>();
  let tokens = 0;
  for (const entry of input.stories) {
    if (stories.length === packLimits.stories) break;
    const lead = entry.posts[0]?.post.author.handle ?? '';
    if ((leads.get(lead) ?? 0) >= packLimits.storiesPerAuthor) continue;
    const chosen = choosePosts(entry, perAuthor);
    if (chosen.length === 0) continue;
    const drafted = chosen.map((post, place) =>
      toPackPost(post, posts.length + place + 1, entry.story.id, input),
    );
    const cost = drafted.reduce((sum, post) => sum + estimateTokens(post.text) + packLimits.tokensPerPost, 0);
    if (tokens + cost > packLimits.tokens) break;
    tokens += cost;
    leads.set(lead, (leads.get(lead) ?? 0) + 1);
    for (const { post } of chosen)
      perAuthor.set(post.author.handle, (perAuthor.get(post.author.handle) ?? 0) + 1);
    stories.push(entry.story);
    posts.push(...drafted);
  }
  return {
    edition: input.edition,
    window: input.window,
    stories,
    themes: themesOf(stories, input.themes),
    posts,
    tokens,
  };
}

/** The best post, then other authors before further posts of one, and the other language if there is one. */
function choosePosts(entry: PackStory, perAuthor: ReadonlyMap<string, number>): PackStory['posts'] {
  const free = entry.posts.filter(
    ({ post }) => (perAuthor.get(post.author.handle) ?? 0) < packLimits.postsPerAuthor,
  );
  const chosen: PackStory['posts'] = [];
  const take = (admits: (candidate: PackStory['posts'][number]) => boolean) => {
    for (const candidate of free) {
      if (chosen.length >= packLimits.postsPerStory) return;
      if (!chosen.includes(candidate) && admits(candidate) && room(candidate, chosen, perAuthor))
        chosen.push(candidate);
    }
  };
  take(() => chosen.length === 0);
  take(({ language }) => chosen.length < 2 && chosen.every((other) => other.language !== language));
  take(({ post }) => chosen.every((other) => other.post.author.handle !== post.author.handle));
  take(() => true);
  return chosen;
}

function room(
  candidate: PackStory['posts'][number],
  chosen: PackStory['posts'],
  perAuthor: ReadonlyMap<string, number>,
): boolean {
  const { handle } = candidate.post.author;
  const here = chosen.filter((other) => other.post.author.handle === handle).length;
  return (perAuthor.get(handle) ?? 0) + here < packLimits.postsPerAuthor;
}

function toPackPost(
  chosen: PackStory['posts'][number],
  number: number,
  storyId: string,
  input: PackInput,
): PackPost {
  const text = boundedText(splitRepostPrefix(readableText(chosen.post.text.slice(0, 8000))).text);
  return {
    handle: `p${number}`,
    post: chosen.post,
    text,
    language: chosen.language,
    storyId,
    copies: chosen.copies,
    facts: factsOf(text, input),
  };
}

/** Whole sentences up to the bound; a first sentence that is longer is cut. */
export function boundedText(text: string): string {
  const bound = packLimits.charactersPerPost;
  const whole = text.trim();
  if (whole.length <= bound) return whole;
  const fitting = splitSentences(whole.slice(0, bound * 2)).filter(({ end }) => end <= bound);
  const last = fitting.at(-1);
  if (last && last.end > bound / 3) return whole.slice(0, last.end);
  const cut = whole.slice(0, bound - 1);
  const border = cut.search(/\s\S*$/);
  return `${cut
    .slice(0, border > bound / 2 ? border : cut.length)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}

function factsOf(text: string, input: PackInput): Fact[] {
  const figures = findQuantities(text, { today: input.window.lastDay }).map(
    ({ kind, value, unit, raw }): Fact =>
      unit === undefined ? { kind, value, raw } : { kind, value, unit, raw },
  );
  const names = input.names(text).map(({ id, raw }): Fact => ({ kind: 'name', value: id, raw }));
  return distinct([...figures, ...names]);
}

function distinct(facts: Fact[]): Fact[] {
  const seen = new Set<string>();
  return facts.filter(({ kind, value, unit }) => {
    const key = `${kind} ${value} ${unit ?? ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function themesOf(stories: readonly Story[], themes: readonly StoryTheme[]): StoryTheme[] {
  const kept = new Set(stories.map(({ id }) => id));
  return themes
    .map((theme) => ({ ...theme, storyIds: theme.storyIds.filter((id) => kept.has(id)) }))
    .filter(({ storyIds }) => storyIds.length > 0);
}
