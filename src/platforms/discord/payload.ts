import type { RawFile, RESTPostAPIChannelMessageJSONBody } from 'discord.js';
import { withMark } from './mark.ts';
import type { Part } from './render.ts';

/** Nobody is mentioned, whatever a text holds. */
export const nobody = { parse: [] };

/** A part as an interaction's answer or follow-up takes it. */
export function toReply(part: Part, moreFlags = 0) {
  return {
    ...(part.embeds && { embeds: part.embeds }),
    components: part.components,
    flags: part.flags | moreFlags,
    files: part.files.map(({ data, name, description }) => ({
      attachment: data,
      name,
      ...(description !== undefined && { description }),
    })),
    allowedMentions: nobody,
  };
}

/**
 * A part as a channel takes it; the nonce makes Discord give back the first message instead of a second, and the
 * mark finds it once Discord has forgotten the nonce.
 */
export function toPost(
  unmarked: Part,
  nonce: string,
): { body: RESTPostAPIChannelMessageJSONBody; files: RawFile[] } {
  const part = withMark(unmarked, nonce);
  const attachments = part.files.map(({ name, description }, index) => ({
    id: String(index),
    filename: name,
    ...(description !== undefined && { description }),
  }));
  const body: RESTPostAPIChannelMessageJSONBody = {
    ...(part.embeds && { embeds: part.embeds }),
    components: part.components,
    flags: part.flags,
    allowed_mentions: nobody,
    nonce,
    enforce_nonce: true,
    ...(attachments.length > 0 && { attachments }),
  };
  return { body, files: part.files.map(({ name, data, contentType }) => ({ name, data, contentType })) };
}
