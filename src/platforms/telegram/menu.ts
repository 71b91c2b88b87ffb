import { createHash } from 'node:crypto';
import type { Api } from 'grammy';
import type { BotCommand, BotCommandScope, LanguageCode } from 'grammy/types';
import type { Command } from '../../core/command.ts';
import { inLanguage } from '../../core/language.ts';
import type { Store } from '../../ports.ts';
import type { ClientSignal } from './client.ts';

interface Menu {
  scope: BotCommandScope;
  language?: LanguageCode;
  commands: BotCommand[];
}

const maxDescription = 256;

/** The command menus in Telegram's terms: what only managers may do is not offered to a group's members. */
export function toMenus(commands: readonly Command[]): Menu[] {
  const open = commands.filter((command) => !command.manage);
  const scopes: [BotCommandScope, readonly Command[]][] = [
    [{ type: 'default' }, open],
    [{ type: 'all_private_chats' }, commands],
    [{ type: 'all_chat_administrators' }, commands],
  ];
  return scopes.flatMap(([scope, offered]) => [
    { scope, commands: offered.map((command) => toBotCommand(command, 'en')) },
    { scope, language: 'zh' as const, commands: offered.map((command) => toBotCommand(command, 'zh')) },
  ]);
}

function toBotCommand({ name, description }: Command, language: 'en' | 'zh'): BotCommand {
  return { command: name, description: inLanguage(description, language).slice(0, maxDescription) };
}

export interface MenuOptions {
  commands: readonly Command[];
  values: Pick<Store, 'getValue' | 'setValue'>;
  /** A fresh signal for each call. */
  signal(): ClientSignal;
}

/** Registers the menus unless this bot has exactly these already. */
export async function registerMenus(
  api: Api,
  myId: number,
  { commands, values, signal }: MenuOptions,
): Promise<void> {
  const menus = toMenus(commands);
  const hash = createHash('sha256').update(JSON.stringify(menus)).digest('hex');
  const key = `telegram:menus:${myId}`;
  if ((await values.getValue(key)) === hash) return;
  for (const { scope, language, commands: menu } of menus) {
    await api.setMyCommands(menu, { scope, ...(language && { language_code: language }) }, signal());
  }
  await values.setValue(key, hash);
}
