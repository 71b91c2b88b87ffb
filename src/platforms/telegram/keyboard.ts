import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types';
import type { Action } from '../../core/message.ts';
import { oneLine, readable } from './text.ts';

/** Version of what a button carries: buttons of old messages are read by it. */
const prefix = 'v1|';
const maxDataBytes = 64;
const maxButtons = 100;
/** Columns that a phone shows in one row; a wide character takes two. */
const rowColumns = 36;
const maxPerRow = 4;

/** Buttons in rows; undefined where there are none. A command line over the limit has no button. */
export function toKeyboard(actions: readonly Action[]): InlineKeyboardMarkup | undefined {
  const buttons = actions.flatMap(toButton).slice(0, maxButtons);
  if (buttons.length === 0) return undefined;
  const rows: InlineKeyboardButton[][] = [];
  let room = 0;
  for (const button of buttons) {
    const width = columns(button.text) + 4;
    const row = rows.at(-1);
    if (row && width <= room && row.length < maxPerRow) row.push(button);
    else rows.push([button]);
    room = (rows.at(-1) === row ? room : rowColumns) - width;
  }
  return { inline_keyboard: rows };
}

function toButton({ label, command }: Action): InlineKeyboardButton.CallbackButton[] {
  const data = `${prefix}${command}`;
  const text = oneLine(readable(label)).trim() || command;
  return Buffer.byteLength(data) <= maxDataBytes ? [{ text, callback_data: data }] : [];
}

function columns(text: string): number {
  return [...text].reduce(
    (width, character) => width + (/[\u1100-\uffff]|\p{Emoji_Presentation}/u.test(character) ? 2 : 1),
    0,
  );
}

/** The command line that a button carries; undefined for a button of another make. */
export function readButton(data: string): string | undefined {
  return data.startsWith(prefix) ? data.slice(prefix.length) : undefined;
}
