import { DiscordAPIError, MessageFlags, RESTJSONErrorCodes } from 'discord.js';
import { toReason } from '../../core/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Clock } from '../../ports.ts';
import type { Answerable } from './asks.ts';
import { answerWithinMs } from './limits.ts';

/** Says that an answer will come. */
export interface Deferrals {
  /** Resolves to false when it is too late, or refused: then nothing can be answered. */
  defer(interaction: Answerable, isPrivate: boolean): Promise<boolean>;
}

/** A stalled connection is given up for another while there is still time. */
const secondTryAfterMs = 1_000;

/** How long an answer waits for the first answers to others. */
const yieldAtMostMs = 300;

/**
 * First answers go before everything else: when many ask at once, no digest is built, drawn or uploaded before each
 * of them was told that its answer will come.
 */
export function createDeferrals({ clock, log }: { clock: Clock; log: Log }): Deferrals {
  const open = new Set<Promise<boolean>>();

  const attempt = async (interaction: Answerable, isPrivate: boolean): Promise<boolean> => {
    try {
      await deferInTime(interaction, isPrivate);
      warnWhenLate(interaction, { clock, log });
      return true;
    } catch (error) {
      log.error({ reason: toReason(error) }, 'discord interaction could not be deferred');
      return false;
    }
  };

  return {
    async defer(interaction, isPrivate) {
      const attempted = attempt(interaction, isPrivate);
      open.add(attempted);
      const isDone = await attempted;
      open.delete(attempted);
      if (open.size > 0) await orAfter(yieldAtMostMs, Promise.all(open));
      return isDone;
    },
  };
}

async function deferInTime(interaction: Answerable, isPrivate: boolean): Promise<void> {
  const again = () => deferOnce(interaction, isPrivate);
  const first = again().catch((error: unknown) => {
    if (error instanceof DiscordAPIError) throw error;
    return again();
  });
  const isSettled = await orAfter(secondTryAfterMs, first);
  if (isSettled) return;
  await Promise.any([first, again()]);
}

/** True when the work ended in time; its failure is thrown. */
async function orAfter(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function deferOnce(interaction: Answerable, isPrivate: boolean): Promise<void> {
  try {
    await interaction.deferReply(isPrivate ? { flags: MessageFlags.Ephemeral } : {});
  } catch (error) {
    if (interaction.deferred) return;
    const isDone =
      error instanceof DiscordAPIError &&
      error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;
    if (!isDone) throw error;
    interaction.deferred = true;
  }
}

/** Far out of range the clocks differ, and nothing is known. */
function warnWhenLate({ createdTimestamp }: Answerable, { clock, log }: { clock: Clock; log: Log }): void {
  const afterMs = Date.parse(clock.now()) - createdTimestamp;
  const isLate = afterMs > answerWithinMs * 0.8 && afterMs < 60_000;
  if (isLate) log.warn({ afterMs }, 'discord first answer was slow');
}
