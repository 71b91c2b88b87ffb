import type { Block, Message, Span } from '../../core/message.ts';
import { actionBytes, byteLength } from './buttons.ts';
import { altOf } from './files.ts';
import { maxButtonsInRow, maxBytes, maxComponents, maxTextLength } from './limits.ts';
import { renderTexts } from './markdown.ts';

/** How full blocks make a message, in characters of `maxTextLength`; what is over that is not weighed to its end. */
export type Scale = (blocks: readonly Block[]) => number;

interface Size {
  characters: number;
  bytes: number;
}

/** What a file's name and place add to a message, in bytes. */
const fileBytes = 160;

/** Breaks before and after, and a number that grows by some digits. */
const frame = 6;

/**
 * The fullest of three measures counts: characters, bytes, components; each is taken a little too high. Splitting
 * weighs the same entries again and again, so each is rendered once.
 */
export function createScale({ actions, attachments = [] }: Message): Scale {
  const rows = Math.ceil(actions.length / maxButtonsInRow);
  const room = Math.max(1, maxComponents - 1 - rows - actions.length - attachments.length);
  const fixedBytes =
    attachments.length * fileBytes + actions.reduce((sum, action) => sum + actionBytes(action), 0);
  const known = new Map<string, Size>();

  return (blocks) => {
    let weight = 0;
    const sum = { characters: 0, bytes: fixedBytes, components: 1 };
    for (const block of blocks) {
      for (const { characters, bytes } of sizesOf(block, known)) {
        sum.characters += characters;
        sum.bytes += bytes;
      }
      const opens = block.kind === 'image' || (block.kind === 'heading' && block.level === 2);
      if (opens) sum.components += 2;
      weight = Math.max(sum.characters, share(sum.bytes, maxBytes), share(sum.components, room));
      if (weight > maxTextLength) break;
    }
    return weight;
  };
}

function share(part: number, whole: number): number {
  return Math.ceil((part / whole) * maxTextLength);
}

function sizesOf(block: Block, known: Map<string, Size>): Size[] {
  if (block.kind === 'image') return [{ characters: 0, bytes: byteLength(altOf(block.picture)) + fileBytes }];
  if (block.kind === 'list') return block.entries.map((spans) => sizeOf('list', spans, known));
  const spans = block.kind === 'heading' ? [{ text: block.text }] : block.spans;
  return [sizeOf(block.kind, spans, known)];
}

function sizeOf(kind: 'heading' | 'paragraph' | 'list', spans: Span[], known: Map<string, Size>): Size {
  const key = keyOf(kind, spans);
  const found = known.get(key);
  if (found) return found;
  const text = renderTexts([toBlock(kind, spans)]);
  const size = { characters: text.length + frame, bytes: byteLength(text) + frame };
  known.set(key, size);
  return size;
}

function keyOf(kind: string, spans: readonly Span[]): string {
  let key = kind;
  for (const { text, href, bold, italic } of spans) {
    key += `\n${bold ? 'b' : ''}${italic ? 'i' : ''}${href ?? ''}\n${text}`;
  }
  return key;
}

function toBlock(kind: 'heading' | 'paragraph' | 'list', spans: Span[]): Exclude<Block, { kind: 'image' }> {
  if (kind === 'paragraph') return { kind, spans };
  if (kind === 'list') return { kind, ordered: false, entries: [spans] };
  return { kind, level: 3, text: spans.map(({ text }) => text).join('') };
}
