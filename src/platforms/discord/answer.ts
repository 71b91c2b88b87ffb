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
import { renderPart, renderParts, type Style } from './render.ts';
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
  const telling: Telling = { isPrivate, style: parts.style, told: 0 };
  try {
    await tell(interaction, message, telling);
  } catch (error) {
    parts.log.error({ command: ask.command, reason: toReason(error) }, 'discord answer failed');
    await apologise(interaction, telling);
  }
}

interface Telling {
  isPrivate: boolean;
  style: Style;
  /** Parts that the asker has. */
  told: number;
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

async function tell(interaction: Answerable, message: Message, telling: Telling): Promise<void> {
  const { isPrivate, style } = telling;
  const parts = messagesFor(interaction, message).map((part) => renderPart(part, style));
  const becomesPrivate = Boolean(message.ephemeral) && !isPrivate && !isOwnChat(interaction);
  const flags = isPrivate || becomesPrivate ? MessageFlags.Ephemeral : 0;
  // What was deferred for all cannot turn private: it goes, and the asker alone gets what follows.
  if (becomesPrivate) await interaction.deleteReply();
  for (const part of parts) {
    const takesPlace = telling.told === 0 && !becomesPrivate;
    await (takesPlace ? interaction.editReply(toReply(part)) : interaction.followUp(toReply(part, flags)));
    telling.told += 1;
  }
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

/** In the place of the answer while that is empty, else after what was told. */
async function apologise(interaction: Answerable, { style, told }: Telling): Promise<void> {
  const [part] = renderParts(plainMessage(sentence('failed', interaction.locale)), style);
  if (!part) return;
  const follow = () => interaction.followUp(toReply(part, MessageFlags.Ephemeral));
  const said = told > 0 ? follow() : interaction.editReply(toReply(part)).catch(follow);
  await said.catch(() => undefined);
}
