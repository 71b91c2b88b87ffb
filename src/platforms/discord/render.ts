import {
  type APIComponentInContainer,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  ComponentType,
  MessageFlags,
  SeparatorSpacingSize,
} from 'discord.js';
import type { Message } from '../../core/message.ts';
import { renderRows } from './buttons.ts';
import { accentOf } from './colours.ts';
import { attachmentFile, type PartFile, pictureFile } from './files.ts';
import { layOut } from './layout.ts';
import { toParts } from './parts.ts';

/** Components V2, or classic embeds for servers and clients that show no components. */
export type Style = 'components' | 'embeds';

/** One Discord message, ready for a channel, an interaction's answer or a follow-up. */
export interface Part {
  embeds?: APIEmbed[];
  components: APIMessageTopLevelComponent[];
  flags: number;
  files: PartFile[];
}

/** A message as parts within Discord's limits, nothing cut off. */
export function renderParts(message: Message, style: Style): Part[] {
  return toParts(message).map((part) => renderPart(part, style));
}

/** One message that is known to fit. */
export function renderPart(message: Message, style: Style): Part {
  return style === 'components' ? renderComponents(message) : renderEmbeds(message);
}

function renderComponents(message: Message): Part {
  const files: PartFile[] = [];
  const addFile = (file: PartFile) => {
    files.push(file);
    return { url: `attachment://${file.name}` };
  };
  const components = layOut(message.blocks).map((piece): APIComponentInContainer => {
    if (piece.kind === 'text') return { type: ComponentType.TextDisplay, content: piece.text };
    if (piece.kind === 'line') {
      return { type: ComponentType.Separator, divider: true, spacing: SeparatorSpacingSize.Small };
    }
    const pictures = piece.pictures.map((picture) => pictureFile(picture, files.length));
    const items = pictures.map((file) => ({ media: addFile(file), description: file.description ?? null }));
    return { type: ComponentType.MediaGallery, items };
  });
  for (const attachment of message.attachments ?? []) {
    components.push({ type: ComponentType.File, file: addFile(attachmentFile(attachment, files.length)) });
  }
  components.push(...renderRows(message.actions));
  if (components.length === 0) components.push({ type: ComponentType.TextDisplay, content: '…' });
  const container = { type: ComponentType.Container, components, ...accentOf(message) } as const;
  return { components: [container], flags: MessageFlags.IsComponentsV2, files };
}

function renderEmbeds(message: Message): Part {
  const pieces = layOut(message.blocks);
  const text = pieces.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : [])).join('\n\n');
  const files = pieces
    .flatMap((piece) => (piece.kind === 'pictures' ? piece.pictures : []))
    .map((picture, index) => pictureFile(picture, index));
  const images = files.map((file) => ({ image: { url: `attachment://${file.name}` } }));
  const [first, ...others] = images;
  const lead: APIEmbed = { description: text || '…', ...toColour(message), ...first };
  const documents = (message.attachments ?? []).map((file, index) =>
    attachmentFile(file, files.length + index),
  );
  return {
    embeds: [lead, ...others],
    components: renderRows(message.actions),
    flags: 0,
    files: [...files, ...documents],
  };
}

function toColour(message: Message): { color?: number } {
  const { accent_color: color } = accentOf(message);
  return color === undefined ? {} : { color };
}
