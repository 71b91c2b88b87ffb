import type { PlatformName } from '../core/delivery.ts';
import { toReason } from '../core/errors.ts';
import { addMs, isLater } from '../core/schedule.ts';
import type { Log } from '../lib/log.ts';
import type { Clock, Store } from '../ports.ts';
import { type DigestRequest, groupDue } from './due.ts';
import type { DeliveryQueue } from './queues/port.ts';

export interface AheadParts {
  store: Pick<Store, 'findSubscriptions'>;
  clock: Clock;
  log: Pick<Log, 'warn'>;
  /** Whether digests of a platform are planned here. */
  serves(platform: PlatformName): boolean;
  /** Has a digest composed, here or by another process. */
  prepare: DeliveryQueue['prepare'];
}

/** Makes digests before they are due, so that the due minute only sends. */
export interface Ahead {
  /** Composes what falls due within minutes, once; never throws. */
  prepare(signal: AbortSignal): Promise<void>;
}

/** As long as a build may take, and half as long as the report of a day that is not over counts as fresh. */
const aheadMs = 5 * 60_000;

export function createAhead({ store, clock, log, serves, prepare }: AheadParts): Ahead {
  /** What was made, with the instant for which. */
  const made = new Map<string, string>();

  const forgetPast = (now: string) => {
    for (const [key, dueAt] of made) if (isLater(now, dueAt)) made.delete(key);
  };

  /** By what has to be built: one reading of the window serves every language, topic, length and platform. */
  const wanted = async (now: string): Promise<DigestRequest[]> => {
    const soon = addMs(now, aheadMs);
    const due = await store.findSubscriptions({ state: 'active', dueAt: soon });
    const coming = due.filter(({ chat, nextDue }) => serves(chat.platform) && isLater(nextDue, now));
    const requests = groupDue(coming, soon).map(({ request }) => request);
    return [...new Map(requests.map((request) => [buildKey(request), request])).values()];
  };

  const make = async (request: DigestRequest, signal: AbortSignal) => {
    made.set(buildKey(request), request.dueAt);
    try {
      await prepare(request, signal);
    } catch (error) {
      const { edition, language, dueAt } = request;
      if (!signal.aborted) log.warn({ edition, language, dueAt, reason: toReason(error) }, 'not built ahead');
    }
  };

  return {
    async prepare(signal) {
      const now = clock.now();
      forgetPast(now);
      try {
        for (const request of await wanted(now)) {
          if (!signal.aborted && !made.has(buildKey(request))) await make(request, signal);
        }
      } catch (error) {
        log.warn({ reason: toReason(error) }, 'nothing built ahead');
      }
    },
  };
}

function buildKey({ edition, topics, language, dueAt }: DigestRequest): string {
  return JSON.stringify([edition, topics, language, dueAt]);
}
