/** A sentence with its place in the text: `text.slice(start, end)` is the sentence. */
export interface Sentence {
  text: string;
  start: number;
  end: number;
}

const closers = /["'”’»）)\]】」』*_]/;
const ends = /[.!?。！？…]/;
const abbreviation =
  /(?:^|[\s(（"“])(?:mr|mrs|ms|dr|prof|st|vs|etc|inc|corp|ltd|co|jr|sr|no|fig|eq|approx|est|dept|gov|sen|rep|gen|al|e\.g|i\.e|cf|v|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|u\.s|u\.k|u\.n|e\.u|a\.m|p\.m|ph\.d|[a-z])$/i;
const listNumber = /^\s*(?:[(（]?\d{1,3}[.)）]|[一二三四五六七八九十]{1,3}[.)）])$/;
const bullet = /^(?:[-–—*•·●▪◦‣→➤➜▶►✅✔☑🔹🔸👉📌⚡]|\p{Extended_Pictographic})/u;

/**
 * Sentences of zh and en text in order. Line breaks end a sentence; the points of decimals, versions,
 * host names, abbreviations, initials and list numbers do not. Linear in the text's length.
 */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (!mayEnd(text, i)) continue;
    const end = sentenceEnd(text, start, i);
    if (end < 0) continue;
    push(sentences, text, start, end);
    start = end;
    i = end - 1;
  }
  push(sentences, text, start, text.length);
  return sentences;
}

/** A first look by code, since most characters end nothing: signs of an end, or one behind a blank that may be a bullet. */
function mayEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0x2000) return code === 10 || code === 46 || code === 33 || code === 63;
  if (code === 0x2026 || code === 0x3002 || code === 0xff01 || code === 0xff1f) return true;
  const before = text.charCodeAt(at - 1);
  const mayBeBlank = before <= 32 || (before >= 0xa0 && before <= 0x3000) || before === 0xfeff;
  return mayBeBlank && /\s/.test(text[at - 1] ?? '');
}

/** Exclusive end of a sentence that stops at `at`, or -1 where none does. */
function sentenceEnd(text: string, start: number, at: number): number {
  const character = text[at] ?? '';
  if (character === '\n') return at + 1;
  if (startsBullet(text, start, at)) return at;
  if (!ends.test(character)) return -1;
  let end = at + 1;
  while (end < text.length && ends.test(text[end] ?? '')) end++;
  if (character === '.' && end === at + 1 && !isFullStop(text, start, at)) return -1;
  while (end < text.length && closers.test(text[end] ?? '')) end++;
  return isAsciiEnd(character) && !isBreak(text, end) ? -1 : end;
}

function isAsciiEnd(character: string): boolean {
  return character === '.' || character === '!' || character === '?';
}

/** After an ASCII stop comes space, the end, or a script that writes no spaces. */
function isBreak(text: string, end: number): boolean {
  return end >= text.length || /[\s\u3000-\u9fff\uff00-\uffef\ud83c-\udbff]/.test(text[end] ?? '');
}

function isFullStop(text: string, start: number, at: number): boolean {
  const before = text.slice(Math.max(start, at - 12), at);
  if (listNumber.test(`${text.slice(Math.max(start, at - 6), at)}.`) && at - start < 7) return false;
  return !abbreviation.test(before);
}

/** An emoji or bullet sign after a wide gap opens a new entry. */
function startsBullet(text: string, start: number, at: number): boolean {
  if (at <= start || !/\s/.test(text[at - 1] ?? '')) return false;
  if (!/\S/.test(text.slice(start, at))) return false;
  const code = text.charCodeAt(at);
  if (code < 0x2000) return false;
  if (!bullet.test(text.slice(at, at + 2))) return false;
  return /[.!?。！？…:：；;]\s+$/.test(text.slice(Math.max(start, at - 4), at));
}

function push(sentences: Sentence[], text: string, start: number, end: number): void {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text[from] ?? '')) from++;
  while (to > from && /\s/.test(text[to - 1] ?? '')) to--;
  if (to > from) sentences.push({ text: text.slice(from, to), start: from, end: to });
}
