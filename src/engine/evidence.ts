import type { Corpus } from './corpus.ts';
import type { Subjects } from './subjects.ts';
import type { Vectors } from './vectors.ts';
import { evidenceLimits, evidenceWeights } from './weights.ts';

/** Whether two likely posts share enough to be about one event. */
export type Evidence = (row: number, other: number, cosine: number) => boolean;

/** What two posts have in common, counted; the evidence is its weighted sum. */
export interface Agreement {
  cosine: number;
  /** News of a shared subject times the logarithm of its posts of today: the largest. */
  burst: number;
  /** Weight of the terms they share; a name of every day weighs nothing. */
  weight: number;
  /** Time between them, at most half a day. */
  hours: number;
  /** Terms they share, the parts of a longer name not counted; a name of the lexicon, known to many, counts half. */
  pivots: number;
  /** They share a name, a version or a figure. */
  hasSubject: boolean;
  isOneAuthor: boolean;
}

/**
 * Likeness alone is not enough in a field where everybody speaks of the same few names: a logistic score over
 * what two posts share tells one event from one subject. Its weights were read off pairs labelled by reading,
 * rounded, and held against days left out.
 */
export function createEvidence(
  corpus: Corpus,
  rows: Int32Array,
  vectors: Vectors,
  subjects: Subjects,
): Evidence {
  const agreement = createAgreement(corpus, rows, vectors, subjects);
  const differ = versionsOf(rows, subjects);
  return (row, other, cosine) => {
    const shared = agreement(row, other, cosine);
    if (!shared.hasSubject && cosine < evidenceLimits.plainCosine) return false;
    const over = logOdds(shared) - evidenceLimits.logOdds;
    return over >= 0 && (over >= -evidenceWeights.otherVersion || !differ(row, other));
  };
}

/**
 * Whether posts in two languages are about one event, by the pivots they share alone. Where former days do not
 * tell which names are everyday ones, two pivots must agree.
 */
export function createLinkEvidence(
  corpus: Corpus,
  rows: Int32Array,
  pivots: Vectors,
  subjects: Subjects,
): Evidence {
  const agreement = createAgreement(corpus, rows, pivots, subjects);
  const differ = versionsOf(rows, subjects);
  const isLinked = (cosine: number, shared: Agreement) => {
    if (logOdds(shared) >= evidenceLimits.linkLogOdds) return true;
    if (subjects.isSettled)
      return shared.pivots >= evidenceLimits.knownLinkPivots && cosine >= evidenceLimits.knownLinkCosine;
    return shared.pivots >= evidenceLimits.linkPivots;
  };
  return (row, other, cosine) => {
    const shared = agreement(row, other, cosine);
    return shared.hasSubject && isLinked(cosine, shared) && !differ(row, other);
  };
}

/** Whether two rows name different versions of one thing and none in common. */
function versionsOf(rows: Int32Array, subjects: Subjects): (row: number, other: number) => boolean {
  return (row, other) => subjects.differInVersion(rows[row] ?? 0, rows[other] ?? 0);
}

/** Logarithm of the odds that two posts are about one event. */
export function logOdds(shared: Agreement): number {
  const by = evidenceWeights;
  return (
    by.bias +
    by.cosine * shared.cosine +
    by.burst * shared.burst +
    by.weight * shared.weight +
    by.hours * shared.hours +
    (shared.isOneAuthor ? by.oneAuthor : 0)
  );
}

/** Compares rows; the answer is valid until the next call. */
export function createAgreement(
  corpus: Corpus,
  rows: Int32Array,
  vectors: Vectors,
  subjects: Subjects,
): (row: number, other: number, cosine: number) => Agreement {
  const shared: number[] = [];
  const hours = Float64Array.from(rows, (post) => hourOf(corpus.posts[post]?.createdAt));
  const agreement: Agreement = {
    cosine: 0,
    burst: 0,
    weight: 0,
    hours: 0,
    pivots: 0,
    hasSubject: false,
    isOneAuthor: false,
  };
  return (row, other, cosine) => {
    readShared(vectors, row, other, shared);
    countShared(shared, subjects, agreement);
    agreement.cosine = cosine;
    agreement.hours = hoursBetween(hours[row] ?? Number.NaN, hours[other] ?? Number.NaN);
    agreement.isOneAuthor = corpus.authors[rows[row] ?? 0] === corpus.authors[rows[other] ?? 0];
    return agreement;
  };
}

const mostHours = 12;
/** Between posts of one day, where one tells its date alone. */
const usualHours = 4;

/** Hours since 1970; NaN for midnight sharp, which is a date without a time. */
function hourOf(time: string | undefined): number {
  const at = Date.parse(time ?? '') / 3_600_000;
  return at % 24 === 0 ? Number.NaN : at;
}

function hoursBetween(a: number, b: number): number {
  const hours = Math.abs(a - b);
  return Number.isNaN(hours) ? usualHours : Math.min(mostHours, hours);
}

function readShared({ offsets, terms }: Vectors, a: number, b: number, shared: number[]): void {
  shared.length = 0;
  const iEnd = offsets[a + 1] ?? 0;
  const jEnd = offsets[b + 1] ?? 0;
  for (let i = offsets[a] ?? 0, j = offsets[b] ?? 0; i < iEnd && j < jEnd; ) {
    const term = terms[i] ?? 0;
    const difference = term - (terms[j] ?? 0);
    if (difference === 0) shared.push(term);
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
}

const mostWeight = 6;

function countShared(shared: readonly number[], subjects: Subjects, out: Agreement): void {
  const { news, weight, burst } = subjects;
  const covered = partsOf(shared, subjects.parts);
  out.burst = 0;
  out.weight = 0;
  out.pivots = 0;
  out.hasSubject = false;
  for (const term of shared) {
    if (covered?.includes(term)) continue;
    out.pivots += subjects.isName[term] === 1 ? 0.5 : 1;
    out.weight += weight[term] ?? 0;
    if ((news[term] ?? -1) >= 0) out.hasSubject = true;
    out.burst = Math.max(out.burst, burst[term] ?? 0);
  }
  out.weight = Math.min(mostWeight, out.weight);
}

/** Sharing a longer name shares its parts too. */
function partsOf(
  shared: readonly number[],
  parts: ReadonlyMap<number, readonly number[]>,
): number[] | undefined {
  let found: number[] | undefined;
  for (const term of shared) {
    const own = parts.get(term);
    if (own) found = found ? [...found, ...own] : [...own];
  }
  return found;
}
