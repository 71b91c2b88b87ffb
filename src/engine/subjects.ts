import type { Corpus } from './corpus.ts';
import type { Former } from './former.ts';
import type { TermStatistics, VectorWeights } from './vectors.ts';
import type { TermKind } from './vocabulary.ts';
import { eventWeights, subjectLimits } from './weights.ts';

/** What the day's terms tell of its events. */
export interface Subjects {
  /**
   * By term: the share of its posts of today that goes beyond its usual use, 0 to 1; -1 for a term that says
   * nothing of what a post is about.
   */
  news: Float32Array;
  /** By term: what sharing it weighs, in units of a plain term that two posts alone hold. */
  weight: Float32Array;
  /** By term: its news times the logarithm of its posts of today. */
  burst: Float32Array;
  /** Terms that a longer name is made of. */
  parts: ReadonlyMap<number, readonly number[]>;
  /** 1 for a name of the lexicon. */
  isName: Uint8Array;
  /** Whether enough former days tell what is everyday. */
  isSettled: boolean;
  /** Whether two posts name versions of one thing, and different ones only. */
  differInVersion(post: number, other: number): boolean;
}

/**
 * Names that every day speaks of are no events; a name that far more posts hold than usual is one. Of `d` posts
 * with a name whose usual number is `u`, about `d - u` are about today's event.
 */
export function readSubjects(
  corpus: Corpus,
  rows: Int32Array,
  statistics: TermStatistics,
  former: Former,
): Subjects {
  const { frequency } = statistics;
  const news = new Float32Array(frequency.length).fill(-1);
  const rarest = 1 + Math.log((rows.length + former.docs + 1) / 3);
  const isShared = severalAuthors(corpus, rows, frequency.length);
  for (let term = 0; term < frequency.length; term++) {
    if ((frequency[term] ?? 0) < 2 || !isSubject(term, corpus)) continue;
    const share = newsShare(term, { corpus, former, docs: rows.length, count: frequency[term] ?? 0 });
    news[term] = isShared[term] === 1 ? share : share * subjectLimits.oneAuthor;
  }
  return {
    news,
    weight: statistics.rareIdf.map((weight, term) => (weight / rarest) * shareOf(news[term] ?? -1)),
    burst: news.map(
      (share, term) => Math.max(0, share) * Math.min(longestBurst, Math.log(frequency[term] || 1)),
    ),
    parts: corpus.tokenizer.bases,
    isName: Uint8Array.from(news, (_, term) => (corpus.tokenizer.vocabulary.kindOf(term) === 'name' ? 1 : 0)),
    isSettled: former.settled.days >= subjectLimits.days,
    differInVersion: createVersionCheck(corpus),
  };
}

const longestBurst = Math.log(32);

/** A plain term counts whole, a name by its news. */
function shareOf(news: number): number {
  return news < 0 ? 1 : news;
}

/** Term weights for telling events apart: more for what is news today, less for a name of every day. */
export function weighEvents({ idf, rareIdf }: TermStatistics, { news }: Subjects): VectorWeights {
  const weigh = (weight: number, term: number) => {
    const share = news[term] ?? -1;
    return share < 0 ? weight : weight * (eventWeights.everyday + eventWeights.news * share);
  };
  return { kept: idf.map(weigh), length: rareIdf.map(weigh) };
}

interface Use {
  corpus: Corpus;
  former: Former;
  docs: number;
  count: number;
}

function newsShare(term: number, { corpus, former, docs, count }: Use): number {
  const { settled } = former;
  if (settled.days < subjectLimits.days) {
    const kind = corpus.tokenizer.vocabulary.kindOf(term);
    const guess = unknownNews[kind] ?? subjectLimits.unknown;
    if (kind === 'name') return guess * Math.sqrt(Math.min(1, subjectLimits.postsOfName / count));
    return guess * (1 - subjectLimits.doubt / count);
  }
  const usual = (settled.frequency(term) / settled.docs) * docs;
  return Math.max(0, 1 - (usual + subjectLimits.doubt) / count);
}

/** With too few days remembered: names of the lexicon are likely everyday ones, versions and new names are not. */
const unknownNews: Partial<Record<TermKind, number>> = { name: 0.5, version: 0.7, pair: 0.7 };

/** 1 for terms that posts of more than one author hold. */
function severalAuthors(corpus: Corpus, rows: Int32Array, width: number): Uint8Array {
  const first = new Int32Array(width).fill(-1);
  const several = new Uint8Array(width);
  for (const post of rows) {
    const author = corpus.authors[post] ?? 0;
    for (let k = corpus.offsets[post] ?? 0; k < (corpus.offsets[post + 1] ?? 0); k++) {
      const term = corpus.terms[k] ?? 0;
      if (first[term] === -1) first[term] = author;
      else if (first[term] !== author) several[term] = 1;
    }
  }
  return several;
}

const subjectKinds = new Set<TermKind>(['version', 'pair', 'name', 'ticker', 'quantity']);

function isSubject(term: number, { tokenizer }: Corpus): boolean {
  const kind = tokenizer.vocabulary.kindOf(term);
  if (kind === 'word' || kind === 'hanzi') return tokenizer.isWrittenAsName(term);
  if (kind !== 'version' || tokenizer.bases.has(term)) return subjectKinds.has(kind);
  return /^[a-z]/.test(tokenizer.vocabulary.texts[term] ?? '');
}

/** `GLM-4.7` against `GLM-5.1`: versions whose first part is one name. */
function createVersionCheck(corpus: Corpus): Subjects['differInVersion'] {
  const { bases, vocabulary } = corpus.tokenizer;
  const nameOf = (term: number) => (vocabulary.kindOf(term) === 'version' ? bases.get(term)?.[0] : undefined);
  const versionsOf = (post: number): number[] => {
    const found: number[] = [];
    for (let k = corpus.offsets[post] ?? 0; k < (corpus.offsets[post + 1] ?? 0); k++)
      if (nameOf(corpus.terms[k] ?? 0) !== undefined) found.push(corpus.terms[k] ?? 0);
    return found;
  };
  const known = new Map<number, number[]>();
  const versions = (post: number): number[] => {
    const own = known.get(post) ?? versionsOf(post);
    known.set(post, own);
    return own;
  };
  return (post, other) => {
    const own = versions(post);
    const others = versions(other);
    if (own.length === 0 || others.length === 0 || own.some((term) => others.includes(term))) return false;
    const names = new Set(own.map(nameOf));
    return others.some((term) => names.has(nameOf(term)));
  };
}
