import type { Block, Message } from '../../core/message.ts';
import { splitMessage } from '../../core/split.ts';
import { groupActions, usableActions } from './buttons.ts';
import { maxFileBytes, maxTextLength } from './limits.ts';
import { createScale } from './scale.ts';

/** Documents of one message: they take room that its buttons need. */
const maxAttachments = 4;

/**
 * Splits a message so that each part fits one Discord message, whatever its language: by characters, by bytes and
 * by components. Nothing is lost; buttons and files beyond one message's room follow in messages of their own.
 */
export function toParts(message: Message): Message[] {
  const [actions = [], ...moreActions] = groupActions(usableActions(message.actions));
  const files = withoutLargeFiles(message);
  const whole: Message = {
    ...files,
    actions,
    attachments: files.attachments?.slice(0, maxAttachments) ?? [],
  };
  const parts = splitMessage(whole, { measure: createScale(whole), limit: maxTextLength });
  const bare = { ...whole, blocks: [], actions: [], attachments: [] };
  const moreFiles = files.attachments?.slice(maxAttachments) ?? [];
  return [
    ...parts,
    ...moreFiles.map((attachment) => ({ ...bare, attachments: [attachment] })),
    ...moreActions.map((group) => ({ ...bare, actions: group })),
  ];
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
