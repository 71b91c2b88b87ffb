import { bad, detectEntities, type Entity } from './entities.ts';

/** A rich message as a reader sees it: its lines, and what in them is more than letters. */
export interface RichView {
  text: string;
  entities: Entity[];
  blocks: number;
  media: string[];
}

type Json = Record<string, unknown>;

const maxCharacters = 32_768;
const maxBlocks = 500;
const maxDepth = 16;

/** Checks an `InputRichMessage` against the limits and the types of Bot API 10.3, and reads it. */
export function readRich(value: unknown): RichView {
  const message = asObject(value, 'rich_message');
  const given = ['html', 'markdown', 'blocks'].filter((key) => message[key] !== undefined);
  if (given.length !== 1) throw bad('exactly one of html, markdown and blocks must be used');
  if (!Array.isArray(message.blocks)) throw bad('this server reads blocks only');
  const view: RichView = { text: '', entities: [], blocks: 0, media: [] };
  for (const block of message.blocks) readBlock(asObject(block, 'block'), view, 1);
  if (view.blocks === 0) throw bad('RICH_MESSAGE_EMPTY');
  if (view.blocks > maxBlocks) throw bad('RICH_MESSAGE_BLOCKS_TOO_MANY');
  if ([...view.text.replaceAll('\n', '')].length > maxCharacters) throw bad('RICH_MESSAGE_TOO_LONG');
  if (view.media.length > 50) throw bad('RICH_MESSAGE_MEDIA_TOO_MANY');
  if (message.skip_entity_detection !== true) view.entities.push(...detectEntities(view.text));
  return view;
}

function readBlock(block: Json, view: RichView, depth: number): void {
  view.blocks++;
  if (depth > maxDepth) throw bad('RICH_MESSAGE_DEPTH_EXCEEDED');
  const read = readers[String(block.type)];
  if (!read) throw bad(`unsupported block type ${String(block.type)}`);
  read(block, view, depth);
}

const readers: Record<string, (block: Json, view: RichView, depth: number) => void> = {
  paragraph: (block, view, depth) => readLine(block.text, view, depth),
  heading: (block, view, depth) => {
    if (![1, 2, 3, 4, 5, 6].includes(Number(block.size))) throw bad('wrong heading size');
    readLine(block.text, view, depth);
  },
  photo: readPhoto,
  list: (block, view, depth) => {
    if (!Array.isArray(block.items) || block.items.length === 0) throw bad('list without items');
    for (const item of block.items) readItem(asObject(item, 'item'), view, depth + 1);
  },
};

function readItem(item: Json, view: RichView, depth: number): void {
  view.blocks++;
  if (!Array.isArray(item.blocks) || item.blocks.length === 0) throw bad('list item without blocks');
  if (item.value !== undefined) view.text += `${String(item.value)}. `;
  for (const block of item.blocks) readBlock(asObject(block, 'block'), view, depth + 1);
}

function readPhoto(block: Json, view: RichView, depth: number): void {
  const photo = asObject(block.photo, 'photo');
  if (photo.type !== 'photo' || typeof photo.media !== 'string') throw bad('wrong photo');
  view.media.push(photo.media);
  if (block.caption !== undefined) readLine(asObject(block.caption, 'caption').text, view, depth);
}

function readLine(text: unknown, view: RichView, depth: number): void {
  const before = view.text.length;
  readText(text, view, depth);
  if (view.text.length === before) throw bad('empty rich text');
  view.text += '\n';
}

function readText(text: unknown, view: RichView, depth: number): void {
  if (depth > maxDepth) throw bad('RICH_MESSAGE_DEPTH_EXCEEDED');
  if (typeof text === 'string') {
    view.text += text;
  } else if (Array.isArray(text)) {
    for (const part of text) readText(part, view, depth);
  } else readStyled(asObject(text, 'text'), view, depth);
}

function readStyled(text: Json, view: RichView, depth: number): void {
  const offset = view.text.length;
  if (!['bold', 'italic', 'url'].includes(String(text.type)))
    throw bad(`unsupported text ${String(text.type)}`);
  readText(text.text, view, depth + 1);
  const length = view.text.length - offset;
  if (text.type !== 'url') return void view.entities.push({ type: String(text.type), offset, length });
  if (typeof text.url !== 'string' || !/^https?:\/\//.test(text.url)) throw bad('wrong url');
  view.entities.push({ type: 'text_link', offset, length, url: text.url });
}

function asObject(value: unknown, name: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(`${name} is no object`);
  return value as Json;
}
