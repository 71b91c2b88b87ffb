import type { Corpus } from './corpus.ts';

/** Posts that hold a term, in reading order. */
export type PostsOf = (term: number) => readonly number[];

const mostPosts = 500;

/** An index from terms to kept posts, at most 500 a term, evenly drawn on large days. */
export function createPostings(corpus: Corpus, rows: Int32Array): PostsOf {
  const width = corpus.tokenizer.vocabulary.texts.length;
  const counts = new Int32Array(width);
  eachTerm(corpus, rows, (term) => {
    counts[term] = (counts[term] ?? 0) + 1;
  });
  const lists = new Map<number, number[]>();
  const seen = new Int32Array(width);
  eachTerm(corpus, rows, (term, post) => {
    const count = counts[term] ?? 0;
    if (count < 2) return;
    const place = seen[term] ?? 0;
    seen[term] = place + 1;
    if (place % Math.ceil(count / mostPosts) !== 0) return;
    const known = lists.get(term);
    if (known) known.push(post);
    else lists.set(term, [post]);
  });
  return (term) => lists.get(term) ?? [];
}

function eachTerm(corpus: Corpus, rows: Int32Array, visit: (term: number, post: number) => void): void {
  for (const post of rows) {
    const end = corpus.offsets[post + 1] ?? 0;
    for (let k = corpus.offsets[post] ?? 0; k < end; k++) visit(corpus.terms[k] ?? 0, post);
  }
}
