import { type Interaction, MessageFlags } from 'discord.js';
import { plainMessage } from '../../core/message.ts';
import { type AnswerParts, answer } from './answer.ts';
import { type Answerable, commandAsk, lineAsk } from './asks.ts';
import { readButton } from './buttons.ts';
import { toReply } from './payload.ts';
import { renderParts, type Style } from './render.ts';
import { suggest } from './suggest.ts';
import { type SentenceKey, sentence } from './wording.ts';

/** Answers a typed command, a pressed button or a half-typed option. Never throws. */
export async function handleInteraction(interaction: Interaction, parts: AnswerParts): Promise<void> {
  if (interaction.isAutocomplete()) return suggest(interaction, parts);
  if (interaction.isChatInputCommand()) return answer(interaction, commandAsk(interaction), parts);
  if (!interaction.isButton()) return;
  const line = readButton(interaction.customId);
  if (line === undefined) return replySentence(interaction, 'oldButton', parts.style);
  return answer(interaction, lineAsk(line, interaction), parts);
}

/** To the asker alone, at once. */
export async function replySentence(interaction: Answerable, key: SentenceKey, style: Style): Promise<void> {
  const [part] = renderParts(plainMessage(sentence(key, interaction.locale)), style);
  if (part) await interaction.reply(toReply(part, MessageFlags.Ephemeral)).catch(() => undefined);
}
