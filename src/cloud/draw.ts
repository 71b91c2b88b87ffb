import type { CloudPicture, CloudRequest, Placement } from '../core/cloud.ts';
import { UserError } from '../core/errors.ts';
import { type Frame, makeFrame } from './frame.ts';
import { type Group, listGroups } from './groups.ts';
import { type LaidOut, layOut } from './layout/layout.ts';
import type { Piece } from './layout/piece.ts';
import { smallestReadablePx } from './layout/sizes.ts';
import { paintMark } from './legend.ts';
import { type Canvas, openCanvas } from './paint/canvas.ts';
import { type Ink, mixInk } from './paint/ink.ts';
import { encodeJpeg } from './paint/jpeg.ts';
import { encodePng } from './paint/png.ts';
import { checkSides } from './paint/sides.ts';
import { paintText } from './paint/text.ts';
import { type CloudTheme, themeOf } from './theme.ts';
import { type DrawableWord, type LeftWord, sortOutWords } from './words.ts';

/** The mark of a new or rising word stands at its upper right; lengths in ems. */
const mark = { gap: 0.09, radius: 0.12 };

/** Colours of a cloud without groups. */
const ungroupedColours = 5;

interface Drawing {
  request: CloudRequest;
  words: DrawableWord[];
  groups: Group[];
  frame: Frame;
  laidOut: (LaidOut | undefined)[];
}

/**
 * Draws a cloud: words of one group together, none overlapping, each word that could not be drawn named with
 * its reason. The same request gives the same bytes, in whatever order its words come. Throws a `UserError`
 * when the size is out of range or no word can be drawn.
 */
export async function drawCloud(request: CloudRequest): Promise<CloudPicture> {
  checkSides(request);
  const theme = themeOf(request.theme);
  const { drawing, left } = arrange(request, theme);
  const canvas = paint(drawing, theme);
  return {
    ...(request.formats.includes('png') ? { png: encodePng(canvas) } : {}),
    ...(request.formats.includes('jpeg') ? { jpeg: await encodeJpeg(canvas) } : {}),
    width: request.width,
    height: request.height,
    placements: listPlacements(drawing),
    left,
  };
}

function arrange(request: CloudRequest, theme: CloudTheme): { drawing: Drawing; left: LeftWord[] } {
  const sorted = sortOutWords(request.words);
  const groups = listGroups(request, sorted.words, theme.groups.length);
  const frame = makeFrame(request, groups, trendsIn(sorted.words));
  const { words, left } = dropTooLong(sorted.words, frame);
  const laidOut = layOut({
    pieces: words.map((word) => toPiece(word, groups)),
    field: frame.field,
    blocked: [],
    zones: groups.length,
    seed: request.seed,
  });
  const allLeft = [...sorted.left, ...left, ...withoutRoom(words, laidOut)];
  if (!laidOut.some(Boolean)) throw nothingDrawn(request, allLeft);
  return { drawing: { request, words, groups, frame, laidOut }, left: allLeft };
}

function trendsIn(words: readonly DrawableWord[]): { new: boolean; rising: boolean } {
  const has = (trend: string): boolean => words.some((word) => word.trend === trend);
  return { new: has('new'), rising: has('rising') };
}

function dropTooLong(
  words: readonly DrawableWord[],
  { field }: Frame,
): { words: DrawableWord[]; left: LeftWord[] } {
  const widest = (field.right - field.left) / smallestReadablePx;
  const isShort = (word: DrawableWord): boolean => widthEm(word) <= widest;
  return {
    words: words.filter(isShort),
    left: words
      .filter((word) => !isShort(word))
      .map(({ text }) => ({ text, reason: 'it is too long to be read at this width' })),
  };
}

function nothingDrawn(request: CloudRequest, left: readonly LeftWord[]): UserError {
  if (request.words.length === 0) return new UserError('There are no words to draw.');
  const first = left[0];
  const example = first ? `: ${shorten(first.text)} was left out because ${first.reason}` : '';
  return new UserError(`None of the ${request.words.length} words can be drawn${example}.`);
}

function shorten(text: string): string {
  const line = JSON.stringify(text);
  return line.length > 40 ? `${line.slice(0, 38)}…"` : line;
}

function withoutRoom(words: readonly DrawableWord[], laidOut: readonly (LaidOut | undefined)[]): LeftWord[] {
  return words
    .filter((_, i) => !laidOut[i])
    .map(({ text }) => ({ text, reason: 'there is no room for it at a size that can be read' }));
}

function hasMark(word: DrawableWord): boolean {
  return word.trend === 'new' || word.trend === 'rising';
}

function widthEm(word: DrawableWord): number {
  const { left, right } = word.shape;
  return right - left + (hasMark(word) ? mark.gap + 2 * mark.radius : 0);
}

function toPiece(word: DrawableWord, groups: readonly Group[]): Piece {
  return {
    widthEm: widthEm(word),
    heightEm: word.shape.bottom - word.shape.top,
    weight: word.weight,
    zone: groups.findIndex(({ id }) => id === word.group),
    canTurn: word.isLatin && !hasMark(word),
  };
}

function paint(drawing: Drawing, theme: CloudTheme): Canvas {
  const { request, words, frame, laidOut } = drawing;
  const canvas = openCanvas(request.width, request.height, theme.ground);
  const inkOf = chooseInks(drawing, theme);
  const markInk = mixInk(theme.ground, theme.mark);
  frame.paint(canvas, theme);
  for (const [i, word] of words.entries()) {
    const spot = laidOut[i];
    if (spot) paintWord(canvas, word, spot, { ink: inkOf(word, i), markInk });
  }
  return canvas;
}

/** By group; without any groups in turns, so that neighbours differ. */
function chooseInks({ groups }: Drawing, theme: CloudTheme): (word: DrawableWord, index: number) => Ink {
  const inks = theme.groups.map((colour) => mixInk(theme.ground, colour));
  const neutral = mixInk(theme.ground, theme.neutral);
  const zones = new Map(groups.map(({ id }, zone) => [id, inks[zone] ?? neutral]));
  return (word, index) => {
    if (groups.length === 0) return inks[index % ungroupedColours] ?? neutral;
    return zones.get(word.group ?? '') ?? neutral;
  };
}

function paintWord(
  canvas: Canvas,
  word: DrawableWord,
  { box, size }: LaidOut,
  { ink, markInk }: { ink: Ink; markInk: Ink },
): void {
  paintText(canvas, word.shape, { x: box.left, y: box.top, size, rotated: box.rotated }, ink);
  if (!hasMark(word)) return;
  const radius = mark.radius * size;
  const x = box.left + widthEm(word) * size - radius;
  paintMark(canvas, word.trend === 'new' ? 'new' : 'rising', { x, y: box.top + radius, radius }, markInk);
}

function listPlacements({ words, laidOut }: Drawing): Placement[] {
  return words.flatMap(({ text }, i) => {
    const spot = laidOut[i];
    if (!spot) return [];
    const { left, top, right, bottom, rotated } = spot.box;
    const size = Math.round(spot.size * 100) / 100;
    return [{ text, x: left, y: top, width: right - left, height: bottom - top, size, rotated }];
  });
}
