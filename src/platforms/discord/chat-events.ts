import {
  type Channel,
  type Client,
  Events,
  GatewayDispatchEvents,
  type Guild,
  type GuildTextBasedChannel,
  type NonThreadGuildBasedChannel,
  PermissionFlagsBits,
  type Role,
} from 'discord.js';
import type { Chat, ChatEvent } from '../../core/delivery.ts';
import { toChat } from './inspect.ts';
import { missingRights } from './rights.ts';

interface DeletedThread {
  id: string;
  parent_id: string;
}

export type NoteChat = (event: ChatEvent) => void;

const removed = 'The bot was removed from the server.';
const channelDeleted = 'The channel was deleted.';
const threadDeleted = 'The thread was deleted.';

/**
 * Tells what happens to chats: gone with a kick or a deletion, back when the bot is added again or may write again.
 */
export function watchChats(client: Client, note: NoteChat): void {
  watchGuilds(client, note);
  client.on(Events.ChannelDelete, (channel) => {
    for (const chat of withThreads(channel)) note({ kind: 'gone', chat, reason: channelDeleted });
  });
  // The packet names the thread even where it was archived and long forgotten.
  client.ws.on(GatewayDispatchEvents.ThreadDelete, ({ id, parent_id: parent }: DeletedThread) => {
    note({ kind: 'gone', chat: { platform: 'discord', id: parent, thread: id }, reason: threadDeleted });
  });
  client.on(Events.ChannelUpdate, (before, after) => {
    if (isOpened(before, after)) noteBack(after, note);
  });
  client.on(Events.ThreadUpdate, (before, after) => {
    if (before.locked && !after.locked) note({ kind: 'back', chat: toChat(after) });
  });
  client.on(Events.GuildRoleUpdate, (before, after) => {
    if (isWidened(before, after)) noteGuildBack(after.guild, note, (channel) => canPost(channel));
  });
}

/** discord.js forgets a server's channels before it tells that the server went: the packet itself comes first. */
function watchGuilds(client: Client, note: NoteChat): void {
  client.ws.on(GatewayDispatchEvents.GuildDelete, (data: { id: string; unavailable?: boolean }) => {
    if (data.unavailable) return;
    for (const chat of chatsOf(client.guilds.cache.get(data.id)))
      note({ kind: 'gone', chat, reason: removed });
  });
  client.on(Events.GuildCreate, (guild) => noteGuildBack(guild, note, () => true));
}

function noteGuildBack(
  guild: Guild,
  note: NoteChat,
  isMeant: (channel: GuildTextBasedChannel) => boolean,
): void {
  for (const channel of guild.channels.cache.values()) {
    if (channel.isTextBased() && isMeant(channel)) note({ kind: 'back', chat: toChat(channel) });
  }
}

function noteBack(channel: Channel, note: NoteChat): void {
  for (const chat of withThreads(channel)) note({ kind: 'back', chat });
}

function chatsOf(guild: Guild | undefined): Chat[] {
  const channels = [...(guild?.channels.cache.values() ?? [])];
  return channels.filter((channel) => channel.isTextBased()).map(toChat);
}

/** A channel with those of its threads that are known. */
function withThreads(channel: Channel): Chat[] {
  const own = toChat({ id: channel.id, parentId: null, isThread: () => false });
  const threads = 'threads' in channel ? [...channel.threads.cache.values()] : [];
  return [own, ...threads.map(toChat)];
}

/** The bot may post where it could not before. */
function isOpened(
  before: Channel,
  after: Channel,
): after is NonThreadGuildBasedChannel & GuildTextBasedChannel {
  if (before.isDMBased() || after.isDMBased() || !before.isTextBased() || !after.isTextBased()) return false;
  return !canPost(before) && canPost(after);
}

function canPost(channel: GuildTextBasedChannel): boolean {
  const me = channel.guild.members.me;
  return me !== null && !(channel.isThread() && !channel.parent) && missingRights(channel, me).length === 0;
}

const postingRights = [
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.SendMessagesInThreads,
  PermissionFlagsBits.EmbedLinks,
  PermissionFlagsBits.AttachFiles,
];

/** A role of the bot's got a right that posting needs. */
function isWidened(before: Role, after: Role): boolean {
  const isMine = after.guild.members.me?.roles.cache.has(after.id) ?? false;
  return (
    isMine && postingRights.some((right) => !before.permissions.has(right) && after.permissions.has(right))
  );
}
