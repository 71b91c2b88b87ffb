import type { AutocompleteInteraction } from 'discord.js';
import type { Suggestion } from '../../core/ask.ts';
import { toReason } from '../../core/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Bot } from '../../ports.ts';
import { commandAsk } from './asks.ts';
import { cutLabel } from './cut.ts';
import { maxChoiceLength, maxChoices } from './limits.ts';

/** Late suggestions are worth nothing: Discord waits three seconds, and the asker types on. */
const suggestWithinMs = 2_000;

/** Suggests values for the option that is being typed; none when there is a fault or no time. */
export async function suggest(
  interaction: AutocompleteInteraction,
  { bot, log }: { bot: Bot; log: Log },
): Promise<void> {
  try {
    const option = interaction.options.getFocused(true).name;
    const found = await inTime(bot.suggest(commandAsk(interaction), option));
    await interaction.respond(toChoices(found));
  } catch (error) {
    log.warn({ reason: toReason(error) }, 'discord suggestions failed');
    if (!interaction.responded) await interaction.respond([]).catch(() => undefined);
  }
}

/** A value must come back whole, so one that is too long is no choice. */
function toChoices(found: readonly Suggestion[]): { name: string; value: string }[] {
  return found
    .filter(({ value }) => value !== '' && value.length <= maxChoiceLength)
    .map(({ label, value }) => ({ name: cutLabel(label, maxChoiceLength) || value, value }))
    .slice(0, maxChoices);
}

async function inTime(found: Promise<Suggestion[]>): Promise<Suggestion[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Suggestion[]>((resolve) => {
    timer = setTimeout(() => resolve([]), suggestWithinMs);
  });
  try {
    return await Promise.race([found, late]);
  } finally {
    clearTimeout(timer);
  }
}
