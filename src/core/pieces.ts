import type { Block, Span } from './message.ts';
import { splitSentences } from './text/sentences.ts';

/** How well a part may begin at a piece: lower is better. */
export const breakRank = {
  section: 0,
  theme: 1,
  claim: 2,
  sentence: 3,
  /** Between a claim and its notes and links, or between two links. */
  cite: 4,
  afterHeading: 7,
  word: 8,
  character: 9,
} as const;
export type BreakRank = (typeof breakRank)[keyof typeof breakRank];

/** A stretch of one heading, paragraph or list entry, or a whole picture. Pieces in order make the message. */
export interface Piece {
  block: number;
  /** Which entry of a list; 0 elsewhere. */
  entry: number;
  /** Half-open range in the text of its spans. */
  from: number;
  to: number;
  rank: BreakRank;
}

/** Blocks as sentences: nothing is lost, no link is cut. */
export function toPieces(blocks: readonly Block[]): Piece[] {
  return blocks.flatMap((block, index) => {
    const opening = openingRank(block, blocks[index - 1]);
    if (block.kind !== 'list') return entryPieces(spansOf(block, 0), { block: index, entry: 0 }, opening);
    return block.entries.flatMap((spans, entry) =>
      entryPieces(spans, { block: index, entry }, entry === 0 ? opening : breakRank.claim),
    );
  });
}

function openingRank(block: Block, before: Block | undefined): BreakRank {
  if (before?.kind === 'heading') return breakRank.afterHeading;
  if (block.kind !== 'heading') return breakRank.claim;
  return block.level === 3 ? breakRank.theme : breakRank.section;
}

function entryPieces(spans: Span[], at: Pick<Piece, 'block' | 'entry'>, opening: BreakRank): Piece[] {
  const whole: Piece = { ...at, from: 0, to: textOf(spans).length, rank: opening };
  return cutPiece(whole, sentenceCuts(spans));
}

/** The same stretch as several pieces; the first keeps the rank. */
function cutPiece(piece: Piece, cuts: ReadonlyMap<number, BreakRank>): Piece[] {
  const inside = [...cuts].filter(([at]) => at > piece.from && at < piece.to).sort(([a], [b]) => a - b);
  const starts: [number, BreakRank][] = [[piece.from, piece.rank], ...inside];
  return starts.map(([from, rank], index) => ({
    ...piece,
    from,
    to: starts[index + 1]?.[0] ?? piece.to,
    rank,
  }));
}

function sentenceCuts(spans: Span[]): Map<number, BreakRank> {
  const cuts = new Map<number, BreakRank>();
  const notesFrom = trailingNotes(spans);
  const links = linkRanges(spans);
  for (const { start } of splitSentences(textOf(spans))) {
    if (!links.some((link) => start >= link.lead && start < link.to)) {
      cuts.set(start, start >= notesFrom ? breakRank.cite : breakRank.sentence);
    }
  }
  for (const link of links) cuts.set(link.lead, breakRank.cite).set(link.to, breakRank.cite);
  return cuts;
}

/** Where the notes, links and spaces begin that end an entry: they belong to what stands before them. */
function trailingNotes(spans: Span[]): number {
  let at = textOf(spans).length;
  for (const span of [...spans].reverse()) {
    if (!span.href && !span.italic && span.text.trim() !== '') break;
    at -= span.text.length;
  }
  return at;
}

/** Links with the white space that leads to them. */
function linkRanges(spans: Span[]): { lead: number; from: number; to: number }[] {
  const ranges: { lead: number; from: number; to: number }[] = [];
  let at = 0;
  let lead = 0;
  for (const span of spans) {
    const to = at + span.text.length;
    if (span.href) ranges.push({ lead, from: at, to });
    if (span.href || span.text.trim() !== '') lead = to;
    at = to;
  }
  return ranges;
}

/** Ways to cut a piece that fits in no part, the gentlest first. */
const finerCuts = [
  (text: string, links: Range[]) => outside(wordStarts(text), links),
  (text: string, links: Range[]) => outside(graphemeStarts(text), links),
  wordStarts,
  graphemeStarts,
  codePointStarts,
];

interface Range {
  from: number;
  to: number;
}

/**
 * A piece that is too large as words, then as graphemes; a link is cut only where it alone is too large, and
 * code points fall apart only where one grapheme is.
 */
export function refinePiece(
  piece: Piece,
  blocks: readonly Block[],
  fits: (piece: Piece) => boolean,
  step = 0,
): Piece[] {
  const starts = finerCuts[step];
  const block = blocks[piece.block];
  if (!starts || !block || block.kind === 'image' || fits(piece)) return [piece];
  const spans = spansOf(block, piece.entry);
  const rank = step === 0 ? breakRank.word : breakRank.character;
  const links = linkRanges(spans).map(({ from, to }) => ({ from: from - piece.from, to: to - piece.from }));
  const text = textOf(spans).slice(piece.from, piece.to);
  const cuts = new Map(starts(text, links).map((at) => [piece.from + at, rank]));
  return cutPiece(piece, cuts).flatMap((part) => refinePiece(part, blocks, fits, step + 1));
}

const segmenters = {
  word: new Intl.Segmenter('zh', { granularity: 'word' }),
  grapheme: new Intl.Segmenter('zh', { granularity: 'grapheme' }),
};

function wordStarts(text: string): number[] {
  const starts: number[] = [];
  let before: Intl.SegmentData | undefined;
  for (const segment of segmenters.word.segment(text)) {
    if (before && opensWord(segment, before)) starts.push(segment.index);
    before = segment;
  }
  return starts;
}

/** After white space, and between words of a script that writes none; no closing sign opens a line. */
function opensWord({ segment, isWordLike }: Intl.SegmentData, before: Intl.SegmentData): boolean {
  if (segment.trim() === '') return false;
  if (before.segment.trim() === '') return true;
  return (
    isWordLike === true && (before.isWordLike === true || /[，、；：。！？）】」』》]$/.test(before.segment))
  );
}

function graphemeStarts(text: string): number[] {
  return [...segmenters.grapheme.segment(text)].map(({ index }) => index);
}

function codePointStarts(text: string): number[] {
  const starts: number[] = [];
  let at = 0;
  for (const character of text) {
    starts.push(at);
    at += character.length;
  }
  return starts;
}

function outside(starts: number[], links: Range[]): number[] {
  return starts.filter((at) => !links.some((link) => at > link.from && at < link.to));
}

/** Blocks out of neighbouring pieces: the rest of a broken list entry follows as a paragraph, numbers go on. */
export function toBlocks(blocks: readonly Block[], pieces: readonly Piece[]): Block[] {
  const made: { source: number; block: Block }[] = [];
  for (const { block: source, entry, from, to } of joinStretches(pieces)) {
    const block = blocks[source];
    if (!block) continue;
    const last = made.at(-1);
    const open = last?.source === source && last.block.kind === 'list' ? last.block : undefined;
    const spans = sliceSpans(spansOf(block, entry), from, to);
    if (open) open.entries.push(spans);
    else made.push({ source, block: toBlock(block, spans, { entry, from }) });
  }
  return made.map(({ block }) => block);
}

function toBlock(block: Block, spans: Span[], { entry, from }: { entry: number; from: number }): Block {
  if (block.kind === 'image') return block;
  if (block.kind === 'heading') return { ...block, text: textOf(spans) };
  if (block.kind === 'paragraph' || from > 0) return { kind: 'paragraph', spans };
  const start = (block.start ?? 1) + entry;
  return { kind: 'list', ordered: block.ordered, entries: [spans], ...(start > 1 && { start }) };
}

function joinStretches(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last && last.block === piece.block && last.entry === piece.entry) last.to = piece.to;
    else joined.push({ ...piece });
  }
  return joined;
}

function sliceSpans(spans: Span[], from: number, to: number): Span[] {
  const sliced: Span[] = [];
  let at = 0;
  for (const span of spans) {
    const text = span.text.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (text !== '') sliced.push({ ...span, text });
    at += span.text.length;
  }
  return sliced;
}

function spansOf(block: Block, entry: number): Span[] {
  if (block.kind === 'heading') return [{ text: block.text }];
  if (block.kind === 'paragraph') return block.spans;
  return block.kind === 'list' ? (block.entries[entry] ?? []) : [];
}

function textOf(spans: readonly Span[]): string {
  return spans.map((span) => span.text).join('');
}
