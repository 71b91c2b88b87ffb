import type { PlacedWord } from './axis.ts';
import type { Box } from './free-space.ts';
import type { Ground, PlacedBox } from './pack.ts';
import type { SizedPiece } from './piece.ts';
import { distanceOutside, openZone } from './zones.ts';

/** Words nearer to their zone than this, in pixels, are at home. */
const homePx = 6;
const rounds = 3;

/**
 * Lets words that stand outside their zone change places with words of about their size, wherever that
 * brings both together nearer to their zones and both fit.
 */
export function tradePlaces(words: readonly PlacedWord[], ground: Ground): void {
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, word] of words.entries()) {
      if (strayAt(word, word.box, ground) > homePx) tradeOne(i, words, ground);
    }
  }
}

/** How far outside its zone a word would stand in the middle of a box. */
function strayAt({ piece }: PlacedWord, box: Box, { metric, zones }: Ground): number {
  const x = ((box.left + box.right) / 2 - metric.middleX) * metric.stretchX;
  const y = ((box.top + box.bottom) / 2 - metric.middleY) * metric.stretchY;
  return distanceOutside(zones[piece.zone] ?? openZone, x, y);
}

function tradeOne(i: number, words: readonly PlacedWord[], ground: Ground): void {
  const word = words[i] as PlacedWord;
  const now = strayAt(word, word.box, ground);
  let bestGain = homePx;
  let best = -1;
  for (const [j, other] of words.entries()) {
    if (!isAlike(word, other)) continue;
    const before = now + strayAt(other, other.box, ground);
    const gain = before - strayAt(word, other.box, ground) - strayAt(other, word.box, ground);
    if (gain > bestGain && canTrade(i, j, words, ground)) [bestGain, best] = [gain, j];
  }
  if (best >= 0) exchange(word, words[best] as PlacedWord);
}

/** Upright words keep their place: few others fit into it. */
function isAlike(a: PlacedWord, b: PlacedWord): boolean {
  if (a.box.rotated || b.box.rotated) return false;
  const size = Math.min(a.piece.size, b.piece.size);
  return (
    Math.abs(a.piece.width - b.piece.width) <= 1.5 * size &&
    Math.abs(a.piece.height - b.piece.height) <= 0.4 * size
  );
}

function canTrade(i: number, j: number, words: readonly PlacedWord[], { field, blocked }: Ground): boolean {
  const a = words[i] as PlacedWord;
  const b = words[j] as PlacedWord;
  const boxOfA = centred(a.box, b.box);
  const boxOfB = centred(b.box, a.box);
  if (!isWithin(boxOfA, field) || !isWithin(boxOfB, field)) return false;
  if (isTooNear(boxOfA, a.piece, boxOfB, b.piece)) return false;
  if (blocked.some((box) => overlap(boxOfA, box) || overlap(boxOfB, box))) return false;
  return words.every(
    ({ box, piece }, k) =>
      k === i ||
      k === j ||
      !(isTooNear(boxOfA, a.piece, box, piece) || isTooNear(boxOfB, b.piece, box, piece)),
  );
}

function exchange(a: PlacedWord, b: PlacedWord): void {
  const boxOfA = centred(a.box, b.box);
  Object.assign(b.box, centred(b.box, a.box));
  Object.assign(a.box, boxOfA);
}

/** A box of the first one's size around the middle of the second. */
function centred(box: PlacedBox, around: Box): Box {
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  const left = (around.left + around.right - width) >> 1;
  const top = (around.top + around.bottom - height) >> 1;
  return { left, top, right: left + width, bottom: top + height };
}

function isWithin(box: Box, field: Box): boolean {
  return (
    box.left >= field.left && box.right <= field.right && box.top >= field.top && box.bottom <= field.bottom
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function isTooNear(a: Box, pieceOfA: SizedPiece, b: Box, pieceOfB: SizedPiece): boolean {
  const gapX = (pieceOfA.gapX + pieceOfB.gapX) >> 1;
  const gapY = (pieceOfA.gapY + pieceOfB.gapY) >> 1;
  return (
    a.left - b.right < gapX && b.left - a.right < gapX && a.top - b.bottom < gapY && b.top - a.bottom < gapY
  );
}
