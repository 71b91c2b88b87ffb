import { normaliseText } from '../core/text/normalise.ts';
import type { Corpus } from './corpus.ts';

/** A term as one post writes it. */
export interface Written {
  form: string;
  /** No sentence begins with it, so a capital is the word's own. */
  isInside: boolean;
}

/** The first place in a post where a term's text stands as a whole word; undefined where it does not. */
export type FindWritten = (post: number, variants: readonly string[]) => Written | undefined;

const cacheSlots = 4096;
const longestRead = 4000;

export function createFindWritten(corpus: Corpus): FindWritten {
  const posts = new Int32Array(cacheSlots).fill(-1);
  const texts = new Array<{ text: string; lower: string }>(cacheSlots);
  const textOf = (post: number) => {
    const slot = post % cacheSlots;
    if (posts[slot] !== post) {
      const text = normaliseText(corpus.posts[post]?.text.slice(0, longestRead) ?? '');
      const lower = text.toLowerCase();
      posts[slot] = post;
      texts[slot] = { text: lower.length === text.length ? text : lower, lower };
    }
    return texts[slot] as { text: string; lower: string };
  };
  return (post, variants) => {
    const { text, lower } = textOf(post);
    for (const variant of variants) {
      const start = indexOfWord(lower, variant);
      if (start < 0) continue;
      const end = endOfForm(lower, start + variant.length);
      return { form: text.slice(start, end), isInside: isInside(lower, start) };
    }
    return undefined;
  };
}

function indexOfWord(lower: string, word: string): number {
  let at = lower.indexOf(word);
  while (at >= 0) {
    if (!isWordUnit(lower, at - 1) && !isWordUnit(lower, endOfForm(lower, at + word.length))) return at;
    at = lower.indexOf(word, at + 1);
  }
  return -1;
}

/** Takes a plural -s in. */
function endOfForm(lower: string, end: number): number {
  return lower[end] === 's' && !isWordUnit(lower, end + 1) ? end + 1 : end;
}

function isWordUnit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
  return code >= 0xc0 && code < 0x250;
}

function isInside(lower: string, start: number): boolean {
  let at = start - 1;
  while (at >= 0 && (lower[at] === ' ' || lower[at] === '(' || lower[at] === '"')) at--;
  const code = lower.charCodeAt(at);
  return (code >= 97 && code <= 122) || code === 44 || code > 0x3400;
}

/** Spellings of a term: `glm-4.7` also stands as `GLM 4.7` and `glm4.7`, a -y also as plural. */
export function variantsOf(text: string): string[] {
  const at = text.indexOf('-');
  if (/\d/.test(text) && at > 0) {
    const [name, figure] = [text.slice(0, at), text.slice(at + 1)];
    return [text, `${name} ${figure}`, `${name}${figure}`, `${name}\u2010${figure}`];
  }
  return text.endsWith('y') && text.length > 4 ? [text, `${text.slice(0, -1)}ie`] : [text];
}
