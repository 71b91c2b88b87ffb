import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  InteractionContextType,
  PermissionFlagsBits,
  type PermissionsBitField,
} from 'discord.js';
import type { Ask, Asker } from '../../core/ask.ts';
import type { Chat } from '../../core/delivery.ts';

export type Answerable = ChatInputCommandInteraction | ButtonInteraction;

/** A typed command: its options by name. */
export function commandAsk(interaction: ChatInputCommandInteraction | AutocompleteInteraction): Ask {
  const options: Record<string, string> = {};
  for (const option of interaction.options.data) {
    if (option.value !== undefined) options[option.name] = String(option.value);
  }
  return { command: interaction.commandName, options, text: '', asker: askerOf(interaction) };
}

/** A pressed button: the same as typing its command line. */
export function lineAsk(line: string, interaction: ButtonInteraction): Ask {
  const [command = '', ...words] = line.trim().split(/\s+/);
  return { command, options: {}, text: words.join(' '), asker: askerOf(interaction) };
}

function askerOf(interaction: Answerable | AutocompleteInteraction): Asker {
  const chat = chatOf(interaction);
  return {
    platform: 'discord',
    ...(chat && { chat }),
    userId: interaction.user.id,
    locale: interaction.locale,
    canManage: isOwnChat(interaction) || mayManage(interaction.memberPermissions),
  };
}

/** A thread is known by its channel and itself. */
function chatOf({ channel, channelId }: Answerable | AutocompleteInteraction): Chat | undefined {
  if (!channelId) return undefined;
  const parentId = channel?.isThread() ? channel.parentId : null;
  return parentId
    ? { platform: 'discord', id: parentId, thread: channelId }
    : { platform: 'discord', id: channelId };
}

/** The private chat with the bot belongs to the asker alone. */
export function isOwnChat(interaction: {
  guildId: string | null;
  context: InteractionContextType | null;
}): boolean {
  if (interaction.context !== null) return interaction.context === InteractionContextType.BotDM;
  return interaction.guildId === null;
}

export function mayManage(permissions: Readonly<PermissionsBitField> | null): boolean {
  return permissions?.any([PermissionFlagsBits.ManageChannels, PermissionFlagsBits.ManageGuild]) ?? false;
}
