import type { Corpus } from './corpus.ts';
import type { WeightedTerms } from './days.ts';
import { figureCount, hasCue } from './news.ts';

/** The story's terms by their summed weight, strongest first; ties go by the term's text. */
export function strongestTerms(
  posts: readonly number[],
  corpus: Corpus,
  idf: Float32Array,
  limit: number,
): WeightedTerms {
  const sums = new Map<number, number>();
  for (const post of posts) {
    for (let k = corpus.offsets[post] ?? 0; k < (corpus.offsets[post + 1] ?? 0); k++) {
      const term = corpus.terms[k] ?? 0;
      const weight = (idf[term] ?? 0) * (1 + Math.log(corpus.counts[k] ?? 1));
      if (weight > 0) sums.set(term, (sums.get(term) ?? 0) + weight);
    }
  }
  const { texts } = corpus.tokenizer.vocabulary;
  const terms = [...sums].sort((a, b) => b[1] - a[1] || ((texts[a[0]] ?? '') < (texts[b[0]] ?? '') ? -1 : 1));
  return normalised(terms.slice(0, limit));
}

function normalised(terms: WeightedTerms): WeightedTerms {
  const norm = Math.sqrt(terms.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
  return terms.map(([term, weight]) => [term, weight / norm]);
}

/** An event has an event verb with a name or figure in enough of its posts; all else is a view of things. */
export function storyKind(posts: readonly number[], corpus: Corpus): 'event' | 'insight' {
  let events = 0;
  let opinions = 0;
  for (const post of posts) {
    const hasMatter = (corpus.names[post] ?? 0) > 0 || figureCount(corpus, post) > 0;
    if (hasCue(corpus, post, 'event') && hasMatter) events++;
    if (hasCue(corpus, post, 'opinion')) opinions++;
  }
  return events > 0 && events >= opinions * 0.75 && events * 4 >= posts.length ? 'event' : 'insight';
}
