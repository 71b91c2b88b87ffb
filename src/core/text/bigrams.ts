/**
 * Search words of a text for a full-text index that knows no Chinese: scripts written without spaces are cut
 * into overlapping pairs of characters, all else into whole lower-case words.
 */

const scripts = String.raw`\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}`;
const run = new RegExp(
  String.raw`(?<dense>[[${scripts}]&&[\p{L}\p{M}\p{Nl}]]+)|(?<word>[[\p{L}\p{M}\p{N}]--[[${scripts}]&&[\p{L}\p{Nl}]]]+)`,
  'gv',
);

/**
 * The words under which a text is found, in order. A run of dense script ends with its last character alone,
 * so that each single character begins some word: `芯片 AI` gives `芯片`, `片`, `ai`.
 */
export function toSearchWords(text: string): string[] {
  return runsOf(text).flatMap(({ dense, word }) => (dense ? pairs(dense, true) : [word]));
}

/**
 * One phrase a blank-separated piece of the query, each a list of words that must stand side by side. `open`
 * says that the last word is a single character of dense script, which any word beginning with it satisfies.
 */
export function toSearchPhrases(query: string): { words: string[]; open: boolean }[] {
  return query.split(/\s+/u).flatMap((piece) => toPhrase(piece));
}

function toPhrase(piece: string): { words: string[]; open: boolean }[] {
  const runs = runsOf(piece);
  const last = runs.at(-1);
  if (!last) return [];
  const words = runs.flatMap(({ dense, word }, index) =>
    dense ? pairs(dense, index < runs.length - 1) : [word],
  );
  return [{ words, open: last.dense.length > 0 && [...last.dense].length === 1 }];
}

function runsOf(text: string): { dense: string; word: string }[] {
  return [...text.normalize('NFKC').toLowerCase().matchAll(run)].map((match) => ({
    dense: match.groups?.dense ?? '',
    word: fold(match.groups?.word ?? ''),
  }));
}

/** Latin accents are dropped, so that `café` and `cafe` meet. */
function fold(word: string): string {
  return /\p{Script=Latin}/u.test(word) ? word.normalize('NFD').replace(/\p{Mn}/gu, '') : word;
}

function pairs(dense: string, closed: boolean): string[] {
  const characters = [...dense];
  const two = characters.slice(1).map((character, index) => `${characters[index]}${character}`);
  const last = characters.at(-1) ?? '';
  return closed || two.length === 0 ? [...two, last] : two;
}
