import { createRequire } from 'node:module';

/** Cuts hanzi into words. `tag` names the part of speech of one word by jieba's letters, where known. */
export interface Segmenter {
  cut(hanzi: string): string[];
  tag(word: string): string | undefined;
}

interface JiebaModule {
  Jieba: { withDict(dict: Uint8Array): Jieba };
}
interface Jieba {
  loadDict(dict: Uint8Array): void;
  cut(text: string, hmm: boolean): string[];
  tag(text: string, hmm: boolean): { tag: string; word: string }[];
}

/** Frequency that makes a user word win over its parts. */
const userWordFrequency = 3_000_000;

/**
 * Jieba with the given words kept whole; without the native module, overlapping pairs of hanzi, which
 * match each other just as well and only read worse.
 */
export function createSegmenter(words: readonly string[], native = true): Segmenter {
  if (!native) return plainSegmenter;
  const text = dictionary(words);
  if (last?.dictionary !== text) last = { dictionary: text, segmenter: loadSegmenter(text) };
  return last.segmenter;
}

const plainSegmenter: Segmenter = { cut: bigrams, tag: () => undefined };

/** The segmenter of the last words: loading one costs as much as reading thousands of posts. */
let last: { dictionary: string; segmenter: Segmenter } | undefined;

function loadSegmenter(words: string): Segmenter {
  const jieba = loadJieba();
  if (!jieba) return plainSegmenter;
  if (words !== '') jieba.loadDict(Buffer.from(words));
  return {
    cut: (hanzi) => jieba.cut(hanzi, false),
    tag: (word) => {
      const tagged = jieba.tag(word, false);
      return tagged.length === 1 ? tagged[0]?.tag : undefined;
    },
  };
}

function dictionary(words: readonly string[]): string {
  return words.map((word) => `${word} ${userWordFrequency} nz`).join('\n');
}

function loadJieba(): Jieba | undefined {
  const require = createRequire(import.meta.url);
  try {
    const { Jieba } = require('@node-rs/jieba') as JiebaModule;
    const { dict } = require('@node-rs/jieba/dict') as { dict: Uint8Array };
    return Jieba.withDict(dict);
  } catch {
    return undefined;
  }
}

/** Pairs of neighbouring hanzi per run; runs are parted by spaces. */
export function bigrams(hanzi: string): string[] {
  const pairs: string[] = [];
  for (const run of hanzi.split(' ')) {
    if (pairs.length > 0) pairs.push(' ');
    if (run.length < 2) pairs.push(run);
    for (let i = 0; i + 1 < run.length; i++) pairs.push(run.slice(i, i + 2));
  }
  return pairs;
}
