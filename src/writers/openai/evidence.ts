import type { FailedClaim } from '../../core/draft.ts';
import type { EvidencePack, PackPost, Story } from '../../core/pack.ts';
import { bare } from '../../core/text/fold.ts';
import { withoutUrls } from '../../core/text/normalise.ts';

/**
 * The pack as lines of data: `=` opens a story, every other line is one post behind its handle. Breaks within a post
 * are folded, so that no post can open a line, and addresses stay out. Small stories and later posts are shown
 * shorter: what they would add is corroboration, which the story's counts already tell.
 */
export function evidenceLines(pack: EvidencePack): string {
  const posts = Map.groupBy(pack.posts, (post) => post.storyId);
  return pack.stories
    .flatMap((story, rank) => [storyLine(story), ...shownPosts(posts.get(story.id) ?? [], story, rank)])
    .join('\n');
}

/** Stories at the top are shown at length. */
const topStories = 20;
const charactersOf = { top: 280, other: 200, further: 160 };

/** One post, and one more for every doubling of the story's posts. */
function shownPosts(posts: readonly PackPost[], story: Story, rank: number): string[] {
  const count = 1 + Math.floor(Math.log2(Math.max(1, story.postIds.length)));
  const first = rank < topStories ? charactersOf.top : charactersOf.other;
  return posts
    .slice(0, count)
    .map((post, place) => postLine(post, place === 0 ? first : charactersOf.further));
}

/**
 * The pack without posts that hold a phrase by which machines are commanded: a second line behind the engine, which
 * leaves such posts out of packs. A story keeps its counts; one without posts goes.
 */
export function withoutCommands(pack: EvidencePack, phrases: readonly string[]): EvidencePack {
  const posts = pack.posts.filter(({ text }) => {
    const plain = bare(text);
    return !phrases.some((phrase) => plain.includes(phrase));
  });
  const kept = new Set(posts.map((post) => post.storyId));
  return { ...pack, posts, stories: pack.stories.filter((story) => kept.has(story.id)) };
}

/** The pack with its best stories alone. */
export function firstStories(pack: EvidencePack, count: number): EvidencePack {
  const stories = pack.stories.slice(0, count);
  const kept = new Set(stories.map((story) => story.id));
  return { ...pack, stories, posts: pack.posts.filter((post) => kept.has(post.storyId)) };
}

/** Failed claims with their reasons and the posts of their stories; a post stands once, under the first claim. */
export function repairLines(failed: readonly FailedClaim[], pack: EvidencePack): string {
  const shown = new Set<PackPost>();
  return failed.flatMap((entry, index) => failureLines(entry, index + 1, pack, shown)).join('\n');
}

/** Text between two lines that no post can know. */
export function fenced(lines: string, fence: string): string {
  return `[${fence}]\n${lines.replaceAll(fence, '')}\n[/${fence}]`;
}

const mostReasons = 5;

function failureLines(
  { claim, reasons }: FailedClaim,
  number: number,
  pack: EvidencePack,
  shown: Set<PackPost>,
): string[] {
  const cited = new Set(claim.cites.map((cite) => cite.handle));
  const posts = pack.posts.filter((post) => cited.has(post.handle) || post.storyId === claim.storyId);
  const fresh = posts.filter((post) => !shown.has(post));
  for (const post of fresh) shown.add(post);
  const known = posts.filter((post) => !fresh.includes(post)).map((post) => post.handle);
  return [
    `= ${number}, ${claim.stance}: ${oneLine(claim.text)}`,
    ...reasons.slice(0, mostReasons).map((reason) => `! ${oneLine(reason)}`),
    ...fresh.map((post) => postLine(post)),
    ...(known.length > 0 ? [`! its posts also stand above: ${known.join(', ')}`] : []),
  ];
}

/** `= markets; 12 posts by 9 authors; day 4`; a story of one post says its section alone. */
function storyLine(story: Story): string {
  const { length } = story.postIds;
  const parts = [
    ...(story.section ? [story.section] : []),
    ...(length > 1 ? [`${length} posts by ${story.authors.length}`] : []),
    ...(story.day > 1 ? [`day ${story.day}`] : []),
  ];
  return `= ${parts.join('; ')}`.trim();
}

/** `p7 en karpathy ×12: …`, the count being that of posts with the same text. */
function postLine({ handle, language, post, copies, text }: PackPost, limit = 420): string {
  const author = oneLine(post.author.handle)
    .replace(/[\s:@]/g, '_')
    .slice(0, 40);
  const many = copies > 0 ? ` ×${copies + 1}` : '';
  return `${handle} ${language} ${author}${many}: ${shortened(oneLine(withoutUrls(text)), limit)}`;
}

/** Cut behind a sentence, else behind a word, and never within a figure. */
function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit);
  const sentence = Math.max(...[...head.matchAll(/[。！？；]|[.!?](?= )/g)].map((match) => match.index), -1);
  if (sentence > limit / 2) return head.slice(0, sentence + 1);
  const border = Math.max(...[...head.matchAll(/[ ，、]/g)].map((match) => match.index), -1);
  return border > limit / 2 ? head.slice(0, border) : head.replace(/[\d.,$€¥%\ud800-\udbff]+$/, '');
}

function oneLine(text: string): string {
  return text.replace(/[\s\u0085]+/g, ' ').trim();
}
