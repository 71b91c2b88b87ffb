import { AdapterError, toReason } from '../../core/errors.ts';
import { retryAfterOf } from '../../lib/retry.ts';

/** A waiting time asked for is cut to this: an hour would outlast every deadline. */
export const longestWaitMs = 20_000;

/** What the endpoint's client throws, as far as it is read. */
interface Thrown {
  status?: number;
  code?: unknown;
  type?: unknown;
  param?: unknown;
  headers?: { get(name: string): string | null };
  error?: unknown;
}

/** Codes of an empty account: they come as 429 and no waiting helps. */
const emptyAccount = /insufficient_quota|billing|insufficient_balance|credit|payment/i;

/** Anything thrown by a request as an `AdapterError` that knows whether a repeat can help. */
export function toFault(error: unknown, { attemptMs }: { attemptMs: number }): AdapterError {
  if (error instanceof AdapterError) return error;
  const { status, code, type, headers } = error as Thrown;
  if (isTimeout(error)) {
    const seconds = Math.round(attemptMs / 1000);
    return new AdapterError(`the endpoint did not answer within ${seconds} s`, { retryable: true });
  }
  if (status === undefined) return connectionFault(error);
  const isEmpty = status === 402 || (status === 429 && emptyAccount.test(`${String(code)} ${String(type)}`));
  if (isEmpty) return new AdapterError('the account has no credit left', { retryable: false });
  return new AdapterError(`the endpoint answered ${statusReason(error, status)}`, {
    retryable: isRetryable(status),
    ...(headers && cappedWait(headers)),
  });
}

/** True when the prompt does not fit into the model. */
export function isTooLong(error: unknown): boolean {
  return (
    error instanceof AdapterError &&
    /\b(?:400|413|422)\b/.test(error.message) &&
    /context (?:length|window|size)|context_length|too long|too many tokens|too large/i.test(error.message)
  );
}

export function isRetryable(status: number): boolean {
  return status >= 500 || [408, 409, 425, 429].includes(status);
}

function cappedWait(headers: NonNullable<Thrown['headers']>): { retryAfterMs?: number } {
  const { retryAfterMs } = retryAfterOf(headers);
  return retryAfterMs === undefined ? {} : { retryAfterMs: Math.min(retryAfterMs, longestWaitMs) };
}

function statusReason(error: unknown, status: number): string {
  const text = toReason(error);
  return text.startsWith(String(status)) ? text : `${status} (${text})`;
}

function isTimeout(error: unknown): boolean {
  const name = error instanceof Error ? `${error.name} ${error.constructor.name}` : '';
  return /Timeout|Abort/.test(name);
}

/** A JSON body that breaks off is a broken connection too. */
function connectionFault(error: unknown): AdapterError {
  const cause = error instanceof Error && error.cause ? ` (${toReason(error.cause)})` : '';
  const what = error instanceof SyntaxError ? 'the answer was no JSON' : toReason(error);
  return new AdapterError(`the endpoint could not be reached: ${what}${cause}`, {
    retryable: true,
    cause: error,
  });
}

/** True for a request that the endpoint calls wrong, or breaks on: what it names may be left out. */
export function isComplaint(error: unknown): boolean {
  const { status } = error as Thrown;
  return status !== undefined && [400, 404, 415, 422, 500, 501].includes(status);
}

/** The words of a complaint, with the parameter that it names in front. */
export function complaintOf(error: unknown): string {
  const { param, error: body } = error as Thrown;
  const detail = typeof body === 'object' && body !== null ? JSON.stringify(body) : '';
  return `${typeof param === 'string' ? `param:${param} ` : ''}${toReason(error)} ${detail}`.slice(0, 4000);
}
