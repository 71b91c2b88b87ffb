import type { PackPost } from '../../core/pack.ts';
import { bigrams } from '../../core/text/likeness.ts';
import { splitSentences } from '../../core/text/sentences.ts';

/** The post's sentence that shares most with a text. */
export function bestQuoteOf(post: PackPost, text: string): string {
  const wanted = bigrams(text);
  let best = post.text;
  let most = -1;
  for (const sentence of splitSentences(post.text)) {
    const own = bigrams(sentence.text);
    const shared = [...own].filter((pair) => wanted.has(pair)).length / Math.sqrt(own.size + 4);
    if (shared > most) [best, most] = [sentence.text, shared];
  }
  return best;
}
