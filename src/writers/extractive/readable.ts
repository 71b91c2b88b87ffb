import type { Lexicon } from '../../core/edition.ts';
import { bare } from '../../core/text/fold.ts';
import { decodeEntities } from '../../core/text/normalise.ts';

const openings = [
  /^(?:RT\s+@\w+:?\s*)+/,
  /^(?:[\s\p{Extended_Pictographic}\u{1f1e6}-\u{1f1ff}•·▪◦‣→➤►▶*>|#~–—-]|\ufe0f|\u200d|[\u{1f3fb}-\u{1f3ff}])+(?![\d%])/u,
  /^(?:[(（【]?\d{1,2}\s?(?:[.)）】、]|\/\d{0,2})\s*|\d\ufe0f?\u20e3\s*|[①-⑳]\s*|[一二三四五六七八九十]{1,2}、\s*)(?!\d)/u,
  /^(?:\.?@\w+[,:：\s]+)+/,
  /^(?:[\u4e00-\u9fff]{0,2}(?:补充|快讯|突发|更新|提醒|速报|早报)(?:一句|一下)?|注|breaking|update|new|icymi|psa|fyi|fair|doubtful|(?:reading|timing|practical|quick) note)\s?[:：.!]\s*/iu,
];

/** A sentence taken off its marks: emoji, bullets, list numbers, links, trailing hashtags and handles. */
export function cleanSentence(sentence: string): string {
  let text = decodeEntities(sentence)
    .replace(/https?:\/\/\S+/g, '')
    .trim();
  const whole = text;
  for (let round = 0; round < 3; round++) for (const opening of openings) text = text.replace(opening, '');
  if (text !== whole) text = text.charAt(0).toUpperCase() + text.slice(1);
  return text
    .replace(/(?:\s*[#＃][\p{L}\p{N}_]+)+\s*$/u, '')
    .replace(/(?:\s|\p{Extended_Pictographic}|\ufe0f|\u200d|[\u{1f3fb}-\u{1f3ff}])+$/u, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Width in units of a Latin letter; a hanzi takes two. */
export function width(text: string): number {
  let sum = 0;
  for (const character of text) sum += (character.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1;
  return sum;
}

export const widest = 240;
const narrowest = 28;

/** Words that lean on a sentence before them. */
const leaning =
  /^(?:but|and|so|or|yet|because|it(?:'s|’s)?|this|that(?:'s|’s)?|these|those|they(?:'re|’re)?|he|she|his|her|their|its|which|also|then|here(?:'s|’s)?|there(?:'s|’s)?|plus|still|however|instead|otherwise|same|both|one more|meanwhile|not|no|yes|well|okay|ok|anyway|lol|btw|ps|update|edit)\b|^(?:但|而|所以|因此|于是|不过|然而|而且|并且|另外|此外|同时|它|他|她|这|那|其中|其|补一句|补充|再说|还有|也就是|说白了|换句话|当然|总之|反正|结果|于是|或者|比如|例如|例子|以及|甚至|毕竟|至于|是的|对|嗯|哈|又|也|都|就|更|顺便)/iu;
const firstPerson =
  /(?:^|[^a-z])(?:i|i'm|i’m|i've|i’ve|i'd|i'll|my|me|we|we're|we’re|we've|our|us|you|your)(?![a-z])|[我咱你您]/giu;
/** English sentences that leave out who did it. */
const subjectless =
  /^(?:great to|nice to|good to|thinking|wow|incredible|amazing|glad|proud|honou?red|cool|re-?read|reading|trying|tried|built|made|got|went|been|just|feels?|looks?|seems?|love|loving|excited|thrilled|happy|can't|had|watching|using|used|working|finally|wrapped|see you|check|join|read|learn|sign|try|select|click|watch|don't|let's|imagine|remember|reminder|note|thanks?|congrats)\b/i;
/** Talks to somebody before it says anything. */
const addressing =
  /^(?:\$[A-Z]{1,6} (?:holders|bulls|bears)|to (?:everyone|anyone|all)|for (?:anyone|those|everyone)|anyone|hey|dear|if you)\b/i;
const fragmentEnd = /[:：,，、;；(（\-–—…&+/]$|\.{2,}$/;

/** What speaks against a sentence standing alone in a digest; 0 for a good one, 1 and more for an unfit one. */
export function flaws(text: string, cues: (kind: 'personal' | 'greeting' | 'promotion') => number): number {
  const size = width(text);
  let sum = 0;
  if (size < narrowest) sum += 1.2;
  else if (size < 44) sum += 0.25;
  if (size > widest) sum += 1;
  else if (size > 190) sum += 0.15;
  if (/[?？]["”』」)]?$/.test(text)) sum += 1.2;
  else if (/[?？]/.test(text)) sum += 0.35;
  if (/[!！]$/.test(text)) sum += 0.15;
  if (leansBack(text)) sum += 0.45;
  if (subjectless.test(text)) sum += 0.45;
  if (addressing.test(text)) sum += 0.3;
  if (fragmentEnd.test(text)) sum += 0.9;
  sum += Math.min(0.6, 0.2 * (text.match(firstPerson)?.length ?? 0));
  if (/[@#＃]\w/.test(text)) sum += 0.3;
  if (/^[a-z]/.test(text)) sum += 0.15;
  if (/\p{Extended_Pictographic}/u.test(text)) sum += 0.2;
  if (isShouting(text)) sum += 0.4;
  if (!/[.!?。！？…"”』」)）]$/.test(text)) sum += size > 90 && /[a-z]$/.test(text) ? 0.35 : 0.1;
  return sum + 0.4 * cues('personal') + 0.8 * cues('greeting') + 0.8 * cues('promotion');
}

function isShouting(text: string): boolean {
  const letters = text.match(/[A-Za-z]/g)?.length ?? 0;
  const capitals = text.match(/[A-Z]/g)?.length ?? 0;
  return letters > 20 && capitals / letters > 0.5;
}

const leaningView =
  /^.{0,12}(?:认为|觉得|相信|判断|说明|意味着)\s*(?:这|那|它|其|他们)|^.{0,16}\b(?:think|believe|feel|mean|means|suspect|doubt|say|says)\s+(?:that\s+)?(?:it|this|that|they|these|those)\b/iu;

/** True when the sentence leans on what was said before it. */
export function leansBack(text: string): boolean {
  return leaning.test(text) || leaningView.test(text);
}

export type CueCounter = (text: string, kind: keyof Lexicon['cues']) => number;

/** Counts the lexicon's cues in a text: Latin ones as whole words, Chinese ones anywhere. */
export function createCueCounter(lexicon: Pick<Lexicon, 'cues'>): CueCounter {
  const cache = new Map<string, RegExp | undefined>();
  const expression = (kind: keyof Lexicon['cues']) => {
    if (!cache.has(kind)) cache.set(kind, toExpression(lexicon.cues[kind]));
    return cache.get(kind);
  };
  let last = { text: '', bare: '' };
  return (text, kind) => {
    const found = expression(kind);
    if (text !== last.text) last = { text, bare: bare(text) };
    return found ? (last.bare.match(found)?.length ?? 0) : 0;
  };
}

function toExpression({ en, zh }: { en: readonly string[]; zh: readonly string[] }): RegExp | undefined {
  const literal = (cue: string) => bare(cue).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const parts = [
    ...(en.length > 0 ? [`(?<![a-z])(?:${en.map(literal).join('|')})(?![a-z])`] : []),
    ...zh.map(literal),
  ];
  return parts.length > 0 ? new RegExp(parts.join('|'), 'g') : undefined;
}

/** A sentence in the report's own language as the house prints it: closed, and with Chinese marks between hanzi. */
export function inHouseStyle(text: string, language: string): string {
  const closed = withFullStop(text, language);
  return language === 'zh' ? withChineseMarks(closed) : closed;
}

function withFullStop(text: string, language: string): string {
  if (/[.!?。！？…]["”』」)）]?$/.test(text)) return text;
  const open = text.replace(/[:：,，、;；\-–—]+$/u, '').trimEnd();
  return language === 'zh' ? `${open}。` : `${open}.`;
}

const chineseMarks: Record<string, string> = { ',': '，', ';': '；', ':': '：', '?': '？', '!': '！' };

/** Half-width marks beside a hanzi become full-width ones; those inside figures and Latin words stay. */
function withChineseMarks(text: string): string {
  return text
    .replace(
      /(?<=[\u3400-\u9fff”」）)])\s?([,;:?!])\s?|(?<=[\w%])([,;:?!])\s?(?=[\u3400-\u9fff])/gu,
      (_, a, b) => chineseMarks[a ?? b] ?? '',
    )
    .replace(/(?<=[\u3400-\u9fff])\.$/u, '。');
}
