import { readFileSync } from 'node:fs';
import type { CloudRequest } from '../../src/core/cloud.ts';
import type { Word } from '../../src/core/report.ts';

export function word(text: string, weight = 1, more: Partial<Word> = {}): Word {
  return { text, weight, count: 1, ...more };
}

export function request(words: Word[], more: Partial<CloudRequest> = {}): CloudRequest {
  return { words, width: 1200, height: 675, theme: 'light', seed: 1, formats: ['png'], ...more };
}

/** The hand-made lists of 200 and 500 Chinese and English words. */
export function wordList(count: 200 | 500): Word[] {
  const file = new URL(`../fixtures/cloud/words-${count}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Word[];
}
