import { createHash } from 'node:crypto';
import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  type LocalizationMap,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Command, CommandOption } from '../../core/command.ts';
import type { Bilingual } from '../../core/language.ts';

/** The option that names a chat: Discord then lists the channels itself. */
const channelOption = 'channel';

/** Channels that take messages; a forum's posts are threads. */
const channelTypes = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
] as const;

/** A command as Discord registers it, in English and both forms of Chinese. */
export function toCommandJson(command: Command): RESTPostAPIChatInputApplicationCommandsJSONBody {
  return {
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    ...(command.names && { name_localizations: localised(command.names) }),
    description: command.description.en,
    description_localizations: localised(command.description),
    options: requiredFirst(command.options).map(toOption),
    ...availability(command),
  };
}

/** Whoever manages channels may use the `manage` commands; servers may decide otherwise, so code checks again. */
function availability(command: Command) {
  const everywhere = [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ];
  if (!command.manage) {
    return {
      contexts: everywhere,
      integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
    };
  }
  return {
    contexts: everywhere.slice(0, 2),
    integration_types: [ApplicationIntegrationType.GuildInstall],
    default_member_permissions: String(PermissionFlagsBits.ManageChannels),
  };
}

function requiredFirst(options: readonly CommandOption[]): CommandOption[] {
  return [...options.filter((option) => option.required), ...options.filter((option) => !option.required)];
}

function toOption(option: CommandOption): APIApplicationCommandBasicOption {
  const base = {
    name: option.name,
    name_localizations: localised(option.names),
    description: option.description.en,
    description_localizations: localised(option.description),
    required: option.required ?? false,
  };
  if (option.name === channelOption) {
    return { ...base, type: ApplicationCommandOptionType.Channel, channel_types: [...channelTypes] };
  }
  return { ...base, type: ApplicationCommandOptionType.String, autocomplete: option.suggest !== undefined };
}

function localised({ en, zh }: Bilingual): LocalizationMap {
  return { 'en-US': en, 'en-GB': en, 'zh-CN': zh, 'zh-TW': zh };
}

/** Equal for equal commands, whatever the process. */
export function hashCommands(body: readonly RESTPostAPIChatInputApplicationCommandsJSONBody[]): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}
