import { toSearchPhrases } from '../../core/text/bigrams.ts';

/** More phrases than a person types; the rest of a longer query is left unread. */
const maxPhrases = 16;
const maxQueryCharacters = 500;

/**
 * An FTS5 expression that finds the edition's posts with every phrase of the text; undefined when the text has
 * no word. Every phrase is quoted and holds letters, marks and digits alone, so no syntax gets in.
 */
export function matchExpression(edition: string, text: string): string | undefined {
  const phrases = toSearchPhrases(text.slice(0, maxQueryCharacters)).slice(0, maxPhrases);
  if (phrases.length === 0) return undefined;
  const wanted = phrases.map(({ words, open }) => `"${words.join(' ')}"${open ? ' *' : ''}`);
  return `edition : "${toWord(edition)}" AND words : (${wanted.join(' AND ')})`;
}

/** A name as one index word, whatever characters it has. */
export function toWord(name: string): string {
  return Buffer.from(name).toString('hex');
}
