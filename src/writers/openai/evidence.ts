import type { FailedClaim } from '../../core/draft.ts';
import type { EvidencePack, PackPost, Story } from '../../core/pack.ts';
import { withoutUrls } from '../../core/text/normalise.ts';

/**
 * The pack as lines of data: `=` opens a story, every other line is one post behind its handle. Breaks within a post
 * are folded, so that no post can open a line, and addresses stay out.
 */
export function evidenceLines(pack: EvidencePack): string {
  const posts = Map.groupBy(pack.posts, (post) => post.storyId);
  return pack.stories
    .flatMap((story) => [storyLine(story), ...(posts.get(story.id) ?? []).map(postLine)])
    .join('\n');
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
    ...fresh.map(postLine),
    ...(known.length > 0 ? [`! its posts also stand above: ${known.join(', ')}`] : []),
  ];
}

/** `= markets; 12 posts by 9 authors; day 4` */
function storyLine(story: Story): string {
  const parts = [
    ...(story.section ? [story.section] : []),
    `${story.postIds.length} posts by ${story.authors.length} authors`,
    ...(story.day > 1 ? [`day ${story.day}`] : []),
  ];
  return `= ${parts.join('; ')}`;
}

/** `p7 en karpathy ×12: …`, the count being that of further posts with the same text. */
function postLine({ handle, language, post, copies, text }: PackPost): string {
  const author = oneLine(post.author.handle)
    .replace(/[\s:@]/g, '_')
    .slice(0, 40);
  const many = copies > 0 ? ` ×${copies + 1}` : '';
  return `${handle} ${language} ${author}${many}: ${oneLine(withoutUrls(text))}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
