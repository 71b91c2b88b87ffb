import { toSearchPhrases, toSearchWords } from '../../core/text/bigrams.ts';

/** More phrases than a person types; the rest of a longer query is left unread. */
const maxPhrases = 16;
const maxQueryCharacters = 500;

type Phrase = ReturnType<typeof toSearchPhrases>[number];

export interface Query {
  phrases: Phrase[];
  /** Index words that a match has, all of them. */
  words: string[];
}

export function toQuery(text: string): Query {
  const phrases = toSearchPhrases(text.slice(0, maxQueryCharacters)).slice(0, maxPhrases);
  const words = phrases.flatMap(({ words: wanted, open }) =>
    wanted.map((word, place) => (open && place === wanted.length - 1 ? beginning(word) : word)),
  );
  return { phrases, words: [...new Set(words)] };
}

/** The words under which a text stands in the index: its own, and for short ones their first character. */
export function indexWords(text: string): string[] {
  const words = toSearchWords(text);
  const beginnings = words.filter((word) => [...word].length <= 2).map(([first = '']) => beginning(first));
  return [...new Set([...words, ...beginnings])];
}

/** Whether the text has every phrase, its words side by side. */
export function matches(text: string, phrases: readonly Phrase[]): boolean {
  const words = toSearchWords(text);
  return phrases.every((phrase) => words.some((_, start) => standsAt(words, start, phrase)));
}

function standsAt(words: readonly string[], start: number, { words: wanted, open }: Phrase): boolean {
  return wanted.every((word, place) => {
    const found = words[start + place];
    const mayGoOn = open && place === wanted.length - 1;
    return mayGoOn ? found?.startsWith(word) === true : found === word;
  });
}

/** No word has this sign. */
function beginning(character: string): string {
  return `^${character}`;
}
