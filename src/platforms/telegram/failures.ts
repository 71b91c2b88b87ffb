import { GrammyError, HttpError } from 'grammy';
import { SendError, type SendOutcome } from '../../core/errors.ts';

/** Codes of a connection that was never made: the proof that nothing left. */
const neverLeft = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const goneWords =
  /chat not found|user not found|peer_id_invalid|user_deactivated|deactivated|thread not found|topic_deleted|topic_id_invalid|channel_private|channel_invalid|chat_id is empty|bot_kicked/i;
const forbiddenWords =
  /not enough rights|have no rights|need administrator rights|write_forbidden|restricted|send_\w+_forbidden|admin_required|topic_closed|topic closed|not a member|can't (?:write|send)|no write access/i;

const defaultRetryMs = 5000;

/**
 * What a failed call means for the message. Never carries the cause: the client's own errors hold addresses
 * with the token in them.
 */
export function toSendError(error: unknown, method: string): SendError {
  if (error instanceof SendError) return error;
  if (error instanceof GrammyError) return refusal(error, method);
  const code = networkCode(error);
  const outcome = code && neverLeft.has(code) ? 'not-sent' : 'unknown';
  return new SendError(`${method} got no answer (${code ?? 'broken off'})`, { outcome });
}

function refusal(error: GrammyError, method: string): SendError {
  const { error_code: code, description, parameters } = error;
  const message = Number.isInteger(code)
    ? `${method} was refused: ${code} ${description}`
    : `${method} got an answer that is not Telegram's`;
  if (parameters.migrate_to_chat_id !== undefined) {
    return new SendError(message, { outcome: 'not-sent', migratedTo: String(parameters.migrate_to_chat_id) });
  }
  if (code !== 429) return new SendError(message, { outcome: outcomeOf(code, description) });
  const { retry_after: seconds } = parameters;
  const retryAfterMs = seconds === undefined ? defaultRetryMs : seconds * 1000;
  return new SendError(message, { outcome: 'rate-limited', retryAfterMs });
}

function outcomeOf(code: number, description: string): SendOutcome {
  if (code === 403) return forbiddenWords.test(description) && !isOut(description) ? 'forbidden' : 'gone';
  if (code === 401 || code === 404) return 'not-sent';
  // A body without a code is some gateway's, not Telegram's: it says nothing about what arrived.
  if (!Number.isInteger(code) || code >= 500) return 'unknown';
  if (goneWords.test(description)) return 'gone';
  return forbiddenWords.test(description) ? 'forbidden' : 'malformed';
}

/** Thrown out or never in: rights cannot help. */
function isOut(description: string): boolean {
  return /kicked|blocked|not a member|can't initiate/i.test(description);
}

function networkCode(error: unknown): string | undefined {
  const inner = error instanceof HttpError ? error.error : error;
  return inner instanceof Error && 'code' in inner && typeof inner.code === 'string' ? inner.code : undefined;
}

/** The server does not know the method: an older Bot API. A wrong token is a 404 too, without these words. */
export function isUnknownMethod(error: unknown): boolean {
  return (
    error instanceof GrammyError && error.error_code === 404 && /method not found/i.test(error.description)
  );
}

/** Telegram answers 404 to a token of the wrong form and 401 to one that holds no more. */
export function isBadToken(error: unknown): boolean {
  return error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404);
}

/** Telegram answered, and said no. */
export function isRefusal(error: unknown): boolean {
  return error instanceof GrammyError;
}
