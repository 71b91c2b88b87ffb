import type { Post } from '../core/post.ts';
import { decodeEntities, readableText, splitRepostPrefix, withoutUrls } from '../core/text/normalise.ts';
import { splitSentences } from '../core/text/sentences.ts';

const longestZh = 90;
const longestEn = 140;

/** How well a sentence stands for the story. */
export type SentenceScorer = (sentence: string) => number;

/** The best single sentence of the posts, cleaned and cut to 90 characters of zh or 140 of en. */
export function headlineOf(posts: readonly Post[], score: SentenceScorer | undefined): string {
  let best = '';
  let most = Number.NEGATIVE_INFINITY;
  for (const [rank, post] of posts.entries()) {
    for (const [place, sentence] of candidateSentences(post).entries()) {
      const value =
        (score ? score(sentence) : 0) + form(sentence) + (place === 0 ? 0.35 : 0) - rank * 0.1 - place * 0.02;
      if (value <= most) continue;
      most = value;
      best = sentence;
    }
    if (!score && best !== '') break;
  }
  return shorten(best);
}

const sentencesRead = 12;

function candidateSentences(post: Post): string[] {
  const text = splitRepostPrefix(readableText(post.text.slice(0, 3000))).text;
  return splitSentences(decodeEntities(withoutUrls(text)))
    .slice(0, sentencesRead)
    .map((sentence) => cleanSentence(sentence.text))
    .filter((sentence) => sentence !== '');
}

/** Without bullets, list numbers, leading handles and trailing hashtags. */
function cleanSentence(sentence: string): string {
  return sentence
    .replace(
      /^(?:[\s\p{Extended_Pictographic}\u{1f1e6}-\u{1f1ff}•·▪◦‣→➤►*>#-]|\ufe0f|\u200d|[\u{1f3fb}-\u{1f3ff}])+(?!\d)/u,
      '',
    )
    .replace(/^(?:(?:[(（]?\d{1,3}[.)）/、:]|[一二三四五六七八九十]{1,2}、)\s*)/, '')
    .replace(/^(?:\.?@\w+[,:\s]*)+/, '')
    .replace(/(?:\s*#[\p{L}\p{N}_]+)+\s*$/u, '')
    .replace(/(?:[\s:：\p{Extended_Pictographic}]|\ufe0f|\u200d)+$/u, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What makes a sentence fit to stand alone. */
function form(sentence: string): number {
  const length = width(sentence);
  let points = 0;
  if (length < 24) points -= 0.6;
  if (length > 220) points -= 0.4;
  if (/[?？]$/.test(sentence)) points -= 0.4;
  if (
    /^(?:and|but|so|or|it|this|that|these|they|he|she|here|而|但|所以|这|它|他|她)(?![a-z])/i.test(sentence)
  )
    points -= 0.25;
  if (/[:：]$/.test(sentence)) points -= 0.3;
  return points;
}

/** Hanzi count double. */
function width(text: string): number {
  let total = 0;
  for (let i = 0; i < text.length; i++) total += text.charCodeAt(i) > 0x2e80 ? 2 : 1;
  return total;
}

function shorten(sentence: string): string {
  const hanzi = (sentence.match(/[\u3040-\u9fff]/g) ?? []).length;
  const limit = hanzi * 3 > sentence.length ? longestZh : longestEn;
  if (sentence.length <= limit) return sentence;
  const cut = sentence.slice(0, limit - 1);
  const border = Math.max(
    cut.lastIndexOf(' '),
    cut.lastIndexOf('，'),
    cut.lastIndexOf('、'),
    cut.lastIndexOf('；'),
  );
  return `${cut
    .slice(0, border > limit * 0.6 ? border : limit - 1)
    .replace(/[\s,，、;；:：]+$/, '')
    .replace(/[\ud800-\udbff]$/, '')}…`;
}
