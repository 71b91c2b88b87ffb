import type { Message } from '../../core/message.ts';

/** Told apart with any kind of colour vision, on light and dark ground. */
const colours = [0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x8a6fd1, 0xb3261e, 0x00828a];

/** The colour that a topic has in every message. */
export function accentOf({ accent }: Message): { accent_color?: number } {
  if (accent === undefined) return {};
  let sum = 0;
  for (const character of accent) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  const colour = colours[sum % colours.length];
  return colour === undefined ? {} : { accent_color: colour };
}
