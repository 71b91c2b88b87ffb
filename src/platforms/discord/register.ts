import { type REST, Routes } from 'discord.js';
import type { Command } from '../../core/command.ts';
import { toReason } from '../../core/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Store } from '../../ports.ts';
import { hashCommands, toCommandJson } from './command-json.ts';

export interface RegisterParts {
  rest: REST;
  applicationId: string;
  commands: readonly Command[];
  values: Pick<Store, 'getValue' | 'setValue'>;
  log: Log;
}

/**
 * Registers all commands by one PUT, and only when they changed since the last. A refusal is logged and tried again
 * at the next start: the commands registered before go on working.
 */
export async function registerCommands({
  rest,
  applicationId,
  commands,
  values,
  log,
}: RegisterParts): Promise<void> {
  const body = commands.map(toCommandJson);
  const key = `discord:commands:${applicationId}`;
  const hash = hashCommands(body);
  try {
    if ((await values.getValue(key)) === hash) return;
    await rest.put(Routes.applicationCommands(applicationId), { body });
    await values.setValue(key, hash);
    log.info({ commands: body.length }, 'discord commands registered');
  } catch (error) {
    log.error({ reason: toReason(error) }, 'discord commands could not be registered');
  }
}
