import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Attachment, Block, Message, Picture } from '../../core/message.ts';
import { splitMessage } from '../../core/split.ts';
import { htmlLimits, renderHtml, weighHtml } from './html.ts';
import { toKeyboard } from './keyboard.ts';
import { weighRich } from './rich.ts';
import { cleanMessage, inert, readable } from './text.ts';

export type Style = 'rich' | 'html';

/** One message as it goes out. A rich part is its clean message, so that it can go as HTML where it is refused. */
export type TelegramPart = { kind: 'rich'; message: Message } | ClassicPart;

export type ClassicPart =
  | { kind: 'text'; html: string; keyboard?: InlineKeyboardMarkup }
  | { kind: 'photo'; picture: Picture; html: string; keyboard?: InlineKeyboardMarkup }
  | { kind: 'document'; file: Attachment };

/** Parts within Telegram's limits, nothing cut off; buttons stand under the last text. */
export function renderParts(message: Message, style: Style): TelegramPart[] {
  return style === 'rich' ? renderRichParts(message) : renderHtmlParts(message);
}

function renderRichParts(message: Message): TelegramPart[] {
  const { attachments = [], ...rest } = withPhotosOnly(cleanMessage(message, readable));
  const parts = splitMessage(rest, { measure: weighRich, limit: 1 });
  return [...parts.map((part) => ({ kind: 'rich', message: part }) as const), ...documents(attachments)];
}

export function renderHtmlParts(message: Message): ClassicPart[] {
  const { attachments = [], ...rest } = withPhotosOnly(cleanMessage(message, inert));
  return [...captionedParts(rest), ...documents(attachments)];
}

function documents(files: Attachment[]): ClassicPart[] {
  return files.map((file) => ({ kind: 'document', file }));
}

/** Pictures first, the opening words as caption where they fit; then the text. */
function captionedParts(message: Message): ClassicPart[] {
  const [first, ...more] = message.blocks.filter((block) => block.kind === 'image');
  const opening = first ? openingOf(message.blocks, first) : [];
  const rest = message.blocks.filter((block) => !opening.includes(block) && block.kind !== 'image');
  const photos = [
    ...(first ? [photoPart(first, opening)] : []),
    ...more.map((image) => photoPart(image, [])),
  ];
  const unsaid = [first, ...more].filter((image) => image && weighHtml([image], htmlLimits.caption) > 1);
  const words = unsaid.flatMap((image): Block[] => (image ? [altParagraph(image.picture)] : []));
  const texts = textParts({ ...message, blocks: [...rest, ...words] });
  const keyboard = toKeyboard(message.actions);
  const last = [...photos, ...texts].at(-1);
  if (keyboard && last) last.keyboard = keyboard;
  return [...photos, ...texts];
}

type ImageBlock = Extract<Block, { kind: 'image' }>;

/** Blocks before a picture that fit into its caption together with its own words. */
function openingOf(blocks: readonly Block[], image: ImageBlock): Block[] {
  const before = blocks.slice(0, blocks.indexOf(image));
  return weighHtml([...before, image], htmlLimits.caption) <= 1 ? before : [];
}

function photoPart(image: ImageBlock, opening: Block[]): ClassicPart & { kind: 'photo' } {
  const caption = [...opening, image];
  const fits = weighHtml(caption, htmlLimits.caption) <= 1;
  return { kind: 'photo', picture: image.picture, html: fits ? renderHtml(caption) : '' };
}

function textParts(message: Message): (ClassicPart & { kind: 'text' })[] {
  return splitMessage(message, { measure: weighHtml, limit: 1 })
    .map((part) => renderHtml(part.blocks))
    .filter((html) => html.trim() !== '')
    .map((html) => ({ kind: 'text', html }));
}

/** Telegram takes a picture as a photo up to these; anything else goes as a document. */
const photoLimits = { bytes: 10_000_000, widthAndHeight: 10_000, ratio: 20 } as const;

function withPhotosOnly(message: Message): Message {
  const unfit = message.blocks.flatMap((block) =>
    block.kind === 'image' && !isPhoto(block.picture) ? [block.picture] : [],
  );
  if (unfit.length === 0) return message;
  const blocks = message.blocks.map((block) =>
    block.kind === 'image' && !isPhoto(block.picture) ? altParagraph(block.picture) : block,
  );
  return { ...message, blocks, attachments: [...unfit, ...(message.attachments ?? [])] };
}

function altParagraph(picture: Picture): Block {
  return { kind: 'paragraph', spans: [{ text: picture.alt, italic: true }] };
}

function isPhoto({ bytes, width, height }: Picture): boolean {
  return (
    bytes.length <= photoLimits.bytes &&
    width + height <= photoLimits.widthAndHeight &&
    Math.max(width / height, height / width) <= photoLimits.ratio
  );
}
