import type { Lexicon } from '../edition.ts';
import { type Folded, fold } from './fold.ts';
import { matchAt } from './numerals.ts';

/** A name of the alias table found in a text. */
export interface NameHit {
  id: string;
  kind: string;
  raw: string;
  start: number;
  end: number;
}

export type NameFinder = (text: string) => NameHit[];

interface Form {
  text: string;
  id: string;
  kind: string;
  isLatin: boolean;
  /** Holds a capital, so only the same letter case is the name. */
  isExact: boolean;
}

/**
 * Finds the lexicon's names in one pass, longest first. Latin forms stand on word borders (`Qwen` is found in
 * `Qwen3`, `AI` not in `OpenAI`), exact in case when the form holds a capital; Chinese forms stand anywhere.
 */
export function createNameFinder(lexicon: Pick<Lexicon, 'aliases'>): NameFinder {
  const index = indexForms(lexicon);
  return (text) => findNames(text, index);
}

type FormIndex = ReadonlyMap<string, Form[]>;

function indexForms(lexicon: Pick<Lexicon, 'aliases'>): FormIndex {
  const seen = new Map<string, Form>();
  for (const { id, kind, en, zh, also } of lexicon.aliases) {
    for (const written of [en, zh, ...also]) {
      for (const text of spellings(fold(written.trim()).text)) {
        if (text && !seen.has(text)) seen.set(text, toForm(text, id, kind));
      }
    }
  }
  const index = new Map<string, Form[]>();
  for (const form of seen.values()) {
    const head = form.text.slice(0, 2).toLowerCase();
    index.set(head, [...(index.get(head) ?? []), form]);
  }
  for (const forms of index.values()) forms.sort(longestFirst);
  return index;
}

function longestFirst(a: Form, b: Form): number {
  if (a.text.length !== b.text.length) return b.text.length - a.text.length;
  if (a.isExact !== b.isExact) return a.isExact ? -1 : 1;
  return a.text < b.text ? -1 : 1;
}

function toForm(text: string, id: string, kind: string): Form {
  const isExact = /\p{Lu}/u.test(text);
  return {
    text: isExact ? text : text.toLowerCase(),
    id,
    kind,
    isLatin: /^[\p{Script=Latin}\d]/u.test(text),
    isExact,
  };
}

/** A form with blanks or hyphens is also written with the other, and without any before a digit. */
function spellings(form: string): string[] {
  if (!/[ -]/.test(form)) return [form];
  const joined = form.replace(/[ -](?=\d)/g, '');
  return [form, form.replaceAll('-', ' '), form.replaceAll(' ', '-'), joined];
}

const linkRe = /https?:\/\/[^\s\u3000-\u9fff\uff00-\uffef]*/y;

function findNames(text: string, index: FormIndex): NameHit[] {
  const folded = fold(text);
  const hits: NameHit[] = [];
  let place = 0;
  while (place < folded.lower.length) {
    const link = folded.lower[place] === 'h' ? matchAt(linkRe, folded.lower, place) : null;
    const form = link ? undefined : formAt(folded, place, index);
    if (form) hits.push(toHit(text, folded, place, form));
    place += link?.[0].length ?? form?.text.length ?? 1;
  }
  return hits;
}

function toHit(text: string, folded: Folded, place: number, form: Form): NameHit {
  const start = folded.at(place);
  const end = folded.at(place + form.text.length);
  return { id: form.id, kind: form.kind, raw: text.slice(start, end), start, end };
}

function formAt(folded: Folded, place: number, index: FormIndex): Form | undefined {
  const { text, lower } = folded;
  const startsWord = !isWordCharacter(lower[place - 1]);
  if (!startsWord && isWordCharacter(lower[place])) return undefined;
  const forms = index.get(lower.slice(place, place + 2)) ?? index.get(lower[place] ?? '');
  return forms?.find((form) => {
    if (form.isLatin && !startsWord) return false;
    const stands = form.isExact ? text.startsWith(form.text, place) : lower.startsWith(form.text, place);
    return stands && (!form.isLatin || endsWord(lower, place, form));
  });
}

function endsWord(lower: string, place: number, form: Form): boolean {
  const end = place + form.text.length;
  const last = lower[end - 1] ?? '';
  const next = lower[end] ?? '';
  if (!isWordCharacter(last)) return true;
  if (isDigit(last)) return !isWordCharacter(next) && !(next === '.' && isDigit(lower[end + 1]));
  return !isWordCharacter(next) || (isDigit(next) && form.text.length >= 3);
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function isWordCharacter(character: string | undefined): boolean {
  if (!character) return false;
  if (isDigit(character) || (character >= 'a' && character <= 'z')) return true;
  return character >= '\u00df' && character <= '\u024f' && character !== '\u00f7';
}

/** A Latin token that looks like a name: it has a capital or a digit. */
export interface LatinName {
  raw: string;
  start: number;
  end: number;
  /** Lower case, as it is compared. */
  key: string;
  /** Opens a sentence and has no other mark of a name than its first capital. */
  isOpener: boolean;
}

const tokenRe =
  /[A-Za-z\u00c0-\u024f][A-Za-z\d\u00c0-\u024f]{0,60}(?:[-.&+'][A-Za-z\d\u00c0-\u024f]{1,40}){0,6}/y;
const skippedRe = /(?:https?:\/\/|www\.)[^\s\u3000-\u9fff\uff00-\uffef]*|@\w+|\$[A-Za-z]\w*/y;

/**
 * Capitalised or digit-bearing Latin tokens in order, less the words of `commonCapitals`. What stands right behind
 * digits, such as the `GB` of `16GB`, belongs to a figure.
 */
export function latinNames(text: string): LatinName[] {
  const names: LatinName[] = [];
  let place = 0;
  while (place < text.length) {
    const token = isLatinStart(text, place) ? matchAt(tokenRe, text, place) : null;
    const isTail = isDigit(text[place - 1]);
    const skipped = matchAt(skippedRe, text, place);
    if (token && !skipped && !isTail) {
      const name = toLatinName(text, place, token[0]);
      if (name) names.push(name);
    }
    place += skipped?.[0].length ?? token?.[0].length ?? 1;
  }
  return names;
}

function isLatinStart(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code >= 0xc0 && code <= 0x24f);
}

function toLatinName(text: string, start: number, token: string): LatinName | undefined {
  const raw = token.replace(/'(?:s|S|re|ve|ll|d|t|m)$/, '');
  if (!/[A-Z\u00c0-\u00de\d]/.test(raw)) return undefined;
  const key = raw.toLowerCase();
  if (commonCapitals.has(key) || raw.length < 2) return undefined;
  const isPlainWord = /^[A-Z\u00c0-\u00de][a-z\u00df-\u024f'-]*$/.test(raw);
  return { raw, start, end: start + raw.length, key, isOpener: isPlainWord && opensSentence(text, start) };
}

function opensSentence(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 4), start).trimEnd();
  return start < 2 || before === '' || /[.!?:;。！？：；\n"“「(（…•—-]$/.test(before);
}

/** Capitalised tokens that name nothing: pronouns, weekdays, job titles, words of the trade. */
const commonCapitals = new Set(
  `ai i i'm i've i'll i'd ok a an the this that these those it its it's he she we they you my your our their his her
  and or but so if when while as at by for from in of on to with no not yes new now just also then there here what
  why how who which all some any each every most more many much one two three
  ceo cto cfo coo cpo vp ipo pr prs api apis sdk ui ux url pdf faq app apps pc pcs tv usb gpu gpus cpu cpus npu tpu
  llm llms ml nlp agi asi rl rag moe vlm ocr tts asr sota kpi okr roi arr mrr yoy qoq etf gdp cpi saas b2b b2c
  am pm est pst utc gmt usd eur rmb cny us uk eu un tl tldr fyi imo lol via vs q1 q2 q3 q4 h1 h2
  monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
  september october november december jan feb mar apr jun jul aug sep sept oct nov dec
  mr mrs ms dr prof christmas boxing easter thanksgiving new year's eve chinese english american european japanese
  korean indian british french german`.split(/\s+/),
);
