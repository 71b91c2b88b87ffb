import { type Api, GrammyError } from 'grammy';
import type { Update } from 'grammy/types';
import type { Log } from '../../lib/log.ts';
import { toClientSignal, waited } from './client.ts';
import { toSendError } from './failures.ts';
import { updateKinds } from './updates.ts';

export interface PollOptions {
  api: Api;
  log: Log;
  stopping: AbortSignal;
  /** Must not throw and not wait. */
  onUpdate(update: Update): void;
  /** Resolves when more updates can be taken. */
  ready(): Promise<void>;
}

const pollSeconds = 25;
const lastPollMs = 3000;

/**
 * Takes updates until told to stop, and repeats with growing pauses whatever the failure: each update is handed
 * on once, and confirmed by the next poll.
 */
export async function poll({ api, log, stopping, onUpdate, ready }: PollOptions): Promise<void> {
  const signal = toClientSignal(stopping);
  let offset: number | undefined;
  let failures = 0;
  while (!stopping.aborted) {
    try {
      const from = offset === undefined ? {} : { offset };
      const updates = await api.getUpdates(
        { ...from, timeout: pollSeconds, allowed_updates: updateKinds },
        signal,
      );
      failures = 0;
      for (const update of updates) {
        offset = update.update_id + 1;
        onUpdate(update);
      }
      await ready();
    } catch (error) {
      if (stopping.aborted) break;
      failures++;
      const pauseMs = pauseAfter(error, failures);
      log.warn({ reason: toSendError(error, 'getUpdates').message, pauseMs }, 'polling failed');
      await waited(pauseMs, stopping);
    }
  }
  if (offset !== undefined) await confirm(api, offset, log);
}

/** One short call, so that nothing that was answered comes again after a restart. */
async function confirm(api: Api, offset: number, log: Log): Promise<void> {
  try {
    await api.getUpdates({ offset, limit: 1, timeout: 0 }, toClientSignal(AbortSignal.timeout(lastPollMs)));
  } catch (error) {
    log.warn({ reason: toSendError(error, 'getUpdates').message }, 'the last updates were not confirmed');
  }
}

/** One second, doubled up to a minute; as long as Telegram says where it says so. */
export function pauseAfter(error: unknown, failures: number): number {
  const seconds = error instanceof GrammyError ? error.parameters.retry_after : undefined;
  return seconds ? seconds * 1000 : Math.min(60_000, 1000 * 2 ** (failures - 1));
}
