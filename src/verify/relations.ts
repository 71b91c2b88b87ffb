import type { Finding } from '../core/draft.ts';
import { fold } from '../core/text/fold.ts';
import type { NameFinder } from '../core/text/names.ts';
import { splitSentences } from '../core/text/sentences.ts';
import { fatal } from './candidate.ts';
import type { Evidence } from './evidence.ts';
import { isSameName, type Mention, mentionsOf } from './mentions.ts';
import { type Frame, type RelationVerb, relationVerbs, symmetricGroups } from './relation-verbs.ts';

/** Who does what to whom, with passives and inverse verbs undone. */
export interface Relation {
  group: string;
  subject: Mention;
  object: Mention;
  negated: boolean;
  raw: string;
}

const byForm = new Map(relationVerbs.flatMap((verb) => verb.forms.map((form) => [form, verb] as const)));
const allForms = [...byForm.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
const latinForms = allForms.filter((form) => /^[a-z]/.test(form)).map((form) => form.replaceAll(' ', '\\s+'));
const chineseForms = allForms.filter((form) => !/^[a-z]/.test(form));
const verbRe = new RegExp(`(?<![a-z])(?:${latinForms.join('|')})(?![a-z])|${chineseForms.join('|')}`, 'g');

/**
 * The relations between two names of a text, sentence by sentence. `near` takes the names nearest to the verb, as
 * a claim means them; otherwise any of the three nearest on each side, as a post may mean them.
 */
export function findRelations(text: string, names: NameFinder, near = false): Relation[] {
  return splitSentences(text).flatMap((sentence) => relationsOf(sentence.text, names, near));
}

function relationsOf(sentence: string, names: NameFinder, near: boolean): Relation[] {
  const { lower } = fold(sentence);
  if (sentence.length > 1000 || lower.length !== sentence.length) return [];
  const hits = [...lower.matchAll(verbRe)];
  if (hits.length === 0) return [];
  const scene = { sentence, lower, mentions: mentionsOf(sentence, names), near };
  return hits.flatMap((hit) => {
    const verb = byForm.get(hit[0].replace(/\s+/g, ' '));
    const isOverFigure = verb?.group === 'beat' && figureRe.test(lower.slice(hit.index + hit[0].length));
    return verb && !isOverFigure ? relationsAt(scene, verb, hit.index, hit.index + hit[0].length) : [];
  });
}

/** `超过 8000 亿`, `exceeds $20B` compare with a figure, not with a name. */
const figureRe = /^了?\s?(?:[\d$€£¥]|[一二三四五六七八九十百千两]{1,3}[百千万亿成倍])/;

interface Scene {
  sentence: string;
  lower: string;
  mentions: readonly Mention[];
  near: boolean;
}

/** How far from the verb a name may stand, in characters, and how many names are looked at. */
const reach = 70;
const most = 3;

function relationsAt(scene: Scene, verb: RelationVerb, start: number, end: number): Relation[] {
  const count = scene.near ? 1 : most;
  const left = scene.mentions
    .filter((name) => name.end <= start && isNear(scene, name.end, start))
    .slice(-most);
  const right = scene.mentions
    .filter((name) => name.start >= end && isNear(scene, end, name.start))
    .slice(0, most);
  const fronted = frontedPair(scene, verb, left, start);
  if (fronted) return [toRelation(scene, fronted.frame, fronted.pair, start)];
  const behind = behindPrepositions(scene, verb, left.slice(-count), right, { start, end });
  const [first] = right;
  const isNoun = scene.lower[start - 1] === '的';
  if (isNoun || !first || prepositionOf(scene, first, end) !== undefined || /-in$/.test(verb.group))
    return behind;
  const objects = right.slice(0, count);
  const direct = left
    .slice(-count)
    .flatMap((a) => objects.map((b) => toRelation(scene, verb, [a, b], start)));
  return [...direct, ...behind].filter(({ subject, object }) => !isSameName(subject, object));
}

/** Within reach and within one clause. */
function isNear({ lower }: Scene, from: number, to: number): boolean {
  return to - from <= reach && !/[;；:：!?！？\n]/.test(lower.slice(from, to));
}

/** `A 被 B 收购`, `A 对 B 的投资`, `A 从 B 采购`: both names stand before the verb. */
function frontedPair(
  { lower }: Scene,
  verb: RelationVerb,
  left: readonly Mention[],
  start: number,
): { frame: Frame; pair: [Mention, Mention] } | undefined {
  const inner = left.at(-1);
  const outer = left.at(-2);
  if (!inner || !outer || start - inner.end > 14) return undefined;
  const coverb = /(被|由|获得|取得|拿到|[对向从给])\s?$/.exec(lower.slice(outer.end, inner.start))?.[1];
  if (coverb === '被' || coverb === '由') {
    return { frame: { group: verb.group, inverse: !verb.inverse }, pair: [outer, inner] };
  }
  const frame = coverb ? verb.coverbs?.[coverb] : undefined;
  return frame && { frame, pair: [outer, inner] };
}

/** `licensed X to B`, `acquired by B`, `buys X from B`; `acquisition of B by A` has both behind the verb. */
function behindPrepositions(
  scene: Scene,
  verb: RelationVerb,
  left: readonly Mention[],
  right: readonly Mention[],
  { start, end }: { start: number; end: number },
): Relation[] {
  const [first] = right;
  return right.flatMap((name) => {
    const preposition = prepositionOf(scene, name, end);
    const frame = preposition ? verb.preps?.[preposition] : undefined;
    if (!frame || !first) return [];
    const partners = preposition === 'by' && name !== first ? [first] : left;
    return partners.map((partner) => toRelation(scene, frame, [partner, name], start));
  });
}

/** The preposition right before a name, behind the verb. */
function prepositionOf({ lower }: Scene, name: Mention, end: number): string | undefined {
  return /(?:^|\s)(from|to|in|by)\s(?:the\s)?$/.exec(
    lower.slice(Math.max(end, name.start - 12), name.start),
  )?.[1];
}

function toRelation(
  scene: Scene,
  frame: Frame,
  [a, b]: readonly [Mention, Mention],
  start: number,
): Relation {
  const [subject, object] = frame.inverse ? [b, a] : [a, b];
  const [from, to] = [Math.min(a.start, b.start), Math.max(a.end, b.end)];
  return {
    group: frame.group,
    subject,
    object,
    negated: isNegated(scene.lower.slice(Math.max(from, start - 30), start), scene.lower.slice(to, to + 28)),
    raw: scene.sentence.slice(from, to),
  };
}

/** Denied before the verb, or called off behind it. */
function isNegated(before: string, after: string): boolean {
  return negationRe.test(before) || calledOffRe.test(after.split(/[,，;；。.]/)[0] ?? '');
}

const calledOffRe =
  /告吹|破裂|失败|取消|终止|作罢|被否|未成|fell through|falls through|collapsed|called off|is off|abandoned|was blocked|rejected/;
const negationRe =
  /(?:\bnot|n't|\bnever|\bno longer|\bden(?:y|ies|ied)|\bwon't|\bcannot|\bwithout|\bruled out|不会|并未|并非|没有|尚未|未能|不再|否认|未|不)\s*(?:[a-z\u4e00-\u9fff]{0,12}\s*){0,2}$/;

/** A finding for every relation that the posts tell the other way round, or with the other polarity. */
export function checkRelations(text: string, evidence: readonly Evidence[], names: NameFinder): Finding[] {
  const claimed = findRelations(text, names, true);
  if (claimed.length === 0) return [];
  const told = evidence.flatMap((entry) => findRelations(entry.text, names));
  return claimed.flatMap((relation) => checkRelation(relation, told));
}

function checkRelation(claim: Relation, told: readonly Relation[]): Finding[] {
  const alike = told.filter((source) => source.group === claim.group);
  const straight = alike.filter(
    (s) => isSameName(s.subject, claim.subject) && isSameName(s.object, claim.object),
  );
  const turned = alike.filter(
    (s) => isSameName(s.subject, claim.object) && isSameName(s.object, claim.subject),
  );
  if (straight.length === 0 && turned.length > 0 && !symmetricGroups.has(claim.group)) {
    return [
      fatal('relation', `the posts say it the other way round: “${turned[0]?.raw}”, not “${claim.raw}”`),
    ];
  }
  if (straight.length > 0 && straight.every((source) => source.negated !== claim.negated)) {
    return [fatal('polarity', `the posts ${claim.negated ? 'affirm' : 'deny'} it: “${straight[0]?.raw}”`)];
  }
  return [];
}
