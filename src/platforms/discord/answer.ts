import { ApplicationIntegrationType, MessageFlags } from 'discord.js';
import type { Ask } from '../../core/ask.ts';
import type { Command } from '../../core/command.ts';
import { toReason } from '../../core/errors.ts';
import { type Message, plainMessage } from '../../core/message.ts';
import type { Log } from '../../lib/log.ts';
import type { Bot } from '../../ports.ts';
import { type Answerable, isOwnChat } from './asks.ts';
import { boundParts } from './bound.ts';
import type { Deferrals } from './defer.ts';
import { maxUserInstallFollowUps } from './limits.ts';
import { toParts } from './parts.ts';
import { toReply } from './payload.ts';
import { showProgress } from './progress.ts';
import { type Part, renderPart, renderParts, type Style } from './render.ts';
import { sentence } from './wording.ts';

export interface AnswerParts {
  bot: Bot;
  commands: readonly Command[];
  style: Style;
  log: Log;
  deferrals: Deferrals;
  /** The shortest time between two lines of progress. */
  progressEveryMs: number;
}

/** Says at once that an answer will come, then gives it. Never throws: what fails is logged and told in a sentence. */
export async function answer(interaction: Answerable, ask: Ask, parts: AnswerParts): Promise<void> {
  const isPrivate = isForAskerAlone(interaction, ask, parts.commands);
  if (!(await parts.deferrals.defer(interaction, isPrivate))) return;
  const message = await askBot(interaction, ask, parts);
  try {
    await tell(interaction, message, { isPrivate, style: parts.style });
  } catch (error) {
    parts.log.error({ command: ask.command, reason: toReason(error) }, 'discord answer failed');
    await apologise(interaction, parts.style);
  }
}

/** Settings and pressed buttons concern the asker; a typed question is asked for all to see. */
function isForAskerAlone(interaction: Answerable, ask: Ask, commands: readonly Command[]): boolean {
  if (isOwnChat(interaction)) return false;
  const command = commands.find((candidate) => candidate.name === ask.command);
  return interaction.isButton() || command === undefined || command.manage === true;
}

async function askBot(interaction: Answerable, ask: Ask, parts: AnswerParts): Promise<Message> {
  const progress = showProgress(interaction, { style: parts.style, everyMs: parts.progressEveryMs });
  try {
    return await parts.bot.answer(ask, progress.report);
  } catch (error) {
    parts.log.error({ command: ask.command, reason: toReason(error) }, 'discord ask failed');
    return { ...plainMessage(sentence('failed', interaction.locale)), ephemeral: true };
  } finally {
    await progress.stop();
  }
}

async function tell(
  interaction: Answerable,
  message: Message,
  { isPrivate, style }: { isPrivate: boolean; style: Style },
): Promise<void> {
  const [first, ...rest] = messagesFor(interaction, message).map((part) => renderPart(part, style));
  const becomesPrivate = Boolean(message.ephemeral) && !isPrivate && !isOwnChat(interaction);
  const flags = isPrivate || becomesPrivate ? MessageFlags.Ephemeral : 0;
  if (!first) return;
  if (becomesPrivate) {
    // What was deferred for all cannot turn private: it goes, and the asker alone gets what follows.
    await interaction.deleteReply();
    await followUp(interaction, first, flags);
  } else {
    await interaction.editReply(toReply(first));
  }
  for (const part of rest) await followUp(interaction, part, flags);
}

async function followUp(interaction: Answerable, part: Part, flags: number): Promise<void> {
  await interaction.followUp(toReply(part, flags));
}

/** Where the app came with a user alone, Discord takes few messages: the last of them carries the rest as a file. */
function messagesFor(interaction: Answerable, message: Message): Message[] {
  const parts = toParts(message);
  const owners = interaction.authorizingIntegrationOwners;
  const isBounded = owners[ApplicationIntegrationType.GuildInstall] === undefined && !isOwnChat(interaction);
  return isBounded
    ? boundParts(parts, 1 + maxUserInstallFollowUps, sentence('restAsFile', interaction.locale))
    : parts;
}

async function apologise(interaction: Answerable, style: Style): Promise<void> {
  const [part] = renderParts(plainMessage(sentence('failed', interaction.locale)), style);
  if (!part) return;
  const isAnswered = interaction.replied;
  const told = isAnswered
    ? interaction.followUp(toReply(part, MessageFlags.Ephemeral))
    : interaction.editReply(toReply(part));
  await told.catch(() => undefined);
}
