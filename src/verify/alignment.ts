import type { Finding } from '../core/draft.ts';
import { bare } from '../core/text/fold.ts';
import { latinNames, type NameHit } from '../core/text/names.ts';
import type { Quantity } from '../core/text/quantities.ts';
import { fatal } from './candidate.ts';
import type { Evidence } from './evidence.ts';

/**
 * A claim that repeats a post's sentence word for word must also repeat its figures and names place for place:
 * a figure or name taken from elsewhere in the same post is as wrong as an invented one.
 */
export function checkAlignment(
  text: string,
  figures: readonly Quantity[],
  hits: readonly NameHit[],
  evidence: readonly Evidence[],
): Finding[] {
  const claim = mask(text, figures, hits);
  if (claim.slots.length === 0 || widthOf(claim.text) < 12) return [];
  const places = evidence.flatMap((entry) => alignedSlots(claim, maskOf(entry)));
  if (places.length === 0 || places.some((slots) => differing(claim.slots, slots) === undefined)) return [];
  const wrong = differing(claim.slots, places[0] ?? []);
  if (!wrong) return [];
  return [
    fatal(
      wrong.ours.isFigure ? 'figure' : 'name',
      `the post says “${wrong.theirs.raw}” where the claim says “${wrong.ours.raw}”`,
    ),
  ];
}

/** Letters besides the places of figures and names; a hanzi counts for two. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) if (character !== place) width += character >= '\u3400' ? 2 : 1;
  return width;
}

interface Slot {
  key: string;
  raw: string;
  isFigure: boolean;
}

interface Masked {
  text: string;
  slots: Slot[];
}

const place = '\u0001';
const masks = new WeakMap<Evidence, Masked>();

function maskOf(evidence: Evidence): Masked {
  const known = masks.get(evidence) ?? mask(evidence.text, evidence.quantities, evidence.names);
  masks.set(evidence, known);
  return known;
}

/** The bare text with one sign in the place of every figure and every name. */
function mask(text: string, figures: readonly Quantity[], hits: readonly NameHit[]): Masked {
  const spans = [
    ...figures.map((figure) => ({
      start: figure.start,
      end: figure.end,
      slot: toSlot(figure.key, figure.raw, true),
    })),
    ...hits.map((hit) => ({ start: hit.start, end: hit.end, slot: toSlot(hit.id, hit.raw, false) })),
    ...latinNames(text).map((name) => ({
      start: name.start,
      end: name.end,
      slot: toSlot(name.key, name.raw, false),
    })),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
  const parts: string[] = [];
  const slots: Slot[] = [];
  let end = 0;
  for (const span of spans) {
    if (span.start < end) continue;
    parts.push(text.slice(end, span.start), place);
    slots.push(span.slot);
    end = span.end;
  }
  return { text: bare(parts.join('') + text.slice(end)), slots };
}

function toSlot(key: string, raw: string, isFigure: boolean): Slot {
  return { key, raw, isFigure };
}

/** The source's slots under each place where the masked claim stands in the masked source. */
function alignedSlots(claim: Masked, source: Masked): Slot[][] {
  const found: Slot[][] = [];
  for (let at = source.text.indexOf(claim.text); at >= 0; at = source.text.indexOf(claim.text, at + 1)) {
    const before = source.text.slice(0, at).split(place).length - 1;
    found.push(source.slots.slice(before, before + claim.slots.length));
  }
  return found;
}

function differing(ours: readonly Slot[], theirs: readonly Slot[]): { ours: Slot; theirs: Slot } | undefined {
  for (const [index, slot] of ours.entries()) {
    const other = theirs[index];
    if (other && slot.key !== other.key && bare(slot.raw) !== bare(other.raw))
      return { ours: slot, theirs: other };
  }
  return undefined;
}
