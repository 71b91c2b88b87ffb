import type { Block, Message } from './message.ts';
import { breakRank, type Piece, refinePiece, toBlocks, toPieces } from './pieces.ts';

export interface SplitOptions {
  /** What blocks weigh once rendered, in any unit; more blocks never weigh less. */
  measure(blocks: readonly Block[]): number;
  /** The most that one part may weigh, its mark included. */
  limit: number;
}

/**
 * A message as parts that each weigh at most `limit`, marked `(2/3)` when there are several. Nothing is lost:
 * the texts of all parts, without the marks, are the text of the message. A part ends before a section where
 * that leaves it at least half of what fits, else before a claim, else at a sentence. Words and graphemes part only
 * where one sentence is larger than a part; a link is never cut unless it alone is. A picture, or a single
 * character, that weighs more than the limit is a part of its own. Buttons and attachments go with the last.
 */
export function splitMessage(message: Message, options: SplitOptions): Message[] {
  if (options.measure(message.blocks) <= options.limit) return [message];
  for (let digits = 1; ; digits++) {
    const parts = fillParts(message.blocks, options, markBlock('9'.repeat(digits), '9'.repeat(digits)));
    if (parts.length === 1) return [message];
    if (String(parts.length).length <= digits) return toMessages(message, parts);
  }
}

function markBlock(part: string, count: string): Block {
  return { kind: 'paragraph', spans: [{ text: `(${part}/${count})`, italic: true }] };
}

function toMessages(message: Message, parts: Block[][]): Message[] {
  const count = String(parts.length);
  return parts.map((blocks, index) => {
    const marked = [...blocks, markBlock(String(index + 1), count)];
    if (index === parts.length - 1) return { ...message, blocks: marked };
    const { attachments: _, ...rest } = message;
    return { ...rest, blocks: marked, actions: [] };
  });
}

function fillParts(blocks: readonly Block[], { measure, limit }: SplitOptions, mark: Block): Block[][] {
  const weigh = (pieces: readonly Piece[]) => measure([...toBlocks(blocks, pieces), mark]);
  const fits = (piece: Piece) => weigh([piece]) <= limit;
  const pieces = toPieces(blocks).flatMap((piece) => refinePiece(piece, blocks, fits));
  const parts: Block[][] = [];
  for (let from = 0; from < pieces.length; ) {
    const to = partEnd(pieces, from, { weigh, limit });
    parts.push(toBlocks(blocks, pieces.slice(from, to)));
    from = to;
  }
  return parts;
}

interface Scale {
  weigh(pieces: readonly Piece[]): number;
  limit: number;
}

/** Exclusive end of the part that begins at `from`; at least one piece. */
function partEnd(pieces: readonly Piece[], from: number, { weigh, limit }: Scale): number {
  const weighTo = (end: number) => weigh(pieces.slice(from, end));
  const most = Math.max(
    from + 1,
    lastWhere(from + 1, pieces.length, (end) => weighTo(end) <= limit),
  );
  if (most === pieces.length) return most;
  const enough = Math.min(limit, weighTo(most)) / 2;
  const half = lastWhere(from, most, (end) => end === from || weighTo(end) < enough) + 1;
  let best = most;
  for (let end = most; end > from; end--) {
    if (breakCost(pieces, end, half) < breakCost(pieces, best, half)) best = end;
  }
  return best;
}

/** Ending a part early costs more than a cut before its links, less than a heading left alone at its end. */
const earlyCost = 4.5;

function breakCost(pieces: readonly Piece[], end: number, half: number): number {
  const rank = pieces[end]?.rank ?? breakRank.section;
  return end >= half ? rank : rank + earlyCost;
}

/**
 * The last number of `[from, to]` for which `holds`, where it holds up to some number; `from - 1` for none.
 * Steps that double find the stretch: parts are short where messages are long.
 */
function lastWhere(from: number, to: number, holds: (value: number) => boolean): number {
  let low = from - 1;
  let step = 1;
  while (low + step <= to && holds(low + step)) {
    low += step;
    step *= 2;
  }
  let high = Math.min(to, low + step - 1);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
