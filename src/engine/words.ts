import type { Topic } from '../core/edition.ts';
import type { Word } from '../core/report.ts';
import type { Corpus } from './corpus.ts';
import type { Display } from './display.ts';
import type { Segmenter } from './segmenter.ts';
import type { TermTrend } from './trends.ts';
import { wordLimits } from './weights.ts';

export interface WordTools {
  corpus: Corpus;
  topics: readonly Topic[];
  display: Display;
  admits: (term: number) => boolean;
  frequency: Int32Array;
  postsOf: (term: number) => readonly number[];
  trends: readonly TermTrend[];
}

interface Candidate {
  text: string;
  posts: readonly number[];
  count: number;
  authors: number;
  trend?: Word['trend'];
}

const nouns = new Set(['n', 'nz', 'nr', 'nrt', 'nrfg', 'ns', 'nt', 'vn', 'eng', 'j', 'l', 'i']);

/** Whether a term may stand alone before readers: names, terms of the trade, nouns, and Latin names. */
export function createAdmission(
  corpus: Corpus,
  segmenter: Segmenter,
  frequency: Int32Array,
): (term: number) => boolean {
  const known = new Map<number, boolean>();
  const { vocabulary } = corpus.tokenizer;
  const decide = (term: number): boolean => {
    const text = vocabulary.texts[term] ?? '';
    const kind = vocabulary.kindOf(term);
    if (vocabulary.isStop(term) || text.length < 2) return false;
    if (kind === 'name' || kind === 'term' || kind === 'ticker') return true;
    if (kind === 'pair') return isBound(term, corpus, frequency);
    if (kind === 'version') return corpus.tokenizer.bases.has(term) || /^[a-z]/.test(text);
    if (kind === 'hanzi') return isNoun(segmenter.tag(text));
    return kind === 'word' && text.length > 2 && corpus.tokenizer.isWrittenAsName(term);
  };
  return (term) => {
    let answer = known.get(term);
    if (answer === undefined) {
      answer = decide(term);
      known.set(term, answer);
    }
    return answer;
  };
}

/** Without a tagger nothing speaks against a word. */
function isNoun(tag: string | undefined): boolean {
  return tag === undefined || nouns.has(tag);
}

const leastPairShare = 0.4;

/** A pair stands for itself where its rarer word seldom stands without it. */
function isBound(pair: number, corpus: Corpus, frequency: Int32Array): boolean {
  const parts = corpus.tokenizer.bases.get(pair) ?? [];
  const rarer = Math.min(...parts.map((part) => frequency[part] ?? 0));
  const count = frequency[pair] ?? 0;
  return count >= wordLimits.posts && count >= leastPairShare * rarer;
}

/** The cloud's words: at most 120, the heaviest has weight 1. */
export function cloudWords(tools: WordTools): Word[] {
  const counts = wholeCounts(tools);
  const candidates = termCandidates(tools, counts);
  const merged = mergeForms(candidates).filter(({ count }) => count >= wordLimits.posts);
  merged.sort((a, b) => size(b) - size(a) || (a.text < b.text ? -1 : 1));
  const shown = merged.slice(0, wordLimits.words);
  const most = shown[0] ? size(shown[0]) : 1;
  return shown.map((candidate) => toWord(candidate, most, tools));
}

/** Document frequencies less those of the longer names a term is part of. */
function wholeCounts(tools: WordTools): Map<number, number> {
  const taken = new Map<number, number>();
  for (const [name, parts] of tools.corpus.tokenizer.bases) {
    if (!tools.admits(name)) continue;
    for (const part of parts) taken.set(part, (taken.get(part) ?? 0) + (tools.frequency[name] ?? 0));
  }
  return taken;
}

function termCandidates(tools: WordTools, taken: ReadonlyMap<number, number>): Candidate[] {
  const found: Candidate[] = [];
  const trendOf = new Map(tools.trends.map((trend) => [trend.id, trend.trend]));
  for (const term of strongest(tools.frequency)) {
    const count = (tools.frequency[term] ?? 0) - (taken.get(term) ?? 0);
    if (count < wordLimits.posts || !tools.admits(term)) continue;
    const posts = tools.postsOf(term);
    const trend = trendOf.get(term);
    const authors = authorsOf(posts, tools.corpus);
    const text = tools.display(term, posts);
    found.push({ text, posts, count, authors, ...(trend && { trend }) });
    if (found.length === wordLimits.words * 2) break;
  }
  return found;
}

const mostLooked = 3000;

/** Term ids of today by falling document frequency. */
export function strongest(frequency: Int32Array): number[] {
  const terms: number[] = [];
  frequency.forEach((count, term) => {
    if (count >= wordLimits.posts) terms.push(term);
  });
  return terms.sort((a, b) => (frequency[b] ?? 0) - (frequency[a] ?? 0) || a - b).slice(0, mostLooked);
}

function authorsOf(posts: readonly number[], corpus: Corpus): number {
  return new Set(posts.map((post) => corpus.authors[post])).size;
}

/** Forms that differ in letter case alone are one word. */
function mergeForms(candidates: Candidate[]): Candidate[] {
  const byForm = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const form = candidate.text.toLowerCase();
    const known = byForm.get(form);
    if (!known) byForm.set(form, candidate);
    else if (candidate.count > known.count) byForm.set(form, candidate);
  }
  return [...byForm.values()];
}

/** Grows with posts and with distinct authors: one loud account makes no large word. */
function size(candidate: Candidate): number {
  return (Math.min(candidate.count, candidate.authors * 3) + candidate.authors) / 2;
}

function toWord(candidate: Candidate, most: number, tools: WordTools): Word {
  const group = topicOf(candidate.posts, tools);
  return {
    text: candidate.text,
    weight: Math.round((size(candidate) / most) * 10_000) / 10_000,
    count: candidate.count,
    ...(group && { group }),
    ...(candidate.trend && { trend: candidate.trend }),
  };
}

const leastTopicShare = 0.3;

/** The topic that most of a word's posts speak of. */
function topicOf(posts: readonly number[], tools: WordTools): string | undefined {
  const { corpus } = tools;
  const hits = new Map<number, number>();
  for (const post of posts) {
    const places = corpus.topics.subarray(corpus.topicOffsets[post] ?? 0, corpus.topicOffsets[post + 1] ?? 0);
    for (const place of new Set(places)) hits.set(place, (hits.get(place) ?? 0) + 1);
  }
  const [best] = [...hits].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  if (!best || best[1] < posts.length * leastTopicShare) return undefined;
  return tools.topics[best[0]]?.id;
}
