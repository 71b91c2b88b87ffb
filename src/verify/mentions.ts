import { latinNames, type NameFinder } from '../core/text/names.ts';

/** A name in a sentence: its alias id where it has one, and its lower-case words. */
export interface Mention {
  keys: ReadonlySet<string>;
  raw: string;
  start: number;
  end: number;
}

/** Names in order; those side by side make one mention: `Jonathan Ross`, `Thinking Machines Lab`. */
export function mentionsOf(sentence: string, names: NameFinder): Mention[] {
  const hits = names(sentence);
  const found = [
    ...hits.map((hit) => ({ keys: [`#${hit.id}`, hit.raw.toLowerCase()], start: hit.start, end: hit.end })),
    ...latinNames(sentence)
      .filter((name) => !hits.some((hit) => hit.start < name.end && name.start < hit.end))
      .map((name) => ({ keys: [name.key], start: name.start, end: name.end })),
  ].sort((a, b) => a.start - b.start);
  const mentions: Mention[] = [];
  for (const { keys, start, end } of found) {
    const last = mentions.at(-1);
    const isBeside = last !== undefined && start - last.end === 1 && sentence[last.end] === ' ';
    const from = isBeside ? last.start : start;
    const mention = {
      keys: new Set([...(isBeside ? last.keys : []), ...keys]),
      raw: sentence.slice(from, end),
      start: from,
      end,
    };
    if (isBeside) mentions.pop();
    mentions.push(mention);
  }
  return mentions;
}

export function isSameName(a: Mention, b: Mention): boolean {
  for (const key of a.keys) if (b.keys.has(key)) return true;
  return false;
}
