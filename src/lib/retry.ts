import { AdapterError } from '../core/errors.ts';
import { parseInstant } from '../core/instants.ts';

export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export interface RetryOptions {
  tries: number;
  /** The wait before the second try; it doubles with each further one. */
  firstWaitMs: number;
  /** A longer wait than this is left to the caller: the error then says when. */
  maxWaitMs: number;
  signal: AbortSignal;
  pause: Pause;
}

/** Repeats work that failed with a retryable `AdapterError`, a bounded number of times. */
export async function withRetry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const waitMs = waitAfter(error, attempt, options);
      if (waitMs === undefined) throw error;
      await options.pause(waitMs, options.signal);
    }
  }
}

function waitAfter(error: unknown, attempt: number, options: RetryOptions): number | undefined {
  if (!(error instanceof AdapterError) || !error.retryable || attempt >= options.tries) return undefined;
  if (options.signal.aborted) return undefined;
  const waitMs = error.retryAfterMs ?? options.firstWaitMs * 2 ** (attempt - 1);
  return waitMs > options.maxWaitMs ? undefined : waitMs;
}

/**
 * When to come back: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), else X's `x-rate-limit-reset` in
 * epoch seconds; both measured from the answer's own `Date`, so that a wrong clock on our side does no harm.
 */
export function retryAfterOf(headers: { get(name: string): string | null }): { retryAfterMs?: number } {
  const value = headers.get('retry-after')?.trim();
  if (value !== undefined && /^\d+$/.test(value)) return { retryAfterMs: Number(value) * 1000 };
  const until = parseInstant(value) ?? parseInstant(headers.get('x-rate-limit-reset') ?? undefined);
  const now = parseInstant(headers.get('date') ?? undefined);
  if (until === undefined || now === undefined) return {};
  return { retryAfterMs: Math.max(0, Date.parse(until) - Date.parse(now)) };
}
