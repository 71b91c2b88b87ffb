import type { Block, Message } from '../../core/message.ts';
import { splitMessage } from '../../core/split.ts';
import { actionBytes, byteLength, groupActions, usableActions } from './buttons.ts';
import { altOf } from './files.ts';
import { layOut } from './layout.ts';
import { maxBytes, maxComponents, maxFileBytes, maxTextLength } from './limits.ts';

/**
 * Splits a message so that each part fits one Discord message, whatever its language: by characters, by bytes and
 * by components. Nothing is lost; buttons beyond one message's room follow in messages of their own.
 */
export function toParts(message: Message): Message[] {
  const [actions = [], ...more] = groupActions(usableActions(message.actions));
  const whole: Message = { ...withoutLargeFiles(message), actions };
  const parts = splitMessage(whole, { measure: (blocks) => weigh(blocks, whole), limit: maxTextLength });
  return [...parts, ...more.map((group) => ({ ...whole, blocks: [], attachments: [], actions: group }))];
}

/** How full blocks make a message, in characters: the fullest of the three measures counts. */
function weigh(blocks: readonly Block[], { actions, attachments = [] }: Message): number {
  const pieces = layOut(blocks);
  let characters = 0;
  let bytes = attachments.length * 160 + actions.reduce((sum, action) => sum + actionBytes(action), 0);
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      characters += piece.text.length;
      bytes += byteLength(piece.text) + 12;
    } else if (piece.kind === 'pictures') {
      bytes += piece.pictures.reduce((sum, picture) => sum + byteLength(altOf(picture)) + 160, 0);
    }
  }
  const rows = Math.ceil(actions.length / 5);
  const room = Math.max(1, maxComponents - 1 - rows - actions.length - attachments.length);
  const shares = [bytes / maxBytes, pieces.length / room];
  return Math.max(characters, ...shares.map((share) => Math.ceil(share * maxTextLength)));
}

/** A file that Discord refuses would take the whole message with it. */
function withoutLargeFiles(message: Message): Message {
  const attachments = message.attachments?.filter((file) => file.bytes.byteLength <= maxFileBytes);
  const blocks = message.blocks.map((block): Block => {
    if (block.kind !== 'image' || block.picture.bytes.byteLength <= maxFileBytes) return block;
    return { kind: 'paragraph', spans: [{ text: block.picture.alt, italic: true }] };
  });
  return { ...message, blocks, ...(attachments && { attachments }) };
}
