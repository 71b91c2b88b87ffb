import type { Lexicon } from '../core/edition.ts';
import type { Corpus } from './corpus.ts';
import { type FindWritten, variantsOf } from './writing.ts';

/** The form in which a term is shown, as the given posts write it. */
export type Display = (term: number, posts: readonly number[]) => string;

const sampledPosts = 24;

/** Names and terms of the lexicon show in the language of most of the posts, other words as they are written. */
export function createDisplay(corpus: Corpus, lexicon: Lexicon, find: FindWritten): Display {
  const known = new Map<string, { en: string; zh: string }>();
  for (const alias of lexicon.aliases) known.set(`=${alias.id}`, alias);
  for (const term of lexicon.terms) known.set(`~${term.id}`, term);
  const { vocabulary } = corpus.tokenizer;
  return (term, posts) => {
    const text = vocabulary.texts[term] ?? '';
    const entry = known.get(text);
    if (entry) return isMostlyChinese(corpus, posts) ? entry.zh : entry.en;
    const kind = vocabulary.kindOf(term);
    if (kind === 'quantity') return text.replace(/^[#%x]+/, '');
    return kind === 'hanzi' ? text : writtenForm(find, text, posts);
  };
}

function isMostlyChinese(corpus: Corpus, posts: readonly number[]): boolean {
  let balance = 0;
  for (const post of posts) balance += corpus.languages[post] === 'zh' ? 1 : -1;
  return balance > 0;
}

/** The spelling most posts use; equal counts go to the first in code order. */
function writtenForm(find: FindWritten, text: string, posts: readonly number[]): string {
  const variants = variantsOf(text);
  const counts = new Map<string, number>();
  for (const post of posts.slice(0, sampledPosts)) {
    const form = find(post, variants)?.form;
    if (form !== undefined) counts.set(form, (counts.get(form) ?? 0) + 1);
  }
  let best = text;
  let most = 0;
  for (const [form, count] of counts) {
    if (count < most || (count === most && form > best)) continue;
    best = form;
    most = count;
  }
  return best;
}
