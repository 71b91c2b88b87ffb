import { type CueKind, cueKinds } from '../core/edition.ts';
import type { Forms } from './forms.ts';
import type { Tape } from './scan.ts';
import type { TextUnits } from './text-units.ts';
import type { TokenLists } from './tokens.ts';

export function cueBit(kind: CueKind): number {
  return 1 << cueKinds.indexOf(kind);
}

const promotionBit = cueBit('promotion');
const instructionBit = cueBit('instruction');

/** Cues and topics that stand on the tape, overlapping ones too. */
export function readCues(tape: Tape, cues: Forms, tokens: TokenLists): void {
  const { ids, length } = tape;
  for (let i = 0; i < length; i++) {
    let node = cues.first(ids[i] ?? 0);
    for (let j = i + 1; node !== 0; j++) {
      const { cues: bits, topics } = cues.form(node);
      if (bits !== 0) addCue(tokens, bits);
      if (topics) for (const topic of topics) tokens.topics.push(topic);
      node = j < length ? cues.next(node, ids[j] ?? 0) : 0;
    }
  }
}

function addCue(tokens: TokenLists, bits: number): void {
  tokens.cues |= bits;
  if (bits & promotionBit) tokens.promotions++;
  if (bits & instructionBit) tokens.instructions++;
}

/** Finds cues whose signs carry their meaning, such as `<system>`: each counts once a text, as it stands. */
export interface Literals {
  add(form: string, bit: number): void;
  read(text: TextUnits, tokens: TokenLists): void;
}

const sign = /[^\p{L}\p{N}\s'’$-]/u;

/** Whether a cue is looked for as it stands. */
export function hasSign(form: string): boolean {
  return sign.test(form);
}

interface Literal {
  form: string;
  bit: number;
  /** Place of its first sign. */
  place: number;
  metIn: number;
}

/** Literals by their first sign: only where it stands are they compared. */
export function createLiterals(): Literals {
  const bySign: Literal[][] = [[]];
  const listOf = new Uint8Array(65536);
  let texts = 0;
  return {
    add(form, bit) {
      const place = form.search(sign);
      const unit = form.charCodeAt(place);
      if (listOf[unit] === 0) listOf[unit] = bySign.push([]) - 1;
      bySign[listOf[unit] ?? 0]?.push({ form, bit, place, metIn: 0 });
    },
    read(text, tokens) {
      const { lower, length } = text;
      texts++;
      for (let at = 0; at < length; at++) {
        const list = listOf[lower[at] ?? 0] ?? 0;
        if (list === 0) continue;
        for (const literal of bySign[list] ?? []) {
          if (literal.metIn === texts || !stands(literal, text, at - literal.place)) continue;
          literal.metIn = texts;
          addCue(tokens, literal.bit);
        }
      }
    },
  };
}

function stands({ form }: Literal, { lower, length }: TextUnits, start: number): boolean {
  if (start < 0 || start + form.length > length) return false;
  for (let k = 0; k < form.length; k++) if (form.charCodeAt(k) !== lower[start + k]) return false;
  return true;
}
