import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { SendError, type SendOutcome, toReason } from '../../core/errors.ts';

/** Discord's own numbers (discord-api-docs, `topics/opcodes-and-status-codes`), where the status is not enough. */
const outcomeByCode: Record<number, SendOutcome> = {
  10003: 'gone',
  10004: 'gone',
  50007: 'gone',
  50278: 'gone',
  50001: 'forbidden',
  50013: 'forbidden',
  50083: 'forbidden',
  160005: 'forbidden',
  20016: 'rate-limited',
  20028: 'rate-limited',
};

/** Failures that show that no connection came about. */
const neverLeft = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The message of that nonce was sent, and deleted since. */
export const unknownMessage = 10008;

/** The wait when Discord names none. */
const defaultWaitMs = 30_000;

/** What a failed request means for the message that it carried. The text names no address and no token. */
export function toSendError(error: unknown): SendError {
  if (error instanceof SendError) return error;
  if (error instanceof RateLimitError) {
    return failure('Discord asks to wait', { outcome: 'rate-limited', retryAfterMs: waitOf(error) });
  }
  if (error instanceof DiscordAPIError) return refusal(error);
  if (error instanceof HTTPError) return failure(`Discord answered ${error.status}`, { outcome: 'unknown' });
  const code = networkCode(error);
  const outcome = code && neverLeft.has(code) ? 'not-sent' : 'unknown';
  return failure(`Discord could not be reached (${code ?? toReason(error)})`, { outcome });
}

/** Milliseconds. */
export function waitOf({ retryAfter, timeToReset }: RateLimitError): number {
  return Math.max(retryAfter, timeToReset);
}

function refusal(error: DiscordAPIError): SendError {
  const outcome = outcomeByCode[Number(error.code)] ?? outcomeByStatus(error.status);
  const text = `Discord refused: ${toReason(error)} (${error.code})`;
  return outcome === 'rate-limited'
    ? failure(text, { outcome, retryAfterMs: bodyWaitOf(error) })
    : failure(text, { outcome });
}

function outcomeByStatus(status: number): SendOutcome {
  if (status === 401) return 'not-sent';
  if (status === 403) return 'forbidden';
  return status === 429 ? 'rate-limited' : 'malformed';
}

function bodyWaitOf({ rawError }: DiscordAPIError): number {
  const seconds = 'retry_after' in rawError ? Number(rawError.retry_after) : Number.NaN;
  return Number.isFinite(seconds) ? seconds * 1000 : defaultWaitMs;
}

function failure(text: string, options: { outcome: SendOutcome; retryAfterMs?: number }): SendError {
  return new SendError(text, options);
}

/** The first code of the error or of what caused it. */
function networkCode(error: unknown): string | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return undefined;
}
