import type { Finding } from '../core/draft.ts';
import { fold } from '../core/text/fold.ts';
import { latinNames, type NameFinder } from '../core/text/names.ts';
import { splitSentences } from '../core/text/sentences.ts';
import { fatal } from './candidate.ts';
import type { Evidence } from './evidence.ts';

/** Who does what to whom, with passives and inverse verbs undone. */
export interface Relation {
  group: string;
  subject: Mention;
  object: Mention;
  negated: boolean;
  raw: string;
}

/** A name in a text: its alias id where it has one, and its lower-case words. */
interface Mention {
  keys: ReadonlySet<string>;
  raw: string;
  start: number;
  end: number;
}

/** Verbs by meaning; `inverse` ones put the object first. A trailing `by`, or 被 before the verb, turns them too. */
const verbs: { group: string; forms: string[]; inverse?: boolean }[] = [
  {
    group: 'acquire',
    forms:
      'acquire|acquires|acquired|acquiring|buy|buys|bought|buying|purchases|purchased|takeover of|take over|takes over|took over|taken over|acquisition of|snaps up|收购|并购|买下|吞并|控股|拿下'.split(
        '|',
      ),
  },
  {
    group: 'invest',
    forms:
      'invests in|invested in|invest in|investing in|investment in|backs|backed|backing|投资|注资|入股|领投'.split(
        '|',
      ),
  },
  { group: 'license', forms: 'licenses to|licensed to|licences to|授权给|许可给'.split('|') },
  {
    group: 'license',
    forms: 'licenses|licensed|licences|licensing|license|licence'.split('|'),
    inverse: true,
  },
  { group: 'sue', forms: 'sues|sued|suing|to sue|files suit against|起诉|控告|状告'.split('|') },
  {
    group: 'supply',
    forms: 'supplies|supplied|sells to|sold to|supplies to|供应给|供货给|卖给|出售给'.split('|'),
  },
  {
    group: 'beat',
    forms:
      `beats|beat|beating|beaten|outperforms|outperformed|outperform|outperforming|surpasses|surpassed|surpass|overtakes|overtook|overtaken|defeats|defeated|exceeds|better than|faster than|cheaper than|stronger than|ahead of|outscores|outsells|超过|超越|反超|优于|好于|胜过|强于|领先于|领先|击败|打败|战胜|碾压|吊打|高于|快于`.split(
        '|',
      ),
  },
  {
    group: 'beat',
    forms:
      'loses to|lost to|trails|trailed|lags behind|falls behind|worse than|slower than|behind|输给|败给|不如|不及|逊于|弱于|落后于|落后|低于|慢于'.split(
        '|',
      ),
    inverse: true,
  },
  { group: 'hire', forms: 'hires|hired|poaches|poached|挖走|聘请|挖来'.split('|') },
  { group: 'replace', forms: 'replaces|replaced|replacing|取代|替代'.split('|') },
  { group: 'join', forms: 'joins|joined|joining|加入|加盟'.split('|') },
  { group: 'fund', forms: 'funds|funded|pays|paid|资助|付给|支付给'.split('|') },
  {
    group: 'accuse',
    forms: 'accuses|accused|criticises|criticizes|criticized|指控|指责|批评|抨击'.split('|'),
  },
  { group: 'merge', forms: 'merges with|merged with|to merge with|partners with|partnered with'.split('|') },
];

/** Groups in which both orders say the same. */
const symmetric = new Set(['merge']);

const byForm = new Map(
  verbs.flatMap(({ group, forms, inverse = false }) =>
    forms.filter(Boolean).map((form) => [form.trim(), { group, inverse }] as const),
  ),
);
const escaped = (form: string) => form.replace(/ /g, '\\s+');
const allForms = [...byForm.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
const latinForms = allForms.filter((form) => /^[a-z]/.test(form)).map(escaped);
const chineseForms = allForms.filter((form) => !/^[a-z]/.test(form));
const verbRe = new RegExp(`(?<![a-z])(?:${latinForms.join('|')})(?![a-z])|${chineseForms.join('|')}`, 'g');

/** Every relation between two names of a text, sentence by sentence. */
export function findRelations(text: string, names: NameFinder): Relation[] {
  return splitSentences(text).flatMap((sentence) => relationsOf(sentence.text, names));
}

function relationsOf(sentence: string, names: NameFinder): Relation[] {
  if (sentence.length > 1000) return [];
  const lower = fold(sentence).lower;
  if (lower.length !== sentence.length) return [];
  const verbHits = [...lower.matchAll(verbRe)];
  if (verbHits.length === 0) return [];
  const mentions = mentionsOf(sentence, names);
  return verbHits.flatMap((hit) => relationAt(sentence, lower, hit, mentions) ?? []);
}

const reach = 70;

function relationAt(
  sentence: string,
  lower: string,
  hit: RegExpExecArray,
  mentions: Mention[],
): Relation | undefined {
  const verb = byForm.get(hit[0].replace(/\s+/g, ' '));
  const start = hit.index;
  const end = start + hit[0].length;
  const left = mentions.filter((mention) => mention.end <= start && start - mention.end <= reach);
  const right = mentions.filter((mention) => mention.start >= end && mention.start - end <= reach);
  const isBy = /^\s*by\s/.test(lower.slice(end, end + 6));
  const pair = passivePair(lower, start, left) ?? nearestPair(left, right);
  if (!verb || !pair || pair[0].raw === pair[1].raw) return undefined;
  const isTurned = verb.inverse !== (isBy && pair[1].start >= end);
  const [subject, object] = isTurned ? [pair[1], pair[0]] : pair;
  return {
    group: verb.group,
    subject,
    object,
    negated: isNegated(lower, start, pair[0]),
    raw: sentence.slice(pair[0].start, pair[1].end),
  };
}

/** `B 被 A 收购`, `A 比 B 更快`: both names stand before the verb. */
function passivePair(lower: string, start: number, left: Mention[]): [Mention, Mention] | undefined {
  const agent = left.at(-1);
  const patient = left.at(-2);
  if (!agent || !patient) return undefined;
  return lower.slice(patient.end, agent.start).includes('被') && start - agent.end < 20
    ? [agent, patient]
    : undefined;
}

function nearestPair(left: Mention[], right: Mention[]): [Mention, Mention] | undefined {
  const subject = left.at(-1);
  const object = right[0];
  return subject && object ? [subject, object] : undefined;
}

const negationRe =
  /(?:\bnot|n't|\bnever|\bno longer|\bden(?:y|ies|ied)|\bwon't|\bcannot|\bwithout|\bruled out|不会|并未|并非|没有|尚未|未能|不再|否认|未|不)\s*(?:[a-z\u4e00-\u9fff]{0,12}\s*){0,2}$/;

function isNegated(lower: string, verbStart: number, subject: Mention): boolean {
  return negationRe.test(lower.slice(Math.max(subject.start, verbStart - 30), verbStart));
}

/** Names side by side make one mention: `Jonathan Ross`, `Thinking Machines Lab`. */
function mentionsOf(sentence: string, names: NameFinder): Mention[] {
  const hits = names(sentence);
  const raw = [
    ...hits.map((hit) => ({ keys: [`#${hit.id}`, hit.raw.toLowerCase()], start: hit.start, end: hit.end })),
    ...latinNames(sentence)
      .filter((name) => !hits.some((hit) => hit.start < name.end && name.start < hit.end))
      .map((name) => ({ keys: [name.key], start: name.start, end: name.end })),
  ].sort((a, b) => a.start - b.start);
  const mentions: Mention[] = [];
  for (const next of raw) {
    const last = mentions.at(-1);
    if (last && next.start - last.end === 1 && sentence[last.end] === ' ') {
      mentions[mentions.length - 1] = join(sentence, last, next);
    } else
      mentions.push({
        keys: new Set(next.keys),
        raw: sentence.slice(next.start, next.end),
        start: next.start,
        end: next.end,
      });
  }
  return mentions;
}

function join(sentence: string, a: Mention, b: { keys: string[]; end: number }): Mention {
  return {
    keys: new Set([...a.keys, ...b.keys]),
    raw: sentence.slice(a.start, b.end),
    start: a.start,
    end: b.end,
  };
}

function isSameName(a: Mention, b: Mention): boolean {
  for (const key of a.keys) if (b.keys.has(key)) return true;
  return false;
}

/** A finding for every relation that the posts tell the other way round, or with the other polarity. */
export function checkRelations(text: string, evidence: readonly Evidence[], names: NameFinder): Finding[] {
  const claimed = findRelations(text, names);
  if (claimed.length === 0) return [];
  const told = evidence.flatMap((entry) => findRelations(entry.text, names));
  return claimed.flatMap((relation) => checkRelation(relation, told));
}

function checkRelation(claim: Relation, told: readonly Relation[]): Finding[] {
  const alike = told.filter((source) => source.group === claim.group);
  const straight = alike.filter(
    (source) => isSameName(source.subject, claim.subject) && isSameName(source.object, claim.object),
  );
  const turned = alike.filter(
    (source) => isSameName(source.subject, claim.object) && isSameName(source.object, claim.subject),
  );
  if (straight.length === 0 && turned.length > 0 && !symmetric.has(claim.group)) {
    return [
      fatal('relation', `the posts say it the other way round: “${turned[0]?.raw}”, not “${claim.raw}”`),
    ];
  }
  if (straight.length > 0 && straight.every((source) => source.negated !== claim.negated)) {
    return [fatal('polarity', `the posts ${claim.negated ? 'affirm' : 'deny'} it: “${straight[0]?.raw}”`)];
  }
  return [];
}
