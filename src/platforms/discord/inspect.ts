import {
  type Channel,
  ChannelType,
  type Client,
  DiscordAPIError,
  type GuildTextBasedChannel,
  PermissionFlagsBits,
} from 'discord.js';
import type { Asker } from '../../core/ask.ts';
import type { Chat, ChatTarget } from '../../core/delivery.ts';
import { UserError } from '../../core/errors.ts';
import { mayManage } from './asks.ts';
import { missingRights } from './rights.ts';
import { sentence } from './wording.ts';

/**
 * The chat that `name` (`<#id>`, an id, `#name`) means for the asker, or the asker's own. Undefined where there is
 * none that both can see, so that nobody learns of channels that are hidden from them.
 */
export async function inspectChat(
  client: Client | undefined,
  name: string | undefined,
  asker: Asker,
): Promise<ChatTarget | undefined> {
  if (!client || asker.platform !== 'discord') return undefined;
  const channel = await findChannel(client, name?.trim() || undefined, asker);
  if (!channel) return undefined;
  if (channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia) {
    throw new UserError(sentence('forum', asker.locale));
  }
  if (channel.isDMBased()) return inspectOwnChat(channel, asker);
  const isWritable = channel.isTextBased() && !(channel.isThread() && !channel.parent);
  return isWritable ? inspectGuildChannel(channel, asker) : undefined;
}

async function findChannel(
  client: Client,
  name: string | undefined,
  asker: Asker,
): Promise<Channel | undefined> {
  const here = hereOf(asker);
  const id = name === undefined ? here : (/^(?:<#)?(\d{15,21})>?$/.exec(name)?.[1] ?? undefined);
  if (id) return fetchChannel(client, id);
  const home = here ? await fetchChannel(client, here) : undefined;
  if (!name || !home || home.isDMBased()) return undefined;
  const wanted = name.replace(/^#/, '').toLowerCase();
  return home.guild.channels.cache.find(
    (channel) => channel.type !== ChannelType.GuildCategory && channel.name.toLowerCase() === wanted,
  );
}

async function fetchChannel(client: Client, id: string): Promise<Channel | undefined> {
  try {
    return (await client.channels.fetch(id)) ?? undefined;
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status < 500) return undefined;
    throw error;
  }
}

/** The private chat with the bot: its other side may do there as they please. */
function inspectOwnChat(
  channel: Extract<Channel, { type: ChannelType.DM | ChannelType.GroupDM }>,
  asker: Asker,
) {
  if (asker.chat?.id !== channel.id || channel.type !== ChannelType.DM) return undefined;
  const chat: Chat = { platform: 'discord', id: channel.id };
  return { chat, title: sentence('directMessage', asker.locale), canManage: true, missingRights: [] };
}

async function inspectGuildChannel(
  channel: GuildTextBasedChannel,
  asker: Asker,
): Promise<ChatTarget | undefined> {
  const canManage = await managesChannel(channel, asker);
  if (canManage === undefined) return undefined;
  const me = channel.guild.members.me ?? (await channel.guild.members.fetchMe());
  return {
    chat: toChat(channel),
    title: `#${channel.name}`,
    canManage,
    missingRights: missingRights(channel, me),
  };
}

/** Of their own channel the interaction told; elsewhere it is looked up. Undefined where they may not even look. */
async function managesChannel(channel: GuildTextBasedChannel, asker: Asker): Promise<boolean | undefined> {
  if (channel.id === hereOf(asker)) return asker.canManage;
  const member = await fetchMember(channel, asker.userId);
  const permissions = member && channel.permissionsFor(member);
  return permissions?.has(PermissionFlagsBits.ViewChannel) ? mayManage(permissions) : undefined;
}

function hereOf({ chat }: Asker): string | undefined {
  return chat && (chat.thread ?? chat.id);
}

async function fetchMember({ guild }: GuildTextBasedChannel, user: string) {
  try {
    return await guild.members.fetch({ user, force: true, cache: false });
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status < 500) return undefined;
    throw error;
  }
}

/** A thread is known by its channel and itself. */
export function toChat(channel: { id: string; isThread(): boolean; parentId: string | null }): Chat {
  return channel.isThread() && channel.parentId
    ? { platform: 'discord', id: channel.parentId, thread: channel.id }
    : { platform: 'discord', id: channel.id };
}
