import type { Corpus } from './corpus.ts';
import type { Former } from './former.ts';
import type { TermStatistics, Vectors } from './vectors.ts';
import type { TermKind } from './vocabulary.ts';
import { evidenceLimits } from './weights.ts';

/** Whether two likely posts share enough to be about one event. */
export type Evidence = (row: number, other: number, cosine: number) => boolean;

/**
 * Likeness alone is not enough in a field where everybody speaks of the same few names. Two posts need two
 * shared subjects, or one subject with further words, or one whose use bursts today, or plain words at a high
 * cosine. Names that every day speaks of are no subjects. Posts of one account, which are alike in style, need
 * more likeness.
 */
export function createEvidence(
  corpus: Corpus,
  rows: Int32Array,
  vectors: Vectors,
  statistics: TermStatistics,
  former: Former,
): Evidence {
  const limits = evidenceLimits;
  const traits = termTraits(corpus, statistics, rows.length, former);
  return (row, other, cosine) => {
    const isOneAuthor = corpus.authors[rows[row] ?? 0] === corpus.authors[rows[other] ?? 0];
    if (isOneAuthor && cosine < limits.ownEdge) return false;
    const shared = countShared(vectors, row, other, traits);
    if (shared.subjects >= 2) return true;
    if (shared.burst === 'name' && cosine >= limits.burstNameEdge) return true;
    if (shared.burst === 'word' && cosine >= limits.burstWordEdge) return true;
    if (shared.subjects === 1)
      return shared.plain >= 2 ? cosine >= limits.subjectEdge : cosine >= limits.sureEdge;
    return shared.plain >= 3 && cosine >= limits.plainEdge;
  };
}

interface Traits {
  /** 1 for a term that says what a post is about. */
  subject: Uint8Array;
  /** 1 for a subject far more frequent than on former days. */
  burst: Uint8Array;
  /** Terms that a longer name is made of: sharing the name shares them too. */
  parts: ReadonlyMap<number, readonly number[]>;
}

function termTraits(corpus: Corpus, { frequency }: TermStatistics, docs: number, former: Former): Traits {
  const subject = new Uint8Array(frequency.length);
  const burst = new Uint8Array(frequency.length);
  for (let term = 0; term < frequency.length; term++) {
    const count = frequency[term] ?? 0;
    if (count < 2 || !isSubject(term, corpus)) continue;
    const known = former.frequency(term);
    const usual = former.docs === 0 ? 0 : (known / former.docs) * docs;
    const isEveryday = known >= evidenceLimits.everydayPosts && count < evidenceLimits.burstRatio * usual;
    subject[term] = isEveryday ? 0 : 1;
    burst[term] =
      !isEveryday && count >= burstPosts(docs, former) && count > evidenceLimits.burstRatio * usual ? 1 : 0;
  }
  return { subject, burst, parts: corpus.tokenizer.bases };
}

/** With nothing remembered a burst must be a share of the day. */
function burstPosts(docs: number, former: Former): number {
  return former.docs > 0 ? evidenceLimits.burstPosts : Math.max(evidenceLimits.burstPosts, docs * 0.015);
}

const subjectKinds = new Set<TermKind>(['version', 'pair', 'name', 'ticker', 'quantity']);

function isSubject(term: number, { tokenizer }: Corpus): boolean {
  const kind = tokenizer.vocabulary.kindOf(term);
  if (kind === 'word' || kind === 'hanzi') return tokenizer.isWrittenAsName(term);
  if (kind !== 'version' || tokenizer.bases.has(term)) return subjectKinds.has(kind);
  return /^[a-z]/.test(tokenizer.vocabulary.texts[term] ?? '');
}

interface Shared {
  subjects: number;
  plain: number;
  /** A bursting name of two words or a version, a bursting single word, or none. */
  burst: 'name' | 'word' | undefined;
}

function countShared(vectors: Vectors, a: number, b: number, traits: Traits): Shared {
  const { offsets, terms } = vectors;
  const shared: Shared = { subjects: 0, plain: 0, burst: undefined };
  const iEnd = offsets[a + 1] ?? 0;
  const jEnd = offsets[b + 1] ?? 0;
  for (let i = offsets[a] ?? 0, j = offsets[b] ?? 0; i < iEnd && j < jEnd; ) {
    const term = terms[i] ?? 0;
    const difference = term - (terms[j] ?? 0);
    if (difference === 0) count(term, traits, shared);
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return shared;
}

function count(term: number, { subject, burst, parts }: Traits, shared: Shared): void {
  if (subject[term] !== 1) {
    shared.plain++;
    return;
  }
  shared.subjects++;
  const own = parts.get(term);
  for (const part of own ?? []) if (subject[part] === 1) shared.subjects--;
  if (burst[term] === 1) shared.burst = own ? 'name' : (shared.burst ?? 'word');
}
