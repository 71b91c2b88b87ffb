import { ChannelType, type GuildMember, type GuildTextBasedChannel, PermissionFlagsBits } from 'discord.js';
import type { Bilingual } from '../../core/language.ts';
import { rightNames } from './wording.ts';

/** What a member lacks to post digests in a channel, in the order in which people grant it. */
export function missingRights(channel: GuildTextBasedChannel, member: GuildMember): Bilingual[] {
  const permissions = channel.permissionsFor(member);
  const speak = channel.isThread() ? 'SendMessagesInThreads' : 'SendMessages';
  const needed = ['ViewChannel', speak, 'EmbedLinks', 'AttachFiles'] as const;
  const missing = needed.filter((name) => !permissions.has(PermissionFlagsBits[name]));
  return [...missing.map((name) => rightNames[name]), ...threadObstacles(channel, member)];
}

/** A private thread takes members only, a locked one only those who manage threads. */
function threadObstacles(channel: GuildTextBasedChannel, member: GuildMember): Bilingual[] {
  if (!channel.isThread() || channel.permissionsFor(member).has(PermissionFlagsBits.ManageThreads)) return [];
  const obstacles: Bilingual[] = [];
  if (channel.type === ChannelType.PrivateThread && !channel.joined) obstacles.push(rightNames.membership);
  if (channel.locked) obstacles.push(rightNames.ManageThreads);
  return obstacles;
}
